import { I32F32, I96F32 } from "../fixed/formats.ts";
import { bondsAndDividends } from "./bonds.ts";
import { checkEpochInput, type EpochInput, type StoredRow } from "./input.ts";
import {
  clipColumns,
  interpolate,
  rowSums,
  type SparseMatrix,
  sumOfScaledRows,
} from "./sparse-matrix.ts";
import { stakeToRao, type ValidatorStake, validatorStake } from "./stake.ts";
import {
  normalize,
  normalizeBySum,
  proportionFromU16,
  proportionToU16,
  type Vector,
} from "./vector.ts";
import { weightedMedianOfColumns } from "./weighted-median.ts";
import { maskedWeights, NO_ENTRIES } from "./weights.ts";

/** What the chain stores and pays after one mechanism's epoch; one entry per uid. */
export interface EpochOutput {
  readonly active: boolean[];
  /** Rows for Bonds; empty without a new permit. */
  readonly bonds: StoredRow[];
  /** The next five and stakeWeight are u16, 65535 = 1.0. */
  readonly consensus: number[];
  readonly dividends: number[];
  readonly incentive: number[];
  readonly validatorTrust: number[];
  readonly newValidatorPermit: boolean[];
  /** Rao. */
  readonly stake: bigint[];
  readonly stakeWeight: number[];
  /** Rao of alpha; what the Emission storage shows. */
  readonly emission: bigint[];
  /** Rao of alpha as miner. */
  readonly serverEmission: bigint[];
  /** Rao of alpha as validator. */
  readonly validatorEmission: bigint[];
}

/** Computes one mechanism's epoch. All kernels give the same bits and refuse the same inputs. */
export type EpochKernel = (input: EpochInput) => EpochOutput;

/** Intermediates as raw I32F32. */
export interface EpochTrace extends ValidatorStake {
  readonly kappa: bigint;
  /** Masked and normalised. */
  readonly weights: SparseMatrix;
  readonly consensus: Vector;
  readonly clipped: SparseMatrix;
  readonly validatorTrust: Vector;
  /** Before they are normalised to incentive. */
  readonly ranks: Vector;
  readonly incentive: Vector;
  readonly weightsForBonds: SparseMatrix;
  readonly emaBonds: SparseMatrix;
  readonly dividends: Vector;
}

/**
 * Everything the epoch decides, before it is cut to what is stored.
 * @throws RangeError if the input is none of the chain's types
 */
export function traceEpoch(input: EpochInput): EpochTrace {
  checkEpochInput(input);
  const n = input.stake.length;
  const { parameters } = input;
  const validators = validatorStake(input);
  const { activeStake } = validators;
  const kappa = proportionFromU16(parameters.kappa);

  const weights = maskedWeights(input, validators.permits);
  const consensus = weightedMedianOfColumns(activeStake, weights, kappa, n);
  const clipped = clipColumns(weights, consensus);
  const validatorTrust = rowSums(clipped);
  const ranks = sumOfScaledRows(clipped, activeStake, n);
  const incentive = normalize(ranks);

  const penalty = proportionFromU16(parameters.bondsPenalty);
  const weightsForBonds = interpolate(weights, clipped, penalty, n);
  const { bonds, dividends } = bondsAndDividends(input, {
    weightsForBonds,
    consensus,
    incentive,
    activeStake,
  });
  return {
    ...validators,
    kappa,
    weights,
    consensus,
    clipped,
    validatorTrust,
    ranks,
    incentive,
    weightsForBonds,
    emaBonds: bonds,
    dividends,
  };
}

function toRao(shares: Vector, emission: bigint): bigint[] {
  const amount = I96F32.fromInteger(emission);
  return shares.map((share) =>
    I96F32.toUnsigned(I96F32.saturatingMul(I96F32.from(I32F32, share), amount), 64),
  );
}

// Half to miners by incentive, half to validators by dividends, as far as both exist. An epoch
// without either pays validators by stake.
function distribute(
  trace: EpochTrace,
  emission: bigint,
): Pick<EpochOutput, "emission" | "serverEmission" | "validatorEmission"> {
  const { incentive, dividends, activeStake, stake } = trace;
  const combined = incentive.map((value, uid) => I32F32.saturatingAdd(value, dividends[uid] ?? 0n));
  const sum = I32F32.wrappingSum(combined);
  const server = toRao(normalizeBySum(incentive, sum), emission);
  if (sum !== 0n) {
    return {
      emission: toRao(normalizeBySum(combined, sum), emission),
      serverEmission: server,
      validatorEmission: toRao(normalizeBySum(dividends, sum), emission),
    };
  }
  const byStake = I32F32.wrappingSum(activeStake) === 0n ? stake : activeStake;
  const validator = toRao(byStake, emission);
  return { emission: validator, serverEmission: server, validatorEmission: [...validator] };
}

/** Cuts a traced epoch to what is stored and paid. */
export function epochOutput(input: EpochInput, trace: EpochTrace): EpochOutput {
  return {
    active: [...trace.active],
    bonds: trace.newPermits.map((permit, uid) => {
      const row = trace.emaBonds[uid];
      if (!permit || row === undefined) return NO_ENTRIES;
      return Uint16Array.from(
        row.values.flatMap((value, k) => [row.uids[k] as number, proportionToU16(value)]),
      );
    }),
    consensus: trace.consensus.map(proportionToU16),
    dividends: trace.dividends.map(proportionToU16),
    incentive: trace.incentive.map(proportionToU16),
    validatorTrust: trace.validatorTrust.map(proportionToU16),
    newValidatorPermit: [...trace.newPermits],
    stake: input.stake.map(stakeToRao),
    stakeWeight: trace.stake.map(proportionToU16),
    ...distribute(trace, input.emission),
  };
}

/**
 * One mechanism's Yuma epoch in the form production runs (sparse matrices), as plain as it can be
 * said: the specification that faster kernels equal. Pure: what to do with the output is the
 * caller's part.
 * @throws RangeError if the input is none of the chain's types
 * Source: pallets/subtensor/src/epoch/run_epoch.rs, epoch_mechanism
 */
export const specifiedEpoch: EpochKernel = (input) => epochOutput(input, traceEpoch(input));
