import { type AccountId, fromHex, type Hex, utf8Bytes } from "@ganglion/primitives";
import type { AnyCodec, Field } from "@ganglion/scale";
import { accountOf, nameOf, type ScenarioAccount } from "./accounts.ts";

/** JSON as scenarios write values: small integers as numbers, wide ones as decimal strings. */
export type Plain =
  | null
  | boolean
  | number
  | string
  | readonly Plain[]
  | { readonly [key: string]: Plain };

const camel = (name: string): string =>
  name.replace(/_(\w)/g, (_all, letter: string) => letter.toUpperCase());
const WIDE = new Set(["u64", "u128", "i64", "i128"]);
const ACCOUNT = "sp_core::crypto::AccountId32";
const HASH = "primitive_types::H256";
const SAFE_FLOAT = "share_pool::SafeFloat";
const BALANCER = "pallet_subtensor_swap::pallet::balancer::Balancer";
const isBytes = (codec: AnyCodec): boolean =>
  codec.type.name === "Vec<u8>" || /^\[u8; \d+\]$/.test(codec.type.name);

/** Hex with its 0x, else text. */
const bytesOf = (text: string): Uint8Array =>
  text.startsWith("0x") ? fromHex(text as Hex) : utf8Bytes(text);

/** A value as its codec takes it, out of a scenario's JSON. */
export function fromPlain(codec: AnyCodec, plain: Plain): unknown {
  const { name } = codec.type;
  if (name === ACCOUNT) return accountOf(plain as ScenarioAccount);
  if (name === HASH) return plain;
  if (isBytes(codec))
    return typeof plain === "string" ? bytesOf(plain) : Uint8Array.from(plain as readonly number[]);
  const shape = codec.type.shape();
  switch (shape.kind) {
    case "primitive":
      if (shape.primitive === "bool" || shape.primitive === "str") return plain;
      return WIDE.has(shape.primitive) ? BigInt(plain as string | number) : Number(plain);
    case "compact":
      return fromPlain(shape.of, plain);
    case "sequence":
    case "array":
      return (plain as readonly Plain[]).map((each) => fromPlain(shape.of, each));
    case "tuple":
      return shape.of.length === 0
        ? undefined
        : shape.of.map((each, i) => fromPlain(each, (plain as readonly Plain[])[i]!));
    case "composite":
      return compositeFromPlain(codec, shape.fields, plain);
    case "variant": {
      if (name.startsWith("Option<"))
        return plain === null ? undefined : fromPlain(shape.variants[1]!.fields[0]!.codec, plain);
      const [type, body] =
        typeof plain === "string"
          ? [plain, undefined]
          : Object.entries(plain as Record<string, Plain>)[0]!;
      const found = shape.variants.find((each) => each.name === type);
      if (!found) throw new RangeError(`${name} has no variant ${type}`);
      if (found.fields.length === 0)
        return shape.variants.every((each) => each.fields.length === 0) ? type : { type };
      return { type, value: variantBody(found.fields, body ?? null) };
    }
  }
}

function variantBody(fields: readonly Field[], body: Plain): unknown {
  if (fields.length === 1 && fields[0]!.name === undefined)
    return fromPlain(fields[0]!.codec, body);
  return Object.fromEntries(
    fields.map((field, i) => {
      const part =
        Array.isArray(body) && fields.length > 1
          ? body[i]
          : ((body as Record<string, Plain>)[field.name ?? ""] ?? body);
      return [camel(field.name ?? String(i)), fromPlain(field.codec, part as Plain)];
    }),
  );
}

function compositeFromPlain(codec: AnyCodec, fields: readonly Field[], plain: Plain): unknown {
  const { name } = codec.type;
  if (name === SAFE_FLOAT) {
    const [mantissa, exponent] = plain as readonly string[];
    return { mantissa: BigInt(mantissa!), exponent: BigInt(exponent!) };
  }
  if (name.startsWith("substrate_fixed::")) return BigInt(plain as string);
  if (name.startsWith("BTreeMap<")) {
    const pair = codec.type.params;
    return Object.entries(plain as Record<string, Plain>).map(([key, value]) => [
      fromPlain(pair[0]!.type!, key),
      fromPlain(pair[1]!.type!, value),
    ]);
  }
  if (fields.length === 1 && fields[0]!.name === undefined)
    return fromPlain(fields[0]!.codec, plain);
  // The pool's weight is written as its one number.
  if (name === BALANCER) return { [camel(fields[0]!.name!)]: fromPlain(fields[0]!.codec, plain) };
  const record = plain as Record<string, Plain>;
  return Object.fromEntries(
    fields.map((field) => [
      camel(field.name!),
      fromPlain(field.codec, record[field.name!] ?? null),
    ]),
  );
}

/** A scenario's JSON out of a value as its codec gives it. */
export function toPlain(codec: AnyCodec, value: unknown): Plain {
  const { name } = codec.type;
  if (name === ACCOUNT) return nameOf(value as AccountId);
  if (name === HASH) return value as Hex;
  if (isBytes(codec)) return [...(value as Uint8Array)];
  const shape = codec.type.shape();
  switch (shape.kind) {
    case "primitive":
      return WIDE.has(shape.primitive) ? String(value) : (value as Plain);
    case "compact":
      return toPlain(shape.of, value);
    case "sequence":
    case "array":
      return (value as readonly unknown[]).map((each) => toPlain(shape.of, each));
    case "tuple":
      return shape.of.length === 0
        ? true
        : shape.of.map((each, i) => toPlain(each, (value as readonly unknown[])[i]));
    case "composite":
      return compositeToPlain(codec, shape.fields, value);
    case "variant": {
      if (name.startsWith("Option<"))
        return value === undefined ? null : toPlain(shape.variants[1]!.fields[0]!.codec, value);
      if (typeof value === "string") return value;
      const { type, value: body } = value as { type: string; value?: unknown };
      const found = shape.variants.find((each) => each.name === type)!;
      if (found.fields.length === 0) return type;
      if (found.fields.length === 1) {
        const field = found.fields[0]!;
        return {
          [type]:
            field.name === undefined
              ? toPlain(field.codec, body)
              : {
                  [field.name]: toPlain(
                    field.codec,
                    (body as Record<string, unknown>)[camel(field.name)],
                  ),
                },
        };
      }
      return {
        [type]: Object.values(body as object).map((each, i) =>
          toPlain(found.fields[i]!.codec, each),
        ),
      };
    }
  }
}

function compositeToPlain(codec: AnyCodec, fields: readonly Field[], value: unknown): Plain {
  const { name } = codec.type;
  if (name === SAFE_FLOAT) {
    const { mantissa, exponent } = value as { mantissa: bigint; exponent: bigint };
    return [String(mantissa), String(exponent)];
  }
  if (name.startsWith("substrate_fixed::")) return String(value);
  if (name.startsWith("BTreeMap<")) {
    const pair = codec.type.params;
    return Object.fromEntries(
      (value as readonly (readonly [unknown, unknown])[]).map(([key, each]) => [
        String(toPlain(pair[0]!.type!, key)),
        toPlain(pair[1]!.type!, each),
      ]),
    );
  }
  if (fields.length === 1 && fields[0]!.name === undefined) return toPlain(fields[0]!.codec, value);
  if (name === BALANCER) return toPlain(fields[0]!.codec, Object.values(value as object)[0]);
  return Object.fromEntries(
    fields.map((field) => [
      field.name!,
      toPlain(field.codec, (value as Record<string, unknown>)[camel(field.name!)]),
    ]),
  );
}
