import { accountOf, devKeypair, type Keypair } from "@ganglion/crypto";
import { type Hash, netUid } from "@ganglion/primitives";
import {
  Axon,
  attachRoutes,
  type ChainClient,
  Dendrite,
  MemoryNetwork,
  type Metagraph,
  type Neuron,
  type NeuronPlace,
  platformNetEnv,
  type Reward,
  type Route,
  readOptions,
  type ValidatorParts,
} from "@ganglion/sdk";
import { afterEach, expect, test } from "vitest";
import { loadSubnet, subnetNames } from "../../registry.ts";
import type { Grade } from "../miner.ts";
import { prompting } from "../subnet.ts";

const [ASKED, FELLOW, FULL, LAZY, USER] = ["Alice", "Bob", "Charlie", "Dave", "Eve"].map((name) =>
  devKeypair(name),
) as [Keypair, Keypair, Keypair, Keypair, Keypair];
const axons: Axon[] = [];
afterEach(async () => {
  for (const axon of axons.splice(0)) await axon.stop();
});

/** Two validators, a full miner that has earned itself a permit and a lazy one that has not. */
async function subnet() {
  const network = new MemoryNetwork({ env: platformNetEnv });
  const neurons: Neuron[] = [];
  const rewards: Reward[] = [];
  const graph = { netuid: netUid(2), neurons } as unknown as Metagraph;
  const placeOf = (hotkey: Keypair, uid: number): NeuronPlace => ({
    client: undefined as unknown as ChainClient,
    hotkey,
    netuid: graph.netuid,
    env: platformNetEnv,
    ip: `10.0.0.${uid + 1}`,
    transport: network.transport(`10.0.0.${uid + 1}`),
    log: { info: () => undefined, trouble: () => undefined },
    documents: [],
    options: {},
  });
  const serve = async (place: NeuronPlace, routes: readonly Route[], validatorPermit: boolean) => {
    const axon = new Axon({ keypair: place.hotkey, transport: place.transport! });
    attachRoutes(axon, routes);
    axons.push(axon);
    await axon.start({ host: place.ip, port: 8091 });
    neurons.push({
      uid: neurons.length,
      hotkey: accountOf(place.hotkey),
      validatorPermit,
      axon: { ip: place.ip, port: 8091 },
    } as Neuron);
  };
  const validator = async (key: Keypair, uid: number): Promise<ValidatorParts> => {
    const place = placeOf(key, uid);
    const parts = await prompting.validator.start({
      ...place,
      validator: {
        uid: () => uid,
        metagraph: async () => graph,
        block: () => 7,
        reward: (some) => rewards.push(...some),
      },
    });
    await serve(place, parts.routes, true);
    return parts;
  };
  const miner = async (key: Keypair, uid: number, grade: Grade) => {
    // There is no chain here that knows of stakes.
    const options = readOptions(prompting.miner.options, { grade, "min-stake-share": "0" });
    const place = { ...placeOf(key, uid), options };
    const { routes } = await prompting.miner.start({ ...place, backend: { kind: "builtin" } });
    await serve(place, routes, grade === "full");
  };
  const { mechanism } = await validator(ASKED, 0);
  await validator(FELLOW, 1);
  await miner(FULL, 2, "full");
  await miner(LAZY, 3, "lazy");
  return { network, graph, rewards, mechanism };
}

test("every miner is asked a user's question, whether it holds a permit or not, and no validator", async () => {
  const { network, rewards } = await subnet();
  const user = new Dendrite({ keypair: USER, transport: network.transport("10.9.9.9") });
  const result = await user.call(
    { ip: "10.0.0.1", port: 8091, hotkey: accountOf(ASKED) },
    prompting.door!.query,
    { messages: [{ role: "user", content: "What is 6 * 7?" }] },
  );
  expect(result).toMatchObject({ ok: true, answer: { chosenUid: 2, netuid: 2, askedAtBlock: 7 } });
  if (!result.ok) throw new Error("no answer");
  expect(
    result.answer.answers.map(({ uid, text, backend }) => [uid, text.split("\n")[0], backend]),
  ).toEqual([
    [2, "42", "builtin:full"],
    [3, "I don't know.", "builtin:lazy"],
  ]);
  expect(rewards.map(({ uid }) => uid)).toEqual([2, 3]);
});

test("a round rewards miners alone", async () => {
  const { graph, mechanism } = await subnet();
  const hash = `0x${"11".repeat(32)}` as Hash;
  const rewards = await mechanism.round({
    block: { number: 7, hash },
    window: 1,
    metagraph: graph,
    miners: graph.neurons.slice(1),
    self: accountOf(ASKED),
    netuid: graph.netuid,
  });
  expect(rewards.map(({ uid }) => uid)).toEqual([2, 3]);
  expect(rewards[0]!.reward).toBeGreaterThan(rewards[1]!.reward);
});

test("the names on the wire are upstream's, and the user's door is where it was", () => {
  expect(prompting.questions.synapse.name).toBe("Prompting");
  expect(prompting.door!.query.name).toBe("PromptingQuery");
});

test("the secret changes what is asked: the seed alone doesn't tell", async () => {
  const seed = new Uint8Array(32).fill(7);
  const ask = async (secret: number) =>
    (await prompting.questions.makeTask(seed, 0, new Uint8Array(32).fill(secret))).request;
  expect(await ask(1)).toEqual(await ask(1));
  expect(await ask(1)).not.toEqual(await ask(2));
});

test("the registry knows its subnets by name, and those alone", async () => {
  for (const name of subnetNames()) expect((await loadSubnet(name)).name).toBe(name);
  await expect(loadSubnet("toString")).rejects.toThrow(
    /there is no subnet "toString"; known: prompting, /,
  );
});
