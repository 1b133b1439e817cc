import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compiledEpoch, type EpochInput, specifiedEpoch, storedRow } from "../src/index.ts";
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
    agree(anyEpochInput({ neurons, absurd: false }), 200);
  });
  test("for whatever the types allow", () => {
    agree(anyEpochInput({ neurons: fc.integer({ min: 0, max: 12 }), absurd: true }), 700);
    agree(anyEpochInput({ neurons: fc.integer({ min: 0, max: 40 }), absurd: true }), 100);
  });
  test("for full subnets", () => {
    const neurons = fc.constant(256);
    agree(anyEpochInput({ neurons, absurd: false, rowLength: 256 }), 4);
  });
});

const PARAMETERS = {
  tempo: 360,
  activityCutoffFactorMilli: 13_889,
  maxAllowedValidators: 64,
  kappa: 32_767,
  bondsPenalty: 65_535,
  bondsMovingAverage: 900_000n,
  yuma3: true,
  liquidAlpha: false,
  alphaLow: 45_875,
  alphaHigh: 58_982,
  alphaSigmoidSteepness: 1_000,
  commitReveal: false,
  stakeThreshold: 0n,
};

/** `validators` uids, all with the same stake and the same weights for everyone else. */
function subnet(n: number, validators: number): EpochInput {
  const uids = [...Array(n).keys()];
  const row = storedRow(uids.map((uid) => [uid, 1 + (uid % 1_000)]));
  return {
    parameters: PARAMETERS,
    block: 1_000n,
    lastMechanismStepBlock: 700n,
    emission: 10n ** 11n,
    stake: uids.map((uid) => (uid < validators ? (10n ** 12n) << 64n : 0n)),
    ownerUid: null,
    lastUpdate: uids.map(() => 990n),
    blockAtRegistration: uids.map(() => 10n),
    validatorPermit: uids.map((uid) => uid < validators),
    weights: uids.map((uid) => (uid < validators ? row : new Uint16Array())),
    bonds: uids.map((uid) => (uid < validators ? row : new Uint16Array())),
    commitBlocks: [],
  };
}

describe("the kernel's memory", () => {
  test("grows for a large epoch, and a small one afterwards is as before", () => {
    const small = subnet(5, 2);
    const before = compiledEpoch(small);
    const large = subnet(3_000, 6);
    expect(compiledEpoch(large)).toEqual(specifiedEpoch(large));
    expect(compiledEpoch(small)).toEqual(before);
  });
  test("holds as many neurons as there are uids", () => {
    const all = subnet(65_536, 1);
    const { incentive, bonds, newValidatorPermit } = compiledEpoch(all);
    // A bond in everyone: the one in itself is an old one, on its way to nothing.
    expect([incentive.length, bonds[0]?.length]).toEqual([65_536, 2 * 65_536]);
    expect(newValidatorPermit.filter((permit) => permit)).toHaveLength(1);
  });
  test("belongs to one epoch: what it gave stays as it was when the next one runs", () => {
    const first = compiledEpoch(subnet(9, 3));
    const copy = structuredClone(first);
    compiledEpoch(subnet(300, 20));
    expect(first).toEqual(copy);
  });
});

describe.each([
  ["compiled", compiledEpoch],
  ["specified", specifiedEpoch],
] as const)("the %s epoch refuses", (_, epoch) => {
  const refuses = (change: Partial<EpochInput>, message: string): void => {
    const input = { ...subnet(3, 1), ...change };
    expect(() => epoch(input)).toThrow(RangeError);
    expect(() => epoch(input)).toThrow(message);
    // The next epoch isn't touched by it.
    expect(epoch(subnet(3, 1)).incentive).toHaveLength(3);
  };
  test("more neurons than there are uids", () => {
    refuses({ stake: new Array(65_537).fill(0n) }, "the number of neurons is 65537");
  });
  test("numbers beyond the chain's types, by their names", () => {
    refuses({ block: 1n << 64n }, "block is 18446744073709551616, expected a u64");
    refuses({ emission: -1n }, "emission is -1");
    refuses({ stake: [1n << 127n, 0n, 0n] }, "stake of uid 0");
    refuses({ ownerUid: 65_536 }, "ownerUid is 65536, expected a u16 or null");
    refuses({ lastUpdate: [0n, -1n] }, "lastUpdate of uid 1 is -1");
    refuses({ parameters: { ...PARAMETERS, kappa: 65_536 } }, "kappa is 65536, expected 0..65535");
    refuses({ parameters: { ...PARAMETERS, tempo: 0.5 } }, "tempo is 0.5");
    refuses(
      { parameters: { ...PARAMETERS, alphaSigmoidSteepness: -32_769 } },
      "alphaSigmoidSteepness is -32769, expected -32768..32767",
    );
  });
  test("a row that is no pairs", () => {
    refuses({ weights: [Uint16Array.of(1, 2, 3)] }, "weights of uid 0 is 3 numbers");
  });
});

test("a stored row is made of u16 alone", () => {
  expect(storedRow([[1, 65_535]])).toEqual(Uint16Array.of(1, 65_535));
  expect(() => storedRow([[65_536, 1]])).toThrow("65536 is no u16");
  expect(() => storedRow([[1, 0.5]])).toThrow("0.5 is no u16");
});
