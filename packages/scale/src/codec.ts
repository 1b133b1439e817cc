import { Reader } from "./reader.ts";
import { Writer } from "./writer.ts";

/** A named part of a composite or of an enum's variant; positional parts have no name. */
export interface Field {
  /** snake_case, as on the wire's metadata; absent in tuples and positional variants. */
  readonly name?: string;
  readonly codec: AnyCodec;
}

export interface Variant {
  readonly name: string;
  readonly index: number;
  readonly fields: readonly Field[];
  readonly docs?: readonly string[];
}

export type Primitive =
  | "bool"
  | "str"
  | "u8"
  | "u16"
  | "u32"
  | "u64"
  | "u128"
  | "i8"
  | "i16"
  | "i32"
  | "i64"
  | "i128";

/** The shape of a type, as the metadata's type registry tells it. */
export type Shape =
  | { readonly kind: "primitive"; readonly primitive: Primitive }
  | { readonly kind: "composite"; readonly fields: readonly Field[] }
  | { readonly kind: "variant"; readonly variants: readonly Variant[] }
  | { readonly kind: "sequence"; readonly of: AnyCodec }
  | { readonly kind: "array"; readonly of: AnyCodec; readonly length: number }
  | { readonly kind: "tuple"; readonly of: readonly AnyCodec[] }
  | { readonly kind: "compact"; readonly of: AnyCodec };

export interface TypeInfo {
  /** Canonical Rust name with parameters, e.g. `Vec<u8>`; equal names mean equal types. */
  readonly name: string;
  /** Named types: the path without parameters, e.g. `sp_core::crypto::AccountId32`. */
  readonly path: readonly string[];
  /** Generic parameters in order, by their Rust names. */
  readonly params: readonly { readonly name: string; readonly type: AnyCodec | undefined }[];
  /** Read late, since a type may contain itself (a call holds calls). */
  readonly shape: () => Shape;
}

/** One value that is wire format, TypeScript type and metadata entry. */
export interface Codec<in out T> {
  readonly type: TypeInfo;
  /** The Rust text of a field of this codec where it differs from the type's name, e.g. `NetUid` for a `u16`. */
  readonly typeName?: string;
  write(writer: Writer, value: T): void;
  read(reader: Reader): T;
}

// biome-ignore lint/suspicious/noExplicitAny: a list of codecs of different types has no better element type
export type AnyCodec = Codec<any>;
/** The TypeScript type that a codec carries. */
export type Of<C> = C extends Codec<infer T> ? T : never;

let scratch: Writer | undefined = new Writer(1 << 16);

/** SCALE bytes of a value. */
export function encode<T>(codec: Codec<T>, value: T): Uint8Array {
  // The scratch buffer is taken while in use, so that a codec may call encode itself.
  const writer = scratch ?? new Writer(256);
  scratch = undefined;
  writer.at = 0;
  try {
    codec.write(writer, value);
    return writer.bytes.slice(0, writer.at);
  } finally {
    scratch = writer;
  }
}

/**
 * The value of SCALE bytes, all of them.
 * @throws DecodeError if bytes are missing, left over or no value of this type.
 */
export function decode<T>(codec: Codec<T>, bytes: Uint8Array): T {
  const reader = new Reader(bytes);
  const value = codec.read(reader);
  reader.end();
  return value;
}

/** The same codec under another Rust text for metadata, and another TypeScript type where that is a brand. */
export function alias<B>(typeName: string, codec: AnyCodec): Codec<B> {
  return { type: codec.type, typeName, write: codec.write, read: codec.read };
}
