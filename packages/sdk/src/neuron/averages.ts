import type { AccountId } from "@ganglion/primitives";

/** What one neuron earned in one round. */
export interface Reward {
  readonly uid: number;
  readonly hotkey: AccountId;
  /** Unbounded; what it means is the subnet's business. */
  readonly reward: number;
}

/** A neuron's standing. */
export interface Standing {
  readonly uid: number;
  readonly hotkey: AccountId;
  readonly average: number;
  /** Rounds that went into it. */
  readonly rounds: number;
}

/**
 * Moving averages by hotkey. A uid that changes hands starts anew: what its former owner earned is not its own.
 */
export class Averages {
  readonly #byHotkey = new Map<AccountId, { uid: number; average: number; rounds: number }>();
  readonly #alpha: number;

  /** @param alpha weight of a new reward against all before, 0 to 1 */
  constructor(alpha = 0.2) {
    if (!(alpha > 0 && alpha <= 1)) throw new RangeError(`alpha lies in (0, 1], got ${alpha}`);
    this.#alpha = alpha;
  }

  /** Takes in a round. The first reward of a hotkey counts whole. Rewards that are no numbers count as zero. */
  add(rewards: readonly Reward[]): void {
    for (const { uid, hotkey, reward } of rewards) {
      const value = Number.isFinite(reward) ? reward : 0;
      const known = this.#byHotkey.get(hotkey);
      const average = known ? known.average + this.#alpha * (value - known.average) : value;
      this.#byHotkey.set(hotkey, { uid, average, rounds: (known?.rounds ?? 0) + 1 });
    }
  }

  /** Forgets everyone who is not in the list any more, and follows those who moved. */
  keepOnly(neurons: readonly { readonly uid: number; readonly hotkey: AccountId }[]): void {
    const present = new Map(neurons.map(({ uid, hotkey }) => [hotkey, uid]));
    for (const [hotkey, entry] of this.#byHotkey) {
      const uid = present.get(hotkey);
      if (uid === undefined) this.#byHotkey.delete(hotkey);
      else entry.uid = uid;
    }
  }

  standings(): Standing[] {
    return [...this.#byHotkey]
      .map(([hotkey, entry]) => ({ hotkey, ...entry }))
      .sort((a, b) => a.uid - b.uid);
  }

  /** For a file, so that a restart doesn't forget. */
  toJSON(): unknown {
    return this.standings();
  }

  /** Takes up what `toJSON` gave; anything malformed is left out. */
  restore(saved: unknown): void {
    if (!Array.isArray(saved)) return;
    for (const entry of saved as Partial<Standing>[]) {
      if (
        typeof entry?.hotkey !== "string" ||
        !Number.isFinite(entry.average) ||
        !Number.isInteger(entry.uid)
      )
        continue;
      this.#byHotkey.set(entry.hotkey, {
        uid: entry.uid!,
        average: entry.average!,
        rounds: entry.rounds ?? 1,
      });
    }
  }
}
