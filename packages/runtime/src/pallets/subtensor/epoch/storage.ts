import { blake2, byMode, identity, map, map2, twox, value } from "@ganglion/frame";
import type { MechId } from "@ganglion/primitives";
import {
  accountId,
  alpha,
  bool,
  i16,
  mechId,
  netUid,
  storageIndex,
  tuple,
  u8,
  u16,
  u32,
  u64,
  vec,
} from "@ganglion/scale";

export const MinActivityCutoff = value(u16, 360);
export const Tempo = map(identity(netUid), u16, byMode({ normal: 360, fast: 10 }));
export const LastEpochBlock = map(identity(netUid), u64, 0n);
export const PendingEpochAt = map(identity(netUid), u64, 0n);
export const SubnetEpochIndex = map(identity(netUid), u64, 0n);
export const ActivityCutoffFactorMilli = map(identity(netUid), u32, 13889);
export const BlocksSinceLastStep = map(identity(netUid), u64, 0n);
export const LastMechansimStepBlock = map(identity(netUid), u64, 0n);
export const Rho = map(identity(netUid), u16, 10);
export const AlphaSigmoidSteepness = map(identity(netUid), i16, 1000);
export const Kappa = map(identity(netUid), u16, 32767);
export const ActivityCutoff = map(identity(netUid), u16, 5000);
export const MaxAllowedValidators = map(identity(netUid), u16, 128);
export const BondsMovingAverage = map(identity(netUid), u64, 900000n);
export const BondsPenalty = map(identity(netUid), u16, 65535);
export const BondsResetOn = map(identity(netUid), bool, false);
export const ValidatorPruneLen = map(identity(netUid), u64, 1n);
export const ScalingLawPower = map(identity(netUid), u16, 50);
export const MaxEpochsPerBlock = value(u8, byMode({ normal: 2, fast: 32 }));
export const LiquidAlphaOn = map(blake2(netUid), bool, false);
export const Yuma3On = map(blake2(netUid), bool, false);
export const AlphaValues = map(identity(netUid), tuple(u16, u16), [45875, 58982]);
export const VotingPower = map2(identity(netUid), blake2(accountId), u64, 0n);
export const VotingPowerTrackingEnabled = map(identity(netUid), bool, false);
export const VotingPowerDisableAtBlock = map(identity(netUid), u64, 0n);
export const VotingPowerEmaAlpha = map(identity(netUid), u64, 3570000000000000n);
export const StakeWeight = map(identity(netUid), vec(u16), []);
export const LoadedEmission = map(identity(netUid), vec(tuple(accountId, u64, u64)));
export const Active = map(identity(netUid), vec(bool), []);
export const Consensus = map(identity(netUid), vec(u16), []);
export const Incentive = map(identity(storageIndex), vec(u16), []);
export const Dividends = map(identity(netUid), vec(u16), []);
export const Emission = map(identity(netUid), vec(alpha), []);
export const LastUpdate = map(identity(storageIndex), vec(u64), []);
export const ValidatorTrust = map(identity(netUid), vec(u16), []);
export const ValidatorPermit = map(identity(netUid), vec(bool), []);
export const Bonds = map2(identity(storageIndex), identity(u16), vec(tuple(u16, u16)), []);
export const MaxMechanismCount = value(mechId, 2 as MechId);
export const MechanismCountCurrent = map(twox(netUid), mechId, 1 as MechId);
export const MechanismEmissionSplit = map(twox(netUid), vec(u16));
