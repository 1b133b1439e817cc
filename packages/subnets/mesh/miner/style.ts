import { type Random, randomFrom } from "@ganglion/sdk";

/** How a miner builds what a prompt leaves open: two miners with different names build differently. */
export class Style {
  readonly #random: Random;
  constructor(name: string, prompt: string) {
    this.#random = randomFrom(new Uint8Array(16), "mesh/style", name, prompt);
  }
  /** A number between two others. */
  between(low: number, high: number): number {
    return low + ((high - low) * this.#random.int(0, 1_000)) / 1_000;
  }
  pick<T>(items: readonly T[]): T {
    return this.#random.pick(items);
  }
  chance(percent: number): boolean {
    return this.#random.chance(percent);
  }
}
