import type { StateCtx } from "@ganglion/frame";
import type { AccountId, NetUid } from "@ganglion/primitives";
import { type Law, S, type Step } from "./law.ts";

interface Share {
  readonly mantissa: bigint;
  readonly exponent: bigint;
}
/** Shares as whole numbers of 10^-60. */
const DIGITS = 60n;
const whole = ({ mantissa, exponent }: Share): bigint => {
  const shift = exponent + DIGITS;
  return shift >= 0n ? mantissa * 10n ** shift : mantissa / 10n ** -shift;
};
/**
 * Mantissas have 21 digits, so a move of a share is off by the twentieth digit of the sum at that time. What it
 * is off by stays when most of the shares go; a thousand moves of the largest sum are forgiven.
 */
const CUT = 10n ** 17n;
/**
 * A millionth of a share, in 10^-60: what was and went within one extrinsic can't be seen from outside, and a
 * share is about a rao when its pool begins.
 */
const FORGIVEN = 10n ** 54n;

/** How far the sum of shares may be off the denominator, in 10^-60. */
const allowedOff = (peak: bigint): bigint => {
  const cut = peak / CUT;
  return cut > FORGIVEN ? cut : FORGIVEN;
};

/**
 * The shares add up to the denominator but for the digits that a decimal float cuts off. Each holder's part is
 * floored, so together they never get more than is there, but for the same digits: of a pool that was a million
 * times larger once, its holders can be promised a rao too much, in the reference as well.
 */
export function sharePoolsKeepPromises(): Law {
  const pools = new Map<string, Map<AccountId, bigint>>();
  /** The largest sum of shares that a pool had since it began. */
  const peaks = new Map<string, bigint>();
  const touched = new Map<string, readonly [AccountId, NetUid]>();
  const poolOf = (hotkey: AccountId, netuid: NetUid): Map<AccountId, bigint> => {
    const name = `${hotkey}${netuid}`;
    let pool = pools.get(name);
    if (!pool) pools.set(name, (pool = new Map()));
    return pool;
  };
  const notePeak = (name: string, all: bigint): bigint => {
    const known = peaks.get(name) ?? 0n;
    const peak = all > known ? all : known;
    peaks.set(name, peak);
    return peak;
  };
  const check = (ctx: StateCtx, hotkey: AccountId, netuid: NetUid): string[] => {
    const shares = [...poolOf(hotkey, netuid).values()];
    const name = `${hotkey}${netuid}`;
    const all = whole(S.TotalHotkeySharesV2.get(ctx, hotkey, netuid));
    const peak = notePeak(name, all);
    if (shares.length === 0) {
      pools.delete(name);
      peaks.delete(name);
    }
    const value = S.TotalHotkeyAlpha.get(ctx, hotkey, netuid);
    const sum = shares.reduce((total, share) => total + share, 0n);
    const promised =
      all === 0n ? 0n : shares.reduce((total, share) => total + (value * share) / all, 0n);
    const off = sum > all ? sum - all : all - sum;
    const place = `${hotkey} on ${netuid}`;
    const allowed = allowedOff(peak);
    const excess = all === 0n ? 0n : (value * allowed) / all;
    return [
      ...(promised > value + excess ? [`${place} promises ${promised}, holds ${value}`] : []),
      ...(off > allowed ? [`${place}: shares add up to ${sum}, counted are ${all}`] : []),
    ];
  };
  const note = (step: Step): void => {
    // A sum that is large for a part of a block only has cut digits off as well.
    for (const { key, after } of step.changes(S.TotalHotkeySharesV2))
      notePeak(`${key[0]}${key[1]}`, whole(after));
    for (const { key, after } of step.changes(S.AlphaV2)) {
      const [hotkey, coldkey, netuid] = key;
      const pool = poolOf(hotkey, netuid);
      if (after.mantissa === 0n) pool.delete(coldkey);
      else pool.set(coldkey, whole(after));
      touched.set(`${hotkey}${netuid}`, [hotkey, netuid]);
    }
    for (const item of [S.TotalHotkeyAlpha, S.TotalHotkeySharesV2])
      for (const { key } of step.changes(item as typeof S.TotalHotkeyAlpha))
        touched.set(`${key[0]}${key[1]}`, key);
  };
  return {
    sentence: "Share pools never promise more than they hold.",
    open(ctx) {
      for (const [[hotkey, coldkey, netuid], share] of S.AlphaV2.entries(ctx))
        poolOf(hotkey, netuid).set(coldkey, whole(share));
    },
    step(step) {
      note(step);
      return [];
    },
    block(ctx) {
      const found = [...touched.values()].flatMap(([hotkey, netuid]) => check(ctx, hotkey, netuid));
      touched.clear();
      return found;
    },
    whole(ctx) {
      const wrong = S.AlphaV2.entries(ctx).filter(
        ([[hotkey, coldkey, netuid], share]) =>
          pools.get(`${hotkey}${netuid}`)?.get(coldkey) !== whole(share),
      );
      return wrong.map(([key]) => `share of ${key.join(" ")} is not what changes made of it`);
    },
  };
}
