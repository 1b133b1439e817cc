import type { FixedPoint } from "./fixed-point.ts";

const MAX_BISECTIONS = 129;

/**
 * Square root by bisection until x/middle and middle are within `epsilon` of each other.
 * The answer carries the error of the bisection: it is part of consensus.
 * @returns raw bits, or undefined for a negative x
 * Source: primitives/safe-math/src/lib.rs, checked_sqrt
 */
export function checkedSqrt(format: FixedPoint, x: bigint, epsilon: bigint): bigint | undefined {
  if (x < 0n) return undefined;
  const { one } = format;
  const two = format.fromInteger(2);
  let high = x > one ? x : one;
  let low = x > one ? 0n : x;
  let middle = format.safeDiv(format.saturatingAdd(high, low), two);
  let check = format.safeDiv(x, middle);
  for (let i = 0; i < MAX_BISECTIONS; i++) {
    const gap = check > middle ? check - middle : middle - check;
    if (gap <= epsilon) break;
    if (check < middle) high = middle;
    else low = middle;
    middle = format.safeDiv(format.saturatingAdd(high, low), two);
    check = format.safeDiv(x, middle);
  }
  return middle;
}
