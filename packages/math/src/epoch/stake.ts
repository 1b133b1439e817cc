import { proportionFromU64 } from "../emission/subnet-terms.ts";
import { I32F32, I64F64, U96F32 } from "../fixed/formats.ts";
import { saturatingAddU64 } from "../unsigned.ts";
import type { EpochInput } from "./input.ts";
import { isTopNonzero, normalize, type Vector } from "./vector.ts";

/**
 * Stake weight per uid: alpha + root TAO × TAO weight, both after parents and children.
 * @param input.alpha inherited alpha per uid, rao (u64)
 * @param input.tao inherited root stake per uid, rao (u64)
 * @param input.taoWeight TaoWeight as stored (u64, 2^64 − 1 = 1.0)
 * @returns I64F64 bits
 * Source: pallets/subtensor/src/staking/stake_utils.rs, get_stake_weights_for_network
 */
export function stakeWeights(input: {
  readonly alpha: readonly bigint[];
  readonly tao: readonly bigint[];
  readonly taoWeight: bigint;
}): bigint[] {
  const weight = I64F64.from(U96F32, proportionFromU64(input.taoWeight));
  return input.alpha.map((alpha, uid) => {
    const tao = I64F64.fromInteger(input.tao[uid] ?? 0n);
    return I64F64.saturatingAdd(I64F64.fromInteger(alpha), I64F64.saturatingMul(tao, weight));
  });
}

/** I64F64 stake weight to whole rao. */
export function stakeToRao(stake: bigint): bigint {
  return I64F64.toUnsigned(stake, 64);
}

/** Stake of the validators, all vectors I32F32 per uid. */
export interface ValidatorStake {
  /** Of everyone at the threshold or above, summing to about 1. */
  readonly stake: Vector;
  /** Of active validators alone, summing to about 1. */
  readonly activeStake: Vector;
  readonly active: readonly boolean[];
  /** Who may vote in this epoch. */
  readonly permits: readonly boolean[];
  /** Who may vote in the next one. */
  readonly newPermits: readonly boolean[];
}

function withOwner(permits: readonly boolean[], ownerUid: number | null): boolean[] {
  return permits.map((permit, uid) => permit || uid === ownerUid);
}

/**
 * Applies threshold, activity and permits. The owner's uid skips the threshold and always holds a
 * permit.
 * Source: pallets/subtensor/src/epoch/run_epoch.rs, epoch_mechanism
 */
export function validatorStake(input: EpochInput): ValidatorStake {
  const { parameters, ownerUid } = input;
  const counted = input.stake.map((stake, uid) =>
    uid !== ownerUid && stakeToRao(stake) < parameters.stakeThreshold ? 0n : stake,
  );
  const stake = normalize(counted, I64F64).map((share) => I32F32.from(I64F64, share));

  // Both factors together stay under 2^48, far from where the division could round up.
  const { activityCutoffFactorMilli, tempo } = parameters;
  const cutoff = BigInt(Math.max(1, Math.floor((activityCutoffFactorMilli * tempo) / 1_000)));
  // A mechanism added later may have shorter lists: who is missing there is inactive, without permit.
  const active = stake.map((_, uid) => {
    const updated = input.lastUpdate[uid];
    return updated !== undefined && saturatingAddU64(updated, cutoff) >= input.block;
  });
  const held = withOwner(input.validatorPermit, ownerUid);
  const permits = stake.map((_, uid) => held[uid] === true);
  const newPermits = withOwner(isTopNonzero(stake, parameters.maxAllowedValidators), ownerUid);
  // The mask of an empty list masks nobody: without any permits all active stake counts.
  const unlisted = input.validatorPermit.length === 0;
  const voting = stake.map((share, uid) =>
    active[uid] && (unlisted || permits[uid]) ? share : 0n,
  );
  return { stake, activeStake: normalize(voting), active, permits, newPermits };
}
