import { Axon, AxonError, type AxonOptions } from "@ganglion/sdk";
import type { PromptingMiner } from "./miner.ts";
import { promptingSynapse } from "./synapses.ts";

/** An axon that answers prompting's questions; start it with the SDK's `startMiner`. */
export function promptingAxon(miner: PromptingMiner, options: AxonOptions): Axon {
  return new Axon(options).attach(promptingSynapse, async (request, { signal }) => {
    const reply = await miner.forward(request, { signal });
    if (!reply.ok) throw new AxonError(reply.status, reply.detail);
    return reply.synapse;
  });
}
