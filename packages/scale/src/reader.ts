/** Bytes that are no value of the type asked for. `at` is the offset in bytes. */
export class DecodeError extends Error {
  override readonly name = "DecodeError";
  readonly at: number;
  constructor(what: string, at: number) {
    super(`${what} at byte ${at}`);
    this.at = at;
  }
}

/** A cursor over bytes; every read checks that the bytes are there. */
export class Reader {
  readonly bytes: Uint8Array;
  #view: DataView | undefined;
  at = 0;
  /** How deep calls are nested at the moment; a codec that nests guards itself with it. */
  depth = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** Made when it is asked for: most values are short, and read without it. */
  get view(): DataView {
    const { buffer, byteOffset, byteLength } = this.bytes;
    this.#view ??= new DataView(buffer, byteOffset, byteLength);
    return this.#view;
  }

  /** Moves on by `length` bytes and gives the offset where they begin. */
  take(length: number): number {
    const from = this.at;
    if (length > this.bytes.length - from)
      throw new DecodeError(`${length} bytes expected, ${this.bytes.length - from} left`, from);
    this.at = from + length;
    return from;
  }

  left(): number {
    return this.bytes.length - this.at;
  }

  /** A copy of the next `length` bytes. */
  slice(length: number): Uint8Array {
    const from = this.take(length);
    return this.bytes.slice(from, this.at);
  }

  fail(what: string): never {
    throw new DecodeError(what, this.at);
  }

  /** Refuses bytes that are left over. */
  end(): void {
    if (this.at !== this.bytes.length)
      throw new DecodeError(`${this.bytes.length - this.at} bytes left over`, this.at);
  }
}
