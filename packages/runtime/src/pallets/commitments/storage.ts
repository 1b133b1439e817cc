import { identity, map2, twox, value } from "@ganglion/frame";
import { accountId, btreeSet, bytes, netUid, tuple, u32, u64, vec } from "@ganglion/scale";
import { registration, usageTracker } from "./types.ts";

/** Who has a timelocked field, in order. */
export const TimelockedIndex = value(btreeSet(tuple(netUid, accountId)), []);
/** What each neuron published last. */
export const CommitmentOf = map2(identity(netUid), twox(accountId), registration);
/** Block of it. */
export const LastCommitment = map2(identity(netUid), twox(accountId), u32);
/** Block in which a neuron last asked to lose its bonds. */
export const LastBondsReset = map2(identity(netUid), twox(accountId), u32);
/** The last ten that were opened, with the block. */
export const RevealedCommitments = map2(identity(netUid), twox(accountId), vec(tuple(bytes, u64)));
export const UsedSpaceOf = map2(identity(netUid), twox(accountId), usageTracker);
/** Bytes that a neuron may publish in an epoch. */
export const MaxSpace = value(u32, 3100);
