import type { Ctx, StateCtx } from "@ganglion/frame";
import { saturatingAddU64, saturatingSubUnsigned } from "@ganglion/math";
import { type Alpha, alpha, type NetUid } from "@ganglion/primitives";
import * as alphaAssets from "../../alpha-assets/alpha-assets.ts";
import { SubnetAlphaIn, SubnetAlphaOut } from "./storage.ts";

/** Alpha in the pool and outside: what the alpha emission of a subnet is computed from. Source: staking/stake_utils.rs */
export function getAlphaIssuance(ctx: StateCtx, netuid: NetUid): Alpha {
  return alpha(saturatingAddU64(SubnetAlphaIn.get(ctx, netuid), SubnetAlphaOut.get(ctx, netuid)));
}

/** Creates alpha that is neither in the pool nor outside yet: follow with one of the `resolve` functions. Source: coinbase/alpha.rs */
export function mintAlpha(ctx: Ctx, netuid: NetUid, amount: Alpha): Alpha {
  alphaAssets.mintAlpha(ctx, netuid, amount);
  return amount;
}

/** Puts minted alpha outside the pool. Source: coinbase/alpha.rs */
export function resolveToAlphaOut(ctx: Ctx, netuid: NetUid, minted: Alpha): void {
  if (minted === 0n) return;
  SubnetAlphaOut.mutate(ctx, netuid, (total) => alpha(saturatingAddU64(total, minted)));
}

/** Puts minted alpha into the pool's reserve. Source: coinbase/alpha.rs */
export function resolveToAlphaIn(ctx: Ctx, netuid: NetUid, minted: Alpha): void {
  if (minted === 0n) return;
  SubnetAlphaIn.mutate(ctx, netuid, (total) => alpha(saturatingAddU64(total, minted)));
}

/** Takes alpha out of existence: it can be minted again. Source: coinbase/alpha.rs */
export function recycleSubnetAlpha(ctx: Ctx, netuid: NetUid, amount: Alpha): void {
  if (amount === 0n) return;
  SubnetAlphaOut.mutate(ctx, netuid, (total) => alpha(saturatingSubUnsigned(total, amount)));
  alphaAssets.recycleAlpha(ctx, netuid, amount);
}

/** Counts alpha as destroyed; it stays issued, so it is never minted again. Source: coinbase/alpha.rs */
export function burnSubnetAlpha(ctx: Ctx, netuid: NetUid, amount: Alpha): void {
  if (amount === 0n) return;
  alphaAssets.burnAlpha(ctx, netuid, amount);
}
