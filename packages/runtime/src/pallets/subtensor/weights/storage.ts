import { identity, map, map2, twox, value } from "@ganglion/frame";
import { accountId, bool, h256, netUid, storageIndex, tuple, u16, u64, vec } from "@ganglion/scale";
import { boundedBytes } from "../../../bounded.ts";

export const WeightsVersionKeyRateLimit = value(u64, 5n);
export const MaxWeightsLimit = map(identity(netUid), u16, 65535);
export const WeightsVersionKey = map(identity(netUid), u64, 0n);
export const MinAllowedWeights = map(identity(netUid), u16, 1024);
export const WeightsSetRateLimit = map(identity(netUid), u64, 100n);
export const CommitRevealWeightsEnabled = map(identity(netUid), bool, true);
export const Weights = map2(identity(storageIndex), identity(u16), vec(tuple(u16, u16)), []);
export const WeightCommits = map2(
  twox(storageIndex),
  twox(accountId),
  vec(tuple(h256, u64, u64, u64)),
);
export const TimelockedWeightCommits = map2(
  twox(storageIndex),
  twox(u64),
  vec(tuple(accountId, u64, boundedBytes, u64)),
  [],
);
export const CRV3WeightCommits = map2(
  twox(storageIndex),
  twox(u64),
  vec(tuple(accountId, boundedBytes, u64)),
  [],
);
export const CRV3WeightCommitsV2 = map2(
  twox(storageIndex),
  twox(u64),
  vec(tuple(accountId, u64, boundedBytes, u64)),
  [],
);
export const RevealPeriodEpochs = map(twox(netUid), u64, 1n);
export const CommitRevealWeightsVersion = value(u16, 4);
