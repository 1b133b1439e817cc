import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compiledEpoch, pairsOf, specifiedEpoch } from "../src/index.ts";
import { anyEpochInput } from "./any-epoch.ts";

const anyInput = anyEpochInput({
  neurons: fc.integer({ min: 1, max: 12 }),
  rowLength: 13,
  absurd: false,
});

describe.each([
  ["specified", specifiedEpoch],
  ["compiled", compiledEpoch],
] as const)("the %s epoch", (_, epoch) => {
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
        expect(
          output.bonds.flatMap(pairsOf).every(([uid, v]) => uid < n && v >= 0 && v <= 65_535),
        ).toBe(true);
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
          if (!newValidatorPermit[uid]) expect(pairsOf(row)).toEqual([]);
        });
      }),
    );
  });
});
