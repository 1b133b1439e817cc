import { decodeUpdate, densify, norm, type SparseUpdate } from "@ganglion/training";
import { MOST_PARTS, UPDATE_FORM } from "../config.ts";
import { floatsHash, fromBase64, type StepRecord } from "../protocol.ts";
import { median } from "../scoring/gauntlet.ts";

/** Factors that bring long updates down to the median norm; 1 for the others. */
export function clipFactors(norms: readonly number[]): readonly number[] {
  const middle = median(norms) ?? 0;
  return norms.map((each) => (each > middle ? middle / each : 1));
}

/**
 * The parameters after a step: the mean of the updates, each clipped to their median norm, taken off. Sums go by the
 * order of the parts, so that every validator gets the same bits.
 */
export function stepped(
  theta: Float32Array,
  updates: readonly SparseUpdate[],
  outerRate: number,
): Float32Array {
  const next = Float32Array.from(theta);
  if (updates.length === 0) return next;
  const factors = clipFactors(updates.map(norm));
  const sum = new Float64Array(theta.length);
  updates.forEach((update, u) => {
    const dense = densify(update);
    const factor = (factors[u]! * outerRate) / updates.length;
    for (let i = 0; i < sum.length; i++) sum[i]! += factor * dense[i]!;
  });
  for (let i = 0; i < next.length; i++) next[i] = next[i]! - sum[i]!;
  return next;
}

export type Applied =
  | { readonly ok: true; readonly theta: Float32Array }
  | { readonly ok: false; readonly reason: string };

/** Works out where parts lead; the reason says which of them can't be read. */
export function followParts(
  theta: Float32Array,
  parts: StepRecord["parts"],
  outerRate: number,
): Applied {
  if (parts.length === 0) return { ok: false, reason: "no_parts" };
  if (parts.length > MOST_PARTS) return { ok: false, reason: "too_many_parts" };
  const updates: SparseUpdate[] = [];
  for (const { update } of parts) {
    const decoded = decodeUpdate(fromBase64(update), theta.length, UPDATE_FORM);
    if (!decoded.ok) return { ok: false, reason: decoded.reason };
    updates.push(decoded.update);
  }
  return { ok: true, theta: stepped(theta, updates, outerRate) };
}

/** Goes a step and looks whether it leads where it says. */
export function followStep(theta: Float32Array, step: StepRecord, outerRate: number): Applied {
  const moved = followParts(theta, step.parts, outerRate);
  if (!moved.ok || floatsHash(moved.theta) === step.after) return moved;
  return { ok: false, reason: "theta_hash" };
}
