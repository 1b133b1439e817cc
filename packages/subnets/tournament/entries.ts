import type { TrainingConfig } from "./protocol.ts";

/** Entries that wait at most: each costs a validator a training. */
const MOST_WAITING = 4;
const KEPT = 20;

/** A user's configuration with what came of it, in bits per byte. */
export interface Told {
  readonly config: TrainingConfig;
  readonly bits: number;
}

/** What users entered for the next round, and how it went in the last ones. */
export class UserEntries {
  #waiting: TrainingConfig[] = [];
  #told: readonly Told[] = [];

  get told(): readonly Told[] {
    return this.#told;
  }
  /** The oldest goes if too many wait. @returns how many wait now */
  enter(config: TrainingConfig): number {
    this.#waiting = [...this.#waiting, config].slice(-MOST_WAITING);
    return this.#waiting.length;
  }
  take(): readonly TrainingConfig[] {
    const taken = this.#waiting;
    this.#waiting = [];
    return taken;
  }
  tell(results: readonly Told[]): void {
    this.#told = [...this.#told, ...results].slice(-KEPT);
  }
}
