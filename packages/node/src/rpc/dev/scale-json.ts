import { accountId, fromHex, fromSs58, isHex, utf8Bytes } from "@ganglion/primitives";
import {
  type AnyCodec,
  type Field,
  type Primitive,
  type Shape,
  Writer,
  writeCompact,
  writeLength,
} from "@ganglion/scale";
import { invalidParams } from "../error.ts";
import { shown } from "../params.ts";

/**
 * SCALE bytes of a JSON value, by the shape of its type: numbers or decimal strings for integers,
 * SS58 or hexadecimal for accounts, hexadecimal or text for bytes, objects with snake_case or
 * camelCase names for structs, `null` for an absent option, `"Name"` or `{"Name": value}` for enums.
 * A string `0x…` where no bytes are expected is taken as SCALE already.
 * @throws RpcError -32602
 */
export function scaleOfJson(codec: AnyCodec, value: unknown, where: string): Uint8Array {
  const w = new Writer(64);
  write(w, codec, { value, where });
  return w.bytes.slice(0, w.at);
}

interface Part {
  readonly value: unknown;
  /** For error messages: the way to the value. */
  readonly where: string;
}

const refuse = (expected: string, { value, where }: Part) =>
  invalidParams(`${where}: ${expected} expected, got ${shown(value)}`);

function write(w: Writer, codec: AnyCodec, part: Part): void {
  const { type } = codec;
  const { value } = part;
  const shape = type.shape();
  const length = bytesLength(shape);
  if (type.path.at(-1) === "AccountId32") w.put(account(part));
  else if (type.path[0] === "Option") writeOption(w, shape, part);
  else if (typeof value === "string" && length !== undefined) writeBytes(w, length, part);
  else if (typeof value === "string" && isHex(value) && isCompound(shape)) w.put(fromHex(value));
  else writeShape(w, shape, part);
}

function writeBytes(w: Writer, length: number | "any", part: Part): void {
  const text = part.value as string;
  const raw = isHex(text) ? fromHex(text) : utf8Bytes(text);
  if (length === "any") writeLength(w, raw.length);
  else if (raw.length !== length) throw refuse(`${length} bytes`, part);
  w.put(raw);
}

function writeShape(w: Writer, shape: Shape, part: Part): void {
  if (shape.kind === "primitive") writePrimitive(w, shape.primitive, part);
  else if (shape.kind === "compact") writeCompactOf(w, shape.of, part);
  else if (shape.kind === "composite") writeFields(w, shape.fields, part);
  else if (shape.kind === "variant") writeVariant(w, shape, part);
  else if (shape.kind === "tuple") writeItems(w, shape.of, part);
  else {
    const { value } = part;
    if (!Array.isArray(value)) throw refuse("a list", part);
    if (shape.kind === "sequence") writeLength(w, value.length);
    const length = shape.kind === "array" ? shape.length : value.length;
    writeItems(w, new Array<AnyCodec>(length).fill(shape.of), part);
  }
}

/** One value after the other, each of its own type. */
function writeItems(w: Writer, codecs: readonly AnyCodec[], part: Part): void {
  const { value, where } = part;
  if (codecs.length === 0) return;
  if (!Array.isArray(value) || value.length !== codecs.length)
    throw refuse(`a list of ${codecs.length}`, part);
  codecs.forEach((each, i) => {
    write(w, each, { value: value[i], where: `${where}[${i}]` });
  });
}

function writeFields(w: Writer, fields: readonly Field[], part: Part): void {
  const { value, where } = part;
  const only = fields.length === 1 ? fields[0]! : undefined;
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  // A nameless field is the value itself; so is a lone named one that is no object, e.g. fixed point.
  if (only && (only.name === undefined || !isObject)) {
    write(w, only.codec, part);
    return;
  }
  if (fields.every((field) => field.name === undefined)) {
    writeItems(
      w,
      fields.map((field) => field.codec),
      part,
    );
    return;
  }
  if (!isObject) throw refuse("an object", part);
  const given = value as Record<string, unknown>;
  for (const { name, codec } of fields) {
    const key = [name!, camel(name!)].find((each) => Object.hasOwn(given, each));
    if (key === undefined && codec.type.path[0] !== "Option")
      throw invalidParams(`${where}: field ${name} is missing`);
    write(w, codec, { value: key === undefined ? null : given[key], where: `${where}.${name}` });
  }
}

function writeVariant(w: Writer, shape: Shape & { kind: "variant" }, part: Part): void {
  const { value, where } = part;
  let name: unknown = value;
  let content: unknown;
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    const entries = Object.entries(value);
    const { type } = value as { type?: unknown };
    if (typeof type === "string") [name, content] = [type, (value as { value?: unknown }).value];
    else if (entries.length === 1) [name, content] = entries[0]!;
  }
  const found = shape.variants.find((each) => each.name === name);
  if (!found)
    throw refuse(
      `one of ${shape.variants
        .map((each) => each.name)
        .join(", ")
        .slice(0, 200)}`,
      part,
    );
  w.byte(found.index);
  if (found.fields.length > 0)
    writeFields(w, found.fields, { value: content, where: `${where}.${found.name}` });
}

function writeOption(w: Writer, shape: Shape, part: Part): void {
  const absent = part.value === null || part.value === undefined;
  w.byte(absent ? 0 : 1);
  if (!absent && shape.kind === "variant") write(w, shape.variants[1]!.fields[0]!.codec, part);
}

const BITS: Readonly<Record<string, readonly [bits: number, signed: boolean]>> = {
  u8: [8, false],
  u16: [16, false],
  u32: [32, false],
  u64: [64, false],
  u128: [128, false],
  i8: [8, true],
  i16: [16, true],
  i32: [32, true],
  i64: [64, true],
  i128: [128, true],
};

function writePrimitive(w: Writer, primitive: Primitive, part: Part): void {
  const { value } = part;
  if (primitive === "bool") {
    if (typeof value !== "boolean") throw refuse("true or false", part);
    w.byte(value ? 1 : 0);
  } else if (primitive === "str") {
    if (typeof value !== "string") throw refuse("a string", part);
    const raw = utf8Bytes(value);
    writeLength(w, raw.length);
    w.put(raw);
  } else {
    const [bits, signed] = BITS[primitive]!;
    const number = integer(part);
    const least = signed ? -(1n << BigInt(bits - 1)) : 0n;
    const most = (1n << BigInt(signed ? bits - 1 : bits)) - 1n;
    if (number < least || number > most) throw refuse(primitive, part);
    let rest = BigInt.asUintN(bits, number);
    for (let i = 0; i < bits / 8; i++, rest >>= 8n) w.byte(Number(rest & 0xffn));
  }
}

function integer(part: Part): bigint {
  const { value } = part;
  if (typeof value === "number" && Number.isSafeInteger(value)) return BigInt(value);
  if (typeof value === "string" && /^(?:-?\d{1,40}|0x[0-9a-fA-F]{1,32})$/.test(value))
    return BigInt(value);
  // As polkadot.js and the Python clients show fixed-point numbers.
  if (typeof value === "object" && value !== null && "bits" in value)
    return integer({ ...part, value: (value as { bits: unknown }).bits });
  throw refuse("a whole number", part);
}

function writeCompactOf(w: Writer, of: AnyCodec, part: Part): void {
  const shape = of.type.shape();
  const primitive = shape.kind === "primitive" ? shape.primitive : "u128";
  const [bits] = BITS[primitive] ?? [128];
  const value = integer(part);
  if (value < 0n || value >> BigInt(bits) !== 0n) throw refuse(primitive, part);
  writeCompact(w, value);
}

function account(part: Part): Uint8Array {
  if (typeof part.value !== "string") throw refuse("an account", part);
  try {
    const id = part.value.startsWith("0x")
      ? accountId(part.value as `0x${string}`)
      : fromSs58(part.value);
    return fromHex(id);
  } catch (error) {
    throw invalidParams(`${part.where}: ${error instanceof Error ? error.message : "no account"}`);
  }
}

/** How many bytes stand for a string; undefined where the shape is no list of bytes. */
function bytesLength(shape: Shape): number | "any" | undefined {
  if (shape.kind !== "sequence" && shape.kind !== "array") {
    const only =
      shape.kind === "composite" && shape.fields.length === 1 ? shape.fields[0]! : undefined;
    return only && only.name === undefined ? bytesLength(only.codec.type.shape()) : undefined;
  }
  if (shape.of.type.name !== "u8") return undefined;
  return shape.kind === "array" ? shape.length : "any";
}

const isCompound = (shape: Shape): boolean =>
  shape.kind !== "primitive" && shape.kind !== "compact";

const camel = (name: string): string =>
  name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
