import { type AccountId, toHex } from "@ganglion/primitives";
import { outside } from "../../net/env.ts";
import type { Reward } from "../../neuron/averages.ts";
import { seedOf } from "../../neuron/seed.ts";
import type { Mechanism, Round } from "../../neuron/validator.ts";
import { commitSecret } from "../challenge.ts";
import type { ValidatorPlace } from "../subnet.ts";
import { weightsFromRewards } from "../weights-from-rewards.ts";
import { Asking } from "./asking.ts";
import { requestHash, type WindowRecord } from "./audit.ts";
import type { Task } from "./declaration.ts";
import { type JudgedReplies, judgeTask } from "./judging.ts";
import type { AnyQuestionSubnet } from "./question-miner.ts";

/** What a dishonest validator makes of verdicts; the honest one leaves them alone. */
export type Bias = (judged: JudgedReplies) => JudgedReplies;

/** What a validator last found about a miner. */
export interface LastVerdict {
  readonly uid: number;
  readonly score: number;
  readonly reason: string;
  readonly latencyMs: number;
}

/** The validator's side of questions: its rounds, and what they leave behind. */
export interface QuestionRounds {
  readonly mechanism: Mechanism;
  /** Past windows, the newest last. */
  readonly windows: readonly WindowRecord[];
  last(): { readonly window: number | null; readonly miners: readonly LastVerdict[] };
}

/** Windows that can be audited. */
const KEPT_WINDOWS = 64;

export function questionRounds(
  subnet: AnyQuestionSubnet,
  { place, bias }: { readonly place: ValidatorPlace; readonly bias: Bias },
): QuestionRounds {
  const asking = new Asking(subnet, place);
  const windows: WindowRecord[] = [];
  const last = new Map<number, LastVerdict>();
  let lastWindow: number | null = null;

  const round = async (now: Round): Promise<readonly Reward[]> => {
    if (now.miners.length === 0) return [];
    const seed = seedOf(now);
    const secret = commitSecret(place.env);
    const known = new Set(
      (now.standings ?? []).filter(({ average }) => average > 0).map(({ hotkey }) => hotkey),
    );
    const tasks: Task<object, unknown>[] = [];
    for (let index = 0; index < subnet.tasksPerRound; index++)
      tasks.push(
        await outside(place.env, Promise.resolve(subnet.makeTask(seed, index, secret.secret))),
      );
    const one = async (task: Task<object, unknown>): Promise<JudgedReplies> => {
      const replies = await asking.ask(now.miners, task.request, {
        secret,
        reveals: true,
        deadlineMs: subnet.deadlineMs,
        known,
      });
      return bias(await judgeTask(subnet, { place, task, replies }));
    };
    // Answers under a lock all open at the same time, so these questions go out together.
    const judged: JudgedReplies[] = [];
    if (subnet.answers === "commit-reveal") judged.push(...(await Promise.all(tasks.map(one))));
    else for (const task of tasks) judged.push(await one(task));
    windows.push({
      window: now.window,
      block: now.block,
      secretHash: secret.hash,
      secret: toHex(secret.secret),
      requests: tasks.map(({ request }) => requestHash(request)),
    });
    if (windows.length > KEPT_WINDOWS) windows.shift();
    lastWindow = now.window;
    last.clear();
    const settled = judged.filter((each) => each.settled);
    const sums = new Map<AccountId, Reward>();
    for (const { verdicts } of settled)
      for (const { reply, reward, score, reason } of verdicts) {
        const { uid, hotkey } = reply.neuron;
        const before = sums.get(hotkey)?.reward ?? 0;
        sums.set(hotkey, { uid, hotkey, reward: before + reward / settled.length });
        const shown = last.get(uid);
        // The worst of a round tells most: a zero must have its reason.
        if (!shown || score < shown.score)
          last.set(uid, { uid, score, reason, latencyMs: reply.latencyMs });
      }
    return [...sums.values()];
  };
  return {
    mechanism: {
      round,
      shares:
        subnet.shares ??
        ((standings) =>
          new Map(
            weightsFromRewards(standings.map(({ uid, average }) => [uid, average] as const)),
          )),
    },
    windows,
    last: () => ({ window: lastWindow, miners: [...last.values()].sort((a, b) => a.uid - b.uid) }),
  };
}
