import type { Hex } from "@ganglion/primitives";
import type { StateRecord } from "./record.ts";

const ENTRY_OVERHEAD_BYTES = 250;

/**
 * Records of the head that were used lately, absent ones included. Two generations: when the young
 * one has its share of the budget it becomes the old one, and what is not used again goes with it.
 */
export class RecordCache {
  readonly #budgetBytes: number;
  #young = new Map<Hex, StateRecord | null>();
  #old = new Map<Hex, StateRecord | null>();
  #youngBytes = 0;

  constructor(budgetBytes: number) {
    this.#budgetBytes = budgetBytes;
  }

  /** `undefined`: not known; `null`: known to be absent. */
  get(key: Hex): StateRecord | null | undefined {
    const hit = this.#young.get(key);
    if (hit !== undefined) return hit;
    const old = this.#old.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  set(key: Hex, record: StateRecord | null): void {
    this.#young.set(key, record);
    this.#youngBytes += ENTRY_OVERHEAD_BYTES + key.length + (record?.value?.length ?? 0);
    if (this.#youngBytes < this.#budgetBytes / 2) return;
    this.#old = this.#young;
    this.#young = new Map();
    this.#youngBytes = 0;
  }

  clear(): void {
    this.#young.clear();
    this.#old.clear();
    this.#youngBytes = 0;
  }
}
