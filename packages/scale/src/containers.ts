import type { AnyCodec, Codec, Of } from "./codec.ts";
import { readLength, writeLength } from "./compact.ts";
import { u8 } from "./primitives.ts";
import type { Reader } from "./reader.ts";

const label = (codec: AnyCodec): string => codec.typeName ?? codec.type.name;

/** No value, no bytes. */
export const unit: Codec<undefined> = {
  type: { name: "()", path: [], params: [], shape: () => ({ kind: "tuple", of: [] }) },
  write() {},
  read: () => undefined,
};

/** A claimed count of items is checked against the bytes that are there before memory is taken for it. */
function checkedLength(r: Reader): number {
  const length = readLength(r);
  if (length > r.left()) r.fail(`${length} items claimed in ${r.left()} bytes`);
  return length;
}

/** `Vec<T>`. */
export function vec<T>(of: Codec<T>): Codec<readonly T[]> {
  return {
    type: {
      name: `Vec<${of.type.name}>`,
      path: [],
      params: [],
      shape: () => ({ kind: "sequence", of }),
    },
    ...(of.typeName ? { typeName: `Vec<${of.typeName}>` } : {}),
    write(w, items) {
      writeLength(w, items.length);
      for (const item of items) of.write(w, item);
    },
    read(r) {
      const length = checkedLength(r);
      const out: T[] = new Array(length);
      for (let i = 0; i < length; i++) out[i] = of.read(r);
      return out;
    },
  };
}

/** `Vec<u8>` as one array of bytes. */
export const bytes: Codec<Uint8Array> = {
  type: { name: "Vec<u8>", path: [], params: [], shape: () => ({ kind: "sequence", of: u8 }) },
  write(w, v) {
    writeLength(w, v.length);
    w.put(v);
  },
  read: (r) => r.slice(readLength(r)),
};

/** `[u8; N]`. */
export function fixedBytes(length: number): Codec<Uint8Array> {
  return {
    type: {
      name: `[u8; ${length}]`,
      path: [],
      params: [],
      shape: () => ({ kind: "array", of: u8, length }),
    },
    write(w, v) {
      if (v.length !== length) throw new RangeError(`${length} bytes expected, got ${v.length}`);
      w.put(v);
    },
    read: (r) => r.slice(length),
  };
}

/** `[T; N]`. */
export function array<T>(of: Codec<T>, length: number): Codec<readonly T[]> {
  return {
    type: {
      name: `[${of.type.name}; ${length}]`,
      path: [],
      params: [],
      shape: () => ({ kind: "array", of, length }),
    },
    write(w, v) {
      if (v.length !== length) throw new RangeError(`${length} items expected, got ${v.length}`);
      for (const item of v) of.write(w, item);
    },
    read(r) {
      const out: T[] = [];
      for (let i = 0; i < length; i++) out.push(of.read(r));
      return out;
    },
  };
}

type Each<C extends readonly AnyCodec[]> = { readonly [I in keyof C]: Of<C[I]> };

/** `(A, B, …)`. */
export function tuple<const C extends readonly AnyCodec[]>(...of: C): Codec<Each<C>> {
  return {
    type: {
      name: `(${of.map((codec) => codec.type.name).join(", ")}${of.length === 1 ? "," : ""})`,
      path: [],
      params: [],
      shape: () => ({ kind: "tuple", of }),
    },
    typeName: `(${of.map(label).join(", ")})`,
    write(w, v) {
      for (let i = 0; i < of.length; i++) of[i]!.write(w, v[i]);
    },
    read(r) {
      const out: unknown[] = new Array(of.length);
      for (let i = 0; i < of.length; i++) out[i] = of[i]!.read(r);
      return out as Each<C>;
    },
  };
}

/** `Option<T>`; absent is `undefined`. */
export function option<T>(of: Codec<T>): Codec<T | undefined> {
  return {
    type: {
      name: `Option<${of.type.name}>`,
      path: ["Option"],
      params: [{ name: "T", type: of }],
      shape: () => ({
        kind: "variant",
        variants: [
          { name: "None", index: 0, fields: [] },
          { name: "Some", index: 1, fields: [{ codec: of }] },
        ],
      }),
    },
    ...(of.typeName ? { typeName: `Option<${of.typeName}>` } : {}),
    write(w, v) {
      w.byte(v === undefined ? 0 : 1);
      if (v !== undefined) of.write(w, v);
    },
    read(r) {
      const flag = r.bytes[r.take(1)]!;
      if (flag > 1) r.fail(`${flag} is no option`);
      return flag === 1 ? of.read(r) : undefined;
    },
  };
}

/** `Result<T, E>`. */
export function result<T, E>(
  ok: Codec<T>,
  err: Codec<E>,
): Codec<{ readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E }> {
  return {
    type: {
      name: `Result<${ok.type.name}, ${err.type.name}>`,
      path: ["Result"],
      params: [
        { name: "T", type: ok },
        { name: "E", type: err },
      ],
      shape: () => ({
        kind: "variant",
        variants: [
          { name: "Ok", index: 0, fields: [{ codec: ok }] },
          { name: "Err", index: 1, fields: [{ codec: err }] },
        ],
      }),
    },
    write(w, v) {
      w.byte(v.ok ? 0 : 1);
      if (v.ok) ok.write(w, v.value);
      else err.write(w, v.error);
    },
    read(r) {
      const flag = r.bytes[r.take(1)]!;
      if (flag > 1) r.fail(`${flag} is no result`);
      return flag === 0 ? { ok: true, value: ok.read(r) } : { ok: false, error: err.read(r) };
    },
  };
}

/** An option inside an option: `Some(None)` and `None` differ, so the value is boxed. */
export function boxedOption<T>(of: Codec<T>): Codec<{ readonly some: T } | undefined> {
  const plain = option(of);
  return {
    ...plain,
    write(w, v) {
      w.byte(v === undefined ? 0 : 1);
      if (v !== undefined) of.write(w, v.some);
    },
    read(r) {
      const flag = r.bytes[r.take(1)]!;
      if (flag > 1) r.fail(`${flag} is no option`);
      return flag === 1 ? { some: of.read(r) } : undefined;
    },
  };
}

/** `BTreeMap<K, V>` as pairs in key order. */
export function btreeMap<K, V>(
  key: Codec<K>,
  value: Codec<V>,
): Codec<readonly (readonly [K, V])[]> {
  const pairs = vec(tuple(key, value)) as unknown as Codec<readonly (readonly [K, V])[]>;
  return {
    type: {
      name: `BTreeMap<${key.type.name}, ${value.type.name}>`,
      path: ["BTreeMap"],
      params: [
        { name: "K", type: key },
        { name: "V", type: value },
      ],
      shape: () => ({ kind: "composite", fields: [{ codec: pairs }] }),
    },
    write: pairs.write,
    read: pairs.read,
  };
}

/** `BTreeSet<T>` as items in order. */
export function btreeSet<T>(of: Codec<T>): Codec<readonly T[]> {
  const items = vec(of);
  return {
    type: {
      name: `BTreeSet<${of.type.name}>`,
      path: ["BTreeSet"],
      params: [{ name: "T", type: of }],
      shape: () => ({ kind: "composite", fields: [{ codec: items }] }),
    },
    write: items.write,
    read: items.read,
  };
}
