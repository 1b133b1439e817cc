import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compiledEpoch, type EpochInput, specifiedEpoch } from "../src/index.ts";
import { anyEpochInput } from "./any-epoch.ts";

describe("the compiled kernel gives the bits of the specification", () => {
  const agree = (inputs: fc.Arbitrary<EpochInput>, numRuns: number): void => {
    fc.assert(
      fc.property(inputs, (input) => {
        expect(compiledEpoch(input)).toEqual(specifiedEpoch(input));
      }),
      { numRuns },
    );
  };
  test("for inputs that a chain could have", () => {
    const neurons = fc.integer({ min: 0, max: 40 });
    agree(anyEpochInput({ neurons, absurd: false }), 400);
  });
  test("for whatever the types allow", () => {
    agree(anyEpochInput({ neurons: fc.integer({ min: 0, max: 12 }), absurd: true }), 1_000);
    agree(anyEpochInput({ neurons: fc.integer({ min: 0, max: 40 }), absurd: true }), 200);
  });
  test("for full subnets", () => {
    const neurons = fc.constant(256);
    agree(anyEpochInput({ neurons, absurd: false, rowLength: 256 }), 4);
  });
});
