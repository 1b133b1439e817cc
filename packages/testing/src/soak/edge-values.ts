import { type AnyCall, findCall, type RuntimeCall } from "@ganglion/frame";
import { ZERO_ACCOUNT, ZERO_HASH } from "@ganglion/primitives";
import type { AnyCodec, Field, Primitive } from "@ganglion/scale";

// Values at the ends of what a codec can carry, found by the shape that it tells of itself.

const NUMBERS = new Set<Primitive>(["u8", "u16", "u32", "i8", "i16", "i32"]);
const camel = (name: string): string =>
  name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

function integers(primitive: Primitive): (number | bigint)[] {
  const bits = BigInt(primitive.slice(1));
  const signed = primitive.startsWith("i");
  const max = (1n << (signed ? bits - 1n : bits)) - 1n;
  const ends = signed ? [0n, 1n, -1n, max, max - 1n, -max - 1n] : [0n, 1n, max, max - 1n];
  return NUMBERS.has(primitive) ? ends.map(Number) : ends;
}

/** What edges are made of where the codec alone does not say. */
export interface EdgeOptions {
  /** Accounts to use beside the zero account. */
  readonly accounts?: readonly string[];
  /** Length of long lists; 0 for none. */
  readonly long?: number;
}

/** Merges the edges of several parts: the first of each together, then the second … */
function together(parts: readonly (readonly unknown[])[]): unknown[][] {
  const most = Math.max(0, ...parts.map((each) => each.length));
  return Array.from({ length: most }, (_, i) => parts.map((each) => each[i % each.length]));
}

/** The type that a value of a variant takes; found by what the codec does with it. */
function variantValue(name: string, fields: readonly Field[], values: readonly unknown[]): unknown {
  if (fields.length === 0) return { type: name };
  if (fields.length === 1 && fields[0]!.name === undefined) return { type: name, value: values[0] };
  const value = Object.fromEntries(
    fields.map((field, i) => [camel(field.name ?? String(i)), values[i]]),
  );
  return { type: name, value };
}

/**
 * Values of a codec at its edges: 0, 1, the highest and the one below; lists of nothing, of one and long
 * ones; every variant. Made to be few: parts of a struct go to their edges together.
 */
export function edgeValues(codec: AnyCodec, options: EdgeOptions = {}): unknown[] {
  const { name } = codec.type;
  const { accounts = [], long = 0 } = options;
  if (name === "sp_core::crypto::AccountId32")
    return [ZERO_ACCOUNT, `0x${"ff".repeat(32)}`, ...accounts];
  if (name.endsWith("app_sr25519::Public")) return [ZERO_ACCOUNT, ...accounts];
  if (name === "primitive_types::H256") return [ZERO_HASH, `0x${"ff".repeat(32)}`];
  if (name === "node_subtensor_runtime::RuntimeCall") return [remark()];
  const fixed = /^\[u8; (\d+)\]$/.exec(name);
  if (fixed) return [new Uint8Array(Number(fixed[1])), new Uint8Array(Number(fixed[1])).fill(255)];
  if (/(^|<)Vec<u8>|BoundedVec<u8>/.test(name) && !name.includes("Vec<("))
    if (/^Vec<u8>$|BoundedVec<u8>$/.test(name))
      return [new Uint8Array(), Uint8Array.of(0), ...(long ? [new Uint8Array(long).fill(65)] : [])];
  const shape = codec.type.shape();
  switch (shape.kind) {
    case "primitive":
      if (shape.primitive === "bool") return [false, true];
      if (shape.primitive === "str") return ["", "a"];
      return integers(shape.primitive);
    case "compact":
      return edgeValues(shape.of, options);
    case "sequence": {
      const inner = edgeValues(shape.of, { ...options, long: Math.min(long, 3) });
      const lists: unknown[][] = [[], ...inner.map((each) => [each]), inner, [...inner, ...inner]];
      if (long > 0) lists.push(Array.from({ length: long }, (_, i) => inner[i % inner.length]));
      return lists;
    }
    case "array":
      return edgeValues(shape.of, options).map((each) =>
        Array.from({ length: shape.length }, () => each),
      );
    case "tuple":
      return shape.of.length === 0
        ? [undefined]
        : together(shape.of.map((each) => edgeValues(each, options)));
    case "composite":
      return compositeEdges(codec, shape.fields, options);
    case "variant": {
      const { variants } = shape;
      if (name.startsWith("Option<"))
        return [undefined, ...edgeValues(variants[1]!.fields[0]!.codec, options)];
      if (variants.every(({ fields }) => fields.length === 0))
        return isLiterals(codec, variants[0]!.name)
          ? variants.map((each) => each.name)
          : variants.map((each) => ({ type: each.name }));
      return variants.flatMap((each) =>
        each.fields.length === 0
          ? [variantValue(each.name, [], [])]
          : together(each.fields.map((field) => edgeValues(field.codec, options))).map((values) =>
              variantValue(each.name, each.fields, values),
            ),
      );
    }
  }
}

/** Enums without any content are plain names here. */
function isLiterals(codec: AnyCodec, name: string): boolean {
  try {
    codec.write({ byte() {} } as never, name);
    return true;
  } catch {
    return false;
  }
}

function compositeEdges(
  codec: AnyCodec,
  fields: readonly Field[],
  options: EdgeOptions,
): unknown[] {
  const { name } = codec.type;
  if (name.startsWith("substrate_fixed::")) {
    const bits = fields[0]!.codec;
    return edgeValues(bits, options).map((each) => BigInt(each as bigint));
  }
  if (name.startsWith("BTreeSet<")) {
    const inner = edgeValues(codec.type.params[0]!.type!, options);
    return [[], ...inner.map((each) => [each]), inner];
  }
  if (fields.length === 1 && fields[0]!.name === undefined)
    return edgeValues(fields[0]!.codec, options);
  if (fields.length === 0) return [{}];
  return together(fields.map((field) => edgeValues(field.codec, options))).map((values) =>
    Object.fromEntries(fields.map((field, i) => [camel(field.name ?? String(i)), values[i]])),
  );
}

/** A call that does nothing, to put into others. */
export function remark(bytes: Uint8Array = new Uint8Array()): RuntimeCall {
  return { call: findCall("System", "remark"), args: { remark: bytes } };
}

/** Arguments of a call with their codecs. */
export const argumentsOf = (call: AnyCall): readonly (readonly [string, AnyCodec])[] =>
  Object.entries(call.args as Readonly<Record<string, AnyCodec>>);

/** The same arguments with one of them at an edge, for each argument and each edge. */
export function withEdges({ call, args }: RuntimeCall, options: EdgeOptions = {}): RuntimeCall[] {
  return argumentsOf(call).flatMap(([name, codec]) =>
    edgeValues(codec, options).map((value) => ({ call, args: { ...args, [name]: value } })),
  );
}

/** All arguments at their edges together: the first edge of each, then the second … */
export function atEdges(call: AnyCall, options: EdgeOptions = {}): RuntimeCall[] {
  const parts = argumentsOf(call);
  if (parts.length === 0) return [{ call, args: {} }];
  return together(parts.map(([, codec]) => edgeValues(codec, options))).map((values) => ({
    call,
    args: Object.fromEntries(parts.map(([name], i) => [name, values[i]])),
  }));
}
