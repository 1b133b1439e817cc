import type { Kernels } from "./kernels.ts";

// Lines of the processor's cache.
const ALIGNMENT = 64;

/** Hands out places in a module's memory, one after the other. */
export class Arena {
  readonly #kernels: Kernels;
  #next: number;

  constructor(kernels: Kernels, from: number) {
    this.#kernels = kernels;
    this.#next = aligned(from);
  }

  /** Where the next place begins. */
  get end(): number {
    return this.#next;
  }

  /** Room for so many bytes. */
  bytes(count: number): number {
    const at = this.#next;
    this.#next = aligned(at + count);
    return at;
  }

  /** Room for so many singles. */
  singles(count: number): number {
    return this.bytes(4 * count);
  }

  /** Makes all of it usable. @throws RangeError if the memory can't be had */
  reserve(): void {
    if (!this.#kernels.reserve(this.#next))
      throw new RangeError(
        `no memory for ${Math.ceil(this.#next / 2 ** 20)} MiB of model: take a smaller shape or batch`,
      );
  }
}

const aligned = (at: number): number => Math.ceil(at / ALIGNMENT) * ALIGNMENT;
