import { accountOf, devKeypair } from "@ganglion/crypto";
import { netUid } from "@ganglion/primitives";
import {
  type Axon,
  Dendrite,
  MemoryNetwork,
  type Metagraph,
  type Neuron,
  platformNetEnv,
  type Reward,
} from "@ganglion/sdk";
import { afterEach, expect, test } from "vitest";
import { builtinBackend, DocumentIndex, type Grade, promptingMiner } from "../miner.ts";
import { promptingAxon } from "../run-miner.ts";
import { promptingMechanism, promptingQueryAxon } from "../run-validator.ts";
import { promptingQuery } from "../synapses.ts";
import { honestValidator } from "../validator.ts";

const [ASKED, FELLOW, FULL, LAZY, USER] = ["Alice", "Bob", "Charlie", "Dave", "Eve"].map((name) =>
  devKeypair(name),
) as [ReturnType<typeof devKeypair>, ...ReturnType<typeof devKeypair>[]];
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
  const add = async (key: typeof USER & object, axon: Axon, validatorPermit: boolean) => {
    const uid = neurons.length;
    const ip = `10.0.0.${uid + 1}`;
    axons.push(axon);
    await axon.start({ host: ip, port: 8091 });
    neurons.push({
      uid,
      hotkey: accountOf(key),
      validatorPermit,
      axon: { ip, port: 8091 },
    } as Neuron);
  };
  const options = (key: typeof ASKED, uid: number) => ({
    keypair: key,
    transport: network.transport(`10.0.0.${uid + 1}`),
  });
  const query = (key: typeof ASKED, uid: number) =>
    promptingQueryAxon({
      validator: honestValidator(),
      axon: options(key, uid),
      dendrite: options(key, uid),
      metagraph: () => graph,
      block: () => 7,
      self: accountOf(key),
      uid: () => uid,
      reward: (some) => rewards.push(...some),
    });
  const miner = (key: typeof ASKED, uid: number, grade: Grade) =>
    promptingAxon(
      promptingMiner({ backend: builtinBackend(grade, { index: new DocumentIndex([]) }) }),
      options(key, uid),
    );
  await add(ASKED, query(ASKED, 0), true);
  await add(FELLOW!, query(FELLOW!, 1), true);
  await add(FULL!, miner(FULL!, 2, "full"), true);
  await add(LAZY!, miner(LAZY!, 3, "lazy"), false);
  return { network, graph, rewards, dendrite: options(ASKED, 0) };
}

test("every miner is asked a user's question, whether it holds a permit or not, and no validator", async () => {
  const { network, rewards } = await subnet();
  const user = new Dendrite({ keypair: USER!, transport: network.transport("10.9.9.9") });
  const result = await user.call(
    { ip: "10.0.0.1", port: 8091, hotkey: accountOf(ASKED) },
    promptingQuery,
    { messages: [{ role: "user", content: "What is 6 * 7?" }] },
  );
  expect(result).toMatchObject({ ok: true, answer: { chosenUid: 2, netuid: 2, askedAtBlock: 7 } });
  if (!result.ok) throw new Error("no answer");
  expect(result.answer.answers.map(({ uid, text }) => [uid, text.split("\n")[0]])).toEqual([
    [2, "42"],
    [3, "I don't know."],
  ]);
  expect(rewards.map(({ uid }) => uid)).toEqual([2, 3]);
});

test("a round rewards miners alone", async () => {
  const { graph, dendrite } = await subnet();
  const mechanism = promptingMechanism({ validator: honestValidator(), dendrite });
  const hash = `0x${"11".repeat(32)}` as const;
  const rewards = await mechanism.round({
    block: { number: 7, hash } as never,
    window: 1,
    metagraph: graph,
    miners: graph.neurons.slice(1),
    self: accountOf(ASKED),
    netuid: graph.netuid,
  });
  expect(rewards.map(({ uid }) => uid)).toEqual([2, 3]);
  expect(rewards[0]!.reward).toBeGreaterThan(rewards[1]!.reward);
});
