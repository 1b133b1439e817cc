import { blake2, identity, map, map2, mapN, value } from "@ganglion/frame";
import { accountId, bool, netUid, u64, u128, unit } from "@ganglion/scale";
import { lockState } from "../types.ts";

export const AccountFlags = map(blake2(accountId), u128, 0n);
export const Lock = mapN([blake2(accountId), identity(netUid), blake2(accountId)], lockState);
export const LockingColdkeys = mapN([identity(netUid), blake2(accountId), blake2(accountId)], unit);
export const HotkeyLock = map2(identity(netUid), blake2(accountId), lockState);
export const DecayingHotkeyLock = map2(identity(netUid), blake2(accountId), lockState);
export const OwnerLock = map(identity(netUid), lockState);
export const DecayingOwnerLock = map(identity(netUid), lockState);
export const DecayingLock = map2(blake2(accountId), identity(netUid), bool);
export const OwnerCutAutoLockEnabled = map(identity(netUid), bool, false);
export const MaturityRate = value(u64, 934866n);
export const UnlockRate = value(u64, 934866n);
