import { type AnyCodec, DecodeError, encode, Reader } from "@ganglion/scale";

/** Stands for a value whose bytes are none of its codec. */
export const UNREADABLE = Symbol("unreadable");

/** One key's content, never changed once made: the two forms fill each other in when asked for. */
export class Entry {
  readonly present: boolean;
  #raw: Uint8Array | undefined;
  #value: unknown;
  #codec: AnyCodec | undefined;
  /** The bytes are those that the codec makes of the value, no others that read alike. */
  #exact = false;

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
    entry.#exact = true;
    return entry;
  }
  raw(): Uint8Array {
    this.#raw ??= encode(this.#codec!, this.#value);
    return this.#raw;
  }
  /** The value, or `UNREADABLE`. */
  value(codec: AnyCodec): unknown {
    if (this.#codec !== codec) this.#decode(codec);
    return this.#value;
  }
  /** True if it holds this very value: writing that again would change nothing. */
  holds(codec: AnyCodec, value: unknown): boolean {
    return this.#exact && this.#codec === codec && this.#value === value;
  }

  /**
   * Bytes that did not come from the codec (`System.set_storage` takes any) must not stop the chain:
   * what follows the value is ignored, and what is no value reads as if nothing were stored.
   * Source: frame_support::storage::unhashed::get
   */
  #decode(codec: AnyCodec): void {
    const raw = this.raw();
    const reader = new Reader(raw);
    try {
      this.#value = codec.read(reader);
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      this.#value = UNREADABLE;
    }
    // A list or map may have been written in another way that reads alike, a number can't.
    this.#exact = typeof this.#value !== "object" && reader.at === raw.length;
    this.#codec = codec;
  }
}
