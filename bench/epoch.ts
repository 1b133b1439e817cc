// One dense Yuma epoch of 256 neurons and 64 validators in the chain's exact arithmetic, against the
// same steps in plain doubles. The reference's own figure comes from another machine.
import { compiledEpoch, type EpochInput, storedRow } from "@ganglion/math";
import { cpuSecondsOf, type Figure, median, report, say } from "./parts/figure.ts";
import { type DoublesInput, epochInDoubles } from "./parts/yuma-doubles.ts";

const NEURONS = 256;
const VALIDATORS = 64;
const KAPPA_U16 = 32_767;
const ROUNDS = 15;
const EPOCHS_PER_ROUND = 3;
const REFERENCE_MS = { classic: 5.4, yuma3: 5.2, liquid: 23.7 } as const;
type Form = keyof typeof REFERENCE_MS;

const mixed = (a: number, b: number): number => {
  const x = Math.imul(a + 1, 0x9e3779b1) ^ Math.imul(b + 1, 0x85ebca6b);
  return Math.imul(x ^ (x >>> 15), 0xc2b2ae35) >>> 16;
};
/** A quality of the neuron and a quarter of opinion, so that consensus cuts some: u16 without zeros. */
const weightOf = (i: number, j: number): number =>
  1 + Math.floor(0.75 * mixed(0, j) + 0.2499 * mixed(i + 1, j));
const bondOf = (i: number, j: number): number => 1 + (mixed(i + 1000, j) % 65_535);

function inputOf(form: Form): EpochInput {
  const uids = Array.from({ length: NEURONS }, (_, uid) => uid);
  const isValidator = (uid: number): boolean => uid < VALIDATORS;
  const alphaStake = uids.map((uid) =>
    isValidator(uid) ? BigInt(1000 + uid) * 1_000_000_000n : 0n,
  );
  return {
    parameters: {
      tempo: 360,
      activityCutoffFactorMilli: 13_889,
      maxAllowedValidators: VALIDATORS,
      kappa: KAPPA_U16,
      bondsPenalty: 65_535,
      bondsMovingAverage: 900_000n,
      yuma3: form !== "classic",
      liquidAlpha: form === "liquid",
      alphaLow: 45_875,
      alphaHigh: 58_982,
      alphaSigmoidSteepness: 1000,
      commitReveal: false,
      stakeThreshold: 0n,
    },
    block: 10_000n,
    lastMechanismStepBlock: 9_640n,
    emission: 100_000_000_000n,
    stake: alphaStake.map((amount) => amount << 64n),
    ownerUid: null,
    lastUpdate: uids.map(() => 9_990n),
    blockAtRegistration: uids.map(() => 0n),
    validatorPermit: uids.map(isValidator),
    weights: uids.map((i) =>
      storedRow(isValidator(i) ? uids.filter((j) => j !== i).map((j) => [j, weightOf(i, j)]) : []),
    ),
    bonds: uids.map((i) => storedRow(isValidator(i) ? uids.map((j) => [j, bondOf(i, j)]) : [])),
    commitBlocks: uids.map(() => null),
  };
}

function doublesInput(): DoublesInput {
  const weights = new Float64Array(VALIDATORS * NEURONS);
  const bonds = new Float64Array(VALIDATORS * NEURONS);
  const stake = new Float64Array(VALIDATORS);
  for (let i = 0; i < VALIDATORS; i++) {
    stake[i] = 1000 + i;
    for (let j = 0; j < NEURONS; j++) {
      if (i !== j) weights[i * NEURONS + j] = weightOf(i, j);
      bonds[i * NEURONS + j] = bondOf(i, j) / 65_535;
    }
  }
  const total = stake.reduce((sum, each) => sum + each, 0);
  return {
    validators: VALIDATORS,
    neurons: NEURONS,
    weights,
    bonds,
    stake: stake.map((each) => each / total),
    kappa: KAPPA_U16 / 65_535,
    alpha: 0.1,
  };
}

const millisOf = (work: () => void): number =>
  (cpuSecondsOf(() => {
    for (let i = 0; i < EPOCHS_PER_ROUND; i++) work();
  }) /
    EPOCHS_PER_ROUND) *
  1000;

const forms = ["classic", "yuma3", "liquid"] as const;
const inputs = forms.map(inputOf);
const plain = doublesInput();
checkThatBothAgree();
const ours: number[][] = forms.map(() => []);
const doubles: number[] = [];
for (let round = 0; round <= ROUNDS; round++) {
  const warm = round > 0;
  inputs.forEach((input, i) => {
    const millis = millisOf(() => compiledEpoch(input));
    if (warm) ours[i]!.push(millis);
  });
  const millis = millisOf(() => epochInDoubles(plain));
  if (warm) doubles.push(millis);
}
say(`epoch: ${ROUNDS} rounds`);

/** The doubles are a rival only if they compute the same thing. @throws Error */
function checkThatBothAgree(): void {
  const exact = compiledEpoch(inputs[0]!);
  const rough = epochInDoubles(plain);
  const most = (values: Float64Array): number => values.reduce((a, b) => Math.max(a, b), 0);
  const scale = most(Float64Array.from(exact.incentive)) / most(rough.incentive);
  exact.incentive.forEach((value, uid) => {
    if (Math.abs(value - rough.incentive[uid]! * scale) > 2)
      throw new Error(`incentive of uid ${uid}: ${value}, in doubles ${rough.incentive[uid]}`);
  });
}

const figures = forms.map((form, i): Figure => {
  const millis = median(ours[i]!);
  const goal = { text: "≤ 1.0 × the reference", value: millis / REFERENCE_MS[form], atMost: 1 };
  return {
    what: `epoch of ${NEURONS} neurons and ${VALIDATORS} validators, ${form}`,
    unit: "CPU ms",
    ours: millis,
    alternatives: [
      ...(form === "classic"
        ? [{ what: "the same steps in doubles", value: median(doubles), measuredHere: true }]
        : []),
      { what: "the reference with its storage", value: REFERENCE_MS[form], measuredHere: false },
    ],
    goals: [form === "liquid" ? { ...goal, text: "≤ 0.4 × the reference", atMost: 0.4 } : goal],
  };
});
report({
  figures,
  notes: [
    `medians of ${ROUNDS} alternated rounds; every validator weighs every neuron; arithmetic alone, without storage`,
    "the reference's figures are those of design/limits.md: native release build, storage reads included, another machine of this class",
  ],
});
