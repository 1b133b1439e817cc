/** Random numbers that one seed decides: the same run again, anywhere. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = (seed ^ 0x9e3779b9) >>> 0;
  }

  /** 32 bits. Source: mulberry32, public domain. */
  bits(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  }

  /** 0 to n − 1. */
  below(n: number): number {
    return Math.floor((this.bits() / 2 ** 32) * n);
  }

  /** Both ends included. */
  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  chance(part: number): boolean {
    return this.bits() / 2 ** 32 < part;
  }

  /** An amount up to `most`; every order of magnitude has its turn. */
  amount(most: bigint): bigint {
    if (most <= 1n) return most < 0n ? 0n : most;
    const digits = most.toString(2).length;
    const cut = this.chance(0.5) ? 0 : this.below(digits);
    const top = most >> BigInt(cut);
    const bits = (BigInt(this.bits()) << 32n) | BigInt(this.bits());
    return (top * bits) >> 64n || 1n;
  }

  pick<T>(list: readonly T[]): T | undefined {
    return list.length === 0 ? undefined : list[this.below(list.length)];
  }

  /** Up to `count` different ones. */
  some<T>(list: readonly T[], count: number): T[] {
    const rest = [...list];
    const out: T[] = [];
    while (out.length < count && rest.length > 0)
      out.push(rest.splice(this.below(rest.length), 1)[0]!);
    return out;
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.bits() & 255);
  }
}
