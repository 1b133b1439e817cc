import { type EpochOutput, type EpochTrace, epochOutput, traceEpoch } from "../epoch/epoch.ts";
import {
  type EpochInput,
  type EpochParameters,
  pairsOf,
  type StoredRow,
  storedRow,
} from "../epoch/input.ts";
import { compiledEpoch } from "../epoch/kernel.ts";
import type { SparseMatrix } from "../epoch/sparse-matrix.ts";
import { stakeWeights } from "../epoch/stake.ts";
import {
  asBoolean,
  asCount,
  asInteger,
  asList,
  asU16,
  asU64,
  type ComputeDocument,
  read,
  readList,
  reject,
} from "./document.ts";

function asBlock(value: unknown, field: string): bigint {
  return BigInt(asCount(value, field));
}

function asI16(value: unknown, field: string): number {
  return asInteger(value, field, { min: -32_768, max: 32_767 });
}

function asU32(value: unknown, field: string): number {
  return asInteger(value, field, { min: 0, max: 4_294_967_295 });
}

function isU16(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 65_535;
}

function asStoredRow(value: unknown, field: string): StoredRow {
  const row = asList(value, field);
  for (let k = 0; k < row.length; k++) {
    const pair = row[k];
    if (!Array.isArray(pair) || pair.length !== 2 || !isU16(pair[0]) || !isU16(pair[1])) {
      reject(`${field}[${k}]`, pair, "[uid, value], both 0..65535");
    }
  }
  return storedRow(row as [number, number][]);
}

function asOptional<T>(
  as: (value: unknown, field: string) => T,
): (value: unknown, field: string) => T | null {
  return (value, field) => (value === null || value === undefined ? null : as(value, field));
}

function readParameters(document: ComputeDocument): EpochParameters {
  return {
    tempo: read(document, "tempo", asU16),
    activityCutoffFactorMilli: read(document, "activity_cutoff_factor_milli", asU32),
    maxAllowedValidators: read(document, "max_allowed_validators", asU16),
    kappa: read(document, "kappa", asU16),
    bondsPenalty: read(document, "bonds_penalty", asU16),
    bondsMovingAverage: read(document, "bonds_moving_average", asU64),
    yuma3: read(document, "yuma3", asBoolean),
    liquidAlpha: read(document, "liquid_alpha", asBoolean),
    alphaLow: read(document, "alpha_low", asU16),
    alphaHigh: read(document, "alpha_high", asU16),
    alphaSigmoidSteepness: read(document, "alpha_sigmoid_steepness", asI16),
    commitReveal: read(document, "commit_reveal", asBoolean),
    stakeThreshold: read(document, "stake_threshold", asU64),
  };
}

function readInput(document: ComputeDocument): EpochInput {
  const n = read(document, "n", asU16);
  const perUid = <T>(field: string, as: (value: unknown, field: string) => T): T[] => {
    const list = readList(document, field, as);
    if (list.length !== n) reject(field, list.length, `${n} entries, as many as n`);
    return list;
  };
  return {
    parameters: readParameters(document),
    block: read(document, "block", asBlock),
    lastMechanismStepBlock: read(document, "last_mechanism_step_block", asBlock),
    emission: read(document, "rao_emission", asU64),
    stake: stakeWeights({
      alpha: perUid("alpha", asU64),
      tao: perUid("tao", asU64),
      taoWeight: read(document, "tao_weight", asU64),
    }),
    ownerUid: read(document, "owner_uid", asOptional(asU16)),
    lastUpdate: perUid("last_update", asBlock),
    blockAtRegistration: perUid("block_at_registration", asBlock),
    validatorPermit: perUid("validator_permit", asBoolean),
    weights: perUid("weights", asStoredRow),
    bonds: perUid("bonds", asStoredRow),
    commitBlocks: perUid("commit_blocks", asOptional(asBlock)),
  };
}

function flags(values: readonly boolean[]): number[] {
  return values.map(Number);
}

function decimals(values: readonly bigint[]): string[] {
  return values.map(String);
}

function matrixDocument(matrix: SparseMatrix): [number, string][][] {
  return matrix.map((row) => row.uids.map((uid, k) => [uid, String(row.values[k])]));
}

function traceDocument(input: EpochInput, trace: EpochTrace): ComputeDocument {
  return {
    active_stake: decimals(trace.activeStake),
    clipped: matrixDocument(trace.clipped),
    consensus: decimals(trace.consensus),
    dividends: decimals(trace.dividends),
    ema_bonds: matrixDocument(trace.emaBonds),
    incentive: decimals(trace.incentive),
    kappa: String(trace.kappa),
    ranks_raw: decimals(trace.ranks),
    stake: decimals(trace.stake),
    total_stake_i64f64: decimals(input.stake),
    validator_trust: decimals(trace.validatorTrust),
    weights: matrixDocument(trace.weights),
    weights_for_bonds: matrixDocument(trace.weightsForBonds),
  };
}

function outputDocument(output: EpochOutput): ComputeDocument {
  return {
    active: flags(output.active),
    bonds: output.bonds.map(pairsOf),
    consensus: output.consensus,
    dividends: output.dividends,
    emission: decimals(output.emission),
    incentive: output.incentive,
    new_validator_permit: flags(output.newValidatorPermit),
    server_emission: decimals(output.serverEmission),
    stake: decimals(output.stake),
    stake_weight: output.stakeWeight,
    validator_emission: decimals(output.validatorEmission),
    validator_trust: output.validatorTrust,
  };
}

/**
 * `ganglion compute epoch`: one mechanism's epoch. With raw intermediates if `trace` is true: then
 * by the specification, since the compiled kernel keeps none.
 * @throws ComputeError
 */
export function computeEpoch(document: ComputeDocument): ComputeDocument {
  const input = readInput(document);
  if (document["trace"] !== true) return outputDocument(compiledEpoch(input));
  const trace = traceEpoch(input);
  return {
    ...outputDocument(epochOutput(input, trace)),
    trace: traceDocument(input, trace),
  };
}
