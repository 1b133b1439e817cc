import fc from "fast-check";
import { expect, test } from "vitest";
import { epoch, I64F64, U64_MAX } from "../src/index.ts";

const u16 = fc.integer({ min: 0, max: 65_535 });
const anyInput = fc.integer({ min: 1, max: 12 }).chain((n) => {
  const perUid = <T>(value: fc.Arbitrary<T>) => fc.array(value, { minLength: n, maxLength: n });
  const block = fc.integer({ min: 0, max: 3_000 });
  const row = fc.array(fc.tuple(fc.integer({ min: 0, max: n + 1 }), u16), { maxLength: n });
  return fc.record({
    parameters: fc.record({
      tempo: fc.integer({ min: 1, max: 500 }),
      activityCutoffFactorMilli: fc.integer({ min: 0, max: 20_000 }),
      maxAllowedValidators: fc.integer({ min: 0, max: n + 1 }),
      kappa: u16,
      bondsPenalty: u16,
      bondsMovingAverage: fc.bigInt({ min: 0n, max: 1_000_000n }),
      yuma3: fc.boolean(),
      liquidAlpha: fc.boolean(),
      alphaLow: u16,
      alphaHigh: u16,
      alphaSigmoidSteepness: fc.integer({ min: -32_768, max: 32_767 }),
      commitReveal: fc.boolean(),
      stakeThreshold: fc.bigInt({ min: 0n, max: 10n ** 12n }),
    }),
    block,
    lastMechanismStepBlock: block,
    emission: fc.bigInt({ min: 0n, max: U64_MAX }),
    stake: perUid(fc.bigInt({ min: 0n, max: I64F64.fromInteger(10n ** 16n) })),
    ownerUid: fc.option(fc.integer({ min: 0, max: n })),
    lastUpdate: perUid(block),
    blockAtRegistration: perUid(block),
    validatorPermit: perUid(fc.boolean()),
    weights: perUid(row),
    bonds: perUid(row),
    commitBlocks: perUid(fc.option(block)),
  });
});

test("stored values are 16-bit, lists have one entry per uid, bonds name real uids", () => {
  fc.assert(
    fc.property(anyInput, (input) => {
      const n = input.stake.length;
      const output = epoch(input);
      for (const list of Object.values(output)) expect(list.length).toBe(n);
      const { consensus, dividends, incentive, validatorTrust, stakeWeight } = output;
      for (const list of [consensus, dividends, incentive, validatorTrust, stakeWeight]) {
        expect(list.every((v) => Number.isInteger(v) && v >= 0 && v <= 65_535)).toBe(true);
      }
      expect(output.bonds.flat().every(([uid, v]) => uid < n && v >= 0 && v <= 65_535)).toBe(true);
    }),
  );
});

test("no more is paid than a rounding beyond what there is", () => {
  fc.assert(
    fc.property(anyInput, (input) => {
      const { serverEmission, validatorEmission } = epoch(input);
      const paid = [...serverEmission, ...validatorEmission].reduce((sum, rao) => sum + rao, 0n);
      expect(paid <= input.emission).toBe(true);
    }),
  );
});

test("an epoch leaves its input as it was and repeats itself", () => {
  fc.assert(
    fc.property(anyInput, (input) => {
      const copy = structuredClone(input);
      const first = epoch(input);
      expect(input).toEqual(copy);
      expect(epoch(input)).toEqual(first);
    }),
    { numRuns: 30 },
  );
});

test("only a new permit keeps bonds", () => {
  fc.assert(
    fc.property(anyInput, (input) => {
      const { bonds, newValidatorPermit } = epoch(input);
      bonds.forEach((row, uid) => {
        if (!newValidatorPermit[uid]) expect(row).toEqual([]);
      });
    }),
  );
});
