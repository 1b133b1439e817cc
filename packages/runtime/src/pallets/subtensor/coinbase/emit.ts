import type { Ctx, StateCtx } from "@ganglion/frame";
import { type SubnetShare, saturatingAddU64, U16_MAX, U96F32 } from "@ganglion/math";
import { type Alpha, alpha, type NetUid } from "@ganglion/primitives";
import { mintAlpha, recycleSubnetAlpha, resolveToAlphaOut } from "./alpha.ts";
import { getSubnetTerms, injectAndMaybeSwap } from "./inject.ts";
import { rootProportion } from "./prices.ts";
import {
  OwnerCutEnabled,
  PendingOwnerCut,
  PendingRootAlphaDivs,
  PendingServerEmission,
  PendingValidatorEmission,
  SubnetAlphaOutEmission,
  SubnetOwnerCut,
} from "./storage.ts";
import type { Credit } from "./tao.ts";

const HALF = U96F32.one / 2n;
const floor = (bits: bigint): Alpha => alpha(U96F32.toUnsigned(bits, 64));
const plus = (amount: Alpha) => (total: Alpha) => alpha(saturatingAddU64(total, amount));

/** The owner's part of emitted alpha, U96F32 in 0..1. Source: utils/misc.rs */
export function getFloatSubnetOwnerCut(ctx: StateCtx): bigint {
  return U96F32.safeDiv(U96F32.fromInteger(SubnetOwnerCut.get(ctx)), U96F32.fromInteger(U16_MAX));
}

/**
 * Mints a subnet's alpha of this block and books it for owner, miners, validators and root until the next
 * epoch. Each part is floored on its own.
 */
function bookAlphaOut(
  ctx: Ctx,
  netuid: NetUid,
  {
    alphaOut,
    ownerCut,
    paysRoot,
  }: {
    readonly alphaOut: bigint;
    readonly ownerCut: bigint;
    readonly paysRoot: boolean;
  },
): void {
  const created = floor(alphaOut);
  SubnetAlphaOutEmission.set(ctx, netuid, created);
  resolveToAlphaOut(ctx, netuid, mintAlpha(ctx, netuid, created));
  let rest = alphaOut;
  if (OwnerCutEnabled.get(ctx, netuid)) {
    const cut = U96F32.saturatingMul(rest, ownerCut);
    rest = U96F32.saturatingSub(rest, cut);
    PendingOwnerCut.mutate(ctx, netuid, plus(floor(cut)));
  }
  // Asked again after alpha was injected and minted: it is a little smaller than at the injection.
  const share = rootProportion(ctx, netuid);
  const root = U96F32.saturatingMul(U96F32.saturatingMul(share, rest), HALF);
  const server = U96F32.saturatingMul(rest, HALF);
  const validator = U96F32.saturatingSub(U96F32.saturatingSub(rest, server), root);
  PendingServerEmission.mutate(ctx, netuid, plus(floor(server)));
  PendingValidatorEmission.mutate(ctx, netuid, plus(floor(validator)));
  if (paysRoot) PendingRootAlphaDivs.mutate(ctx, netuid, plus(floor(root)));
  else recycleSubnetAlpha(ctx, netuid, floor(root));
}

/** Puts a block's TAO into the pools and books its alpha. Source: coinbase/run_coinbase.rs */
export function emitToSubnets(
  ctx: Ctx,
  netuids: readonly NetUid[],
  {
    emissions,
    credit,
    paysRoot,
  }: {
    readonly emissions: readonly SubnetShare[];
    readonly credit: Credit;
    readonly paysRoot: boolean;
  },
): void {
  const terms = getSubnetTerms(ctx, emissions);
  injectAndMaybeSwap(ctx, netuids, terms, credit);
  const ownerCut = getFloatSubnetOwnerCut(ctx);
  for (const netuid of netuids) {
    const alphaOut = terms.get(netuid)?.alphaOut ?? 0n;
    bookAlphaOut(ctx, netuid, { alphaOut, ownerCut, paysRoot });
  }
}
