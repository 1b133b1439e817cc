import type { NetUid } from "@ganglion/primitives";
import {
  type ChainClient,
  DEMO_PROMPTING,
  type DemoNeuron,
  keyOf,
  type RunningNeuron,
  setUpSubnet,
  startMiner,
  startValidator,
} from "@ganglion/sdk";
import { builtinBackend, promptingMiner } from "@ganglion/subnets/prompting/miner";
import { promptingAxon } from "@ganglion/subnets/prompting/run-miner";
import { promptingMechanism } from "@ganglion/subnets/prompting/run-validator";
import { honestValidator } from "@ganglion/subnets/prompting/validator";
import type { Simulation } from "./simulation.ts";

/** The demo's prompting subnet inside a simulation. */
export interface PromptingWorld {
  readonly netuid: NetUid;
  readonly uidOf: ReadonlyMap<string, number>;
  stop(): Promise<void>;
}

const PORT = 8091;

interface Place {
  readonly neuron: DemoNeuron;
  readonly netuid: NetUid;
  readonly ip: string;
  readonly client: ChainClient;
}

async function runMiner(simulation: Simulation, options: Place): Promise<RunningNeuron> {
  const { neuron, netuid, ip, client } = options;
  const keypair = keyOf(neuron.uri);
  const axon = promptingAxon(promptingMiner({ backend: builtinBackend(neuron.grade ?? "lazy") }), {
    keypair,
    transport: simulation.transport(ip),
    env: simulation.env,
  });
  return startMiner({
    client,
    hotkey: keypair,
    netuid,
    axon,
    port: PORT,
    host: ip,
    externalIp: ip,
    log: simulation.log(neuron.name),
  });
}

async function runValidator(simulation: Simulation, options: Place): Promise<RunningNeuron> {
  const { neuron, netuid, ip, client } = options;
  const keypair = keyOf(neuron.uri);
  return startValidator({
    client,
    hotkey: keypair,
    netuid,
    log: simulation.log(neuron.name),
    mechanism: promptingMechanism({
      validator: honestValidator(),
      dendrite: { keypair, ip, transport: simulation.transport(ip), env: simulation.env },
    }),
  });
}

/** Sets the subnet up and runs its cast: three validators and three grades of miner, each with a client of its own. */
export async function promptingWorld(simulation: Simulation): Promise<PromptingWorld> {
  const netuid = await simulation.run(setUpSubnet(await simulation.client(), DEMO_PROMPTING));
  const cast = [...DEMO_PROMPTING.miners.neurons, ...DEMO_PROMPTING.validators.neurons];
  const running: RunningNeuron[] = [];
  for (const [i, neuron] of cast.entries()) {
    const ip = `10.0.0.${i + 1}`;
    const start = neuron.role === "miner" ? runMiner : runValidator;
    running.push(
      await simulation.run(
        start(simulation, { neuron, netuid, ip, client: await simulation.client() }),
      ),
    );
  }
  return {
    netuid,
    uidOf: new Map(cast.map((neuron, i) => [neuron.name, running[i]!.uid])),
    async stop() {
      for (const each of running) await simulation.run(each.stop());
    },
  };
}
