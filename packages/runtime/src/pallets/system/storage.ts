import {
  blake2,
  eventRecord,
  map,
  phase,
  twox,
  value,
  weightCodec,
  ZERO_WEIGHT,
} from "@ganglion/frame";
import { ZERO_HASH } from "@ganglion/primitives";
import { accountId, bool, bytes, h256, tuple, u32, vec } from "@ganglion/scale";
import {
  accountInfo,
  codeUpgradeAuthorization,
  digest,
  lastRuntimeUpgrade,
  NO_ACCOUNT,
  perClassWeight,
} from "./types.ts";

/** Nonce, reference counts and balance. Gone when nothing refers to the account. */
export const Account = map(blake2(accountId), accountInfo, NO_ACCOUNT);
/** Extrinsics in the block that is being built; absent between blocks. */
export const ExtrinsicCount = value(u32);
export const InherentsApplied = value(bool, false);
/** Weight used so far in this block, by class. */
export const BlockWeight = value(perClassWeight, {
  normal: ZERO_WEIGHT,
  operational: ZERO_WEIGHT,
  mandatory: ZERO_WEIGHT,
});
/** Bytes of the extrinsics so far in this block. */
export const AllExtrinsicsLen = value(u32);
/** Hashes of the last BlockHashCount blocks. */
export const BlockHash = map(twox(u32), h256, ZERO_HASH);
/** Extrinsics of the block that is being built, for the extrinsics root. */
export const ExtrinsicData = map(twox(u32), bytes, new Uint8Array());
const BlockNumber = value(u32, 0);

export { BlockNumber as Number };
export const ParentHash = value(h256, ZERO_HASH);
export const Digest = value(digest, { logs: [] });
/** Events of the last block. */
export const Events = value(vec(eventRecord), []);
export const EventCount = value(u32, 0);
export const EventTopics = map(blake2(h256), vec(tuple(u32, u32)), []);
export const LastRuntimeUpgrade = value(lastRuntimeUpgrade);
export const UpgradedToU32RefCount = value(bool, false);
export const UpgradedToTripleRefCount = value(bool, false);
export const ExecutionPhase = value(phase);
export const AuthorizedUpgrade = value(codeUpgradeAuthorization);
export const ExtrinsicWeightReclaimed = value(weightCodec, ZERO_WEIGHT);
