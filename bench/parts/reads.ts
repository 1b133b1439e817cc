import { blake2_128, twox128 } from "@ganglion/hash";
import { type Hex, toHex, utf8Bytes } from "@ganglion/primitives";

/** What the workers of the `reads` benchmark are asked for. */
export type ReadsRequest = "port" | "cpu";

export const READ_KEYS = 100_000;
export const VALUE_BYTES = 32;

const u32 = (value: number): Uint8Array => {
  const out = new Uint8Array(4);
  new DataView(out.buffer).setUint32(0, value, true);
  return out;
};

/** Keys of a map under a pallet that no runtime has: prefix, hash, key. */
export function storageKeys(): Hex[] {
  const prefix =
    toHex(twox128(utf8Bytes("Benchmark"))) + toHex(twox128(utf8Bytes("Reads"))).slice(2);
  return Array.from({ length: READ_KEYS }, (_, i) => {
    const key = u32(i);
    return `${prefix}${toHex(blake2_128(key)).slice(2)}${toHex(key).slice(2)}` as Hex;
  });
}

/** 32 bytes that differ from key to key. */
export function valueAt(i: number): Uint8Array {
  const out = new Uint8Array(VALUE_BYTES);
  for (let at = 0; at < VALUE_BYTES; at += 4) out.set(u32((i + 1) * (at + 7)), at);
  return out;
}
