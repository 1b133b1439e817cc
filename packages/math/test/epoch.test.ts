import { describe, expect, test } from "vitest";
import {
  compiledEpoch,
  type EpochInput,
  type EpochParameters,
  I32F32,
  I64F64,
  pairsOf,
  specifiedEpoch,
  stakeToRao,
  stakeWeights,
  storedRow,
  traceEpoch,
  U64_MAX,
} from "../src/index.ts";

const TAO = 1_000_000_000n;

const PARAMETERS: EpochParameters = {
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

type Row = readonly (readonly [uid: number, value: number])[];

/** Two validators (uids 0 and 1) and two miners, all registered at block 10 and active. */
function subnet(
  change: Partial<Omit<EpochInput, "parameters" | "weights" | "bonds">> & {
    readonly parameters?: Partial<EpochParameters>;
    readonly weights?: readonly Row[];
    readonly bonds?: readonly Row[];
  } = {},
): EpochInput {
  const equal: Row = [
    [2, 65_535],
    [3, 65_535],
  ];
  const {
    parameters,
    weights = [equal, equal, [], []],
    bonds = [[], [], [], []],
    ...rest
  } = change;
  return {
    parameters: { ...PARAMETERS, ...parameters },
    block: 1_000n,
    lastMechanismStepBlock: 700n,
    emission: 100n * TAO,
    stake: stakeWeights({
      alpha: [3_000n * TAO, 1_000n * TAO, 0n, 0n],
      tao: [0n, 0n, 0n, 0n],
      taoWeight: 0n,
    }),
    ownerUid: null,
    lastUpdate: [990n, 990n, 20n, 20n],
    blockAtRegistration: [10n, 10n, 10n, 10n],
    validatorPermit: [true, true, false, false],
    weights: weights.map(storedRow),
    bonds: bonds.map(storedRow),
    commitBlocks: [null, null, null, null],
    ...rest,
  };
}

/** By both kernels, which must agree. */
function epoch(input: EpochInput) {
  const output = specifiedEpoch(input);
  expect(compiledEpoch(input)).toEqual(output);
  return { ...output, bonds: output.bonds.map(pairsOf) };
}

describe("one epoch", () => {
  test("equal weights give both miners half of the incentive", () => {
    const output = epoch(subnet());
    expect(output.incentive).toEqual([0, 0, 32_767, 32_767]);
    expect(output.consensus).toEqual([0, 0, 32_767, 32_767]);
    expect(output.serverEmission[2]).toBe(output.serverEmission[3]);
    expect(output.serverEmission.slice(0, 2)).toEqual([0n, 0n]);
  });

  test("equal votes earn dividends by stake", () => {
    const { dividends } = traceEpoch(subnet());
    const quarter = I32F32.one / 4n;
    const gap = (dividends[1] as bigint) - quarter;
    expect(gap > -8n && gap < 8n).toBe(true);
  });

  test("a miner that the majority does not weigh gets nothing", () => {
    const loner: Row = [[3, 65_535]];
    const output = epoch(subnet({ weights: [[[2, 65_535]], loner, [], []] }));
    expect(output.incentive).toEqual([0, 0, 65_535, 0]);
    expect(output.validatorTrust).toEqual([65_535, 0, 0, 0]);
  });

  test("a validator without active weights hands the vote to the other", () => {
    const output = epoch(subnet({ lastUpdate: [990n, 20n, 20n, 20n], block: 5_022n }));
    expect(output.active).toEqual([true, false, false, false]);
    expect(output.dividends).toEqual([65_535, 0, 0, 0]);
  });

  test("without any weights validators are paid by stake", () => {
    const output = epoch(subnet({ weights: [[], [], [], []] }));
    expect(output.serverEmission).toEqual([0n, 0n, 0n, 0n]);
    expect(output.validatorEmission).toEqual([75n * TAO, 25n * TAO, 0n, 0n]);
    expect(output.emission).toEqual(output.validatorEmission);
  });

  test("without any active stake everyone is paid by stake, permitted or not", () => {
    const output = epoch(subnet({ validatorPermit: [false, false, false, false] }));
    expect(output.validatorEmission).toEqual([75n * TAO, 25n * TAO, 0n, 0n]);
    expect(output.newValidatorPermit).toEqual([true, true, false, false]);
  });

  test("without a list of permits all active stake counts, as the mask of an empty list masks nobody", () => {
    const silent = { lastUpdate: [20n, 990n, 20n, 20n], block: 5_022n };
    const output = epoch(subnet({ ...silent, validatorPermit: [] }));
    expect(output.serverEmission).toEqual([0n, 0n, 0n, 0n]);
    expect(output.validatorEmission).toEqual([0n, 100n * TAO, 0n, 0n]);
    const short = epoch(subnet({ ...silent, validatorPermit: [true] }));
    expect(short.validatorEmission).toEqual([75n * TAO, 25n * TAO, 0n, 0n]);
  });

  test("stake under the threshold has no vote and gets no permit", () => {
    const output = epoch(subnet({ parameters: { stakeThreshold: 1_000n * TAO + 1n } }));
    expect(output.newValidatorPermit).toEqual([true, false, false, false]);
    expect(output.stakeWeight).toEqual([65_535, 0, 0, 0]);
    expect(output.stake[1]).toBe(1_000n * TAO);
  });

  test("the highest stakes get the permits and of equal ones the higher uid", () => {
    const stake = stakeWeights({ alpha: [TAO, TAO, TAO, 0n], tao: [], taoWeight: 0n });
    const output = epoch(subnet({ stake, parameters: { maxAllowedValidators: 2 } }));
    expect(output.newValidatorPermit).toEqual([false, true, true, false]);
  });
});

describe("the owner", () => {
  test("skips the threshold and holds a permit without stake", () => {
    const parameters = { stakeThreshold: 5_000n * TAO, maxAllowedValidators: 0 };
    const output = epoch(subnet({ ownerUid: 1, parameters }));
    expect(output.newValidatorPermit).toEqual([false, true, false, false]);
    expect(output.stakeWeight).toEqual([0, 65_535, 0, 0]);
  });

  test("keeps its self-weight where others lose theirs", () => {
    const selfish: Row[] = [[[0, 65_535]], [[1, 65_535]], [], []];
    expect(traceEpoch(subnet({ weights: selfish })).weights.map((row) => row.uids)).toEqual([
      [],
      [],
      [],
      [],
    ]);
    const owned = traceEpoch(subnet({ weights: selfish, ownerUid: 0 }));
    expect(owned.weights[0]).toEqual({ uids: [0], values: [I32F32.one] });
  });
});

describe("masks", () => {
  const uidsOf = (input: EpochInput) => traceEpoch(input).weights.map((row) => row.uids);

  test("a weight set no later than the other's registration is dropped", () => {
    expect(uidsOf(subnet({ blockAtRegistration: [10n, 10n, 990n, 989n] }))[0]).toEqual([3]);
  });

  test("a weight committed before the other's registration is dropped under commit-reveal", () => {
    const change = {
      blockAtRegistration: [10n, 10n, 500n, 600n],
      commitBlocks: [500n, null, null, 499n],
    };
    expect(uidsOf(subnet({ ...change, parameters: { commitReveal: true } }))[0]).toEqual([2]);
    expect(uidsOf(subnet({ ...change, parameters: { commitReveal: true } }))[1]).toEqual([2, 3]);
    expect(uidsOf(subnet(change))[0]).toEqual([2, 3]);
  });

  test("weights to uids that do not exist are dropped", () => {
    const weights: Row[] = [
      [
        [2, 1],
        [4, 9],
        [900, 9],
      ],
      [],
      [],
      [],
    ];
    expect(uidsOf(subnet({ weights }))[0]).toEqual([2]);
  });

  test("a bond in someone registered since the last epoch is dropped", () => {
    const bonds: Row[] = [
      [
        [2, 65_535],
        [3, 65_535],
      ],
      [],
      [],
      [],
    ];
    const input = subnet({
      bonds,
      weights: [[], [], [], []],
      blockAtRegistration: [10n, 10n, 700n, 701n],
    });
    // Without weights the old bond decays to 90 %; the one in uid 3 is gone.
    expect(epoch(input).bonds[0]).toEqual([[2, 58_981]]);
  });

  test("a subnet never stepped counts its last epoch one tempo back", () => {
    const bonds: Row[] = [
      [
        [2, 65_535],
        [3, 65_535],
      ],
      [],
      [],
      [],
    ];
    const input = subnet({
      bonds,
      lastMechanismStepBlock: 0n,
      weights: [[], [], [], []],
      blockAtRegistration: [10n, 10n, 639n, 640n],
    });
    expect(epoch(input).bonds[0]).toEqual([[2, 58_981]]);
  });
});

describe("bonds", () => {
  test("a validator that loses its permit loses its bonds", () => {
    const bonds: Row[] = [[], [[2, 65_535]], [], []];
    const output = epoch(subnet({ bonds, parameters: { maxAllowedValidators: 1 } }));
    expect(output.bonds[1]).toEqual([]);
    expect(output.bonds[0]?.length).toBe(2);
  });

  test("Yuma3 moves a tenth of the way to the weight", () => {
    const [row] = epoch(subnet()).bonds;
    expect(row).toEqual([
      [2, 3_276],
      [3, 3_276],
    ]);
  });

  test("the classic form stores the largest bond of a column as 65535", () => {
    const { bonds } = epoch(subnet({ parameters: { yuma3: false } }));
    expect(bonds[0]).toEqual([
      [2, 65_535],
      [3, 65_535],
    ]);
    expect(bonds[1]?.every(([, value]) => value < 32_768)).toBe(true);
  });

  test("under liquid alpha an old bond without a new weight is gone at once", () => {
    const bonds: Row[] = [
      [
        [1, 65_535],
        [2, 65_535],
      ],
      [],
      [],
      [],
    ];
    const liquid = epoch(subnet({ bonds, parameters: { liquidAlpha: true } }));
    const plain = epoch(subnet({ bonds }));
    expect(liquid.bonds[0]?.map(([uid]) => uid)).toEqual([2, 3]);
    expect(plain.bonds[0]?.map(([uid]) => uid)).toEqual([1, 2, 3]);
  });

  test("liquid alpha does not act in the classic form", () => {
    const classic = { yuma3: false, bondsPenalty: 20_000 };
    expect(epoch(subnet({ parameters: { ...classic, liquidAlpha: true } }))).toEqual(
      epoch(subnet({ parameters: classic })),
    );
  });

  test("entries of an unordered row behind a larger uid count as zero for liquid alpha", () => {
    const ordered: Row = [
      [2, 20_000],
      [3, 60_000],
    ];
    const swapped: Row = [
      [3, 60_000],
      [2, 20_000],
    ];
    const at = (first: Row) =>
      epoch(
        subnet({
          weights: [first, ordered, [], []],
          bonds: [
            [
              [2, 30_000],
              [3, 10_000],
            ],
            [],
            [],
            [],
          ],
          parameters: { liquidAlpha: true, bondsPenalty: 0 },
        }),
      ).bonds[0];
    const sorted = new Map(at(ordered));
    const unsorted = new Map(at(swapped));
    expect(unsorted.get(3)).toBe(sorted.get(3));
    expect(unsorted.get(2)).not.toBe(sorted.get(2));
  });
});

describe("edges", () => {
  test("an empty subnet has an empty epoch", () => {
    const output = epoch(
      subnet({
        stake: [],
        lastUpdate: [],
        blockAtRegistration: [],
        validatorPermit: [],
        weights: [],
        bonds: [],
        commitBlocks: [],
      }),
    );
    expect(Object.values(output).every((list) => list.length === 0)).toBe(true);
  });

  test("a mechanism whose lists are still empty pays by stake and has nobody active", () => {
    const output = epoch(
      subnet({ lastUpdate: [], validatorPermit: [], weights: [], bonds: [], commitBlocks: [] }),
    );
    expect(output.active).toEqual([false, false, false, false]);
    expect(output.validatorEmission).toEqual([75n * TAO, 25n * TAO, 0n, 0n]);
    expect(output.bonds).toEqual([[], [], [], []]);
  });

  test("an owner uid outside the subnet changes nothing", () => {
    expect(epoch(subnet({ ownerUid: 9 }))).toEqual(epoch(subnet()));
  });

  test("nothing to distribute pays nothing and still moves bonds", () => {
    const output = epoch(subnet({ emission: 0n }));
    expect(output.emission).toEqual([0n, 0n, 0n, 0n]);
    expect(output.bonds).toEqual(epoch(subnet()).bonds);
  });

  test("an average of more than one still yields storable bonds", () => {
    for (const yuma3 of [true, false]) {
      const output = epoch(subnet({ parameters: { yuma3, bondsMovingAverage: U64_MAX } }));
      expect(output.bonds.flat().every(([, v]) => v >= 0 && v <= 65_535)).toBe(true);
    }
  });
});

describe("stake weights", () => {
  test("root stake counts by the TAO weight", () => {
    const [half] = stakeWeights({ alpha: [10n], tao: [100n], taoWeight: 1n << 63n });
    expect(stakeToRao(half as bigint)).toBe(60n);
    const [full] = stakeWeights({ alpha: [10n], tao: [100n], taoWeight: U64_MAX });
    expect(full).toBe(I64F64.fromInteger(110));
  });

  test("stake beyond 2^63 clamps", () => {
    const [most] = stakeWeights({ alpha: [U64_MAX], tao: [U64_MAX], taoWeight: U64_MAX });
    expect(most).toBe(I64F64.max);
  });
});
