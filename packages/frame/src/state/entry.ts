import { type AnyCodec, DecodeError, encode, Reader } from "@ganglion/scale";

/** Stands for a value whose bytes are none of its codec. */
export const UNREADABLE = Symbol("unreadable");

/** One key's content, never changed once made: the two forms fill each other in when asked for. */
export class Entry {
  readonly present: boolean;
  #raw: Uint8Array | undefined;
  #value: unknown;
  #codec: AnyCodec | undefined;

  private constructor(present: boolean) {
    this.present = present;
  }
  static readonly ABSENT = new Entry(false);
  static raw(raw: Uint8Array): Entry {
    const entry = new Entry(true);
    entry.#raw = raw;
    return entry;
  }
  static decoded(codec: AnyCodec, value: unknown): Entry {
    const entry = new Entry(true);
    entry.#codec = codec;
    entry.#value = value;
    return entry;
  }
  raw(): Uint8Array {
    this.#raw ??= encode(this.#codec!, this.#value);
    return this.#raw;
  }
  /** The value, or `UNREADABLE`. */
  value(codec: AnyCodec): unknown {
    if (this.#codec !== codec) {
      this.#value = decodeStored(codec, this.raw());
      this.#codec = codec;
    }
    return this.#value;
  }
}

/**
 * Bytes that did not come from the codec (`System.set_storage` takes any) must not stop the chain:
 * what follows the value is ignored, and what is no value reads as if nothing were stored.
 * Source: frame_support::storage::unhashed::get
 */
function decodeStored(codec: AnyCodec, raw: Uint8Array): unknown {
  try {
    return codec.read(new Reader(raw));
  } catch (error) {
    if (error instanceof DecodeError) return UNREADABLE;
    throw error;
  }
}
