import { identity, map, map2, twox, value } from "@ganglion/frame";
import type { Alpha } from "@ganglion/primitives";
import { accountId, alpha, netUid, u32, u64f64 } from "@ganglion/scale";
import { subnetLease } from "../types.ts";

export const SubnetLeases = map(twox(u32), subnetLease);
export const SubnetLeaseShares = map2(twox(u32), identity(accountId), u64f64, 0n);
export const SubnetUidToLeaseId = map(twox(netUid), u32);
export const NextSubnetLeaseId = value(u32, 0);
export const AccumulatedLeaseDividends = map(twox(u32), alpha, 0n as Alpha);
