import { accountOf, devKeypair } from "@ganglion/crypto";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import {
  answerHash,
  commitSynapse,
  Dendrite,
  defineSynapse,
  revealSynapse,
  route,
} from "../../src/index.ts";
import { SubnetWorld } from "./subnet-world.ts";
import { sums } from "./sums.ts";

for (const answers of ["plain", "commit-reveal"] as const)
  describe(`a round with ${answers} answers`, () => {
    test("pays right answers, and gives a reason for every zero", async () => {
      const world = new SubnetWorld(sums(answers));
      const validator = await world.validator("Alice");
      await world.miner("Bob");
      await world.miner("Charlie", { options: { "off-by": "1" } });
      await world.miner("Dave", { attack: "late" });
      await world.miner("Eve", { attack: "garbage" });
      await world.miner("Ferdie", { attack: "bomb" });
      const paid = await world.round(validator);
      expect(paid.get(1)).toEqual({ reward: 1, reason: "correct" });
      expect(paid.get(2)).toEqual({ reward: 0, reason: "wrong" });
      expect(paid.get(3)).toEqual({ reward: 0, reason: "timeout" });
      expect(paid.get(4)?.reward).toBe(0);
      expect(paid.get(5)?.reward).toBe(0);
      expect(paid.get(5)?.reason).toMatch(/too_large|too_many_values|too_deep/);
      expect(world.said).toEqual([]);
    });

    test("leaves out neurons that are no miners, unless they were paid before", async () => {
      const world = new SubnetWorld(sums(answers));
      const validator = await world.validator("Alice");
      await world.miner("Bob");
      const gone = await world.stranger("Charlie", []);
      expect([...(await world.round(validator)).keys()]).toEqual([1]);
      const paid = await world.round(validator, [
        { uid: 2, hotkey: gone, average: 0.7, rounds: 9 },
      ]);
      expect(paid.get(2)).toEqual({ reward: 0, reason: "refused_404" });
    });

    test("shows each miner the hash of a secret, another one in each round", async () => {
      const world = new SubnetWorld(sums(answers));
      const validator = await world.validator("Alice");
      const seen: unknown[] = [];
      const spy = defineSynapse<{ secretHash: string }, { sum: number }>({
        name: "Sum",
        request: z.object({ secretHash: z.string(), a: z.number(), b: z.number() }),
        answer: z.object({ sum: z.number() }),
        hashFields: ["a", "b"] as never,
      });
      await world.stranger("Bob", [
        route(spy, ({ secretHash }) => {
          seen.push(secretHash);
          return { sum: 0 };
        }),
      ]);
      await world.round(validator);
      await world.round(validator);
      expect(seen).toHaveLength(4);
      expect(new Set(seen).size).toBe(2);
      expect(seen[0]).toMatch(/^0x[0-9a-f]{64}$/);
    });
  });

describe("commit-reveal", () => {
  const declared = sums("commit-reveal").questions;

  test("of answers that are too alike only the one that was committed first is paid", async () => {
    const world = new SubnetWorld(sums("commit-reveal", { copies: true }));
    const validator = await world.validator("Alice");
    await world.miner("Bob");
    await world.miner("Charlie");
    await world.miner("Dave", { options: { "off-by": "5" } });
    const paid = await world.round(validator);
    expect(paid.get(1)).toEqual({ reward: 1, reason: "correct" });
    expect(paid.get(2)).toEqual({ reward: 0, reason: "duplicate" });
    expect(paid.get(3)).toEqual({ reward: 0, reason: "wrong" });
  });

  test("a miner that knows the plain synapse only is asked with that", async () => {
    const world = new SubnetWorld(sums("commit-reveal"));
    const validator = await world.validator("Alice");
    await world.stranger("Bob", [route(declared.synapse, ({ a, b }) => ({ sum: a + b }))]);
    expect((await world.round(validator)).get(1)).toEqual({ reward: 1, reason: "correct" });
  });

  test("who reveals something else than it committed to, or nothing, earns nothing", async () => {
    const world = new SubnetWorld(sums("commit-reveal"));
    const validator = await world.validator("Alice");
    const commit = commitSynapse(declared.synapse);
    const reveal = revealSynapse("Sum");
    const hash = answerHash("salt", '{"sum":1}');
    await world.stranger("Bob", [
      route(commit, () => ({ hash })),
      route(reveal, () => ({ answer: '{"sum":2}', salt: "salt" })),
    ]);
    await world.stranger("Charlie", [route(commit, () => ({ hash }))]);
    await world.stranger("Dave", [
      route(commit, () => ({ hash: answerHash("", "[".repeat(1_000)) })),
      route(reveal, () => ({ answer: "[".repeat(1_000), salt: "" })),
    ]);
    await world.stranger("Eve", [route(commit, () => ({ hash: "none" }))]);
    const paid = await world.round(validator);
    expect(paid.get(1)).toEqual({ reward: 0, reason: "reveal_mismatch" });
    expect(paid.get(2)).toEqual({ reward: 0, reason: "not_revealed_refused_404" });
    expect(paid.get(3)).toEqual({ reward: 0, reason: "too_deep" });
    expect(paid.get(4)).toEqual({ reward: 0, reason: "malformed" });
  });

  test("a miner tells nobody an answer before the deadline is over, not by any of its routes", async () => {
    const world = new SubnetWorld(sums("commit-reveal"));
    const hotkey = await world.miner("Bob");
    const { synapse } = declared;
    const thief = new Dendrite({
      keypair: devKeypair("Eve"),
      env: world.env,
      transport: world.network.transport("10.9.9.9"),
    });
    const target = { ip: "10.0.0.1", port: 8091, hotkey };
    const startedMs = world.env.now();
    const plain = thief.call(target, synapse, { a: 1, b: 2 });
    const commit = await world.run(thief.call(target, commitSynapse(synapse), { a: 1, b: 2 }));
    expect(world.env.now() - startedMs).toBeLessThan(1_000);
    if (!commit.ok) throw new Error(commit.message);
    const reveal = thief.call(target, revealSynapse("Sum"), commit.answer);
    const [told, opened] = await world.run(Promise.all([plain, reveal]));
    expect(world.env.now() - startedMs).toBeGreaterThanOrEqual(3_000);
    expect(told).toMatchObject({ ok: true, answer: { sum: 3 } });
    expect(opened).toMatchObject({ ok: true });
  });

  test("a commitment is revealed to the one that it was made to alone", async () => {
    const world = new SubnetWorld(sums("commit-reveal"));
    const hotkey = await world.miner("Bob");
    const asking = (name: string) =>
      new Dendrite({
        keypair: devKeypair(name),
        env: world.env,
        transport: world.network.transport("10.9.9.9"),
      });
    const target = { ip: "10.0.0.1", port: 8091, hotkey };
    const commit = await world.run(
      asking("Alice").call(target, commitSynapse(declared.synapse), { a: 1, b: 2 }),
    );
    if (!commit.ok) throw new Error(commit.message);
    expect(
      await world.run(asking("Eve").call(target, revealSynapse("Sum"), commit.answer)),
    ).toMatchObject({ ok: false, status: 404 });
  });
});

test("an answer that trips the judge costs nobody else", async () => {
  const subnet = sums("plain");
  const world = new SubnetWorld(subnet);
  // A judge with a bug: it can't stand the number 13.
  const judge = subnet.questions.score;
  Object.assign(subnet.questions, {
    score: (...[task, given, context]: Parameters<typeof judge>) => {
      if (given.some(({ value }) => value === 13)) throw new Error("thirteen");
      return judge(task, given, context);
    },
  });
  const validator = await world.validator("Alice");
  await world.miner("Bob");
  await world.stranger("Charlie", [route(subnet.questions.synapse, () => ({ sum: 13 }))]);
  const paid = await world.round(validator);
  expect(paid.get(1)).toEqual({ reward: 1, reason: "correct" });
  expect(paid.get(2)).toEqual({ reward: 0, reason: "judging_failed" });
});

test("a lying validator's scores are lies with a name", async () => {
  const world = new SubnetWorld(sums("plain"));
  const inverted = await world.validator("Alice", "inverted");
  const colluding = await world.validator("Bob", "collusion:3");
  await world.miner("Charlie");
  await world.miner("Dave", { attack: "lazy" });
  const upsideDown = await world.round(inverted);
  expect(upsideDown.get(2)).toEqual({ reward: 0, reason: "malicious_inverted" });
  expect(upsideDown.get(3)).toEqual({ reward: 1, reason: "malicious_inverted" });
  const bought = await world.round(colluding);
  expect(bought.get(2)?.reward).toBe(0);
  expect(bought.get(3)?.reward).toBe(1);
});

test("a user's question is judged like a task and enters the averages", async () => {
  const subnet = sums("commit-reveal");
  const world = new SubnetWorld(subnet);
  const validator = await world.validator("Alice");
  await world.miner("Bob");
  await world.miner("Charlie", { attack: "lazy" });
  const user = new Dendrite({
    keypair: devKeypair("Eve"),
    env: world.env,
    transport: world.network.transport("10.9.9.9"),
  });
  const asked = subnet.door!.chat!([{ role: "user", content: "What is 20 + 22?" }]);
  if (!asked.ok) throw new Error(asked.detail);
  const target = { ip: "10.0.0.1", port: 8091, hotkey: validator.self };
  const result = await world.run(
    user.call(target, subnet.door!.query, { ...asked.value, timeoutMs: 10_000 }),
  );
  expect(result).toMatchObject({
    ok: true,
    answer: {
      netuid: 3,
      askedAtBlock: 40,
      chosenUid: 1,
      validator: { uid: 0 },
      answers: [
        // What is large is kept of the chosen answer alone.
        {
          uid: 1,
          text: "42",
          backend: "builtin:adder",
          data: { large: 42 },
          score: 1,
          reason: "correct",
          status: "ok",
        },
        { uid: 2, text: "0", score: 0, reason: "wrong" },
      ],
    },
  });
  expect(result.ok && result.answer.answers[1]).not.toHaveProperty("data");
  expect(world.rewards.map(({ uid, reward }) => [uid, reward])).toEqual([
    [1, 1],
    [2, 0],
  ]);
  expect(validator.self).toBe(accountOf(devKeypair("Alice")));
});
