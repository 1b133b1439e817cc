import { type AccountId, toSs58 } from "@ganglion/primitives";
import type { CallFailure, Dendrite, NetEnv, Neuron } from "@ganglion/sdk";
import { sleep } from "@ganglion/sdk";
import type { Assignment } from "../assignment.ts";
import type { MarketConfig } from "../config.ts";
import { targetOf } from "../model/peers.ts";
import {
  commitHash,
  gradientCommit,
  gradientReveal,
  MOST_UPDATE_TEXT,
  type Reveal,
  trainWindow,
} from "../protocol.ts";
import type { Lane } from "../scoring/gauntlet.ts";

/** What came from one miner. */
export type Heard = {
  readonly neuron: Neuron;
  /** Its place among those that committed, the earliest 0. */
  readonly order: number;
  /** From the question to the commit. */
  readonly latencyMs: number;
  readonly lane: Lane;
} & (
  | { readonly ok: true; readonly thetaHash: string; readonly reveal: Reveal }
  | { readonly ok: false; readonly reason: string }
);

/** After the lock: messages take their time, and clocks differ. */
const LOCK_MARGIN_MS = 50;
const REVEAL_MS = 2_000;
const ENVELOPE_BYTES = 65_536;

export interface AskingOptions {
  readonly dendrite: Dendrite;
  readonly env: NetEnv;
  readonly config: MarketConfig;
  readonly window: number;
  readonly thetaHash: string;
  assignment(uid: number): Assignment;
  /** True of those who were miners once: their "I am no miner" counts as silence. */
  known(hotkey: AccountId): boolean;
}

/** Takes all miners through a window: work, commit, reveal. Nothing that they do or leave undone holds it up. */
export async function askMiners(
  miners: readonly Neuron[],
  options: AskingOptions,
): Promise<readonly Heard[]> {
  const { dendrite, env, config, window, thetaHash } = options;
  const startMs = env.now();
  let arrived = 0;
  const one = async (neuron: Neuron): Promise<Heard | undefined> => {
    const target = targetOf(neuron);
    const about = { neuron, lane: "reference" as Lane, latencyMs: 0 };
    const left = () => Math.max(1, startMs + config.commitMs - env.now());
    const { seed, shard } = options.assignment(neuron.uid);
    const began = await dendrite.call(
      target,
      trainWindow,
      { window, thetaHash, shard, seed },
      { timeoutMs: left(), maxAnswerBytes: ENVELOPE_BYTES },
    );
    if (!began.ok) {
      // A validator's axon doesn't know the synapse.
      const stranger = began.code === "REFUSED" && began.status === 404;
      if (stranger && !options.known(neuron.hotkey)) return undefined;
      return { ...about, ok: false, order: arrived++, reason: failed(began) };
    }
    const { lane } = began.answer;
    const commit = await dendrite.call(
      target,
      gradientCommit,
      { window },
      { timeoutMs: left(), maxAnswerBytes: ENVELOPE_BYTES },
    );
    const order = arrived++;
    const committed = { neuron, lane, order, latencyMs: Math.round(env.now() - startMs) };
    if (!commit.ok) return { ...committed, ok: false, reason: failed(commit) };
    await sleep(env, Math.max(0, startMs + config.lockMs + LOCK_MARGIN_MS - env.now()));
    const { hash } = commit.answer;
    const reveal = await dendrite.call(
      target,
      gradientReveal,
      { window, hash },
      { timeoutMs: REVEAL_MS, maxAnswerBytes: MOST_UPDATE_TEXT + ENVELOPE_BYTES },
    );
    if (!reveal.ok) return { ...committed, ok: false, reason: `not_revealed_${failed(reveal)}` };
    const { update, salt, errorBefore, errorAfter } = reveal.answer;
    const opened: Reveal = { update, salt, errorBefore, errorAfter };
    return commitHash(toSs58(neuron.hotkey), opened) === hash
      ? { ...committed, ok: true, thetaHash: began.answer.thetaHash, reveal: opened }
      : { ...committed, ok: false, reason: "reveal_mismatch" };
  };
  const heard = await Promise.all(miners.map(one));
  return heard.filter((each) => each !== undefined);
}

/** Why a call brought nothing, in the words of records. */
export function failed({ code, status }: CallFailure): string {
  if (code === "TIMEOUT") return "timeout";
  if (code === "TOO_LARGE") return "too_large";
  if (code === "BAD_ANSWER") return "malformed";
  if (code === "REFUSED") return `refused_${status}`;
  return code.toLowerCase();
}
