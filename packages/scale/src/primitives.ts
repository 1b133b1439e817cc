import { utf8Bytes, utf8Text } from "@ganglion/primitives";
import type { Codec, Primitive, TypeInfo } from "./codec.ts";
import { readLength, writeLength } from "./compact.ts";
import { DecodeError } from "./reader.ts";

const info = (primitive: Primitive): TypeInfo => ({
  name: primitive,
  path: [],
  params: [],
  shape: () => ({ kind: "primitive", primitive }),
});

function checkNumber(value: number, min: number, max: number, name: string): void {
  if (!Number.isInteger(value) || value < min || value > max)
    throw new RangeError(`${value} is no ${name}`);
}

function checkBig(value: bigint, min: bigint, max: bigint, name: string): void {
  if (typeof value !== "bigint" || value < min || value > max)
    throw new RangeError(`${value} is no ${name}`);
}

export const bool: Codec<boolean> = {
  type: info("bool"),
  write(w, v) {
    w.byte(v ? 1 : 0);
  },
  read(r) {
    const v = r.bytes[r.take(1)]!;
    if (v > 1) throw new DecodeError(`${v} is no bool`, r.at - 1);
    return v === 1;
  },
};

export const u8: Codec<number> = {
  type: info("u8"),
  write(w, v) {
    checkNumber(v, 0, 0xff, "u8");
    w.byte(v);
  },
  read: (r) => r.bytes[r.take(1)]!,
};

export const u16: Codec<number> = {
  type: info("u16"),
  write(w, v) {
    checkNumber(v, 0, 0xffff, "u16");
    const at = w.reserve(2);
    w.view.setUint16(at, v, true);
  },
  read(r) {
    const at = r.take(2);
    return r.bytes[at]! | (r.bytes[at + 1]! << 8);
  },
};

export const u32: Codec<number> = {
  type: info("u32"),
  write(w, v) {
    checkNumber(v, 0, 0xffffffff, "u32");
    const at = w.reserve(4);
    w.view.setUint32(at, v, true);
  },
  read: (r) => r.view.getUint32(r.take(4), true),
};

export const i32: Codec<number> = {
  type: info("i32"),
  write(w, v) {
    checkNumber(v, -(2 ** 31), 2 ** 31 - 1, "i32");
    const at = w.reserve(4);
    w.view.setInt32(at, v, true);
  },
  read: (r) => r.view.getInt32(r.take(4), true),
};

export const i16: Codec<number> = {
  type: info("i16"),
  write(w, v) {
    checkNumber(v, -(2 ** 15), 2 ** 15 - 1, "i16");
    const at = w.reserve(2);
    w.view.setInt16(at, v, true);
  },
  read: (r) => r.view.getInt16(r.take(2), true),
};

export const u64: Codec<bigint> = {
  type: info("u64"),
  write(w, v) {
    checkBig(v, 0n, 0xffffffffffffffffn, "u64");
    const at = w.reserve(8);
    w.view.setBigUint64(at, v, true);
  },
  read: (r) => r.view.getBigUint64(r.take(8), true),
};

export const i64: Codec<bigint> = {
  type: info("i64"),
  write(w, v) {
    checkBig(v, -(1n << 63n), (1n << 63n) - 1n, "i64");
    const at = w.reserve(8);
    w.view.setBigInt64(at, v, true);
  },
  read: (r) => r.view.getBigInt64(r.take(8), true),
};

export const u128: Codec<bigint> = {
  type: info("u128"),
  write(w, v) {
    checkBig(v, 0n, (1n << 128n) - 1n, "u128");
    const at = w.reserve(16);
    w.view.setBigUint64(at, v & 0xffffffffffffffffn, true);
    w.view.setBigUint64(at + 8, v >> 64n, true);
  },
  read(r) {
    const at = r.take(16);
    return r.view.getBigUint64(at, true) | (r.view.getBigUint64(at + 8, true) << 64n);
  },
};

export const i128: Codec<bigint> = {
  type: info("i128"),
  write(w, v) {
    checkBig(v, -(1n << 127n), (1n << 127n) - 1n, "i128");
    const at = w.reserve(16);
    w.view.setBigUint64(at, v & 0xffffffffffffffffn, true);
    w.view.setBigInt64(at + 8, v >> 64n, true);
  },
  read(r) {
    const at = r.take(16);
    return r.view.getBigUint64(at, true) | (r.view.getBigInt64(at + 8, true) << 64n);
  },
};

/** UTF-8 text with its length in front. */
export const str: Codec<string> = {
  type: info("str"),
  write(w, v) {
    const bytes = utf8Bytes(v);
    writeLength(w, bytes.length);
    w.put(bytes);
  },
  read(r) {
    const from = r.at;
    const bytes = r.slice(readLength(r));
    try {
      return utf8Text(bytes);
    } catch {
      throw new DecodeError("text is no UTF-8", from);
    }
  },
};
