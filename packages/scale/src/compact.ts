import type { AnyCodec, Codec } from "./codec.ts";
import { DecodeError, type Reader } from "./reader.ts";
import type { Writer } from "./writer.ts";

/** Writes an unsigned integer in 1, 2, 4 or 5 to 17 bytes, the shortest that holds it. */
export function writeCompact(w: Writer, value: bigint): void {
  if (value < 0n) throw new RangeError(`${value} is negative, a compact is not`);
  if (value < 0x40000000n) {
    writeLength(w, Number(value));
    return;
  }
  let length = 4;
  while (value >> BigInt(8 * length) > 0n) length++;
  if (length > 16) throw new RangeError(`${value} needs more than 128 bits`);
  w.byte(((length - 4) << 2) | 3);
  let rest = value;
  for (let i = 0; i < length; i++) {
    w.byte(Number(rest & 0xffn));
    rest >>= 8n;
  }
}

/** Writes a count. */
export function writeLength(w: Writer, value: number): void {
  if (value < 0x40) {
    w.byte(value << 2);
  } else if (value < 0x4000) {
    const at = w.reserve(2);
    w.view.setUint16(at, (value << 2) | 1, true);
  } else if (value < 0x40000000) {
    const at = w.reserve(4);
    w.view.setUint32(at, value * 4 + 2, true);
  } else {
    const at = w.reserve(5);
    w.bytes[at] = 3;
    w.view.setUint32(at + 1, value, true);
  }
}

/** Reads a compact integer of at most `bits` bits; longer forms than needed are refused, as the reference does. */
export function readCompact(r: Reader, bits: number): bigint {
  const from = r.at;
  const first = r.bytes[r.take(1)]!;
  const mode = first & 3;
  let value: bigint;
  if (mode === 0) value = BigInt(first >> 2);
  else if (mode === 1) {
    value = BigInt(((r.bytes[r.take(1)]! << 8) | first) >> 2);
    if (value < 0x40n) throw new DecodeError("compact is not in its shortest form", from);
  } else if (mode === 2) {
    r.take(3);
    value = BigInt(r.view.getUint32(from, true) >>> 2);
    if (value < 0x4000n) throw new DecodeError("compact is not in its shortest form", from);
  } else {
    const length = (first >> 2) + 4;
    const at = r.take(length);
    value = 0n;
    for (let i = length - 1; i >= 0; i--) value = (value << 8n) | BigInt(r.bytes[at + i]!);
    if (r.bytes[at + length - 1] === 0 || value < 0x40000000n)
      throw new DecodeError("compact is not in its shortest form", from);
  }
  if (value >> BigInt(bits) > 0n) throw new DecodeError(`compact exceeds ${bits} bits`, from);
  return value;
}

/** Reads a count: a compact of 32 bits. */
export function readLength(r: Reader): number {
  const first = r.bytes[r.at];
  if (first !== undefined && (first & 3) === 0) {
    r.at++;
    return first >> 2;
  }
  return Number(readCompact(r, 32));
}

const BITS: Readonly<Record<string, number>> = { u8: 8, u16: 16, u32: 32, u64: 64, u128: 128 };

/** `Compact<T>` of an unsigned integer codec; the value has the integer's own TypeScript type. */
export function compact<T extends number | bigint>(of: Codec<T>): Codec<T> {
  const bits = BITS[of.type.name];
  if (bits === undefined) throw new TypeError(`no compact form of ${of.type.name}`);
  const inner: AnyCodec = of;
  return {
    type: {
      name: `Compact<${of.type.name}>`,
      path: [],
      params: [],
      shape: () => ({ kind: "compact", of: inner }),
    },
    typeName: of.typeName ? `Compact<${of.typeName}>` : `Compact<${of.type.name}>`,
    write(w, v) {
      const big = BigInt(v);
      if (big >> BigInt(bits) !== 0n) throw new RangeError(`${v} is no ${of.type.name}`);
      writeCompact(w, big);
    },
    // Up to 32 bits integers are numbers, beyond they are bigints: as in the plain codecs.
    read: (r) => (bits <= 32 ? Number(readCompact(r, bits)) : readCompact(r, bits)) as T,
  };
}
