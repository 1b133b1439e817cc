import type { Ctx, StateCtx } from "@ganglion/frame";
import type { NetUid, NetUidStorageIndex } from "@ganglion/primitives";
import { ChildKeys, ChildkeyTake, ParentKeys, PendingChildKeys } from "../children/storage.ts";
import * as coinbase from "../coinbase/storage.ts";
import * as epoch from "../epoch/storage.ts";
import { Events } from "../events.ts";
import { SubnetIdentitiesV3, TokenSymbol } from "../identity/storage.ts";
import {
  AssociatedEvmAddress,
  LastHotkeySwapOnNetuid,
  TransactionKeyLastBlock,
} from "../keys/storage.ts";
import {
  AccumulatedLeaseDividends,
  SubnetLeaseShares,
  SubnetLeases,
  SubnetUidToLeaseId,
} from "../leasing/storage.ts";
import { OwnerCutAutoLockEnabled } from "../locks/storage.ts";
import { destroyLockMaps } from "../locks/swap-keys.ts";
import { mechanismIndices } from "../registration/neuron-vectors.ts";
import * as registration from "../registration/storage.ts";
import { Axons, NeuronCertificates, Prometheus, ServingRateLimit } from "../serving/storage.ts";
import { SubnetVolume, TotalHotkeyAlphaLastEpoch, TransferToggle } from "../staking/storage.ts";
import * as weights from "../weights/storage.ts";
import * as subnets from "./storage.ts";

interface BySubnet {
  remove(ctx: StateCtx, netuid: NetUid): void;
}
interface UnderSubnet {
  clear(ctx: StateCtx, netuid: NetUid): number;
}
interface ByMechanism {
  remove(ctx: StateCtx, index: NetUidStorageIndex): void;
}
interface UnderMechanism {
  clear(ctx: StateCtx, index: NetUidStorageIndex): number;
}

// What isn't in these lists outlives the subnet, and the next one on its netuid finds it: among others
// SubnetEmissionEnabled, OwnerCutEnabled, MinAllowedUids, MinNonImmuneUids, RecycleOrBurn, VotingPower.
// Source: coinbase/root.rs, remove_network

const ITEMS: readonly BySubnet[] = [
  subnets.SubnetOwner,
  registration.SubnetworkN,
  subnets.NetworksAdded,
  subnets.NetworkRegisteredAt,
  // Neurons
  epoch.Active,
  epoch.Emission,
  epoch.Consensus,
  epoch.Dividends,
  epoch.ValidatorPermit,
  epoch.ValidatorTrust,
  epoch.StakeWeight,
  epoch.LoadedEmission,
  // Rules
  epoch.Tempo,
  epoch.Kappa,
  registration.Difficulty,
  registration.MaxAllowedUids,
  registration.ImmunityPeriod,
  epoch.ActivityCutoff,
  epoch.ActivityCutoffFactorMilli,
  weights.MinAllowedWeights,
  ServingRateLimit,
  epoch.Rho,
  epoch.AlphaSigmoidSteepness,
  epoch.MaxAllowedValidators,
  epoch.BondsMovingAverage,
  epoch.BondsPenalty,
  epoch.BondsResetOn,
  weights.WeightsSetRateLimit,
  epoch.ValidatorPruneLen,
  epoch.ScalingLawPower,
  registration.TargetRegistrationsPerInterval,
  weights.CommitRevealWeightsEnabled,
  registration.BurnHalfLife,
  registration.BurnIncreaseMult,
  registration.Burn,
  registration.MinBurn,
  registration.MaxBurn,
  registration.MinDifficulty,
  registration.MaxDifficulty,
  registration.MaxRegistrationsPerBlock,
  weights.WeightsVersionKey,
  epoch.LiquidAlphaOn,
  epoch.Yuma3On,
  epoch.AlphaValues,
  subnets.SubtokenEnabled,
  OwnerCutAutoLockEnabled,
  registration.ImmuneOwnerUidsLimit,
  TokenSymbol,
  subnets.SubnetMechanism,
  subnets.SubnetOwnerHotkey,
  subnets.NetworkRegistrationAllowed,
  registration.NetworkPowRegistrationAllowed,
  TransferToggle,
  subnets.SubnetLocked,
  subnets.LargestLocked,
  weights.RevealPeriodEpochs,
  // Schedule and counters
  epoch.LastEpochBlock,
  epoch.PendingEpochAt,
  epoch.SubnetEpochIndex,
  epoch.BlocksSinceLastStep,
  epoch.LastMechansimStepBlock,
  subnets.FirstEmissionBlockNumber,
  registration.LastAdjustmentBlock,
  registration.RegistrationsThisInterval,
  registration.POWRegistrationsThisInterval,
  registration.BurnRegistrationsThisInterval,
  registration.RegistrationsThisBlock,
  registration.RAORecycledForRegistration,
  // Economy
  coinbase.SubnetAlphaInEmission,
  coinbase.SubnetAlphaOutEmission,
  coinbase.SubnetTaoInEmission,
  SubnetVolume,
  coinbase.SubnetMovingPrice,
  coinbase.SubnetTaoFlow,
  coinbase.SubnetEmaTaoFlow,
  coinbase.SubnetProtocolFlow,
  coinbase.SubnetEmaProtocolFlow,
  coinbase.SubnetExcessTao,
  coinbase.SubnetRootSellTao,
  coinbase.PendingValidatorEmission,
  coinbase.PendingServerEmission,
  coinbase.PendingRootAlphaDivs,
  coinbase.PendingOwnerCut,
  coinbase.MinerBurned,
  coinbase.EMAPriceHalvingBlocks,
  epoch.MechanismCountCurrent,
  epoch.MechanismEmissionSplit,
];

const MAPS: readonly UnderSubnet[] = [
  registration.Uids,
  registration.Keys,
  registration.BlockAtRegistration,
  Axons,
  NeuronCertificates,
  Prometheus,
  coinbase.AlphaDividendsPerSubnet,
  PendingChildKeys,
  AssociatedEvmAddress,
  LastHotkeySwapOnNetuid,
];

const MECHANISM_ITEMS: readonly ByMechanism[] = [epoch.LastUpdate, epoch.Incentive];

const MECHANISM_MAPS: readonly UnderMechanism[] = [
  weights.WeightCommits,
  weights.TimelockedWeightCommits,
  weights.CRV3WeightCommits,
  weights.CRV3WeightCommitsV2,
  epoch.Bonds,
  weights.Weights,
];

/** Items by hotkey first and netuid second. */
const BY_HOTKEY = [
  ChildkeyTake,
  ChildKeys,
  ParentKeys,
  coinbase.LastHotkeyEmissionOnNetuid,
  TotalHotkeyAlphaLastEpoch,
] as const;

/** Forgets a subnet. Its alpha must be gone already. Source: coinbase/root.rs, remove_network */
export function removeNetwork(ctx: Ctx, netuid: NetUid): void {
  subnets.TotalNetworks.mutate(ctx, (count) => Math.max(count - 1, 0));
  for (const [, hotkey] of registration.Keys.entries(ctx, netuid))
    registration.IsNetworkMember.remove(ctx, hotkey, netuid);
  forgetRootWeights(ctx, netuid);
  const indices = mechanismIndices(ctx, netuid);
  for (const item of ITEMS) item.remove(ctx, netuid);
  for (const map of MAPS) map.clear(ctx, netuid);
  for (const index of indices) {
    for (const item of MECHANISM_ITEMS) item.remove(ctx, index);
    for (const map of MECHANISM_MAPS) map.clear(ctx, index);
  }
  if (SubnetIdentitiesV3.has(ctx, netuid)) {
    SubnetIdentitiesV3.remove(ctx, netuid);
    ctx.deposit(Events.SubnetIdentityRemoved({ netuid }));
  }
  for (const item of BY_HOTKEY)
    for (const [hotkey, on] of item.keysOf(ctx)) if (on === netuid) item.remove(ctx, hotkey, on);
  for (const [key, on, kind] of TransactionKeyLastBlock.keysOf(ctx))
    if (on === netuid) TransactionKeyLastBlock.remove(ctx, key, on, kind);
  forgetLease(ctx, netuid);
  destroyLockMaps(ctx, netuid);
}

/** Weights that root validators once gave to subnets stay, for this one as zero. */
function forgetRootWeights(ctx: Ctx, netuid: NetUid): void {
  // The index of root's only mechanism.
  const root = 0 as NetUidStorageIndex;
  for (const [[, uid], row] of weights.Weights.entries(ctx, root))
    if (row.some(([to, weight]) => to === netuid && weight !== 0))
      weights.Weights.set(
        ctx,
        root,
        uid,
        row.map(([to, weight]) => [to, to === netuid ? 0 : weight] as const),
      );
}

function forgetLease(ctx: Ctx, netuid: NetUid): void {
  const lease = SubnetUidToLeaseId.take(ctx, netuid);
  if (lease === undefined) return;
  SubnetLeases.remove(ctx, lease);
  SubnetLeaseShares.clear(ctx, lease);
  AccumulatedLeaseDividends.remove(ctx, lease);
}
