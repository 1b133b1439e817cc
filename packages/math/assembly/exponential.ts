// e^x as the reference computes it.
import { divide, ONE } from "./fixed";

/** e with 23 bits behind the point, widened. */
const E: i64 = 22_802_600 << 9;
const TWENTY: i64 = 20 << 32;
const TERMS: u64 = 32;
const LOW: u64 = 0xffffffff;

/**
 * e^x with x clamped to −20..20: a Taylor series of 31 terms; below 0 the inverse of e^|x|. Within the clamp no term
 * reaches 2^26 and no step overflows.
 */
export function exponential(x: i64): i64 {
  if (x === 0) return ONE;
  if (x === ONE) return E;
  const size = <u64>(x < 0 ? -x : x);
  const argument = min<u64>(size, <u64>TWENTY);
  const upper = argument >> 32;
  const lower = argument & LOW;
  let result = argument + <u64>ONE;
  let term = argument;
  for (let i: u64 = 2; i < TERMS; i++) {
    const product = (term >> 32) * argument + (term & LOW) * upper + (((term & LOW) * lower) >> 32);
    term = product / i;
    // Once a term is 0 all later ones are.
    if (term === 0) break;
    result += term;
  }
  return x < 0 ? divide(ONE, <i64>result) : <i64>result;
}
