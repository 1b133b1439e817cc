import type { Ctx } from "@ganglion/frame";
import { saturatingAddU64, saturatingSubUnsigned } from "@ganglion/math";
import { type Alpha, alpha, type NetUid, type Rao, rao } from "@ganglion/primitives";
import { SubnetAlphaIn, SubnetTAO } from "../coinbase/storage.ts";

// Both sides of a subnet's pool. Amounts of nothing write nothing. Source: staking/stake_utils.rs

export function increaseProvidedTaoReserve(ctx: Ctx, netuid: NetUid, tao: Rao): void {
  if (tao !== 0n) SubnetTAO.mutate(ctx, netuid, (total) => rao(saturatingAddU64(total, tao)));
}

export function decreaseProvidedTaoReserve(ctx: Ctx, netuid: NetUid, tao: Rao): void {
  if (tao !== 0n) SubnetTAO.mutate(ctx, netuid, (total) => rao(saturatingSubUnsigned(total, tao)));
}

export function increaseProvidedAlphaReserve(ctx: Ctx, netuid: NetUid, amount: Alpha): void {
  if (amount !== 0n)
    SubnetAlphaIn.mutate(ctx, netuid, (total) => alpha(saturatingAddU64(total, amount)));
}

export function decreaseProvidedAlphaReserve(ctx: Ctx, netuid: NetUid, amount: Alpha): void {
  if (amount !== 0n)
    SubnetAlphaIn.mutate(ctx, netuid, (total) => alpha(saturatingSubUnsigned(total, amount)));
}
