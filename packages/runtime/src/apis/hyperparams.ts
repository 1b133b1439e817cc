import type { Ctx } from "@ganglion/frame";
import { I32F32, U16_MAX } from "@ganglion/math";
import { type NetUid, utf8Bytes } from "@ganglion/primitives";
import { getEffectiveMinChildkeyTake } from "../pallets/subtensor/children/queries.ts";
import { OwnerCutEnabled } from "../pallets/subtensor/coinbase/storage.ts";
import { getActivityCutoffBlocks } from "../pallets/subtensor/epoch/schedule.ts";
import {
  ActivityCutoffFactorMilli,
  AlphaSigmoidSteepness,
  AlphaValues,
  BondsMovingAverage,
  BondsResetOn,
  Kappa,
  LiquidAlphaOn,
  MaxAllowedValidators,
  Rho,
  Tempo,
  Yuma3On,
} from "../pallets/subtensor/epoch/storage.ts";
import { OwnerCutAutoLockEnabled } from "../pallets/subtensor/locks/storage.ts";
import {
  AdjustmentAlpha,
  AdjustmentInterval,
  BurnHalfLife,
  BurnIncreaseMult,
  Difficulty,
  ImmunityPeriod,
  MaxBurn,
  MaxDifficulty,
  MaxRegistrationsPerBlock,
  MinBurn,
  MinDifficulty,
  TargetRegistrationsPerInterval,
} from "../pallets/subtensor/registration/storage.ts";
import { ServingRateLimit } from "../pallets/subtensor/serving/storage.ts";
import { TransferToggle } from "../pallets/subtensor/staking/storage.ts";
import {
  NetworkRegistrationAllowed,
  SubtokenEnabled,
} from "../pallets/subtensor/subnets/storage.ts";
import { getRevealPeriod } from "../pallets/subtensor/weights/reveal-period.ts";
import {
  CommitRevealWeightsEnabled,
  MinAllowedWeights,
  WeightsSetRateLimit,
  WeightsVersionKey,
} from "../pallets/subtensor/weights/storage.ts";
import type { HyperparamEntry, HyperparamValue, SubnetHyperparamsV2 } from "./types.ts";

// A subnet's settings, in three ages of the answer. Source: pallets/subtensor/src/rpc_info/subnet_info.rs

/** The share of all weight that one uid may get is no longer limited, whatever is stored. Source: utils/misc.rs */
export const MAX_WEIGHTS_LIMIT = U16_MAX;

const yumaVersion = (ctx: Ctx, netuid: NetUid): number => (Yuma3On.get(ctx, netuid) ? 3 : 2);
const steepness = (ctx: Ctx, netuid: NetUid): bigint =>
  I32F32.fromInteger(AlphaSigmoidSteepness.get(ctx, netuid));

/** Has the fields of the first version as well. */
export function getSubnetHyperparamsV2(ctx: Ctx, netuid: NetUid): SubnetHyperparamsV2 {
  const [alphaLow, alphaHigh] = AlphaValues.get(ctx, netuid);
  return {
    rho: Rho.get(ctx, netuid),
    kappa: Kappa.get(ctx, netuid),
    immunityPeriod: ImmunityPeriod.get(ctx, netuid),
    minAllowedWeights: MinAllowedWeights.get(ctx, netuid),
    maxWeightsLimit: MAX_WEIGHTS_LIMIT,
    tempo: Tempo.get(ctx, netuid),
    minDifficulty: MinDifficulty.get(ctx, netuid),
    maxDifficulty: MaxDifficulty.get(ctx, netuid),
    weightsVersion: WeightsVersionKey.get(ctx, netuid),
    weightsRateLimit: WeightsSetRateLimit.get(ctx, netuid),
    adjustmentInterval: AdjustmentInterval.get(ctx, netuid),
    activityCutoff: BigInt(getActivityCutoffBlocks(ctx, netuid)),
    registrationAllowed: NetworkRegistrationAllowed.get(ctx, netuid),
    targetRegsPerInterval: TargetRegistrationsPerInterval.get(ctx, netuid),
    minBurn: MinBurn.get(ctx, netuid),
    maxBurn: MaxBurn.get(ctx, netuid),
    bondsMovingAvg: BondsMovingAverage.get(ctx, netuid),
    maxRegsPerBlock: MaxRegistrationsPerBlock.get(ctx, netuid),
    servingRateLimit: ServingRateLimit.get(ctx, netuid),
    maxValidators: MaxAllowedValidators.get(ctx, netuid),
    adjustmentAlpha: AdjustmentAlpha.get(ctx, netuid),
    difficulty: Difficulty.get(ctx, netuid),
    commitRevealPeriod: getRevealPeriod(ctx, netuid),
    commitRevealWeightsEnabled: CommitRevealWeightsEnabled.get(ctx, netuid),
    alphaHigh,
    alphaLow,
    liquidAlphaEnabled: LiquidAlphaOn.get(ctx, netuid),
    alphaSigmoidSteepness: steepness(ctx, netuid),
    yumaVersion: yumaVersion(ctx, netuid),
    subnetIsActive: SubtokenEnabled.get(ctx, netuid),
    transfersEnabled: TransferToggle.get(ctx, netuid),
    bondsResetEnabled: BondsResetOn.get(ctx, netuid),
    // Pools are the protocol's own since the balancer.
    userLiquidityEnabled: false,
  };
}

const toggle = (value: boolean): HyperparamValue => ({ type: "Bool", value });
const u16 = (value: number): HyperparamValue => ({ type: "U16", value });
const u64 = (value: bigint): HyperparamValue => ({ type: "U64", value });

/** Name and value of each, in the reference's order; clients look them up by name. */
export function getSubnetHyperparamsV3(ctx: Ctx, netuid: NetUid): HyperparamEntry[] {
  const [alphaLow, alphaHigh] = AlphaValues.get(ctx, netuid);
  const entries: readonly (readonly [name: string, value: HyperparamValue])[] = [
    ["kappa", u16(Kappa.get(ctx, netuid))],
    ["immunity_period", u16(ImmunityPeriod.get(ctx, netuid))],
    ["min_allowed_weights", u16(MinAllowedWeights.get(ctx, netuid))],
    ["max_weights_limit", u16(MAX_WEIGHTS_LIMIT)],
    ["tempo", u16(Tempo.get(ctx, netuid))],
    ["weights_version", u64(WeightsVersionKey.get(ctx, netuid))],
    ["weights_rate_limit", u64(WeightsSetRateLimit.get(ctx, netuid))],
    ["activity_cutoff", u64(BigInt(getActivityCutoffBlocks(ctx, netuid)))],
    ["activity_cutoff_factor", { type: "U32", value: ActivityCutoffFactorMilli.get(ctx, netuid) }],
    ["registration_allowed", toggle(NetworkRegistrationAllowed.get(ctx, netuid))],
    ["target_regs_per_interval", u16(TargetRegistrationsPerInterval.get(ctx, netuid))],
    ["min_burn", { type: "TaoBalance", value: MinBurn.get(ctx, netuid) }],
    ["max_burn", { type: "TaoBalance", value: MaxBurn.get(ctx, netuid) }],
    ["burn_half_life", u16(BurnHalfLife.get(ctx, netuid))],
    ["burn_increase_mult", { type: "U64F64", value: BurnIncreaseMult.get(ctx, netuid) }],
    ["bonds_moving_avg", u64(BondsMovingAverage.get(ctx, netuid))],
    ["max_regs_per_block", u16(MaxRegistrationsPerBlock.get(ctx, netuid))],
    ["serving_rate_limit", u64(ServingRateLimit.get(ctx, netuid))],
    ["max_validators", u16(MaxAllowedValidators.get(ctx, netuid))],
    ["commit_reveal_period", u64(getRevealPeriod(ctx, netuid))],
    ["commit_reveal_weights_enabled", toggle(CommitRevealWeightsEnabled.get(ctx, netuid))],
    ["alpha_high", u16(alphaHigh)],
    ["alpha_low", u16(alphaLow)],
    ["liquid_alpha_enabled", toggle(LiquidAlphaOn.get(ctx, netuid))],
    ["alpha_sigmoid_steepness", { type: "I32F32", value: steepness(ctx, netuid) }],
    ["yuma_version", u16(yumaVersion(ctx, netuid))],
    ["subnet_is_active", toggle(SubtokenEnabled.get(ctx, netuid))],
    ["transfers_enabled", toggle(TransferToggle.get(ctx, netuid))],
    ["bonds_reset_enabled", toggle(BondsResetOn.get(ctx, netuid))],
    ["user_liquidity_enabled", toggle(false)],
    ["owner_cut_enabled", toggle(OwnerCutEnabled.get(ctx, netuid))],
    ["owner_cut_auto_lock_enabled", toggle(OwnerCutAutoLockEnabled.get(ctx, netuid))],
    ["min_childkey_take", u16(getEffectiveMinChildkeyTake(ctx, netuid))],
  ];
  return entries.map(([name, value]) => ({ name: utf8Bytes(name), value }));
}
