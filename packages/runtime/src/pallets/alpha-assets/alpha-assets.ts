import type { Ctx, StateCtx } from "@ganglion/frame";
import { saturatingAddU64, saturatingSubUnsigned } from "@ganglion/math";
import { type Alpha, alpha, type NetUid } from "@ganglion/primitives";
import { AlphaBurned, AlphaRecycled, TotalAlphaIssuance } from "./storage.ts";

// Amounts of nothing write nothing: a key that wasn't there must not appear.

/** Source: alpha-assets/src/lib.rs */
export function totalAlphaIssuance(ctx: StateCtx, netuid: NetUid): Alpha {
  return TotalAlphaIssuance.get(ctx, netuid);
}

/** Counts alpha as issued; the caller puts it somewhere. Source: alpha-assets/src/lib.rs */
export function mintAlpha(ctx: Ctx, netuid: NetUid, amount: Alpha): void {
  if (amount === 0n) return;
  TotalAlphaIssuance.mutate(ctx, netuid, (issued) => alpha(saturatingAddU64(issued, amount)));
}

/** Counts alpha as destroyed for good. Source: alpha-assets/src/lib.rs */
export function burnAlpha(ctx: Ctx, netuid: NetUid, amount: Alpha): void {
  if (amount === 0n) return;
  AlphaBurned.mutate(ctx, netuid, (burned) => alpha(saturatingAddU64(burned, amount)));
}

/** Takes alpha out of the issuance. Source: alpha-assets/src/lib.rs */
export function recycleAlpha(ctx: Ctx, netuid: NetUid, amount: Alpha): void {
  if (amount === 0n) return;
  AlphaRecycled.mutate(ctx, netuid, (recycled) => alpha(saturatingAddU64(recycled, amount)));
  TotalAlphaIssuance.mutate(ctx, netuid, (issued) => alpha(saturatingSubUnsigned(issued, amount)));
}
