import type { EpochOutput, StoredRow } from "@ganglion/math";
import { saturatingAddU64, U16_MAX, U64F64 } from "@ganglion/math";
import { type AccountId, type Alpha, alpha } from "@ganglion/primitives";
import { NO_ENTRIES } from "./rows.ts";

/** What an epoch found for one neuron. u16 values: 65535 = 1. Source: epoch/run_epoch.rs */
export interface EpochTerms {
  readonly hotkey: AccountId;
  readonly uid: number;
  readonly dividend: number;
  readonly incentive: number;
  readonly validatorEmission: Alpha;
  readonly serverEmission: Alpha;
  readonly stakeWeight: number;
  readonly active: boolean;
  readonly emission: Alpha;
  readonly consensus: number;
  readonly validatorTrust: number;
  readonly newValidatorPermit: boolean;
  readonly bond: StoredRow;
  /** Stake weight, whole rao. */
  readonly stake: bigint;
}

/** One neuron's part of an epoch's output. */
export function termsOf(output: EpochOutput, hotkey: AccountId, uid: number): EpochTerms {
  return {
    hotkey,
    uid,
    dividend: output.dividends[uid] ?? 0,
    incentive: output.incentive[uid] ?? 0,
    validatorEmission: alpha(output.validatorEmission[uid] ?? 0n),
    serverEmission: alpha(output.serverEmission[uid] ?? 0n),
    stakeWeight: output.stakeWeight[uid] ?? 0,
    active: output.active[uid] ?? false,
    emission: alpha(output.emission[uid] ?? 0n),
    consensus: output.consensus[uid] ?? 0,
    validatorTrust: output.validatorTrust[uid] ?? 0,
    newValidatorPermit: output.newValidatorPermit[uid] ?? false,
    bond: output.bonds[uid] ?? NO_ENTRIES,
    stake: output.stake[uid] ?? 0n,
  };
}

const weighted = (before: bigint, added: bigint, weight: bigint): bigint =>
  U64F64.saturatingAdd(
    U64F64.fromInteger(before),
    U64F64.saturatingMul(U64F64.fromInteger(added), weight),
  );
const addU16 = (before: number, added: number, weight: bigint): number =>
  Math.min(Number(U64F64.toUnsigned(weighted(BigInt(before), BigInt(added), weight), 64)), U16_MAX);
const addAlpha = (before: Alpha, added: Alpha, weight: bigint): Alpha =>
  alpha(U64F64.toUnsigned(weighted(before, added, weight), 64));

/**
 * Adds one mechanism's terms to what the mechanisms before it gave. Amounts add up, since they come from the
 * mechanism's own emission; the rest is a sum weighted by the mechanism's part, cut at each step.
 * @param weight U64F64 in 0..1
 * Source: subnets/mechanism.rs, epoch_with_mechanisms
 */
export function addTerms(
  before: EpochTerms | undefined,
  terms: EpochTerms,
  weight: bigint,
): EpochTerms {
  // All of the only mechanism, as nearly every subnet has: nothing is cut.
  if (before === undefined && weight === U64F64.one) return terms;
  return {
    hotkey: terms.hotkey,
    uid: before?.uid ?? terms.uid,
    dividend: addU16(before?.dividend ?? 0, terms.dividend, weight),
    // The reference weighs only the first mechanism's incentive; nothing reads the sum.
    incentive: before?.incentive ?? addU16(0, terms.incentive, weight),
    validatorEmission: alpha(
      saturatingAddU64(before?.validatorEmission ?? 0n, terms.validatorEmission),
    ),
    serverEmission: alpha(saturatingAddU64(before?.serverEmission ?? 0n, terms.serverEmission)),
    stakeWeight: addU16(before?.stakeWeight ?? 0, terms.stakeWeight, weight),
    active: (before?.active ?? false) || terms.active,
    emission: addAlpha(before?.emission ?? alpha(0n), terms.emission, weight),
    consensus: addU16(before?.consensus ?? 0, terms.consensus, weight),
    validatorTrust: addU16(before?.validatorTrust ?? 0, terms.validatorTrust, weight),
    newValidatorPermit: (before?.newValidatorPermit ?? false) || terms.newValidatorPermit,
    bond: NO_ENTRIES,
    stake: saturatingAddU64(before?.stake ?? 0n, terms.stake),
  };
}
