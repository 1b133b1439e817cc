// e^x as the reference computes it.
import { divide, multiply, ONE } from "./fixed";

/** e with 23 bits behind the point, widened. */
const E: i64 = 22_802_600 << 9;
const TWENTY: i64 = 20 << 32;
const TERMS: i64 = 32;

/**
 * e^x with x clamped to −20..20: a Taylor series of 31 terms; below 0 the inverse of e^|x|. Within the clamp no step
 * overflows.
 */
export function exponential(x: i64): i64 {
  if (x === 0) return ONE;
  if (x === ONE) return E;
  const size = x < 0 ? -x : x;
  const argument = <u64>size > <u64>TWENTY ? TWENTY : size;
  let result = argument + ONE;
  let term = argument;
  for (let i: i64 = 2; i < TERMS; i++) {
    term = multiply(term, argument) / i;
    // Once a term is 0 all later ones are.
    if (term === 0) break;
    result += term;
  }
  return x < 0 ? divide(ONE, result) : result;
}
