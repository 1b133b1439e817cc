import { join } from "node:path";
import { toSs58 } from "@ganglion/primitives";
import { accountOfUri, type DemoNeuron, type DemoSubnet } from "@ganglion/sdk";
import type { GatewaySubnet } from "../../jobs/gateway-job.ts";
import type { NeuronJob } from "../../neuron-worker.ts";
import type { Place } from "../../neurons/run-neuron.ts";

/** A neuron of the cast, and the job that it is. */
export interface Placed {
  readonly neuron: DemoNeuron;
  readonly job: NeuronJob;
}

/** A subnet that stands on the chain, with its neurons placed. */
export interface BuiltSubnet {
  readonly subnet: DemoSubnet;
  readonly netuid: number;
  readonly placed: readonly Placed[];
}

/** Every neuron of a subnet with its place. */
export function place(
  subnet: DemoSubnet,
  options: {
    readonly common: Omit<Place, "axonPort" | "subnet">;
    /** The next axon's port; 0 takes a free one. */
    readonly nextPort: () => number;
    readonly data: string;
    /** Name of a validator that lies. */
    readonly malicious?: string | undefined;
  },
): Placed[] {
  const { common, nextPort, data, malicious } = options;
  return [...subnet.validators.neurons, ...subnet.miners.neurons].map((neuron) => {
    const kept = join(data, "neurons", `${subnet.name}-${neuron.name}`);
    const base = {
      ...common,
      subnet: subnet.name,
      axonPort: nextPort(),
      folder: kept,
      ...(neuron.options ? { options: neuron.options } : {}),
    };
    const config: NeuronJob["config"] =
      neuron.role === "miner"
        ? { ...base, role: "miner" }
        : {
            ...base,
            role: "validator",
            averagesFile: `${kept}.json`,
            ...(malicious === neuron.name ? { attack: "inverted" } : {}),
          };
    return { neuron, job: { name: `${subnet.name}/${neuron.name}`, uri: neuron.uri, config } };
  });
}

/** What the gateway has to know of it. */
export const gatewaySubnet = ({ subnet, netuid }: BuiltSubnet): GatewaySubnet => ({
  name: subnet.name,
  netuid,
  minerNames: Object.fromEntries(
    subnet.miners.neurons.map(({ uri, name }) => [toSs58(accountOfUri(uri)), name]),
  ),
});

/** A subnet whose neurons run, as the ready line has it. */
export function listed(
  { subnet, netuid, placed }: BuiltSubnet,
  started: readonly { readonly name: string; readonly uid: number }[],
) {
  const uidOf = new Map(started.map(({ name, uid }) => [name, uid]));
  const of = (role: DemoNeuron["role"]) => placed.filter(({ neuron }) => neuron.role === role);
  return {
    name: subnet.name,
    netuid,
    validators: of("validator").map(({ job }) => uidOf.get(job.name)!),
    miners: of("miner").map(({ neuron, job }) => ({
      uid: uidOf.get(job.name)!,
      name: neuron.name,
      hotkey: toSs58(accountOfUri(neuron.uri)),
    })),
  };
}
