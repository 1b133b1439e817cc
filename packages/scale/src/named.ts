import type { AnyCodec, Codec, Field, Of, TypeInfo, Variant } from "./codec.ts";

/** Fields by their camelCase names, in the order of the wire. */
export type Fields = { readonly [name: string]: AnyCodec };
export type OfFields<F extends Fields> = { readonly [K in keyof F]: Of<F[K]> };

/** `amountStaked` -> `amount_staked`: wire names are derived, and checked against the pinned interface. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function pathOf(name: string): readonly string[] {
  const end = name.indexOf("<");
  return (end < 0 ? name : name.slice(0, end)).split("::");
}

/** Generic parameters that the metadata lists, in order, by their Rust names; `undefined` for a phantom. */
export type Params = { readonly [name: string]: AnyCodec | undefined };

function named(name: string, params: Params, shape: TypeInfo["shape"]): TypeInfo {
  return {
    name,
    path: pathOf(name),
    params: Object.entries(params).map(([param, type]) => ({ name: param, type })),
    shape,
  };
}

const fieldsOf = (fields: Fields): readonly Field[] =>
  Object.entries(fields).map(([name, codec]) => ({ name: snakeCase(name), codec }));

/** Writes and reads fields in their declared order: the core of structs, calls and events. */
export function record<F extends Fields>(fields: F): Pick<Codec<OfFields<F>>, "write" | "read"> {
  const names = Object.keys(fields);
  const codecs = Object.values(fields);
  return {
    write(w, value) {
      for (let i = 0; i < names.length; i++) codecs[i]!.write(w, value[names[i]!]);
    },
    read(r) {
      const out: Record<string, unknown> = {};
      for (let i = 0; i < names.length; i++) out[names[i]!] = codecs[i]!.read(r);
      return out as OfFields<F>;
    },
  };
}

/** A struct under its full Rust name, e.g. `frame_system::AccountInfo<…>`. */
export function struct<const F extends Fields>(
  name: string,
  fields: F,
  params: Params = {},
): Codec<OfFields<F>> {
  return {
    type: named(name, params, () => ({ kind: "composite", fields: fieldsOf(fields) })),
    ...record(fields),
  };
}

/** A struct of one nameless field: same bytes and TypeScript type as what it wraps, unless branded. */
export function newtype<T>(name: string, of: AnyCodec, params: Params = {}): Codec<T> {
  return {
    type: named(name, params, () => ({ kind: "composite", fields: [{ codec: of }] })),
    write: of.write,
    read: of.read,
  };
}

/** Variants of an enum with values: name -> codec of its one nameless field, or fields by name, or `null` for none. */
export type Variants = { readonly [name: string]: AnyCodec | Fields | null };
type VariantValue<V> = V extends null
  ? { readonly value?: undefined }
  : V extends AnyCodec
    ? { readonly value: Of<V> }
    : V extends Fields
      ? { readonly value: OfFields<V> }
      : never;
export type OfVariants<V extends Variants> = {
  [K in keyof V]: { readonly type: K } & VariantValue<V[K]>;
}[keyof V];

const nameless = new WeakSet<object>();
/** Fields of a variant that are named here for the reader and nameless on the wire. */
export function unnamed<const F extends Fields>(fields: F): F {
  nameless.add(fields);
  return fields;
}

const isCodec = (part: AnyCodec | Fields): part is AnyCodec =>
  typeof (part as AnyCodec).write === "function" && typeof (part as AnyCodec).read === "function";

/**
 * An enum under its full Rust name; a value is `{ type: "Id", value }`.
 * @param indices wire indices where they are not 0, 1, 2…
 */
export function variant<const V extends Variants>(
  name: string,
  variants: V,
  options: {
    readonly indices?: { readonly [K in keyof V]?: number };
    readonly params?: Params;
  } = {},
): Codec<OfVariants<V>> {
  const entries = Object.entries(variants).map(([key, part], position) => {
    const index: number = options.indices?.[key] ?? position;
    if (part === null) return { key, index, fields: [] as Field[], body: undefined };
    if (isCodec(part)) return { key, index, fields: [{ codec: part }] as Field[], body: part };
    return {
      key,
      index,
      fields: nameless.has(part) ? Object.values(part).map((codec) => ({ codec })) : fieldsOf(part),
      body: record(part) as unknown as AnyCodec,
    };
  });
  const byIndex = new Map(entries.map((entry) => [entry.index, entry]));
  const byKey = new Map(entries.map((entry) => [entry.key, entry]));
  return {
    type: named(name, options.params ?? {}, () => ({
      kind: "variant",
      variants: entries.map(({ key, index, fields }): Variant => ({ name: key, index, fields })),
    })),
    write(w, value) {
      const entry = byKey.get(value.type as string);
      if (!entry) throw new RangeError(`${name} has no variant ${String(value.type)}`);
      w.byte(entry.index);
      entry.body?.write(w, (value as { value?: unknown }).value);
    },
    read(r) {
      const index = r.bytes[r.take(1)]!;
      const entry = byIndex.get(index) ?? r.fail(`${name} has no variant of index ${index}`);
      const out = entry.body ? { type: entry.key, value: entry.body.read(r) } : { type: entry.key };
      return out as unknown as OfVariants<V>;
    },
  };
}

/** An enum without values; a value is the variant's name. */
export function literals<const N extends readonly string[]>(
  name: string,
  names: N,
): Codec<N[number]> {
  const index = new Map<string, number>(names.map((each, i) => [each, i]));
  return {
    type: named(name, {}, () => ({
      kind: "variant",
      variants: names.map((each, i) => ({ name: each, index: i, fields: [] })),
    })),
    write(w, value) {
      const at = index.get(value);
      if (at === undefined) throw new RangeError(`${name} has no variant ${value}`);
      w.byte(at);
    },
    read(r) {
      const at = r.bytes[r.take(1)]!;
      return names[at] ?? r.fail(`${name} has no variant of index ${at}`);
    },
  };
}
