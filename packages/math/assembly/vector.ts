// Vectors of I32F32, one entry per uid.
import { at, put } from "./arena";
import { divide, toU16 } from "./fixed";

/** The sum, wrapping. */
export function sumOf(vector: usize, count: u32): i64 {
  let sum: i64 = 0;
  for (let i: u32 = 0; i < count; i++) sum += at(vector, i);
  return sum;
}

/** Writes each value over the sum into `result`, or as it is when that is 0. */
export function divideAll(result: usize, vector: usize, sum: i64, count: u32): void {
  if (sum === 0) memory.copy(result, vector, (<usize>count) << 3);
  else for (let i: u32 = 0; i < count; i++) put(result, i, divide(at(vector, i), sum));
}

/** Each value over the sum of all. */
export function normalize(vector: usize, count: u32): void {
  divideAll(vector, vector, sumOf(vector, count), count);
}

/** Writes the values, cut to 16 bits. */
export function quantize(result: usize, vector: usize, count: u32): void {
  for (let i: u32 = 0; i < count; i++)
    store<u16>(result + ((<usize>i) << 1), <u16>toU16(at(vector, i)));
}
