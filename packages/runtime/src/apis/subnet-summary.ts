import type { Ctx } from "@ganglion/frame";
import type { NetUid } from "@ganglion/primitives";
import {
  BlocksSinceLastStep,
  Kappa,
  MaxAllowedValidators,
  Rho,
  ScalingLawPower,
  Tempo,
} from "../pallets/subtensor/epoch/storage.ts";
import { SubnetIdentitiesV3 } from "../pallets/subtensor/identity/storage.ts";
import {
  Burn,
  Difficulty,
  ImmunityPeriod,
  MaxAllowedUids,
} from "../pallets/subtensor/registration/storage.ts";
import { getSubnetworkN } from "../pallets/subtensor/registration/uids.ts";
import { getSubnetOwner } from "../pallets/subtensor/subnets/queries.ts";
import { MinAllowedWeights } from "../pallets/subtensor/weights/storage.ts";
import { MAX_WEIGHTS_LIMIT } from "./hyperparams.ts";
import type { SubnetInfo, SubnetInfov2 } from "./types.ts";

// A subnet in short. Source: pallets/subtensor/src/rpc_info/subnet_info.rs

/** What both versions say alike. */
function summary(ctx: Ctx, netuid: NetUid) {
  return {
    netuid,
    rho: Rho.get(ctx, netuid),
    kappa: Kappa.get(ctx, netuid),
    difficulty: Difficulty.get(ctx, netuid),
    immunityPeriod: ImmunityPeriod.get(ctx, netuid),
    maxAllowedValidators: MaxAllowedValidators.get(ctx, netuid),
    minAllowedWeights: MinAllowedWeights.get(ctx, netuid),
    maxWeightsLimit: MAX_WEIGHTS_LIMIT,
    scalingLawPower: ScalingLawPower.get(ctx, netuid),
    subnetworkN: getSubnetworkN(ctx, netuid),
    maxAllowedUids: MaxAllowedUids.get(ctx, netuid),
    blocksSinceLastStep: BlocksSinceLastStep.get(ctx, netuid),
    tempo: Tempo.get(ctx, netuid),
    // There are no modalities, and subnets no longer require each other.
    networkModality: 0,
    networkConnect: [],
    burn: Burn.get(ctx, netuid),
    owner: getSubnetOwner(ctx, netuid),
  };
}

/** Emission is asked for by `getDynamicInfo`; here it is always 0. */
export function getSubnetInfo(ctx: Ctx, netuid: NetUid): SubnetInfo {
  return { ...summary(ctx, netuid), emissionValues: 0n };
}

export function getSubnetInfoV2(ctx: Ctx, netuid: NetUid): SubnetInfov2 {
  const identity = SubnetIdentitiesV3.get(ctx, netuid);
  return { ...summary(ctx, netuid), emissionValue: 0n, identity };
}
