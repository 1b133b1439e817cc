// One subnet's epoch with its storage, at three sizes, dense and sparse, in the three forms of bonds; beside the kernel
// alone, its specification in bigint, and the classic steps in plain doubles. The reference's own figures come from
// another machine.
import { beacon, verify } from "@ganglion/crypto";
import { compiledEpoch, type EpochInput, specifiedEpoch } from "@ganglion/math";
import { alpha, mechId, type NetUid, netUid } from "@ganglion/primitives";
import { epochWithMechanisms, localSpec, Runtime, readEpochInput } from "@ganglion/runtime";
import {
  type Alternative,
  cpuSecondsOf,
  type Figure,
  median,
  report,
  say,
} from "./parts/figure.ts";
import {
  bondOf,
  type EpochForm,
  type SubnetCase,
  SubnetState,
  stakeOf,
  weighed,
  weightOf,
} from "./parts/subnet-state.ts";
import { type DoublesInput, epochInDoubles } from "./parts/yuma-doubles.ts";

const FORMS: readonly EpochForm[] = ["classic", "yuma3", "liquid"];
interface Size {
  readonly neurons: number;
  readonly validators: number;
  readonly columns: number;
  /** The reference with its storage, CPU ms, by form. Source: a native release build on a machine of this class. */
  readonly reference: Readonly<Record<EpochForm, number>>;
  /** Of the reference, that an epoch may cost with liquid alpha; 1.0 without it. */
  readonly liquidGoal: number;
  readonly rounds: number;
}
const of = (neurons: number, validators: number, columns: number) => ({
  neurons,
  validators,
  columns,
});
const SIZES: readonly Size[] = [
  {
    ...of(256, 64, 256),
    reference: { classic: 5.4, yuma3: 5.2, liquid: 23.7 },
    liquidGoal: 0.4,
    rounds: 25,
  },
  {
    ...of(256, 64, 32),
    reference: { classic: 3.0, yuma3: 3.0, liquid: 21.9 },
    liquidGoal: 0.4,
    rounds: 25,
  },
  {
    ...of(1024, 128, 1024),
    reference: { classic: 33.9, yuma3: 31.9, liquid: 333 },
    liquidGoal: 0.4,
    rounds: 11,
  },
  {
    ...of(1024, 128, 64),
    reference: { classic: 12.7, yuma3: 12.4, liquid: 314 },
    liquidGoal: 0.4,
    rounds: 11,
  },
  {
    ...of(4096, 128, 4096),
    reference: { classic: 144, yuma3: 137, liquid: 4934 },
    liquidGoal: 0.1,
    rounds: 7,
  },
  {
    ...of(4096, 128, 64),
    reference: { classic: 56, yuma3: 57, liquid: 4838 },
    liquidGoal: 0.1,
    rounds: 7,
  },
];
/** Rounds of what is slow and only stands beside. */
const ROUNDS_BESIDE = 3;
const MANY = 64;
const ROUNDS_OF_MANY = 7;
const EMISSION = alpha(100_000_000_000n);
const FIRST = netUid(1);
const runtime = new Runtime({ chain: localSpec({ fast: false }).chain, verify, beacon });

const millisOf = (work: () => void): number => cpuSecondsOf(work) * 1000;
/** Rounds that don't count: until then the engine is still compiling. */
const WARM_UP = 4;
const WARM_UP_AT_FIRST = 40;
const medianOf = (rounds: number, work: () => number): number =>
  median(Array.from({ length: rounds + WARM_UP }, work).slice(WARM_UP));

function inputOf(made: SubnetState): EpochInput {
  const asked = { mecid: mechId(0), emission: EMISSION, uidOf: new Map() };
  return readEpochInput(made.ctx, FIRST, asked);
}

function doublesInput(plan: SubnetCase): DoublesInput {
  const { neurons, validators } = plan;
  const weights = new Float64Array(validators * neurons);
  const bonds = new Float64Array(validators * neurons);
  const stake = new Float64Array(validators);
  for (let i = 0; i < validators; i++) {
    stake[i] = Number(stakeOf(i));
    for (const j of weighed(plan)) {
      if (i !== j) weights[i * neurons + j] = weightOf(i, j);
      bonds[i * neurons + j] = bondOf(i, j) / 65_535;
    }
  }
  const total = stake.reduce((sum, each) => sum + each, 0);
  return {
    validators,
    neurons,
    weights,
    bonds,
    stake: stake.map((each) => each / total),
    kappa: 32_767 / 65_535,
    alpha: 0.1,
  };
}

/** What stands beside must compute the same thing. @throws Error */
function checkThatAllAgree(input: EpochInput, plain: DoublesInput): void {
  const exact = compiledEpoch(input);
  if (JSON.stringify(exact.incentive) !== JSON.stringify(specifiedEpoch(input).incentive))
    throw new Error("the kernel is not its specification");
  const rough = epochInDoubles(plain);
  const scale = Math.max(...exact.incentive) / Math.max(...rough.incentive);
  exact.incentive.forEach((value, uid) => {
    if (Math.abs(value - rough.incentive[uid]! * scale) > 2)
      throw new Error(`incentive of uid ${uid}: ${value}, in doubles ${rough.incentive[uid]}`);
  });
}

/** An epoch as a block runs it, up to the bytes of what it wrote. */
function storedEpoch(made: SubnetState, netuid: NetUid): void {
  epochWithMechanisms(made.ctx, netuid, EMISSION);
}

function measure(size: Size, form: EpochForm, doubles: number): Figure {
  const { neurons, validators, columns, rounds } = size;
  const plan = { neurons, validators, columns, form };
  const made = new SubnetState(runtime);
  made.addSubnet(FIRST, plan);
  const input = inputOf(made);
  const [warm, cold]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds + WARM_UP; round++)
    for (const into of [warm, cold]) {
      made.setWeights(FIRST, plan);
      made.commit();
      if (into === cold) made.state.forget();
      const millis = millisOf(() => {
        storedEpoch(made, FIRST);
        made.state.changes();
      });
      if (round >= WARM_UP) into.push(millis);
      made.commit();
    }
  const kernel = medianOf(rounds, () => millisOf(() => compiledEpoch(input)));
  const bigint = median(
    Array.from({ length: ROUNDS_BESIDE }, () => millisOf(() => specifiedEpoch(input))),
  );
  const ours = median(warm);
  const reference = size.reference[form];
  const limit = form === "liquid" ? size.liquidGoal : 1;
  const beside = (what: string, value: number, measuredHere = true): Alternative => ({
    what,
    value,
    measuredHere,
  });
  const density = columns === neurons ? "dense" : `${columns} columns`;
  say(`epoch: ${neurons}/${validators} ${density} ${form} ${ours.toFixed(2)} ms`);
  return {
    what: `epoch with its storage, ${neurons} neurons, ${validators} validators, ${density}, ${form}`,
    unit: "CPU ms",
    ours,
    alternatives: [
      beside("the classic steps in doubles, dense and without storage", doubles),
      beside("the kernel alone", kernel),
      beside("its specification in bigint", bigint),
      beside("the same as the first epoch after a start, nothing cached", median(cold)),
      beside("the reference with its storage", reference, false),
    ],
    goals: [
      {
        text: `≤ ${limit.toFixed(1)} × the reference`,
        value: ours / reference,
        atMost: limit,
      },
    ],
  };
}

function measureMany(form: EpochForm): Figure {
  const plan = { ...of(256, 64, 32), form };
  const made = new SubnetState(runtime);
  const netuids = Array.from({ length: MANY }, (_, i) => netUid(i + 1));
  for (const netuid of netuids) made.addSubnet(netuid, plan);
  const ours = medianOf(ROUNDS_OF_MANY, () => {
    for (const netuid of netuids) made.setWeights(netuid, plan);
    made.commit();
    const millis = millisOf(() => {
      for (const netuid of netuids) storedEpoch(made, netuid);
      made.state.changes();
    });
    made.commit();
    return millis;
  });
  say(`epoch: ${MANY} subnets ${form} ${ours.toFixed(0)} ms`);
  return {
    what: `${MANY} such epochs in a block, 256 neurons, 64 validators, 32 columns, ${form}`,
    unit: "CPU ms",
    ours,
    alternatives: [],
    goals: [],
  };
}

/** What the engine compiles beside our thread counts as processor time too, and would count for what is measured first. */
function warmUp(): void {
  for (const form of FORMS) {
    const plan = { ...of(256, 64, 256), form };
    const made = new SubnetState(runtime);
    made.addSubnet(FIRST, plan);
    for (let round = 0; round < WARM_UP_AT_FIRST; round++) {
      made.setWeights(FIRST, plan);
      made.commit();
      storedEpoch(made, FIRST);
      made.commit();
    }
  }
}

warmUp();
const figures = SIZES.flatMap((size): Figure[] => {
  const plain = doublesInput({ ...size, form: "classic" });
  const made = new SubnetState(runtime);
  made.addSubnet(FIRST, { ...size, form: "classic" });
  checkThatAllAgree(inputOf(made), plain);
  const doubles = medianOf(ROUNDS_BESIDE, () => millisOf(() => epochInDoubles(plain)));
  return FORMS.map((form) => measure(size, form, doubles));
});
report({
  figures: [...figures, measureMany("classic"), measureMany("yuma3")],
  notes: [
    "medians; storage is a map in memory, every validator set its weights since the last epoch, what is written is encoded",
    "subnets are written into storage: above 256 neurons no call could make them",
    "the reference's figures: native release build, storage reads included, another machine of this class",
  ],
});
