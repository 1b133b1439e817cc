import { call, ensure, type Weight, weigh } from "@ganglion/frame";
import {
  bool,
  i64f64,
  i96f32,
  mechId,
  netUid,
  rao,
  u8,
  u16,
  u32,
  u64,
  u64f64,
} from "@ganglion/scale";
import { changeAuthorities } from "../aura/change-authorities.ts";
import { authorityList } from "../aura/slot.ts";
import {
  EMAPriceHalvingBlocks,
  FlowEmaSmoothingFactor,
  FlowNormExponent,
  NetTaoFlowEnabled,
  SubnetEmissionEnabled,
  SubnetMovingAlpha,
  SubnetOwnerCut,
  TaoFlowCutoff,
} from "../subtensor/coinbase/storage.ts";
import { doSetMaxMechanismCount } from "../subtensor/epoch/mechanisms.ts";
import { applyTempoWithCycleReset } from "../subtensor/epoch/schedule.ts";
import { MaxEpochsPerBlock } from "../subtensor/epoch/storage.ts";
import { Events as SubtensorEvents } from "../subtensor/events.ts";
import {
  ColdkeySwapAnnouncementDelay,
  ColdkeySwapReannouncementDelay,
  TxRateLimit,
} from "../subtensor/keys/storage.ts";
import { setAdminFreezeWindow, setOwnerHyperparamRateLimit } from "../subtensor/owner-rights.ts";
import { MaxAllowedUids } from "../subtensor/registration/storage.ts";
import { getSubnetworkN } from "../subtensor/registration/uids.ts";
import {
  getNominatorMinRequiredStake,
  setNominatorMinRequiredStake,
} from "../subtensor/staking/accounts.ts";
import { clearSmallNominations } from "../subtensor/staking/nominations.ts";
import { setCkBurn } from "../subtensor/staking/stake-utils.ts";
import {
  MaxDelegateTake,
  MinDelegateTake,
  StakeThreshold,
  TxDelegateTakeRateLimit,
} from "../subtensor/staking/storage.ts";
import * as set from "../subtensor/subnets/hyperparameters.ts";
import {
  DissolveNetworkScheduleDuration,
  NetworkImmunityPeriod,
  NetworkLockReductionInterval,
  NetworkMinLockCost,
  NetworkRateLimit,
  StartCallDelay,
  SubnetLimit,
  SubtokenEnabled,
} from "../subtensor/subnets/storage.ts";
import { CommitRevealWeightsVersion } from "../subtensor/weights/storage.ts";
import { Errors } from "./errors.ts";
import { Events, precompile } from "./events.ts";
import { network, subnet } from "./setter.ts";
import { PrecompileEnable } from "./storage.ts";

// What only root may change. Weights: pallets/admin-utils/src/weights.rs.

const db = (refTime: bigint, proof: bigint, reads: bigint, writes = 1n): Weight =>
  weigh(refTime, proof, { reads, writes });
const put = (refTime: bigint): Weight => db(refTime, 0n, 0n);
const ROOT = 0;
const U64F64_ONE = 1n << 64n;

export const swapAuthorities = network({
  index: 0,
  weight: ({ newAuthorities }) => put(4_442_146n + 29_392n * BigInt(newAuthorities.length)),
  args: { newAuthorities: authorityList },
  apply: (ctx, { newAuthorities }) => changeAuthorities(ctx, newAuthorities),
});
export const sudoSetDefaultTake = network({
  index: 1,
  weight: put(5_400_000n),
  args: { defaultTake: u16 },
  apply(ctx, { defaultTake: take }) {
    MaxDelegateTake.set(ctx, take);
    ctx.deposit(SubtensorEvents.MaxDelegateTakeSet({ take }));
  },
});
export const sudoSetTxRateLimit = network({
  index: 2,
  weight: put(5_440_000n),
  args: { txRateLimit: u64 },
  apply(ctx, { txRateLimit: value }) {
    TxRateLimit.set(ctx, value);
    ctx.deposit(SubtensorEvents.TxRateLimitSet({ value }));
  },
});
export const sudoSetMinDifficulty = subnet({
  index: 4,
  weight: db(34_554_000n, 4383n, 5n),
  window: true,
  args: { minDifficulty: u64 },
  apply: (ctx, netuid, args) => set.setMinDifficulty(ctx, netuid, args.minDifficulty),
});
export const sudoSetWeightsSetRateLimit = subnet({
  index: 7,
  weight: db(16_420_000n, 4084n, 1n),
  args: { weightsSetRateLimit: u64 },
  apply: (ctx, netuid, args) => set.setWeightsSetRateLimit(ctx, netuid, args.weightsSetRateLimit),
});
export const sudoSetAdjustmentInterval = subnet({
  index: 8,
  weight: db(16_320_000n, 4084n, 1n),
  args: { adjustmentInterval: u16 },
  apply: (ctx, netuid, args) => set.setAdjustmentInterval(ctx, netuid, args.adjustmentInterval),
});
export const sudoSetKappa = subnet({
  index: 16,
  weight: db(16_301_000n, 4084n, 1n),
  args: { kappa: u16 },
  apply: (ctx, netuid, { kappa }) => set.setKappa(ctx, netuid, kappa),
});
export const sudoSetNetworkRegistrationAllowed = subnet({
  index: 19,
  weight: put(7_113_000n),
  exists: false,
  args: { registrationAllowed: bool },
  apply: (ctx, netuid, args) =>
    set.setNetworkRegistrationAllowed(ctx, netuid, args.registrationAllowed),
});
export const sudoSetNetworkPowRegistrationAllowed = call({
  index: 20,
  weight: put(14_000_000n),
  args: { netuid: netUid, registrationAllowed: bool },
  run() {
    throw Errors.POWRegistrationDisabled;
  },
});
export const sudoSetTargetRegistrationsPerInterval = subnet({
  index: 21,
  weight: db(34_103_000n, 4383n, 5n),
  window: true,
  args: { targetRegistrationsPerInterval: u16 },
  apply: (ctx, netuid, args) =>
    set.setTargetRegistrationsPerInterval(ctx, netuid, args.targetRegistrationsPerInterval),
});
export const sudoSetDifficulty = subnet({
  index: 24,
  weight: db(34_434_000n, 4383n, 5n),
  window: true,
  args: { difficulty: u64 },
  apply: (ctx, netuid, { difficulty }) => set.setDifficulty(ctx, netuid, difficulty),
});
export const sudoSetMaxAllowedValidators = subnet({
  index: 25,
  weight: db(35_896_000n, 4383n, 6n),
  window: true,
  args: { maxAllowedValidators: u16 },
  apply(ctx, netuid, { maxAllowedValidators }) {
    ensure(
      maxAllowedValidators <= MaxAllowedUids.get(ctx, netuid),
      Errors.MaxValidatorsLargerThanMaxUIds,
    );
    set.setMaxAllowedValidators(ctx, netuid, maxAllowedValidators);
  },
});
export const sudoSetMaxRegistrationsPerBlock = subnet({
  index: 27,
  weight: db(34_604_000n, 4383n, 5n),
  window: true,
  args: { maxRegistrationsPerBlock: u16 },
  apply: (ctx, netuid, args) =>
    set.setMaxRegistrationsPerBlock(ctx, netuid, args.maxRegistrationsPerBlock),
});
export const sudoSetSubnetOwnerCut = network({
  index: 28,
  weight: put(14_000_000n),
  args: { subnetOwnerCut: u16 },
  apply(ctx, { subnetOwnerCut: value }) {
    SubnetOwnerCut.set(ctx, value);
    ctx.deposit(SubtensorEvents.SubnetOwnerCutSet({ value }));
  },
});
export const sudoSetNetworkRateLimit = network({
  index: 29,
  weight: put(14_000_000n),
  args: { rateLimit: u64 },
  apply(ctx, { rateLimit: value }) {
    NetworkRateLimit.set(ctx, value);
    ctx.deposit(SubtensorEvents.NetworkRateLimitSet({ value }));
  },
});
export const sudoSetTempo = subnet({
  index: 30,
  weight: db(36_298_000n, 4383n, 5n, 2n),
  window: true,
  args: { tempo: u16 },
  apply: (ctx, netuid, { tempo }) => applyTempoWithCycleReset(ctx, netuid, tempo),
});
export const sudoSetTotalIssuance = call({
  index: 33,
  weight: weigh(5_931_000n),
  args: { totalIssuance: rao },
  run() {
    throw Errors.Deprecated;
  },
});
export const sudoSetNetworkImmunityPeriod = network({
  index: 35,
  weight: put(14_000_000n),
  args: { immunityPeriod: u64 },
  apply(ctx, { immunityPeriod: value }) {
    NetworkImmunityPeriod.set(ctx, value);
    ctx.deposit(SubtensorEvents.NetworkImmunityPeriodSet({ value }));
  },
});
export const sudoSetNetworkMinLockCost = network({
  index: 36,
  weight: put(14_000_000n),
  args: { lockCost: rao },
  apply(ctx, { lockCost: tao }) {
    NetworkMinLockCost.set(ctx, tao);
    ctx.deposit(SubtensorEvents.NetworkMinLockCostSet({ tao }));
  },
});
export const sudoSetSubnetLimit = network({
  index: 37,
  weight: put(14_000_000n),
  args: { maxSubnets: u16 },
  apply(ctx, { maxSubnets: value }) {
    SubnetLimit.set(ctx, value);
    ctx.deposit(SubtensorEvents.SubnetLimitSet({ value }));
  },
});
export const sudoSetLockReductionInterval = network({
  index: 38,
  weight: put(14_000_000n),
  args: { interval: u64 },
  apply(ctx, { interval: value }) {
    NetworkLockReductionInterval.set(ctx, value);
    ctx.deposit(SubtensorEvents.NetworkLockCostReductionIntervalSet({ value }));
  },
});
export const sudoSetRaoRecycled = subnet({
  index: 39,
  weight: db(16_541_000n, 4084n, 1n),
  args: { raoRecycled: rao },
  apply: (ctx, netuid, { raoRecycled }) => set.setRaoRecycled(ctx, netuid, raoRecycled),
});
export const sudoSetStakeThreshold = network({
  index: 42,
  weight: put(5_500_000n),
  args: { minStake: u64 },
  apply(ctx, { minStake: value }) {
    StakeThreshold.set(ctx, value);
    ctx.deposit(SubtensorEvents.StakeThresholdSet({ value }));
  },
});
export const sudoSetNominatorMinRequiredStake = network({
  index: 43,
  weight: db(30_697_000n, 6890n, 5n),
  args: { minStake: u64 },
  apply(ctx, { minStake }) {
    // The reference compares the new factor with the stake that the old one comes to.
    const before = getNominatorMinRequiredStake(ctx);
    setNominatorMinRequiredStake(ctx, minStake);
    // A higher minimum sends away those who are below it now.
    if (minStake > before) clearSmallNominations(ctx);
  },
});
export const sudoSetTxDelegateTakeRateLimit = network({
  index: 45,
  weight: put(5_420_000n),
  args: { txRateLimit: u64 },
  apply(ctx, { txRateLimit: blocks }) {
    TxDelegateTakeRateLimit.set(ctx, blocks);
    ctx.deposit(SubtensorEvents.TxDelegateTakeRateLimitSet({ blocks }));
  },
});
export const sudoSetMinDelegateTake = network({
  index: 46,
  weight: put(5_490_000n),
  args: { take: u16 },
  apply(ctx, { take }) {
    MinDelegateTake.set(ctx, take);
    ctx.deposit(SubtensorEvents.MinDelegateTakeSet({ take }));
  },
});
export const sudoSetDissolveNetworkScheduleDuration = network({
  index: 55,
  weight: put(5_591_000n),
  args: { duration: u32 },
  apply(ctx, { duration: value }) {
    DissolveNetworkScheduleDuration.set(ctx, value);
    ctx.deposit(SubtensorEvents.DissolveNetworkScheduleDurationSet({ value }));
  },
});
export const sudoToggleEvmPrecompile = network({
  index: 62,
  weight: weigh(6_162_000n, 3507n, { reads: 1n }),
  args: { precompileId: precompile, enabled: bool },
  apply(ctx, { precompileId, enabled }) {
    if (PrecompileEnable.get(ctx, precompileId) === enabled) return;
    PrecompileEnable.set(ctx, precompileId, enabled);
    ctx.deposit(Events.PrecompileUpdated({ precompileId, enabled }));
  },
});
export const sudoSetSubnetMovingAlpha = network({
  index: 63,
  weight: put(2_955_000n),
  args: { alpha: i96f32 },
  apply: (ctx, { alpha }) => SubnetMovingAlpha.set(ctx, alpha),
});
export const sudoSetEmaPriceHalvingPeriod = subnet({
  index: 65,
  weight: put(4_198_000n),
  exists: false,
  args: { emaHalving: u64 },
  apply: (ctx, netuid, { emaHalving }) => EMAPriceHalvingBlocks.set(ctx, netuid, emaHalving),
});
export const sudoSetSubtokenEnabled = subnet({
  index: 66,
  weight: db(25_467_000n, 4280n, 4n),
  window: true,
  exists: false,
  args: { subtokenEnabled: bool },
  apply: (ctx, netuid, { subtokenEnabled }) => SubtokenEnabled.set(ctx, netuid, subtokenEnabled),
});
export const sudoSetCommitRevealVersion = network({
  index: 71,
  weight: put(6_052_000n),
  args: { version: u16 },
  apply(ctx, { version: value }) {
    CommitRevealWeightsVersion.set(ctx, value);
    ctx.deposit(SubtensorEvents.CommitRevealVersionSet({ value }));
  },
});
export const sudoSetCkBurn = network({
  index: 73,
  weight: db(15_650_000n, 0n, 1n),
  args: { burn: u64 },
  apply: (ctx, { burn }) => setCkBurn(ctx, burn),
});
export const sudoSetAdminFreezeWindow = network({
  index: 74,
  weight: put(5_450_000n),
  args: { window: u16 },
  apply: (ctx, { window }) => setAdminFreezeWindow(ctx, window),
});
export const sudoSetOwnerHparamRateLimit = network({
  index: 75,
  weight: put(5_471_000n),
  args: { epochs: u16 },
  apply: (ctx, { epochs }) => setOwnerHyperparamRateLimit(ctx, epochs),
});
export const sudoSetMinAllowedUids = subnet({
  index: 79,
  weight: db(37_890_000n, 4383n, 7n),
  window: true,
  args: { minAllowedUids: u16 },
  apply(ctx, netuid, { minAllowedUids }) {
    ensure(
      minAllowedUids < MaxAllowedUids.get(ctx, netuid),
      Errors.MinAllowedUidsGreaterThanMaxAllowedUids,
    );
    ensure(
      minAllowedUids < getSubnetworkN(ctx, netuid),
      Errors.MinAllowedUidsGreaterThanCurrentUids,
    );
    set.setMinAllowedUids(ctx, netuid, minAllowedUids);
  },
});
export const sudoSetTaoFlowCutoff = network({
  index: 81,
  weight: put(7_343_000n),
  args: { flowCutoff: i64f64 },
  apply: (ctx, { flowCutoff }) => TaoFlowCutoff.set(ctx, flowCutoff),
});
export const sudoSetTaoFlowNormalizationExponent = network({
  index: 82,
  weight: put(7_343_000n),
  args: { exponent: u64f64 },
  apply(ctx, { exponent }) {
    ensure(U64F64_ONE <= exponent && exponent <= 2n * U64F64_ONE, Errors.InvalidValue);
    FlowNormExponent.set(ctx, exponent);
  },
});
export const sudoSetTaoFlowSmoothingFactor = network({
  index: 83,
  weight: put(7_343_000n),
  args: { smoothingFactor: u64 },
  apply: (ctx, { smoothingFactor }) => FlowEmaSmoothingFactor.set(ctx, smoothingFactor),
});
export const sudoSetMinNonImmuneUids = subnet({
  index: 84,
  weight: put(6_783_000n),
  exists: false,
  args: { min: u16 },
  apply: (ctx, netuid, { min }) => set.setMinNonImmuneUids(ctx, netuid, min),
});
export const sudoSetStartCallDelay = network({
  index: 85,
  weight: put(14_000_000n),
  args: { delay: u64 },
  apply(ctx, { delay: value }) {
    StartCallDelay.set(ctx, value);
    ctx.deposit(SubtensorEvents.StartCallDelaySet({ value }));
  },
});
export const sudoSetColdkeySwapAnnouncementDelay = network({
  index: 86,
  weight: put(5_370_000n),
  args: { duration: u32 },
  apply(ctx, { duration: value }) {
    ColdkeySwapAnnouncementDelay.set(ctx, value);
    ctx.deposit(SubtensorEvents.ColdkeySwapAnnouncementDelaySet({ value }));
  },
});
export const sudoSetColdkeySwapReannouncementDelay = network({
  index: 87,
  weight: put(5_360_000n),
  args: { duration: u32 },
  apply(ctx, { duration: value }) {
    ColdkeySwapReannouncementDelay.set(ctx, value);
    ctx.deposit(SubtensorEvents.ColdkeySwapReannouncementDelaySet({ value }));
  },
});
export const sudoSetMaxMechanismCount = network({
  index: 88,
  weight: db(15_000_000n, 0n, 1n),
  args: { maxMechanismCount: mechId },
  apply: (ctx, args) => doSetMaxMechanismCount(ctx, args.maxMechanismCount),
});
export const sudoSetNetTaoFlowEnabled = network({
  index: 91,
  weight: put(7_343_000n),
  args: { enabled: bool },
  apply: (ctx, { enabled }) => NetTaoFlowEnabled.set(ctx, enabled),
});
export const sudoSetSubnetEmissionEnabled = subnet({
  index: 94,
  weight: db(16_351_000n, 4084n, 1n),
  args: { enabled: bool },
  apply(ctx, netuid, { enabled }) {
    ensure(netuid !== ROOT, Errors.NotPermittedOnRootSubnet);
    SubnetEmissionEnabled.set(ctx, netuid, enabled);
    ctx.deposit(Events.SubnetEmissionEnabledSet({ netuid, enabled }));
  },
});
export const sudoSetMaxEpochsPerBlock = network({
  index: 96,
  weight: put(5_530_000n),
  args: { maxEpochsPerBlock: u8 },
  apply(ctx, { maxEpochsPerBlock: value }) {
    ensure(value >= 1, Errors.ValueNotInBounds);
    MaxEpochsPerBlock.set(ctx, value);
    ctx.deposit(SubtensorEvents.MaxEpochsPerBlockSet({ value }));
  },
});
