import type { Hash } from "@ganglion/primitives";
import type { Env } from "../env.ts";

const MOST = 10_000;

/** Transactions that are refused for a while without being looked at. */
export class Bans {
  readonly #env: Env;
  /** Milliseconds since 1970 when each ends. */
  readonly #until = new Map<Hash, number>();

  constructor(env: Env) {
    this.#env = env;
  }

  add(hash: Hash, ms: number): void {
    if (ms <= 0) return;
    this.#until.delete(hash);
    this.#until.set(hash, this.#env.now() + ms);
    if (this.#until.size > MOST) this.#until.delete(this.#until.keys().next().value!);
  }

  has(hash: Hash): boolean {
    const until = this.#until.get(hash);
    if (until === undefined) return false;
    if (this.#env.now() < until) return true;
    this.#until.delete(hash);
    return false;
  }

  clear(): void {
    this.#until.clear();
  }
}
