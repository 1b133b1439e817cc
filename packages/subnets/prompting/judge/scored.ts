import { type PromptingAnswer, parseResponse } from "../protocol.ts";
import type { Grade } from "./grade.ts";

/**
 * What came back from one miner. `body`: the parsed JSON as it arrived, unchecked, when `status` is "ok".
 * `arrival`: order in which the answers were committed, earliest first; the place in the list when absent.
 */
export type MinerResponse = {
  uid: number;
  status: "ok" | "timeout" | "invalid" | "error";
  body?: unknown;
  arrival?: number;
};

/**
 * One miner's result.
 * `score` in [0, 1] is how right the answer is, for people; `reward` in [-0.1, 1] also holds the stated confidence
 * against it, and is what belongs into the moving average. `reason`: why, for machines.
 */
export type Scored = {
  uid: number;
  status: MinerResponse["status"];
  score: number;
  reward: number;
  reason: string;
  answer?: PromptingAnswer;
};

/**
 * `settled`: the scores say something about the miners. Unsettled rounds (a poem, or nobody knew) must not enter
 * the moving average.
 */
export type QuestionScores = { scores: Scored[]; settled: boolean };

/** Weight of calibration beside correctness. */
export const CALIBRATION = 0.1;

/**
 * Correctness less the squared error of the stated confidence (Brier). Strictly proper: whoever states what it
 * believes earns most. It isn't cut at zero here, since a cut would make "1" the best thing to state always.
 * A miner that states nothing claims to be sure.
 */
export function rewardOf(correctness: number, confidence = 1): number {
  const miss = confidence - correctness;
  return correctness - CALIBRATION * miss * miss;
}

/** A response that was looked at: with its answer, or why there is none. */
export type Read =
  | { response: MinerResponse; answer: PromptingAnswer }
  | { response: MinerResponse; reason: string; status?: "invalid" };

export function read(response: MinerResponse): Read {
  if (response.status !== "ok") return { response, reason: response.status };
  const parsed = parseResponse(response.body);
  return parsed.ok
    ? { response, answer: parsed.value }
    : { response, reason: parsed.reason, status: "invalid" };
}

export function unanswered(
  { uid, status }: MinerResponse,
  reason: string,
  found?: "invalid",
): Scored {
  return { uid, status: found ?? status, score: 0, reward: 0, reason };
}

export const result = (
  uid: number,
  answer: PromptingAnswer,
  { correctness, reason }: Grade,
): Scored => ({
  uid,
  status: "ok",
  score: correctness,
  reward: rewardOf(correctness, answer.confidence),
  reason,
  answer,
});

/** Nothing said earns and costs nothing, whatever confidence comes with it. */
export const silent = (uid: number, answer: PromptingAnswer, reason: string): Scored => ({
  uid,
  status: "ok",
  score: 0,
  reward: 0,
  reason,
  answer,
});
