import { checkCitations, readEvidence } from "./judge/evidence.ts";
import { gradeAgainst } from "./judge/grade.ts";
import { isDecline } from "./judge/read-answer.ts";
import {
  type MinerResponse,
  read,
  result,
  type Scored,
  silent,
  unanswered,
} from "./judge/scored.ts";
import type { Task } from "./tasks/task.ts";

export { chooseBest } from "./judge/choose-best.ts";
export { type Evidence, readEvidence } from "./judge/evidence.ts";
export { scoreQuestion } from "./judge/question.ts";
export {
  CALIBRATION,
  type MinerResponse,
  type QuestionScores,
  rewardOf,
  type Scored,
} from "./judge/scored.ts";

/**
 * Scores of all answers to a task whose truth is known, in the order of `responses`. Never throws for anything a
 * miner sent. Equal answers are fine here: there is one truth.
 */
export function scoreTask(task: Task, responses: readonly MinerResponse[]): Scored[] {
  const evidence = task.docs ? [readEvidence(task.docs)] : [];
  return responses.map((response) => {
    const got = read(response);
    if (!("answer" in got)) return unanswered(response, got.reason, got.status);
    const { answer } = got;
    if (answer.completion.trim() === "") return silent(response.uid, answer, "empty_answer");
    if (isDecline(answer.completion)) return silent(response.uid, answer, "declined");
    // A made-up quote is a lie, even beside a right answer. Without documents there is nothing to quote from.
    if (evidence.length > 0 && checkCitations(answer.citations, evidence) !== "verbatim")
      return result(response.uid, answer, { correctness: 0, reason: "citation_not_verbatim" });
    return result(response.uid, answer, gradeAgainst(task.truth, answer.completion));
  });
}
