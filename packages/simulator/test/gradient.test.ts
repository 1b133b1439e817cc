import { accountOf } from "@ganglion/crypto";
import {
  Dendrite,
  demoSubnet,
  keyOf,
  metagraph,
  type RunningNeuron,
  setUpSubnet,
  statsSynapse,
} from "@ganglion/sdk";
import { publishedCheckpoint } from "@ganglion/subnets/gradient/chain-commitment";
import { DEFAULT_CONFIG } from "@ganglion/subnets/gradient/config";
import { gradientQuery } from "@ganglion/subnets/gradient/door";
import { gradientSubnet } from "@ganglion/subnets/gradient/subnet";
import { expect, test } from "vitest";
import { addressOf, playNeuron, Simulation } from "../src/index.ts";

const SMALL = {
  ...DEFAULT_CONFIG,
  windowBlocks: 10,
  commitMs: 3_500,
  lockMs: 4_000,
  shape: { width: 16, layers: 1, heads: 1, context: 32 },
  checkpointEvery: 3,
  ownBatches: 2,
};

test("a market trains its model, pays who works, and lets nobody live on bad updates", {
  timeout: 900_000,
}, async () => {
  const subnet = gradientSubnet(SMALL);
  const simulation = await Simulation.start({ seed: 1, blockMs: 1_000 });
  const cast = demoSubnet(subnet);
  const attacks: Record<string, string> = {
    south: "sign-flip",
    east: "wrong-shard",
    west: "garbage",
  };
  const client = await simulation.client();
  const netuid = await simulation.run(setUpSubnet(client, cast));
  const running: RunningNeuron[] = [];
  const neurons = [...cast.miners.neurons, ...cast.validators.neurons];
  for (const [i, neuron] of neurons.entries()) {
    const attack = attacks[neuron.name];
    running.push(
      await playNeuron(simulation, subnet, {
        neuron,
        netuid,
        ip: addressOf(i),
        ...(attack ? { attack } : {}),
      }),
    );
  }
  const dendrite = new Dendrite({
    keypair: keyOf("//observer"),
    env: simulation.netEnv,
    transport: simulation.transport("10.9.9.9"),
  });
  const stats = async (name: string) => {
    const graph = await simulation.run(metagraph(client, netuid));
    const hotkey = accountOf(keyOf(neurons.find((each) => each.name === name)!.uri));
    const { axon } = graph.neurons.find((each) => each.hotkey === hotkey)!;
    const told = await simulation.run(
      dendrite.call({ ip: axon!.ip, port: axon!.port, hotkey }, statsSynapse, {}),
    );
    if (!told.ok) throw new Error(told.message);
    return told.answer.stats;
  };
  for (let window = 0; window < 9; window++) await simulation.advance(10_000);
  const told = await stats("validator-1");
  const other = await stats("validator-2");

  // Everybody has one model, and it knows more than it did.
  const history = told["history"] as readonly (readonly [number, number])[];
  const others = other["history"] as typeof history;
  // They don't start and end with the same window.
  const byWindow = new Map(others);
  const both = history.filter(([window]) => byWindow.has(window));
  expect(both.length).toBeGreaterThan(5);
  expect(both.map(([window]) => [window, byWindow.get(window)])).toEqual(both);
  expect(history.at(-1)![1]).toBeLessThan(history[0]![1] - 0.3);
  expect(told["heldOutBitsPerByte"]).toBe(history.at(-1)![1]);

  // Who works has earned, who spoils has not; every zero has its reason.
  const graph = await simulation.run(metagraph(client, netuid));
  const incentive = (name: string): number => {
    const hotkey = accountOf(keyOf(neurons.find((each) => each.name === name)!.uri));
    return graph.neurons.find((each) => each.hotkey === hotkey)!.incentive;
  };
  expect(incentive("north")).toBeGreaterThan(30_000);
  for (const name of Object.keys(attacks)) expect([name, incentive(name)]).toEqual([name, 0]);
  const miners = told["miners"] as readonly { readonly share: number; readonly reason: string }[];
  expect(miners.filter(({ share }) => share === 0).every(({ reason }) => reason !== "ok")).toBe(
    true,
  );

  // Users get text of that model, labelled with the checkpoint whose hash stands on the chain. The market goes on
  // meanwhile: the two are asked again where a new checkpoint came between them.
  const leader = accountOf(keyOf(neurons.find(({ name }) => name === "validator-1")!.uri));
  const { axon } = graph.neurons.find(({ hotkey }) => hotkey === leader)!;
  const write = async () => {
    const asked = await simulation.run(
      dendrite.call({ ip: axon!.ip, port: axon!.port, hotkey: leader }, gradientQuery, {
        prompt: "The people ",
        maxBytes: 12,
        temperature: 0.5,
        seed: 7,
      }),
    );
    if (!asked.ok) throw new Error(asked.message);
    const [answer] = asked.answer.answers;
    const { checkpoint } = answer!.data as { readonly checkpoint: { readonly window: number } };
    return { text: answer!.text, checkpoint };
  };
  let served = await write();
  let published = await simulation.run(publishedCheckpoint(client, netuid, leader));
  for (let again = 0; again < 5 && served.checkpoint.window !== published!.window; again++) {
    served = await write();
    published = await simulation.run(publishedCheckpoint(client, netuid, leader));
  }
  const { hash, window } = published!;
  const before = told["checkpoint"] as { readonly window: number };
  expect(window).toBeGreaterThanOrEqual(before.window);
  expect(served.checkpoint).toMatchObject({ hash, window });
  expect(served.text).toContain(`checkpoint ${hash.slice(0, 12)} of window ${window}`);
  for (const each of running) await simulation.run(each.stop());
  await simulation.close();
});
