import type { NetUid } from "@ganglion/primitives";
import {
  type DemoNeuron,
  type DemoSubnet,
  demoSubnet,
  keyOf,
  type RunningNeuron,
  runMiner,
  runValidator,
  type Subnet,
  setUpSubnet,
} from "@ganglion/sdk";
import type { Simulation } from "./simulation.ts";

/** A subnet inside a simulation, with whoever plays on it. */
export interface SubnetWorld {
  readonly netuid: NetUid;
  readonly uidOf: ReadonlyMap<string, number>;
  stop(): Promise<void>;
}

/** What a neuron does besides being honest. */
export interface Playing {
  /** `NAME` or `NAME:UID`, as `--attack` takes it. */
  readonly attack?: string;
}

const PORT = 8091;

/** Runs one neuron of a subnet, with a client and an address of its own. */
export async function playNeuron(
  simulation: Simulation,
  subnet: Subnet,
  {
    neuron,
    netuid,
    ip,
    attack,
  }: Playing & {
    readonly neuron: DemoNeuron;
    readonly netuid: NetUid;
    readonly ip: string;
  },
): Promise<RunningNeuron> {
  const setup = {
    client: await simulation.client(),
    hotkey: keyOf(neuron.uri),
    netuid,
    ip,
    port: PORT,
    env: simulation.netEnv,
    transport: simulation.transport(ip),
    log: simulation.log(neuron.name),
    ...(neuron.options ? { options: neuron.options } : {}),
    ...(attack ? { attack } : {}),
  };
  const run = neuron.role === "miner" ? runMiner(subnet, setup) : runValidator(subnet, setup);
  return simulation.run<RunningNeuron>(run);
}

/** The address of the neuron with this number: one each, all in one network. */
export const addressOf = (i: number): string => `10.0.${i >> 8}.${(i & 255) + 1}`;

/** Sets a subnet up and runs its demo cast: three validators, and the miners that it declares. */
export async function subnetWorld(
  simulation: Simulation,
  subnet: Subnet,
  cast: DemoSubnet = demoSubnet(subnet),
): Promise<SubnetWorld> {
  const netuid = await simulation.run(setUpSubnet(await simulation.client(), cast));
  const neurons = [...cast.miners.neurons, ...cast.validators.neurons];
  const running: RunningNeuron[] = [];
  for (const [i, neuron] of neurons.entries())
    running.push(await playNeuron(simulation, subnet, { neuron, netuid, ip: addressOf(i) }));
  return {
    netuid,
    uidOf: new Map(neurons.map(({ name }, i) => [name, running[i]!.uid])),
    async stop() {
      for (const each of running) await simulation.run(each.stop());
    },
  };
}
