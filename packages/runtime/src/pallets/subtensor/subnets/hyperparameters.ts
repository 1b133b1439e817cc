import type { Ctx, EventRecord, Item } from "@ganglion/frame";
import { saturatingAddU64 } from "@ganglion/math";
import { type NetUid, type Rao, rao } from "@ganglion/primitives";
import {
  ActivityCutoff,
  ActivityCutoffFactorMilli,
  BondsMovingAverage,
  BondsPenalty,
  BondsResetOn,
  Kappa,
  MaxAllowedValidators,
} from "../epoch/storage.ts";
import { Events } from "../events.ts";
import {
  AdjustmentAlpha,
  AdjustmentInterval,
  Difficulty,
  ImmunityPeriod,
  MaxAllowedUids,
  MaxBurn,
  MaxDifficulty,
  MaxRegistrationsPerBlock,
  MinAllowedUids,
  MinBurn,
  MinDifficulty,
  MinNonImmuneUids,
  RAORecycledForRegistration,
  TargetRegistrationsPerInterval,
} from "../registration/storage.ts";
import { ServingRateLimit } from "../serving/storage.ts";
import {
  CommitRevealWeightsEnabled,
  MinAllowedWeights,
  WeightsSetRateLimit,
  WeightsVersionKey,
} from "../weights/storage.ts";
import { NetworkRegistrationAllowed } from "./storage.ts";

type Setter<V> = (ctx: Ctx, netuid: NetUid, value: V) => void;

/** Writes one of a subnet's rules and tells so. */
function setter<V>(
  item: Item<[NetUid], V, V>,
  told: (data: { readonly netuid: NetUid; readonly value: V }) => EventRecord,
): Setter<V> {
  return (ctx, netuid, value) => {
    item.set(ctx, netuid, value);
    ctx.deposit(told({ netuid, value }));
  };
}

// All of them: utils/misc.rs. None checks the value: that is the callers' part.
export const setServingRateLimit = setter(ServingRateLimit, Events.ServingRateLimitSet);
export const setMinDifficulty = setter(MinDifficulty, Events.MinDifficultySet);
export const setMaxDifficulty = setter(MaxDifficulty, Events.MaxDifficultySet);
export const setDifficulty = setter(Difficulty, Events.DifficultySet);
export const setWeightsVersionKey = setter(WeightsVersionKey, Events.WeightsVersionKeySet);
export const setWeightsSetRateLimit = setter(WeightsSetRateLimit, Events.WeightsSetRateLimitSet);
export const setAdjustmentInterval = setter(AdjustmentInterval, Events.AdjustmentIntervalSet);
export const setAdjustmentAlpha = setter(AdjustmentAlpha, Events.AdjustmentAlphaSet);
export const setImmunityPeriod = setter(ImmunityPeriod, Events.ImmunityPeriodSet);
export const setMinAllowedWeights = setter(MinAllowedWeights, Events.MinAllowedWeightSet);
export const setMinAllowedUids = setter(MinAllowedUids, Events.MinAllowedUidsSet);
export const setMaxAllowedUids = setter(MaxAllowedUids, Events.MaxAllowedUidsSet);
export const setMinNonImmuneUids = setter(MinNonImmuneUids, Events.MinNonImmuneUidsSet);
export const setKappa = setter(Kappa, Events.KappaSet);
export const setActivityCutoff = setter(ActivityCutoff, Events.ActivityCutoffSet);
export const setActivityCutoffFactorMilli = setter(ActivityCutoffFactorMilli, ({ netuid, value }) =>
  Events.ActivityCutoffFactorMilliSet({ netuid, factorMilli: value }),
);
export const setCommitRevealWeightsEnabled = setter(
  CommitRevealWeightsEnabled,
  ({ netuid, value }) => Events.CommitRevealEnabled({ netuid, enabled: value }),
);
export const setNetworkRegistrationAllowed = setter(
  NetworkRegistrationAllowed,
  ({ netuid, value }) => Events.RegistrationAllowed({ netuid, enabled: value }),
);
export const setTargetRegistrationsPerInterval = setter(
  TargetRegistrationsPerInterval,
  Events.RegistrationPerIntervalSet,
);
export const setMaxRegistrationsPerBlock = setter(
  MaxRegistrationsPerBlock,
  Events.MaxRegistrationsPerBlockSet,
);
export const setMaxAllowedValidators = setter(MaxAllowedValidators, Events.MaxAllowedValidatorsSet);
export const setBondsMovingAverage = setter(BondsMovingAverage, Events.BondsMovingAverageSet);
export const setBondsPenalty = setter(BondsPenalty, Events.BondsPenaltySet);
export const setBondsReset = setter(BondsResetOn, ({ netuid, value }) =>
  Events.BondsResetOnSet({ netuid, enabled: value }),
);
export const setMinBurn = setter(MinBurn, ({ netuid, value }) =>
  Events.MinBurnSet({ netuid, tao: value }),
);
export const setMaxBurn = setter(MaxBurn, ({ netuid, value }) =>
  Events.MaxBurnSet({ netuid, tao: value }),
);
export const setRaoRecycled = setter(RAORecycledForRegistration, ({ netuid, value }) =>
  Events.RAORecycledForRegistrationSet({ netuid, tao: value }),
);

/** Source: utils/misc.rs */
export function increaseRaoRecycled(ctx: Ctx, netuid: NetUid, amount: Rao): void {
  const before = RAORecycledForRegistration.get(ctx, netuid);
  setRaoRecycled(ctx, netuid, rao(saturatingAddU64(before, amount)));
}
