import type { Hex } from "@ganglion/primitives";

const encoder = new TextEncoder();
let scratch = new Uint8Array(512);

/** What each ASCII character is worth as a digit. */
export const DIGIT = new Uint8Array(128);
for (let i = 0; i < 10; i++) DIGIT[48 + i] = i;
for (let i = 0; i < 6; i++) DIGIT[97 + i] = 10 + i;

/**
 * The characters of a well-formed key, `0x` included, good until the next call: taking them out of
 * the string one by one costs several times as much.
 */
export function charactersOf(key: Hex): Uint8Array {
  if (key.length > scratch.length) scratch = new Uint8Array(2 * key.length);
  encoder.encodeInto(key, scratch);
  return scratch;
}
