import type { Doc, PromptingRequest, Role } from "./protocol.ts";
import {
  chooseBest,
  type Evidence,
  type MinerResponse,
  type QuestionScores,
  readEvidence,
  type Scored,
  scoreQuestion,
  scoreTask,
} from "./scoring.ts";
import { makeTask, makeTasks, type Task } from "./tasks/make-tasks.ts";

export {
  chooseBest,
  type MinerResponse,
  type QuestionScores,
  readEvidence,
  type Scored,
  scoreQuestion,
  scoreTask,
} from "./scoring.ts";
export {
  makeTask,
  makeTasks,
  type Seed,
  TASK_KINDS,
  type Task,
  type TaskKind,
  type TaskOptions,
} from "./tasks/make-tasks.ts";

/**
 * Goes before every question, the validator's own and users' alike, so that miners cannot tell them apart by it.
 * It also tells a language model where its answer is looked for.
 */
export const ANSWER_CONVENTION =
  "Put the answer alone on the first line, as short as the question allows, and any working on later lines. If a form is demanded, write only that form. If you do not know, write: I can't answer that.";

/** What to ask the miners for a task. */
export function requestForTask(task: Task): PromptingRequest {
  return requestForQuestion([{ role: "user", content: task.prompt }], task.docs);
}

/** What to ask the miners for a user's chat. Other roles than the three known ones count as "system". */
export function requestForQuestion(
  messages: readonly { role: string; content: string }[],
  docs?: readonly Doc[],
): PromptingRequest {
  const known = (role: string): Role => (role === "user" || role === "assistant" ? role : "system");
  return {
    roles: ["system", ...messages.map(({ role }) => known(role))],
    messages: [ANSWER_CONVENTION, ...messages.map(({ content }) => content)],
    ...(docs && docs.length > 0 ? { docs: [...docs] } : {}),
  };
}

/** How a validator makes tasks and judges answers; the harness brings chain, network, averages and weights. */
export type PromptingValidator = {
  /** "honest", or what the variant does, for logs and pages. */
  readonly variant: string;
  makeTask: typeof makeTask;
  makeTasks: typeof makeTasks;
  scoreTask(task: Task, responses: readonly MinerResponse[]): Scored[];
  scoreQuestion(request: PromptingRequest, responses: readonly MinerResponse[]): QuestionScores;
  chooseBest(scores: readonly Scored[]): number | undefined;
};

/** @param options.docs the documents against which users' answers are checked; by default none */
export function honestValidator(options: { docs?: Iterable<Doc> } = {}): PromptingValidator {
  const evidence: Evidence | undefined = options.docs ? readEvidence(options.docs) : undefined;
  return {
    variant: "honest",
    makeTask,
    makeTasks,
    scoreTask,
    scoreQuestion: (request, responses) => scoreQuestion(request, responses, evidence),
    chooseBest,
  };
}
