import type { AccountId } from "@ganglion/primitives";
import type { ChainClient, Dendrite, Metagraph, NeuronLog } from "@ganglion/sdk";
import { publishedCheckpoint } from "../model/chain-commitment.ts";
import type { ModelLedger } from "../model/ledger.ts";
import { catchUp, takeOver, validatorsOf } from "../model/peers.ts";

/**
 * Takes up the model of the strongest validator that has a newer one: its checkpoint, which must be the one whose hash
 * stands on the chain, and the steps since, each worked out again.
 */
export async function join(about: {
  readonly graph: Metagraph;
  readonly client: ChainClient;
  readonly log: NeuronLog;
  readonly self: AccountId;
  readonly dendrite: Dendrite;
  readonly ledger: ModelLedger;
  readonly outerRate: number;
  bits(theta: Float32Array): Promise<number>;
}): Promise<void> {
  const { graph, client, log, self, ledger } = about;
  for (const peer of validatorsOf(graph)) {
    if (peer.hotkey === self) continue;
    const published = await publishedCheckpoint(client, graph.netuid, peer.hotkey);
    const model = await catchUp(peer, { ...about, ...(published ? { published } : {}) });
    if (!model) continue;
    // A model that knows less than the one of the beginning is no model.
    if ((await about.bits(model.theta)) > (await about.bits(ledger.theta))) continue;
    takeOver(ledger, model);
    log.info("joined", { uid: peer.uid, window: ledger.window, theta: ledger.hash });
    return;
  }
}
