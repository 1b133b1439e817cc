import type { AccountId } from "@ganglion/primitives";
import { type Dendrite, type NetEnv, outside, randomFrom } from "@ganglion/sdk";
import type { Assignment } from "../assignment.ts";
import { targetOf } from "../model/peers.ts";
import { bytesToFloats, floatsHash, fromBase64, gradientAudit, toBase64 } from "../protocol.ts";
import type { Audit, Record } from "../scoring/gauntlet.ts";
import type { Trainer } from "../training/trainer.ts";
import type { Heard } from "./asking.ts";

const AUDIT_MS = 2_000;
const ENVELOPE_BYTES = 65_536;
export type Revealed = Extract<Heard, { readonly ok: true }>;

/**
 * Whom to replay: those that never were first, since they earn nothing until then, then anyone by lot. The lot is the
 * validator's secret, so nobody knows when to behave.
 */
export function drawAudits(
  candidates: readonly Revealed[],
  about: {
    readonly secret: Uint8Array;
    readonly records: ReadonlyMap<AccountId, Record>;
    readonly count: number;
  },
): readonly Revealed[] {
  const book = candidates.filter(({ lane }) => lane === "reference");
  const drawn = randomFrom(about.secret, "audits").sample(book, book.length);
  const fresh = ({ neuron }: Revealed): boolean =>
    !(about.records.get(neuron.hotkey)?.audited ?? false);
  return [...drawn.filter(fresh), ...drawn.filter((each) => !fresh(each))].slice(0, about.count);
}

/**
 * Trains a miner's window again, from the same parameters, texts and left-overs: by the same arithmetic the same bytes
 * must come out.
 * @param lastError hash of the left-overs after its last window, as it revealed them then
 */
export async function replay(
  miner: Revealed,
  about: {
    readonly dendrite: Dendrite;
    readonly env: NetEnv;
    readonly trainer: Trainer;
    readonly theta: Float32Array;
    readonly assignment: Assignment;
    readonly lastError: string | undefined;
  },
): Promise<Audit> {
  const { dendrite, env, trainer, theta, assignment, lastError } = about;
  const { reveal, neuron } = miner;
  // Beginning anew is always allowed: it only costs what was left over.
  const nothing = new Float32Array(trainer.parameters);
  let errorFeedback: Float32Array = nothing;
  if (reveal.errorBefore !== floatsHash(nothing)) {
    if (reveal.errorBefore !== lastError) return "unknown_state";
    const told = await dendrite.call(
      targetOf(neuron),
      gradientAudit,
      { window: assignment.window },
      {
        timeoutMs: AUDIT_MS,
        maxAnswerBytes: Math.ceil((4 * trainer.parameters * 4) / 3) + ENVELOPE_BYTES,
      },
    );
    if (!told.ok) return "unknown_state";
    const floats = bytesToFloats(fromBase64(told.answer.errorFeedback), trainer.parameters);
    if (!floats.ok || floatsHash(floats.value) !== reveal.errorBefore) return "unknown_state";
    errorFeedback = floats.value;
  }
  const again = await outside(env, trainer.train({ theta, errorFeedback, assignment }));
  return toBase64(again.update) === reveal.update &&
    floatsHash(again.errorFeedback) === reveal.errorAfter
    ? "match"
    : "mismatch";
}
