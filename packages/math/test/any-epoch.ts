import fc from "fast-check";
import { type EpochInput, I64F64, storedRow, U64_MAX } from "../src/index.ts";

const edges = <T>(rest: fc.Arbitrary<T>, ...values: T[]): fc.Arbitrary<T> =>
  fc.oneof(fc.constantFrom(...values), rest);
const u16 = edges(fc.integer({ min: 0, max: 65_535 }), 0, 1, 32_767, 65_534, 65_535);
const u64 = edges(fc.bigInt({ min: 0n, max: U64_MAX }), 0n, 1n, 1n << 63n, U64_MAX - 1n, U64_MAX);
const anyStake = edges(
  fc.bigInt({ min: I64F64.min, max: I64F64.max }),
  0n,
  1n,
  -1n,
  I64F64.one,
  I64F64.max,
  I64F64.max >> 1n,
  I64F64.min,
);
const plausibleStake = edges(fc.bigInt({ min: 0n, max: I64F64.fromInteger(10n ** 16n) }), 0n);
/** Around a chain's present, with a few from the edges of u64. */
const nearBlock = fc.bigInt({ min: 0n, max: 3_000n });
const anyBlock = fc.oneof({ weight: 9, arbitrary: nearBlock }, { weight: 1, arbitrary: u64 });

/** Mostly uids that exist, in any order, some twice, some beyond. */
function anyRow(n: number, length: number) {
  const uid = fc.oneof(
    { weight: 20, arbitrary: fc.integer({ min: 0, max: Math.max(0, n - 1) }) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: n + 1 }) },
    { weight: 1, arbitrary: u16 },
  );
  const messy = fc.array(fc.tuple(uid, u16), { maxLength: length, size: "max" });
  const tidy = fc
    .uniqueArray(fc.tuple(fc.integer({ min: 0, max: Math.max(0, n - 1) }), u16), {
      maxLength: Math.min(n, length),
      selector: ([each]) => each,
      size: "max",
    })
    .map((pairs) => pairs.sort(([a], [b]) => a - b));
  return fc.oneof(messy, tidy, fc.constant<[number, number][]>([])).map(storedRow);
}

/**
 * Inputs of every kind that the types allow: stakes that overflow, uids that aren't there, lists of other lengths.
 * @param options.absurd false: only stakes and blocks that a chain could have
 */
export function anyEpochInput(options: {
  readonly neurons: fc.Arbitrary<number>;
  readonly rowLength?: number;
  readonly absurd: boolean;
}): fc.Arbitrary<EpochInput> {
  const { neurons, rowLength = 60, absurd } = options;
  const block = absurd ? anyBlock : nearBlock;
  const stakes = absurd ? fc.constantFrom(anyStake, plausibleStake) : fc.constant(plausibleStake);
  return fc.tuple(neurons, stakes).chain(([n, stake]) => {
    const perUid = <T>(value: fc.Arbitrary<T>) =>
      fc.array(value, { minLength: n, maxLength: n, size: "max" });
    const aboutPerUid = <T>(value: fc.Arbitrary<T>) =>
      absurd
        ? fc.oneof(
            { weight: 4, arbitrary: perUid(value) },
            { weight: 1, arbitrary: fc.array(value, { maxLength: n + 2, size: "max" }) },
          )
        : perUid(value);
    return fc.record({
      parameters: fc.record({
        tempo: absurd ? u16 : fc.integer({ min: 1, max: 500 }),
        activityCutoffFactorMilli: absurd
          ? edges(fc.integer({ min: 0, max: 0xffff_ffff }), 0, 1_000, 13_889, 0xffff_ffff)
          : fc.integer({ min: 0, max: 20_000 }),
        maxAllowedValidators: fc.oneof(fc.integer({ min: 0, max: n + 1 }), u16),
        kappa: u16,
        bondsPenalty: u16,
        bondsMovingAverage: absurd
          ? fc.oneof(fc.bigInt({ min: 0n, max: 1_000_000n }), u64)
          : fc.bigInt({ min: 0n, max: 1_000_000n }),
        yuma3: fc.boolean(),
        liquidAlpha: fc.boolean(),
        alphaLow: u16,
        alphaHigh: u16,
        alphaSigmoidSteepness: edges(
          fc.integer({ min: -32_768, max: 32_767 }),
          -32_768,
          -1,
          0,
          1_000,
          32_767,
        ),
        commitReveal: fc.boolean(),
        stakeThreshold: absurd
          ? edges(u64, 0n, 10n ** 12n)
          : fc.bigInt({ min: 0n, max: 10n ** 12n }),
      }),
      block,
      lastMechanismStepBlock: edges(block, 0n),
      emission: u64,
      stake: perUid(stake),
      ownerUid: fc.option(fc.oneof(fc.integer({ min: 0, max: n }), u16)),
      lastUpdate: aboutPerUid(block),
      blockAtRegistration: aboutPerUid(edges(block, 0n)),
      validatorPermit: aboutPerUid(fc.boolean()),
      weights: aboutPerUid(anyRow(n, rowLength)),
      bonds: aboutPerUid(anyRow(n, rowLength)),
      commitBlocks: aboutPerUid(fc.option(block)),
    });
  });
}
