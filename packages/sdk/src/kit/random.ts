/** 16 or more bytes, or their hexadecimal with or without `0x`. */
export type Seed = Uint8Array | string;

/** A stream of pseudo-random choices that depends on its seed alone. */
export type Random = {
  /** The next 32 bits. */
  u32(): number;
  /** An integer in [low, high], both included, without bias. */
  int(low: number, high: number): number;
  /** A positive integer of exactly this many decimal digits. */
  big(digits: number): bigint;
  pick<T>(items: readonly T[]): T;
  /** `count` different items in random order. */
  sample<T>(items: readonly T[], count: number): T[];
  /** True in `percent` of 100 cases. */
  chance(percent: number): boolean;
};

/** The bytes of a seed. @throws RangeError on a seed that is too short or no hexadecimal: a bug of the caller. */
export function seedBytes(seed: Seed): Uint8Array {
  const bytes = typeof seed === "string" ? hexBytes(seed) : seed;
  if (bytes.length < 16) throw new RangeError(`a seed has 16 bytes or more, got ${bytes.length}`);
  return bytes;
}

function hexBytes(hex: string): Uint8Array {
  const digits = hex.startsWith("0x") ? hex.slice(2) : hex;
  if (!/^(?:[0-9a-fA-F]{2})+$/.test(digits))
    throw new RangeError("a seed as text is an even number of hexadecimal digits");
  return Uint8Array.from({ length: digits.length / 2 }, (_, i) =>
    Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16),
  );
}

// Four odd multipliers, one per lane, so that the lanes part ways on equal input.
const LANES = [0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f, 0x165667b1] as const;

/**
 * The stream of a seed and labels (sfc32, its state filled by hashing both).
 * Not a cryptographic generator: the seed is one already, the stream only spreads it.
 */
export function randomFrom(
  seed: Seed,
  ...labels: readonly (string | number | Uint8Array)[]
): Random {
  const state = new Int32Array(LANES);
  const absorb = (byte: number): void => {
    for (let lane = 0; lane < 4; lane++) {
      const other = state[(lane + 1) & 3]!;
      let h = Math.imul(state[lane]! ^ byte ^ (other << 7), LANES[lane]!);
      h ^= h >>> 15;
      state[lane] = Math.imul(h, 0x2c1b3c6d) ^ (h >>> 12);
    }
  };
  const absorbAll = (part: Uint8Array): void => {
    for (let i = 0; i < 4; i++) absorb((part.length >>> (8 * i)) & 255);
    for (const byte of part) absorb(byte);
  };
  absorbAll(seedBytes(seed));
  for (const label of labels)
    absorbAll(label instanceof Uint8Array ? label : new TextEncoder().encode(String(label)));
  for (let i = 0; i < 8; i++) absorb(i);

  let [a, b, c, counter] = state as unknown as [number, number, number, number];
  const u32 = (): number => {
    const out = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + out;
    return out >>> 0;
  };
  for (let i = 0; i < 16; i++) u32();

  const below = (limit: number): number => {
    const fair = 0x1_0000_0000 - (0x1_0000_0000 % limit);
    for (;;) {
      const value = u32();
      if (value < fair) return value % limit;
    }
  };
  const int = (low: number, high: number): number => low + below(high - low + 1);
  const sample = <T>(items: readonly T[], count: number): T[] => {
    const rest = [...items];
    return Array.from({ length: Math.min(count, rest.length) }, () => {
      return rest.splice(below(rest.length), 1)[0] as T;
    });
  };
  return {
    u32,
    int,
    big: (digits) =>
      BigInt(Array.from({ length: digits }, (_, i) => int(i === 0 ? 1 : 0, 9)).join("")),
    pick: (items) => items[below(items.length)]!,
    sample,
    chance: (percent) => below(100) < percent,
  };
}
