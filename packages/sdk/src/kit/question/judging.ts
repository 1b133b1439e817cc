import { orAbort, startDeadline } from "../../net/deadline.ts";
import { BODY_LIMITS, checkBody } from "../body-limits.ts";
import type { ValidatorPlace } from "../subnet.ts";
import type { Reply } from "./asking.ts";
import type { Answered, JudgeContext, Judged, Task } from "./declaration.ts";
import type { AnyQuestionSubnet } from "./question-miner.ts";

/** What a validator makes of one reply. `answer` is there if it could be read. */
export interface Verdict {
  readonly reply: Reply;
  readonly status: Reply["status"];
  readonly score: number;
  readonly reward: number;
  readonly reason: string;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly answer?: unknown;
  /** What the miner says it is. */
  readonly backend: string | null;
}

export interface JudgedReplies {
  readonly verdicts: readonly Verdict[];
  readonly settled: boolean;
}

const JUDGE_MS = 60_000;
const MAX_BACKEND = 128;
const MAX_REASON = 100;

type Judge = (
  answers: readonly Answered<unknown>[],
  context: JudgeContext,
) => Promise<{
  readonly judged: readonly Judged[];
  readonly settled: boolean;
}>;

/** Judges the replies to a task. Nothing that a miner sent makes it throw. */
export const judgeTask = (
  subnet: AnyQuestionSubnet,
  {
    place,
    task,
    replies,
  }: {
    readonly place: ValidatorPlace;
    readonly task: Task<object, unknown>;
    readonly replies: readonly Reply[];
  },
): Promise<JudgedReplies> =>
  judge(subnet, {
    place,
    request: task.request,
    replies,
    by: async (answers, context) => ({
      judged: await subnet.score(task, answers, context),
      settled: true,
    }),
  });

/** The same for a user's question. */
export const judgeUser = (
  subnet: AnyQuestionSubnet,
  {
    place,
    request,
    replies,
  }: {
    readonly place: ValidatorPlace;
    readonly request: object;
    readonly replies: readonly Reply[];
  },
): Promise<JudgedReplies> =>
  judge(subnet, {
    place,
    request,
    replies,
    by: async (answers, context) =>
      (await subnet.scoreUser?.(request, answers, context)) ?? {
        judged: answers.map(() => ({ score: 0, reason: "unverified" })),
        settled: false,
      },
  });

async function judge(
  subnet: AnyQuestionSubnet,
  {
    place,
    request,
    replies,
    by,
  }: {
    readonly place: ValidatorPlace;
    readonly request: object;
    readonly replies: readonly Reply[];
    readonly by: Judge;
  },
): Promise<JudgedReplies> {
  const verdicts = replies.map((reply) => read(subnet, reply, request));
  markDuplicates(subnet, verdicts);
  const open = verdicts.flatMap((verdict, i) => ("reason" in verdict ? [] : [{ ...verdict, i }]));
  const answers = open.map(
    ({ reply, answer }): Answered<unknown> => ({
      uid: reply.neuron.uid,
      value: answer,
      order: reply.order,
    }),
  );
  const { judged, settled } = await guarded(subnet, { place, by, answers });
  const done: Verdict[] = verdicts.map((verdict) =>
    "reason" in verdict ? verdict : { ...verdict, score: 0, reward: 0, reason: "not_judged" },
  );
  for (const [at, { i }] of open.entries()) done[i] = { ...done[i]!, ...bounded(judged[at]) };
  return { verdicts: done, settled };
}

type Unjudged = Omit<Verdict, "score" | "reward" | "reason"> & { readonly answer: unknown };

/** The answer of a reply, or a verdict already. */
function read(subnet: AnyQuestionSubnet, reply: Reply, request: object): Verdict | Unjudged {
  const nothing = { score: 0, reward: 0 };
  if (reply.status !== "ok")
    return { reply, status: reply.status, reason: reply.reason, backend: null, ...nothing };
  const { body } = reply;
  const backend =
    typeof body["backend"] === "string" && body["backend"].length <= MAX_BACKEND
      ? body["backend"]
      : null;
  const refused = (reason: string): Verdict => ({
    reply,
    status: "invalid",
    reason: reason.slice(0, MAX_REASON),
    backend,
    ...nothing,
  });
  const limits = subnet.limits ?? BODY_LIMITS;
  // A plain answer brings its question along, and the record of the call.
  const question = JSON.stringify(request).length;
  const wrong = checkBody(body, {
    bytes: limits.bytes + 4 * question,
    depth: limits.depth,
    values: limits.values + question,
  });
  if (wrong) return refused(wrong);
  try {
    const answer = subnet.readAnswer(body, request);
    return answer.ok
      ? { reply, status: "ok", answer: answer.value, backend }
      : refused(answer.reason);
  } catch {
    return refused("unreadable");
  }
}

/** All but the earliest of answers that are too alike earn nothing. */
function markDuplicates(subnet: AnyQuestionSubnet, verdicts: (Verdict | Unjudged)[]): void {
  const { duplicate } = subnet;
  if (!duplicate) return;
  const places = verdicts
    .map((_, i) => i)
    .filter((i) => !("reason" in verdicts[i]!))
    .sort((a, b) => verdicts[a]!.reply.order - verdicts[b]!.reply.order);
  const originals: number[] = [];
  for (const i of places) {
    const twin = originals.find((j) => alike(duplicate, verdicts[j]!.answer, verdicts[i]!.answer));
    if (twin === undefined) originals.push(i);
    else verdicts[i] = { ...verdicts[i]!, score: 0, reward: 0, reason: "duplicate" };
  }
}

function alike(duplicate: (a: unknown, b: unknown) => boolean, a: unknown, b: unknown): boolean {
  try {
    return duplicate(a, b);
  } catch {
    return false;
  }
}

/** Judges all at once; if that fails each alone, so that one answer that trips the judge costs nobody else. */
async function guarded(
  subnet: AnyQuestionSubnet,
  {
    place,
    by,
    answers,
  }: {
    readonly place: ValidatorPlace;
    readonly by: Judge;
    readonly answers: readonly Answered<unknown>[];
  },
): Promise<{ readonly judged: readonly Judged[]; readonly settled: boolean }> {
  const { documents, options, env, log } = place;
  const attempt = async (some: readonly Answered<unknown>[]) => {
    const deadline = startDeadline(env, subnet.judgeMs ?? JUDGE_MS);
    try {
      return await orAbort(
        by(some, { documents, options, env, signal: deadline.signal }),
        deadline.signal,
      );
    } finally {
      deadline.clear();
    }
  };
  try {
    return await attempt(answers);
  } catch (error) {
    log.trouble("the judging failed; each answer is judged alone", error);
  }
  const judged: Judged[] = [];
  let settled = false;
  for (const answer of answers) {
    try {
      const alone = await attempt([answer]);
      judged.push(alone.judged[0] ?? { score: 0, reason: "not_judged" });
      settled ||= alone.settled;
    } catch {
      judged.push({ score: 0, reason: "judging_failed" });
    }
  }
  return { judged, settled };
}

function bounded(
  judged: Judged | undefined,
): Pick<Verdict, "score" | "reward" | "reason" | "data"> {
  if (!judged) return { score: 0, reward: 0, reason: "not_judged" };
  const { score, reward = score, reason, data } = judged;
  const real = (value: number): number => (Number.isFinite(value) ? value : 0);
  return {
    score: Math.min(1, Math.max(0, real(score))),
    reward: Math.min(1, Math.max(-1, real(reward))),
    reason,
    ...(data ? { data } : {}),
  };
}
