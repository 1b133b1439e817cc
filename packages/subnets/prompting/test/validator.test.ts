import { weightsFromRewards } from "@ganglion/sdk";
import { expect, test } from "vitest";
import { builtinBackend, GRADES, promptingMiner } from "../miner.ts";
import { parseRequest } from "../protocol.ts";
import {
  ANSWER_CONVENTION,
  honestValidator,
  type PromptingValidator,
  requestForQuestion,
  requestForTask,
} from "../validator.ts";

const seed = "5eed".repeat(16);

/** One window of a validator with the three grades as uids 0, 1, 2 and a dead uid 3. */
async function window(validator: PromptingValidator): Promise<Map<number, number>> {
  const miners = GRADES.map((grade) => promptingMiner({ backend: builtinBackend(grade) }));
  const sums = new Map<number, number>();
  for (const task of validator.makeTasks(seed, 40)) {
    const replies = await Promise.all(miners.map((miner) => miner.forward(requestForTask(task))));
    const scores = validator.scoreTask(task, [
      ...replies.map((reply, uid) => ({
        uid,
        status: "ok" as const,
        body: reply.ok ? reply.synapse : undefined,
      })),
      { uid: 3, status: "timeout" },
    ]);
    for (const { uid, reward } of scores) sums.set(uid, (sums.get(uid) ?? 0) + reward / 40);
  }
  return new Map(weightsFromRewards(sums));
}

test("an honest validator pays full most, weak less, lazy and dead nothing", async () => {
  const weights = await window(honestValidator());
  expect(weights.get(0)).toBe(65_535);
  expect(weights.get(1)).toBeGreaterThan(0);
  expect(weights.get(1)).toBeLessThan(20_000);
  expect([weights.has(2), weights.has(3)]).toEqual([false, false]);
});

test("a task and a user's question come to miners in the same clothes", () => {
  const task = honestValidator().makeTask(seed, 0, { kind: "arithmetic" });
  expect(requestForTask(task)).toEqual(
    requestForQuestion([{ role: "user", content: task.prompt }]),
  );
  expect(requestForTask(task).messages[0]).toBe(ANSWER_CONVENTION);
});

test("a chat of any OpenAI roles becomes a request that axons accept", () => {
  const request = requestForQuestion([
    { role: "developer", content: "Be kind." },
    { role: "user", content: "Hi" },
    { role: "assistant", content: "Hello" },
    { role: "user", content: "2+2" },
  ]);
  expect(request.roles).toEqual(["system", "system", "user", "assistant", "user"]);
  expect(parseRequest(request)).toEqual({ ok: true, value: request });
});

test("a validator with documents checks answers against them", async () => {
  const docs = [{ name: "guide.md", text: "The gateway listens on port 8080." }];
  const request = requestForQuestion([
    { role: "user", content: "Which port does the gateway listen on?" },
  ]);
  const answer = { completion: "8080", citations: [{ file: "guide.md", quote: docs[0]!.text }] };
  const responses = [{ uid: 5, status: "ok" as const, body: answer }];
  expect(honestValidator({ docs }).scoreQuestion(request, responses)).toMatchObject({
    settled: true,
    scores: [{ reason: "cited" }],
  });
  expect(honestValidator().scoreQuestion(request, responses)).toMatchObject({
    settled: false,
    scores: [{ score: 0, reason: "unverified" }],
  });
});
