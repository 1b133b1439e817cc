import { U128_MAX } from "../unsigned.ts";

/** 1.0 as a Perquintill: pool weights are kept in parts of 10^18. */
export const PERQUINTILL_ONE = 10n ** 18n;

/**
 * numerator / denominator in parts of 10^18, floored; 1.0 when the fraction is not in 0..1.
 * Source: sp-arithmetic per_things.rs, from_rational
 */
export function perquintillFromRational(numerator: bigint, denominator: bigint): bigint {
  if (denominator === 0n || numerator > denominator) return PERQUINTILL_ONE;
  return (numerator * PERQUINTILL_ONE) / denominator;
}

/**
 * value × parts / 10^18 rounded half up, clamped to u128.
 * Source: pallets/swap/src/pallet/balancer.rs, mul_perquintill_round
 */
export function perquintillMulRound(parts: bigint, value: bigint): bigint {
  const result = (value * parts + PERQUINTILL_ONE / 2n) / PERQUINTILL_ONE;
  return result > U128_MAX ? U128_MAX : result;
}
