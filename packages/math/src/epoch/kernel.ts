import { plainAlpha } from "./bonds.ts";
import type { EpochKernel, EpochOutput } from "./epoch.ts";
import { checkEpochInput, type EpochInput, MOST_NEURONS, type StoredRow } from "./input.ts";
import { type EpochModule, instantiateEpochModule } from "./wasm.ts";
import { NO_ENTRIES } from "./weights.ts";

/** Beyond it addresses would not fit 32 bits. Rows of a chain that anybody runs have a hundredth of it. */
const MOST_PAIRS = 1 << 24;
/** An instance that grew beyond it, in bytes, is dropped after use: memory can't be given back. */
const MOST_KEPT = 1 << 28;
/** A commit that is older than no registration. */
const NEVER_TOO_OLD = -1n;

const numbers = (module: EpochModule, at: number, length: number): BigUint64Array =>
  new BigUint64Array(module.memory.buffer, at, length);
const shorts = (module: EpochModule, at: number, length: number): Uint16Array =>
  new Uint16Array(module.memory.buffer, at, length);
const lists = (module: EpochModule, at: number, length: number): Uint32Array =>
  new Uint32Array(module.memory.buffer, at, length);
const bytes = (module: EpochModule, at: number, length: number): Uint8Array =>
  new Uint8Array(module.memory.buffer, at, length);

/** Pairs in the first `n` rows. */
function countPairs(rows: readonly StoredRow[], n: number): number {
  let count = 0;
  for (let uid = 0; uid < n && uid < rows.length; uid++) count += (rows[uid] as StoredRow).length;
  return count >> 1;
}

function writeRows(
  module: EpochModule,
  rows: readonly StoredRow[],
  to: {
    readonly n: number;
    readonly starts: number;
    readonly pairs: number;
    readonly count: number;
  },
): void {
  const starts = lists(module, to.starts, to.n + 1);
  const pairs = shorts(module, to.pairs, to.count << 1);
  let at = 0;
  for (let uid = 0; uid < to.n; uid++) {
    starts[uid] = at >> 1;
    const row = rows[uid];
    if (row === undefined || row.length === 0) continue;
    pairs.set(row, at);
    at += row.length;
  }
  starts[to.n] = at >> 1;
}

function writeBlocks(to: BigUint64Array, from: readonly bigint[]): void {
  const length = Math.min(to.length, from.length);
  for (let uid = 0; uid < length; uid++) to[uid] = from[uid] as bigint;
}

function writeNumbers(module: EpochModule, input: EpochInput): void {
  const { parameters } = input;
  module.block.value = BigInt.asIntN(64, input.block);
  module.lastMechanismStepBlock.value = BigInt.asIntN(64, input.lastMechanismStepBlock);
  module.emission.value = BigInt.asIntN(64, input.emission);
  module.ownerUid.value = input.ownerUid ?? -1;
  module.tempo.value = parameters.tempo;
  module.activityCutoffFactorMilli.value = parameters.activityCutoffFactorMilli;
  module.maxAllowedValidators.value = parameters.maxAllowedValidators;
  module.kappa.value = parameters.kappa;
  module.bondsPenalty.value = parameters.bondsPenalty;
  module.bondsRate.value = plainAlpha(parameters);
  module.yuma3.value = Number(parameters.yuma3);
  module.liquidAlpha.value = Number(parameters.liquidAlpha);
  module.alphaLow.value = parameters.alphaLow;
  module.alphaHigh.value = parameters.alphaHigh;
  module.alphaSigmoidSteepness.value = parameters.alphaSigmoidSteepness;
  module.stakeThreshold.value = BigInt.asIntN(64, parameters.stakeThreshold);
}

function writeNeurons(module: EpochModule, input: EpochInput, n: number): void {
  const { stake, lastUpdate, blockAtRegistration, validatorPermit, commitBlocks } = input;
  const halves = numbers(module, module.stake.value, n << 1);
  for (let uid = 0; uid < n; uid++) {
    const bits = stake[uid] as bigint;
    if (bits === 0n) halves.fill(0n, 2 * uid, 2 * uid + 2);
    else {
      // A typed array keeps the lower 64 bits of what it is given.
      halves[2 * uid] = bits;
      halves[2 * uid + 1] = bits >> 64n;
    }
  }
  module.knownUpdates.value = Math.min(n, lastUpdate.length);
  writeBlocks(numbers(module, module.lastUpdate.value, n), lastUpdate);
  const registrations = Math.min(blockAtRegistration.length, MOST_NEURONS);
  writeBlocks(
    numbers(module, module.blockAtRegistration.value, registrations),
    blockAtRegistration,
  );
  module.knownPermits.value = Math.min(n, validatorPermit.length);
  const permits = bytes(module, module.validatorPermit.value, n);
  for (let uid = 0; uid < n; uid++) permits[uid] = validatorPermit[uid] ? 1 : 0;
  const commits = numbers(module, module.commitBlocks.value, n).fill(NEVER_TOO_OLD);
  if (input.parameters.commitReveal)
    for (let uid = 0; uid < n; uid++) commits[uid] = commitBlocks[uid] ?? NEVER_TOO_OLD;
}

function readBonds(module: EpochModule, n: number): StoredRow[] {
  const starts = lists(module, module.newBondStarts.value, n + 1);
  const pairs = shorts(module, module.newBondPairs.value, (starts[n] as number) << 1);
  const rows = new Array<StoredRow>(n).fill(NO_ENTRIES);
  for (let uid = 0; uid < n; uid++) {
    const from = starts[uid] as number;
    const end = starts[uid + 1] as number;
    if (end > from) rows[uid] = pairs.slice(from << 1, end << 1);
  }
  return rows;
}

function readFlags(module: EpochModule, at: number, n: number): boolean[] {
  const from = bytes(module, at, n);
  const flags = new Array<boolean>(n);
  for (let uid = 0; uid < n; uid++) flags[uid] = from[uid] !== 0;
  return flags;
}

function readProportions(module: EpochModule, at: number, n: number): number[] {
  const from = shorts(module, at, n);
  const proportions = new Array<number>(n);
  for (let uid = 0; uid < n; uid++) proportions[uid] = from[uid] as number;
  return proportions;
}

function readAmounts(module: EpochModule, at: number, n: number): bigint[] {
  const from = numbers(module, at, n);
  const halves = lists(module, at, n << 1);
  const amounts = new Array<bigint>(n);
  for (let uid = 0; uid < n; uid++) {
    // Most are 0, and a bigint out of a typed array is made anew each time.
    const nothing = halves[2 * uid] === 0 && halves[2 * uid + 1] === 0;
    amounts[uid] = nothing ? 0n : (from[uid] as bigint);
  }
  return amounts;
}

function readOutput(module: EpochModule, n: number): EpochOutput {
  const flags = (at: number): boolean[] => readFlags(module, at, n);
  const proportions = (at: number): number[] => readProportions(module, at, n);
  const amounts = (at: number): bigint[] => readAmounts(module, at, n);
  return {
    active: flags(module.active.value),
    bonds: readBonds(module, n),
    consensus: proportions(module.consensusOut.value),
    dividends: proportions(module.dividendsOut.value),
    incentive: proportions(module.incentiveOut.value),
    validatorTrust: proportions(module.validatorTrustOut.value),
    newValidatorPermit: flags(module.newPermits.value),
    stake: amounts(module.stakeOut.value),
    stakeWeight: proportions(module.stakeWeightOut.value),
    emission: amounts(module.emissions.value),
    serverEmission: amounts(module.serverEmissions.value),
    validatorEmission: amounts(module.validatorEmissions.value),
  };
}

function runOn(module: EpochModule, input: EpochInput): EpochOutput {
  const n = input.stake.length;
  const weights = countPairs(input.weights, n);
  const bonds = countPairs(input.bonds, n);
  if (weights + bonds > MOST_PAIRS)
    throw new RangeError(`epoch: ${weights + bonds} weights and bonds, expected ≤ ${MOST_PAIRS}`);
  module.reserve(n, Math.min(input.blockAtRegistration.length, MOST_NEURONS), weights, bonds);
  writeNumbers(module, input);
  writeNeurons(module, input, n);
  const { weightStarts, weightPairs, bondStarts, bondPairs } = module;
  writeRows(module, input.weights, {
    n,
    starts: weightStarts.value,
    pairs: weightPairs.value,
    count: weights,
  });
  writeRows(module, input.bonds, {
    n,
    starts: bondStarts.value,
    pairs: bondPairs.value,
    count: bonds,
  });
  module.run();
  return readOutput(module, n);
}

// One instance for the process: an epoch leaves nothing in it that the next one reads.
let shared: EpochModule | undefined;

/**
 * The epoch compiled from packages/math/assembly: the bits of `specifiedEpoch`, some ten times
 * faster. Compiles when it is first called, synchronously.
 * @throws RangeError if the input is none of the chain's types, or more than memory holds
 */
export const compiledEpoch: EpochKernel = (input) => {
  checkEpochInput(input);
  const module = (shared ??= instantiateEpochModule());
  // Whatever goes wrong, the next epoch begins in fresh memory.
  shared = undefined;
  try {
    const output = runOn(module, input);
    if (module.memory.buffer.byteLength <= MOST_KEPT) shared = module;
    return output;
  } catch (error) {
    if (module.exhausted.value === 0) throw error;
    throw new RangeError("epoch: needs more memory than there is", { cause: error });
  }
};
