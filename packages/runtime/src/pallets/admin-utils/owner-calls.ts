import { call, ensure, type Weight, weigh } from "@ganglion/frame";
import type { NetUid } from "@ganglion/primitives";
import {
  accountId,
  bool,
  i16,
  mechId,
  netUid,
  option,
  rao,
  u16,
  u64,
  u64f64,
  vec,
} from "@ganglion/scale";
import {
  MaxChildkeyTake,
  MinChildkeyTake,
  MinChildkeyTakePerSubnet,
} from "../subtensor/children/storage.ts";
import { OwnerCutEnabled, RecycleOrBurn } from "../subtensor/coinbase/storage.ts";
import {
  doSetEmissionSplit,
  doSetMechanismCount,
  ensureMaxUidsOverAllMechanisms,
} from "../subtensor/epoch/mechanisms.ts";
import {
  AlphaSigmoidSteepness,
  AlphaValues,
  LiquidAlphaOn,
  MechanismCountCurrent,
  MinActivityCutoff,
  Rho,
  Yuma3On,
} from "../subtensor/epoch/storage.ts";
import { Errors as SubtensorErrors } from "../subtensor/errors.ts";
import { Events as SubtensorEvents } from "../subtensor/events.ts";
import { OwnerCutAutoLockEnabled } from "../subtensor/locks/storage.ts";
import { ensureAdminWindowOpen, ensureSubnetOwnerOrRoot } from "../subtensor/owner-rights.ts";
import {
  BurnHalfLife,
  BurnIncreaseMult,
  ImmuneOwnerUidsLimit,
  MaxBurn,
  MinAllowedUids,
  MinBurn,
} from "../subtensor/registration/storage.ts";
import { trimToMaxAllowedUids } from "../subtensor/registration/trim.ts";
import { getSubnetworkN } from "../subtensor/registration/uids.ts";
import { TransferToggle } from "../subtensor/staking/storage.ts";
import * as set from "../subtensor/subnets/hyperparameters.ts";
import { doSetSnOwnerHotkey } from "../subtensor/subnets/owner-hotkey.ts";
import { ifSubnetExist } from "../subtensor/subnets/queries.ts";
import { recycleOrBurn as recycleOrBurnCodec } from "../subtensor/types.ts";
import { setRevealPeriod } from "../subtensor/weights/reveal-period.ts";
import { Errors } from "./errors.ts";
import { Events } from "./events.ts";
import { owned } from "./setter.ts";

// Rules that a subnet's owner may change. Weights: pallets/admin-utils/src/weights.rs.

const db = (refTime: bigint, proof: bigint, reads: bigint, writes = 1n): Weight =>
  weigh(refTime, proof, { reads, writes });
const ROOT = 0;
const U64F64_ONE = 1n << 64n;
/** An owner may not make bonds slower than this, millionths. */
const MAX_BONDS_MOVING_AVERAGE = 975_000n;
/** Registration prices: the minimum stays below 1 TAO, the maximum above 0.1. Source: runtime/src/lib.rs */
const MIN_BURN_UPPER_BOUND = 1_000_000_000n;
const MAX_BURN_LOWER_BOUND = 100_000_000n;
/** Source: pallets/subtensor/src/lib.rs */
const MAX_BURN_HALF_LIFE = 36_100;
const DEFAULT_MAX_ALLOWED_UIDS = 256;
const IMMUNE_OWNER_UIDS = { min: 1, max: 10 } as const;
/** A fortieth of 65535: the least that liquid alpha may move. */
const MIN_ALPHA = 1638;

export const sudoSetServingRateLimit = owned({
  index: 3,
  weight: db(28_633_000n, 4212n, 4n),
  limit: { hyperparameter: "ServingRateLimit" },
  exists: false,
  args: { servingRateLimit: u64 },
  apply: (ctx, netuid, args) => set.setServingRateLimit(ctx, netuid, args.servingRateLimit),
});
export const sudoSetMaxDifficulty = owned({
  index: 5,
  weight: db(34_704_000n, 4383n, 5n),
  limit: { hyperparameter: "MaxDifficulty" },
  args: { maxDifficulty: u64 },
  apply: (ctx, netuid, args) => set.setMaxDifficulty(ctx, netuid, args.maxDifficulty),
});
export const sudoSetWeightsVersionKey = owned({
  index: 6,
  weight: db(34_204_000n, 4383n, 5n),
  limit: "SetWeightsVersionKey",
  args: { weightsVersionKey: u64 },
  apply: (ctx, netuid, args) => set.setWeightsVersionKey(ctx, netuid, args.weightsVersionKey),
});
export const sudoSetAdjustmentAlpha = owned({
  index: 9,
  weight: db(14_000_000n, 0n, 1n),
  limit: { hyperparameter: "AdjustmentAlpha" },
  args: { adjustmentAlpha: u64 },
  apply: (ctx, netuid, args) => set.setAdjustmentAlpha(ctx, netuid, args.adjustmentAlpha),
});
export const sudoSetImmunityPeriod = owned({
  index: 13,
  weight: db(34_414_000n, 4383n, 5n),
  limit: { hyperparameter: "ImmunityPeriod" },
  args: { immunityPeriod: u16 },
  apply: (ctx, netuid, args) => set.setImmunityPeriod(ctx, netuid, args.immunityPeriod),
});
export const sudoSetMinAllowedWeights = owned({
  index: 14,
  weight: db(34_664_000n, 4383n, 5n),
  limit: { hyperparameter: "MinAllowedWeights" },
  args: { minAllowedWeights: u16 },
  apply: (ctx, netuid, args) => set.setMinAllowedWeights(ctx, netuid, args.minAllowedWeights),
});
export const sudoSetMaxAllowedUids = owned({
  index: 15,
  weight: db(43_381_000n, 4433n, 8n),
  limit: { hyperparameter: "MaxAllowedUids" },
  args: { maxAllowedUids: u16 },
  apply(ctx, netuid, { maxAllowedUids }) {
    ensure(
      maxAllowedUids >= MinAllowedUids.get(ctx, netuid),
      Errors.MaxAllowedUidsLessThanMinAllowedUids,
    );
    ensure(getSubnetworkN(ctx, netuid) <= maxAllowedUids, Errors.MaxAllowedUIdsLessThanCurrentUIds);
    ensure(
      maxAllowedUids <= DEFAULT_MAX_ALLOWED_UIDS,
      Errors.MaxAllowedUidsGreaterThanDefaultMaxAllowedUids,
    );
    ensureMaxUidsOverAllMechanisms(ctx, maxAllowedUids, MechanismCountCurrent.get(ctx, netuid));
    set.setMaxAllowedUids(ctx, netuid, maxAllowedUids);
  },
});
export const sudoSetRho = owned({
  index: 17,
  weight: db(31_268_000n, 4383n, 5n),
  limit: { hyperparameter: "Rho" },
  args: { rho: u16 },
  apply: (ctx, netuid, { rho }) => Rho.set(ctx, netuid, rho),
});
export const sudoSetActivityCutoff = owned({
  index: 18,
  weight: db(35_165_000n, 4383n, 6n),
  limit: { hyperparameter: "ActivityCutoff" },
  args: { activityCutoff: u16 },
  apply(ctx, netuid, { activityCutoff }) {
    ensure(activityCutoff >= MinActivityCutoff.get(ctx), SubtensorErrors.ActivityCutoffTooLow);
    set.setActivityCutoff(ctx, netuid, activityCutoff);
  },
});
export const sudoSetMinBurn = owned({
  index: 22,
  weight: db(37_780_000n, 4385n, 6n),
  limit: { hyperparameter: "MinBurn" },
  args: { minBurn: rao },
  apply(ctx, netuid, { minBurn }) {
    ensure(
      minBurn < MIN_BURN_UPPER_BOUND && minBurn < MaxBurn.get(ctx, netuid),
      Errors.ValueNotInBounds,
    );
    set.setMinBurn(ctx, netuid, minBurn);
  },
});
export const sudoSetMaxBurn = owned({
  index: 23,
  weight: db(36_949_000n, 4410n, 6n),
  limit: { hyperparameter: "MaxBurn" },
  args: { maxBurn: rao },
  apply(ctx, netuid, { maxBurn }) {
    ensure(
      maxBurn > MAX_BURN_LOWER_BOUND && maxBurn > MinBurn.get(ctx, netuid),
      Errors.ValueNotInBounds,
    );
    set.setMaxBurn(ctx, netuid, maxBurn);
  },
});
export const sudoSetBondsMovingAverage = owned({
  index: 26,
  weight: db(34_495_000n, 4383n, 5n),
  limit: { hyperparameter: "BondsMovingAverage" },
  exists: false,
  args: { bondsMovingAverage: u64 },
  apply(ctx, netuid, { bondsMovingAverage, byOwner }) {
    if (byOwner)
      ensure(bondsMovingAverage <= MAX_BONDS_MOVING_AVERAGE, Errors.BondsMovingAverageMaxReached);
    ensure(ifSubnetExist(ctx, netuid), Errors.SubnetDoesNotExist);
    set.setBondsMovingAverage(ctx, netuid, bondsMovingAverage);
  },
});
export const sudoSetCommitRevealWeightsEnabled = owned({
  index: 49,
  weight: db(34_544_000n, 4383n, 5n),
  limit: { hyperparameter: "CommitRevealEnabled" },
  args: { enabled: bool },
  apply: (ctx, netuid, { enabled }) => set.setCommitRevealWeightsEnabled(ctx, netuid, enabled),
});
export const sudoSetLiquidAlphaEnabled = owned({
  index: 50,
  weight: db(25_538_000n, 4280n, 4n),
  limit: { hyperparameter: "LiquidAlphaEnabled" },
  exists: false,
  args: { enabled: bool },
  apply: (ctx, netuid, { enabled }) => LiquidAlphaOn.set(ctx, netuid, enabled),
});
export const sudoSetAlphaValues = owned({
  index: 51,
  weight: db(34_224_000n, 4427n, 5n),
  limit: { hyperparameter: "AlphaValues" },
  exists: false,
  args: { alphaLow: u16, alphaHigh: u16 },
  apply(ctx, netuid, { alphaLow, alphaHigh }) {
    ensure(LiquidAlphaOn.get(ctx, netuid), SubtensorErrors.LiquidAlphaDisabled);
    ensure(alphaHigh >= MIN_ALPHA, SubtensorErrors.AlphaHighTooLow);
    ensure(alphaLow >= MIN_ALPHA && alphaLow <= alphaHigh, SubtensorErrors.AlphaLowOutOfRange);
    AlphaValues.set(ctx, netuid, [alphaLow, alphaHigh]);
  },
});
export const sudoSetCommitRevealWeightsInterval = owned({
  index: 57,
  weight: db(34_654_000n, 4383n, 5n),
  limit: { hyperparameter: "WeightCommitInterval" },
  args: { interval: u64 },
  apply: (ctx, netuid, { interval }) => setRevealPeriod(ctx, netuid, interval),
});
export const sudoSetBondsPenalty = owned({
  index: 60,
  weight: db(34_354_000n, 4383n, 5n),
  limit: { hyperparameter: "BondsPenalty" },
  args: { bondsPenalty: u16 },
  apply: (ctx, netuid, { bondsPenalty }) => set.setBondsPenalty(ctx, netuid, bondsPenalty),
});
export const sudoSetToggleTransfer = owned({
  index: 61,
  weight: db(28_343_000n, 4280n, 4n),
  limit: { hyperparameter: "TransferEnabled" },
  exists: false,
  args: { toggle: bool },
  apply(ctx, netuid, { toggle }) {
    TransferToggle.set(ctx, netuid, toggle);
    ctx.deposit(SubtensorEvents.TransferToggle({ netuid, enabled: toggle }));
  },
});
const ownerHotkey = { netuid: netUid, hotkey: accountId };
export const sudoSetSubnetOwnerHotkey = call({
  index: 64,
  weight: db(3_918_000n, 0n, 0n),
  args: ownerHotkey,
  run: (ctx, origin, { netuid, hotkey }) => doSetSnOwnerHotkey(ctx, origin, netuid, hotkey),
});
export const sudoSetSnOwnerHotkey = call({
  index: 67,
  weight: db(25_687_000n, 4177n, 2n, 2n),
  args: ownerHotkey,
  run: (ctx, origin, { netuid, hotkey }) => doSetSnOwnerHotkey(ctx, origin, netuid, hotkey),
});
export const sudoSetAlphaSigmoidSteepness = owned({
  index: 68,
  weight: db(31_438_000n, 4383n, 5n),
  limit: { hyperparameter: "AlphaSigmoidSteepness" },
  args: { steepness: i16 },
  apply(ctx, netuid, { steepness, byOwner }) {
    ensure(!byOwner || steepness >= 0, Errors.NegativeSigmoidSteepness);
    AlphaSigmoidSteepness.set(ctx, netuid, steepness);
  },
});
export const sudoSetYuma3Enabled = owned({
  index: 69,
  weight: db(28_583_000n, 4280n, 4n),
  limit: { hyperparameter: "Yuma3Enabled" },
  exists: false,
  args: { enabled: bool },
  apply(ctx, netuid, { enabled }) {
    Yuma3On.set(ctx, netuid, enabled);
    ctx.deposit(Events.Yuma3EnableToggled({ netuid, enabled }));
  },
});
export const sudoSetBondsResetEnabled = owned({
  index: 70,
  weight: db(30_507_000n, 4280n, 4n),
  limit: { hyperparameter: "BondsResetEnabled" },
  exists: false,
  args: { enabled: bool },
  apply(ctx, netuid, { enabled }) {
    set.setBondsReset(ctx, netuid, enabled);
    ctx.deposit(Events.BondsResetToggled({ netuid, enabled }));
  },
});
export const sudoSetOwnerImmuneNeuronLimit = owned({
  index: 72,
  weight: db(25_107_000n, 4280n, 4n),
  limit: { hyperparameter: "ImmuneNeuronLimit" },
  exists: false,
  args: { immuneNeurons: u16 },
  apply(ctx, netuid, { immuneNeurons }) {
    ensure(
      immuneNeurons >= IMMUNE_OWNER_UIDS.min && immuneNeurons <= IMMUNE_OWNER_UIDS.max,
      SubtensorErrors.InvalidValue,
    );
    ImmuneOwnerUidsLimit.set(ctx, netuid, immuneNeurons);
  },
});
export const sudoSetMechanismCount = owned({
  index: 76,
  weight: db(15_000_000n, 0n, 1n),
  limit: "MechanismCountUpdate",
  exists: false,
  args: { mechanismCount: mechId },
  apply: (ctx, netuid, { mechanismCount }) => doSetMechanismCount(ctx, netuid, mechanismCount),
});
export const sudoSetMechanismEmissionSplit = owned({
  index: 77,
  weight: db(15_000_000n, 0n, 1n),
  limit: "MechanismEmission",
  exists: false,
  args: { maybeSplit: option(vec(u16)) },
  apply: (ctx, netuid, { maybeSplit }) => doSetEmissionSplit(ctx, netuid, maybeSplit),
});
export const sudoTrimToMaxAllowedUids = owned({
  index: 78,
  weight: db(38_302_000n, 4398n, 8n),
  limit: "MaxUidsTrimming",
  exists: false,
  args: { maxN: u16 },
  apply: (ctx, netuid, { maxN }) => trimToMaxAllowedUids(ctx, netuid, maxN),
});
export const sudoSetRecycleOrBurn = owned({
  index: 80,
  weight: db(20_000_000n, 0n, 2n, 2n),
  limit: { hyperparameter: "RecycleOrBurn" },
  exists: false,
  args: { recycleOrBurn: recycleOrBurnCodec },
  apply: (ctx, netuid, { recycleOrBurn }) => RecycleOrBurn.set(ctx, netuid, recycleOrBurn),
});
export const sudoSetBurnHalfLife = owned({
  index: 89,
  weight: db(25_000_000n, 0n, 4n),
  class: "Operational",
  limit: { hyperparameter: "BurnHalfLife" },
  args: { burnHalfLife: u16 },
  apply(ctx, netuid, { burnHalfLife }) {
    ensure(netuid !== ROOT, Errors.NotPermittedOnRootSubnet);
    ensure(burnHalfLife > 0 && burnHalfLife <= MAX_BURN_HALF_LIFE, Errors.InvalidValue);
    BurnHalfLife.set(ctx, netuid, burnHalfLife);
    ctx.deposit(Events.BurnHalfLifeSet({ netuid, burnHalfLife }));
  },
});
export const sudoSetBurnIncreaseMult = owned({
  index: 90,
  weight: db(25_000_000n, 0n, 4n),
  class: "Operational",
  limit: { hyperparameter: "BurnIncreaseMult" },
  args: { burnIncreaseMult: u64f64 },
  apply(ctx, netuid, { burnIncreaseMult }) {
    ensure(netuid !== ROOT, Errors.NotPermittedOnRootSubnet);
    ensure(
      burnIncreaseMult >= U64F64_ONE && burnIncreaseMult <= 3n * U64F64_ONE,
      Errors.InvalidValue,
    );
    BurnIncreaseMult.set(ctx, netuid, burnIncreaseMult);
    ctx.deposit(Events.BurnIncreaseMultSet({ netuid, burnIncreaseMult }));
  },
});
export const sudoSetMinChildkeyTakePerSubnet = owned({
  index: 93,
  weight: db(38_100_000n, 4419n, 7n),
  limit: { hyperparameter: "MinChildkeyTake" },
  args: { take: u16 },
  apply(ctx, netuid, { take }) {
    ensure(
      take >= MinChildkeyTake.get(ctx) && take <= MaxChildkeyTake.get(ctx),
      Errors.InvalidValue,
    );
    MinChildkeyTakePerSubnet.set(ctx, netuid, take);
    ctx.deposit(SubtensorEvents.MinChildKeyTakePerSubnetSet({ netuid, take }));
  },
});

/** Switches of the owner's own share: owner or root, without a rate limit. */
const ownerSwitch = (
  index: number,
  apply: (ctx: Parameters<typeof OwnerCutEnabled.set>[0], netuid: NetUid, enabled: boolean) => void,
) =>
  call({
    index,
    class: "Operational",
    weight: db(25_000_000n, 0n, 4n),
    args: { netuid: netUid, enabled: bool },
    run(ctx, origin, { netuid, enabled }) {
      ensureSubnetOwnerOrRoot(ctx, origin, netuid);
      ensureAdminWindowOpen(ctx, netuid);
      ensure(ifSubnetExist(ctx, netuid), Errors.SubnetDoesNotExist);
      ensure(netuid !== ROOT, Errors.NotPermittedOnRootSubnet);
      apply(ctx, netuid, enabled);
    },
  });
export const sudoSetOwnerCutEnabled = ownerSwitch(92, (ctx, netuid, enabled) =>
  OwnerCutEnabled.set(ctx, netuid, enabled),
);
export const sudoSetOwnerCutAutoLockEnabled = ownerSwitch(95, (ctx, netuid, enabled) =>
  OwnerCutAutoLockEnabled.set(ctx, netuid, enabled),
);
