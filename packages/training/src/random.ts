import { blake2_256 } from "@ganglion/hash";

/** Numbers drawn from a seed: the same seed and label, the same numbers on every machine. */
export interface Random {
  /** A whole number in [0, 2^32). */
  word(): number;
  /** A whole number in [0, limit); `limit` up to 2^31. */
  below(limit: number): number;
  /** In [0, 1), in steps of 2^-32. */
  unit(): number;
}

/** xoshiro128** (Blackman and Vigna, 2018) from the hash of seed and label. */
export function randomOf(seed: Uint8Array, label: string): Random {
  const name = new TextEncoder().encode(label);
  const input = new Uint8Array(seed.length + name.length);
  input.set(seed);
  input.set(name, seed.length);
  const words = new DataView(blake2_256(input).buffer);
  let [a, b, c, d] = [0, 4, 8, 12].map((at) => words.getUint32(at, true)) as [
    number,
    number,
    number,
    number,
  ];
  const turn = (x: number, by: number): number => (x << by) | (x >>> (32 - by));
  const word = (): number => {
    const out = Math.imul(turn(Math.imul(b, 5), 7), 9) >>> 0;
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = turn(d, 11);
    return out;
  };
  const unit = (): number => word() / 2 ** 32;
  return { word, unit, below: (limit) => Math.floor(unit() * limit) };
}
