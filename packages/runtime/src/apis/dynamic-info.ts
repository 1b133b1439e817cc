import type { Ctx } from "@ganglion/frame";
import { saturatingAddU64, saturatingSubUnsigned } from "@ganglion/math";
import { type Alpha, alpha, type NetUid, rao } from "@ganglion/primitives";
import {
  PendingServerEmission,
  PendingValidatorEmission,
  SubnetAlphaIn,
  SubnetAlphaInEmission,
  SubnetAlphaOut,
  SubnetAlphaOutEmission,
  SubnetMovingPrice,
  SubnetTAO,
  SubnetTaoInEmission,
} from "../pallets/subtensor/coinbase/storage.ts";
import { LastMechansimStepBlock, Tempo } from "../pallets/subtensor/epoch/storage.ts";
import { SubnetIdentitiesV3, TokenSymbol } from "../pallets/subtensor/identity/storage.ts";
import { SubnetVolume } from "../pallets/subtensor/staking/storage.ts";
import {
  NetworkRegisteredAt,
  SubnetOwner,
  SubnetOwnerHotkey,
} from "../pallets/subtensor/subnets/storage.ts";
import { getNameForSubnet } from "../pallets/subtensor/subnets/symbols.ts";
import type { DynamicInfo } from "./types.ts";

/** Blocks since the last epoch that ran. */
export function blocksSinceLastStep(ctx: Ctx, netuid: NetUid): bigint {
  return saturatingSubUnsigned(ctx.block, LastMechansimStepBlock.get(ctx, netuid));
}

/** Alpha that waits for the next epoch, without the owner's cut and root's part. */
export function pendingAlphaEmission(ctx: Ctx, netuid: NetUid): Alpha {
  const validators = PendingValidatorEmission.get(ctx, netuid);
  return alpha(saturatingAddU64(validators, PendingServerEmission.get(ctx, netuid)));
}

/** A subnet's pool and what flows into it. Source: pallets/subtensor/src/rpc_info/dynamic_info.rs */
export function getDynamicInfo(ctx: Ctx, netuid: NetUid): DynamicInfo {
  return {
    netuid,
    ownerHotkey: SubnetOwnerHotkey.get(ctx, netuid),
    ownerColdkey: SubnetOwner.get(ctx, netuid),
    subnetName: [...getNameForSubnet(ctx, netuid)],
    tokenSymbol: [...TokenSymbol.get(ctx, netuid)],
    tempo: Tempo.get(ctx, netuid),
    lastStep: LastMechansimStepBlock.get(ctx, netuid),
    blocksSinceLastStep: blocksSinceLastStep(ctx, netuid),
    // This and root's pending part are no longer kept.
    emission: 0n,
    alphaIn: SubnetAlphaIn.get(ctx, netuid),
    alphaOut: SubnetAlphaOut.get(ctx, netuid),
    taoIn: SubnetTAO.get(ctx, netuid),
    alphaOutEmission: SubnetAlphaOutEmission.get(ctx, netuid),
    alphaInEmission: SubnetAlphaInEmission.get(ctx, netuid),
    taoInEmission: SubnetTaoInEmission.get(ctx, netuid),
    pendingAlphaEmission: pendingAlphaEmission(ctx, netuid),
    pendingRootEmission: rao(0n),
    subnetVolume: SubnetVolume.get(ctx, netuid),
    networkRegisteredAt: NetworkRegisteredAt.get(ctx, netuid),
    subnetIdentity: SubnetIdentitiesV3.get(ctx, netuid),
    movingPrice: SubnetMovingPrice.get(ctx, netuid),
  };
}
