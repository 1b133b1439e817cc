import type { Ctx } from "@ganglion/frame";
import { type MechId, mechId, type NetUid, netUid, rao } from "@ganglion/primitives";
import {
  AlphaDividendsPerSubnet,
  SubnetAlphaIn,
  SubnetAlphaInEmission,
  SubnetAlphaOut,
  SubnetAlphaOutEmission,
  SubnetMovingPrice,
  SubnetTAO,
  SubnetTaoInEmission,
} from "../pallets/subtensor/coinbase/storage.ts";
import { getMechanismStorageIndex } from "../pallets/subtensor/epoch/mechanisms.ts";
import {
  Active,
  Consensus,
  Dividends,
  Emission,
  Incentive,
  LastMechansimStepBlock,
  LastUpdate,
  ValidatorPermit,
} from "../pallets/subtensor/epoch/storage.ts";
import {
  IdentitiesV2,
  SubnetIdentitiesV3,
  TokenSymbol,
} from "../pallets/subtensor/identity/storage.ts";
import {
  Burn,
  MaxAllowedUids,
  NetworkPowRegistrationAllowed,
} from "../pallets/subtensor/registration/storage.ts";
import { getSubnetworkN } from "../pallets/subtensor/registration/uids.ts";
import { getAxonInfo } from "../pallets/subtensor/serving/endpoints.ts";
import { SubnetVolume } from "../pallets/subtensor/staking/storage.ts";
import {
  NetworkRegisteredAt,
  SubnetOwner,
  SubnetOwnerHotkey,
} from "../pallets/subtensor/subnets/storage.ts";
import { getNameForSubnet } from "../pallets/subtensor/subnets/symbols.ts";
import { blocksSinceLastStep, pendingAlphaEmission } from "./dynamic-info.ts";
import { getSubnetHyperparamsV2 } from "./hyperparams.ts";
import type { Metagraph } from "./metagraph-types.ts";
import { blocksAtRegistration, coldkeysOf, hotkeysOf, stakesOfNeurons } from "./subnet-neurons.ts";

/** Computes once, and not before it is asked. */
function lazy<T>(compute: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: compute() }).value;
}

/** How each field of a metagraph is read. */
export type MetagraphFields = { readonly [K in keyof Metagraph]: () => Metagraph[K] };

/**
 * A subnet with all its neurons as one of its mechanisms sees them: updates and incentives are the
 * mechanism's, and the netuid is its storage index. Fields are read one by one, so that one who wants
 * two of them doesn't pay for all.
 * Source: pallets/subtensor/src/rpc_info/metagraph.rs
 */
export function metagraphFields(ctx: Ctx, netuid: NetUid, mecid = mechId(0)): MetagraphFields {
  const index = getMechanismStorageIndex(netuid, mecid);
  const settings = lazy(() => getSubnetHyperparamsV2(ctx, netuid));
  const hotkeys = lazy(() => hotkeysOf(ctx, netuid));
  const coldkeys = lazy(() => coldkeysOf(ctx, hotkeys()));
  const stakes = lazy(() => stakesOfNeurons(ctx, netuid));
  return {
    netuid: () => netUid(index),
    name: () => [...getNameForSubnet(ctx, netuid)],
    symbol: () => [...TokenSymbol.get(ctx, netuid)],
    identity: () => SubnetIdentitiesV3.get(ctx, netuid),
    networkRegisteredAt: () => NetworkRegisteredAt.get(ctx, netuid),
    ownerHotkey: () => SubnetOwnerHotkey.get(ctx, netuid),
    ownerColdkey: () => SubnetOwner.get(ctx, netuid),
    block: () => ctx.block,
    tempo: () => settings().tempo,
    lastStep: () => LastMechansimStepBlock.get(ctx, netuid),
    blocksSinceLastStep: () => blocksSinceLastStep(ctx, netuid),
    // This and root's pending part are no longer kept.
    subnetEmission: () => 0n,
    alphaIn: () => SubnetAlphaIn.get(ctx, netuid),
    alphaOut: () => SubnetAlphaOut.get(ctx, netuid),
    taoIn: () => SubnetTAO.get(ctx, netuid),
    alphaOutEmission: () => SubnetAlphaOutEmission.get(ctx, netuid),
    alphaInEmission: () => SubnetAlphaInEmission.get(ctx, netuid),
    taoInEmission: () => SubnetTaoInEmission.get(ctx, netuid),
    pendingAlphaEmission: () => pendingAlphaEmission(ctx, netuid),
    pendingRootEmission: () => rao(0n),
    subnetVolume: () => SubnetVolume.get(ctx, netuid),
    movingPrice: () => SubnetMovingPrice.get(ctx, netuid),
    rho: () => settings().rho,
    kappa: () => settings().kappa,
    minAllowedWeights: () => settings().minAllowedWeights,
    maxWeightsLimit: () => settings().maxWeightsLimit,
    weightsVersion: () => settings().weightsVersion,
    weightsRateLimit: () => settings().weightsRateLimit,
    activityCutoff: () => settings().activityCutoff,
    maxValidators: () => settings().maxValidators,
    numUids: () => getSubnetworkN(ctx, netuid),
    maxUids: () => MaxAllowedUids.get(ctx, netuid),
    burn: () => Burn.get(ctx, netuid),
    difficulty: () => settings().difficulty,
    registrationAllowed: () => settings().registrationAllowed,
    powRegistrationAllowed: () => NetworkPowRegistrationAllowed.get(ctx, netuid),
    immunityPeriod: () => settings().immunityPeriod,
    minDifficulty: () => settings().minDifficulty,
    maxDifficulty: () => settings().maxDifficulty,
    minBurn: () => settings().minBurn,
    maxBurn: () => settings().maxBurn,
    adjustmentAlpha: () => settings().adjustmentAlpha,
    adjustmentInterval: () => settings().adjustmentInterval,
    targetRegsPerInterval: () => settings().targetRegsPerInterval,
    maxRegsPerBlock: () => settings().maxRegsPerBlock,
    servingRateLimit: () => settings().servingRateLimit,
    commitRevealWeightsEnabled: () => settings().commitRevealWeightsEnabled,
    commitRevealPeriod: () => settings().commitRevealPeriod,
    liquidAlphaEnabled: () => settings().liquidAlphaEnabled,
    alphaHigh: () => settings().alphaHigh,
    alphaLow: () => settings().alphaLow,
    bondsMovingAvg: () => settings().bondsMovingAvg,
    hotkeys,
    coldkeys,
    identities: () => coldkeys().map((coldkey) => IdentitiesV2.get(ctx, coldkey)),
    axons: () => hotkeys().map((hotkey) => getAxonInfo(ctx, netuid, hotkey)),
    active: () => Active.get(ctx, netuid),
    validatorPermit: () => ValidatorPermit.get(ctx, netuid),
    // Pruning score, trust and rank are no longer computed.
    pruningScore: () => [],
    lastUpdate: () => LastUpdate.get(ctx, index),
    emission: () => Emission.get(ctx, netuid),
    dividends: () => Dividends.get(ctx, netuid),
    incentives: () => Incentive.get(ctx, index),
    consensus: () => Consensus.get(ctx, netuid),
    trust: () => [],
    rank: () => [],
    blockAtRegistration: () => blocksAtRegistration(ctx, netuid),
    alphaStake: () => stakes().alphaStake,
    taoStake: () => stakes().taoStake,
    totalStake: () => stakes().totalStake,
    // Root pays its validators in alpha now.
    taoDividendsPerHotkey: () => hotkeys().map((hotkey) => [hotkey, rao(0n)] as const),
    alphaDividendsPerHotkey: () =>
      hotkeys().map(
        (hotkey) => [hotkey, AlphaDividendsPerSubnet.get(ctx, netuid, hotkey)] as const,
      ),
  };
}

/** All fields of `metagraphFields`. */
export function getMetagraph(ctx: Ctx, netuid: NetUid, mecid?: MechId): Metagraph {
  const fields = metagraphFields(ctx, netuid, mecid);
  const read = Object.entries(fields).map(([name, field]) => [name, field()] as const);
  // What `MetagraphFields` says of each name holds for the whole.
  return Object.fromEntries(read) as unknown as Metagraph;
}
