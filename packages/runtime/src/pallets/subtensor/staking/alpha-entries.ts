import type { StateCtx } from "@ganglion/frame";
import { safeFloatFromU64F64, safeFloatIsZero } from "@ganglion/math";
import type { AccountId, NetUid } from "@ganglion/primitives";
import type { SafeFloat } from "../types.ts";
import { AlphaV2, Alpha as LegacyShares } from "./storage.ts";

// Walks through shares in both formats as if they were one map; the newer format wins. The order is
// that of the keys themselves (accounts by bytes, netuids by number), not of their hashes.
// Source: staking/helpers.rs, alpha_iter and its kin

/** One coldkey's share in a hotkey's pool on a subnet. */
export interface AlphaEntry {
  readonly hotkey: AccountId;
  readonly coldkey: AccountId;
  readonly netuid: NetUid;
  readonly share: SafeFloat;
}

type Keys = readonly [hotkey: AccountId, coldkey: AccountId, netuid: NetUid];

function merged(
  legacy: readonly (readonly [Keys, bigint])[],
  current: readonly (readonly [Keys, SafeFloat])[],
): AlphaEntry[] {
  const byKey = new Map<string, AlphaEntry>();
  const add = ([hotkey, coldkey, netuid]: Keys, share: SafeFloat) => {
    byKey.set(`${hotkey}${coldkey}${netuid}`, { hotkey, coldkey, netuid, share });
  };
  for (const [keys, bits] of legacy) add(keys, safeFloatFromU64F64(bits));
  for (const [keys, share] of current) add(keys, share);
  return [...byKey.values()].sort(byKeys);
}

function byKeys(a: AlphaEntry, b: AlphaEntry): number {
  if (a.hotkey !== b.hotkey) return a.hotkey < b.hotkey ? -1 : 1;
  if (a.coldkey !== b.coldkey) return a.coldkey < b.coldkey ? -1 : 1;
  return a.netuid - b.netuid;
}

export function alphaIter(ctx: StateCtx): AlphaEntry[] {
  return merged(LegacyShares.entries(ctx), AlphaV2.entries(ctx));
}

/** Shares of one hotkey's pools. */
export function alphaIterSinglePrefix(ctx: StateCtx, hotkey: AccountId): AlphaEntry[] {
  return merged(LegacyShares.entries(ctx, hotkey), AlphaV2.entries(ctx, hotkey));
}

/** Shares of one coldkey in one hotkey's pools; those of zero are left out. */
export function alphaIterPrefix(
  ctx: StateCtx,
  hotkey: AccountId,
  coldkey: AccountId,
): AlphaEntry[] {
  return merged(
    LegacyShares.entries(ctx, hotkey, coldkey),
    AlphaV2.entries(ctx, hotkey, coldkey),
  ).filter(({ share }) => !safeFloatIsZero(share));
}
