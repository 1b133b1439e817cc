import type { Codec } from "./codec.ts";
import { readLength, writeLength } from "./compact.ts";
import { tuple, vec } from "./containers.ts";
import { u16 } from "./primitives.ts";

const LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** Turns the bytes of each number around where the platform's order is not the wire's. */
function inWireOrder(bytes: Uint8Array): Uint8Array {
  if (LITTLE_ENDIAN) return bytes;
  for (let i = 0; i + 1 < bytes.length; i += 2) bytes.subarray(i, i + 2).reverse();
  return bytes;
}

const pairs = vec(tuple(u16, u16));

/**
 * `Vec<(u16, u16)>` as one flat array, first, second, first, second…: for rows of thousands of pairs that are read and
 * written as a whole. The same bytes as `vec(tuple(u16, u16))`, and the same refusals.
 */
export const u16Pairs: Codec<Uint16Array> = {
  type: pairs.type,
  ...(pairs.typeName ? { typeName: pairs.typeName } : {}),
  write(w, v) {
    if (v.length % 2 === 1) throw new RangeError(`${v.length} numbers are no pairs`);
    writeLength(w, v.length / 2);
    const raw = new Uint8Array(v.buffer, v.byteOffset, v.byteLength);
    w.put(LITTLE_ENDIAN ? raw : inWireOrder(raw.slice()));
  },
  read(r) {
    const length = readLength(r);
    if (length > r.left()) r.fail(`${length} items claimed in ${r.left()} bytes`);
    const raw = inWireOrder(r.slice(4 * length));
    return new Uint16Array(raw.buffer, raw.byteOffset, 2 * length);
  },
};
