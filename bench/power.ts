// The power function of the swap against the form that the reference gives it, which computes every
// constant anew: same bits, in a part of the time.
import { powRatioScaled } from "@ganglion/math";
import { plainPower } from "../packages/math/test/plain-power.ts";
import { cpuSecondsOf, type Figure, median, report, say } from "./parts/figure.ts";

const SCALE = 10n ** 18n;
const ROUNDS = 9;
const TIMES = 200;
const LIMIT = 1 / 3;

interface Case {
  readonly what: string;
  readonly precision: number;
  readonly base: (i: bigint) => { readonly numerator: bigint; readonly denominator: bigint };
  readonly exponent: { readonly numerator: bigint; readonly denominator: bigint };
}

/** A weight a little off a half, as every injection of a block leaves it. */
const WEIGHT = SCALE / 2n + 12_345_678_901_234n;
const RESERVE = 1_234_567_890_123n;
const swapped = { numerator: WEIGHT, denominator: SCALE - WEIGHT };
const cases: readonly Case[] = [
  {
    what: "a swap of a thousandth of the reserve",
    precision: 256,
    base: (i) => ({ numerator: RESERVE + i, denominator: RESERVE + RESERVE / 1000n }),
    exponent: swapped,
  },
  {
    what: "a swap of twice the reserve",
    precision: 256,
    base: (i) => ({ numerator: RESERVE + i, denominator: 3n * RESERVE }),
    exponent: swapped,
  },
  {
    what: "the amount up to a price limit",
    precision: 1024,
    base: (i) => ({ numerator: (3n << 64n) + i, denominator: 2n << 64n }),
    exponent: { numerator: WEIGHT, denominator: SCALE },
  },
];

const microsOf = (work: (i: bigint) => unknown): number =>
  (cpuSecondsOf(() => {
    for (let i = 0n; i < TIMES; i++) work(i);
  }) /
    TIMES) *
  1e6;

const figures = cases.map(({ what, precision, base, exponent }): Figure => {
  const options = { precision, scale: SCALE };
  for (let i = 0n; i < TIMES; i++)
    if (powRatioScaled(base(i), exponent, options) !== plainPower(base(i), exponent, options))
      throw new Error(`${what}: the bits differ`);
  const ours: number[] = [];
  const plain: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    ours.push(microsOf((i) => powRatioScaled(base(i), exponent, options)));
    plain.push(microsOf((i) => plainPower(base(i), exponent, options)));
  }
  say(`power: ${what}`);
  const ratio = median(ours) / median(plain);
  return {
    what,
    unit: "CPU µs",
    ours: median(ours),
    alternatives: [
      {
        what: "the plain form, its constants computed anew",
        value: median(plain),
        measuredHere: true,
      },
    ],
    goals: [{ text: "≤ a third of the plain form", value: ratio, atMost: LIMIT }],
  };
});
report({
  figures,
  notes: [
    `medians of ${ROUNDS} alternated rounds of ${TIMES}; every result compared with the plain form's`,
  ],
});
