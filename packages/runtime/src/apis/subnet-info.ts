import { apiMethod, type Ctx, Refusal, type RuntimeApi, tolerate } from "@ganglion/frame";
import type { MechId, NetUid } from "@ganglion/primitives";
import { accountId, mechId, netUid, option, u16, u64, vec } from "@ganglion/scale";
import { ensureMechanismExists, mechanismsOf } from "../pallets/subtensor/epoch/mechanisms.ts";
import { getNextEpochStartBlock } from "../pallets/subtensor/epoch/schedule.ts";
import { AutoStakeDestination } from "../pallets/subtensor/staking/storage.ts";
import { getNetworkToPrune } from "../pallets/subtensor/subnets/prune.ts";
import {
  getAllSubnetNetuids,
  getSubnetAccountId,
  ifSubnetExist,
} from "../pallets/subtensor/subnets/queries.ts";
import { getDynamicInfo } from "./dynamic-info.ts";
import { getSubnetHyperparamsV2, getSubnetHyperparamsV3 } from "./hyperparams.ts";
import { getMetagraph } from "./metagraph.ts";
import { type Metagraph, metagraph, selectiveMetagraph } from "./metagraph-types.ts";
import { getSelectiveMechagraph, getSelectiveMetagraph } from "./selective-metagraph.ts";
import { getSubnetState } from "./subnet-state.ts";
import { getSubnetInfo, getSubnetInfoV2 } from "./subnet-summary.ts";
import {
  dynamicInfo,
  hyperparamEntry,
  subnetHyperparams,
  subnetHyperparamsV2,
  subnetInfo,
  subnetInfov2,
  subnetState,
} from "./types.ts";

type Question<T> = (ctx: Ctx, netuid: NetUid) => T;

/** The answer, unless there is no such subnet. */
const ifThere =
  <T>(answer: Question<T>) =>
  (ctx: Ctx, { netuid }: { readonly netuid: NetUid }): T | undefined =>
    ifSubnetExist(ctx, netuid) ? answer(ctx, netuid) : undefined;

/** One answer per netuid in use, in storage key order; none where the subnet is marked as gone. */
const ofAll =
  <T>(answer: Question<T>) =>
  (ctx: Ctx): (T | undefined)[] =>
    getAllSubnetNetuids(ctx).map((netuid) => ifThere(answer)(ctx, { netuid }));

/** One answer per subnet, by ascending netuid. */
const ofAllAscending =
  <T>(answer: Question<T>) =>
  (ctx: Ctx): T[] =>
    getAllSubnetNetuids(ctx)
      .filter((netuid) => ifSubnetExist(ctx, netuid))
      .sort((a, b) => a - b)
      .map((netuid) => answer(ctx, netuid));

function getMechagraph(ctx: Ctx, netuid: NetUid, mecid: MechId): Metagraph | undefined {
  const missing = tolerate(() => ensureMechanismExists(ctx, netuid, mecid)) instanceof Refusal;
  return missing ? undefined : getMetagraph(ctx, netuid, mecid);
}

/** Source: pallets/subtensor/runtime-api */
export const subnetInfoApi: RuntimeApi = {
  name: "SubnetInfoRuntimeApi",
  version: 2,
  methods: {
    getSubnetInfo: apiMethod({
      inputs: { netuid: netUid },
      output: option(subnetInfo),
      run: ifThere(getSubnetInfo),
    }),
    getSubnetsInfo: apiMethod({
      inputs: {},
      output: vec(option(subnetInfo)),
      run: ofAllAscending(getSubnetInfo),
    }),
    getSubnetInfoV2: apiMethod({
      inputs: { netuid: netUid },
      output: option(subnetInfov2),
      run: ifThere(getSubnetInfoV2),
    }),
    getSubnetsInfoV2: apiMethod({
      inputs: {},
      output: vec(option(subnetInfov2)),
      run: ofAllAscending(getSubnetInfoV2),
    }),
    getSubnetHyperparams: apiMethod({
      inputs: { netuid: netUid },
      output: option(subnetHyperparams),
      run: ifThere(getSubnetHyperparamsV2),
    }),
    getSubnetHyperparamsV2: apiMethod({
      inputs: { netuid: netUid },
      output: option(subnetHyperparamsV2),
      run: ifThere(getSubnetHyperparamsV2),
    }),
    getSubnetHyperparamsV3: apiMethod({
      inputs: { netuid: netUid },
      output: option(vec(hyperparamEntry)),
      run: ifThere(getSubnetHyperparamsV3),
    }),
    getAllDynamicInfo: apiMethod({
      inputs: {},
      output: vec(option(dynamicInfo)),
      run: ofAll(getDynamicInfo),
    }),
    getAllMetagraphs: apiMethod({
      inputs: {},
      output: vec(option(metagraph)),
      run: ofAll((ctx, netuid) => getMetagraph(ctx, netuid)),
    }),
    getMetagraph: apiMethod({
      inputs: { netuid: netUid },
      output: option(metagraph),
      run: ifThere((ctx, netuid) => getMetagraph(ctx, netuid)),
    }),
    getAllMechagraphs: apiMethod({
      inputs: {},
      output: vec(option(metagraph)),
      run: (ctx) =>
        getAllSubnetNetuids(ctx).flatMap((netuid) =>
          mechanismsOf(ctx, netuid).map((mecid) => getMechagraph(ctx, netuid, mecid)),
        ),
    }),
    getMechagraph: apiMethod({
      inputs: { netuid: netUid, mecid: mechId },
      output: option(metagraph),
      run: (ctx, { netuid, mecid }) => getMechagraph(ctx, netuid, mecid),
    }),
    getDynamicInfo: apiMethod({
      inputs: { netuid: netUid },
      output: option(dynamicInfo),
      run: ifThere(getDynamicInfo),
    }),
    getSubnetState: apiMethod({
      inputs: { netuid: netUid },
      output: option(subnetState),
      run: ifThere(getSubnetState),
    }),
    getSelectiveMetagraph: apiMethod({
      inputs: { netuid: netUid, metagraphIndexes: vec(u16) },
      output: option(selectiveMetagraph),
      run: (ctx, { netuid, metagraphIndexes }) =>
        ifSubnetExist(ctx, netuid)
          ? getSelectiveMetagraph(ctx, netuid, metagraphIndexes)
          : undefined,
    }),
    getColdkeyAutoStakeHotkey: apiMethod({
      inputs: { coldkey: accountId, netuid: netUid },
      output: option(accountId),
      run: (ctx, { coldkey, netuid }) => AutoStakeDestination.get(ctx, coldkey, netuid),
    }),
    getSelectiveMechagraph: apiMethod({
      inputs: { netuid: netUid, subid: mechId, metagraphIndexes: vec(u16) },
      output: option(selectiveMetagraph),
      run: (ctx, { netuid, subid, metagraphIndexes }) =>
        ifSubnetExist(ctx, netuid)
          ? getSelectiveMechagraph(ctx, netuid, subid, metagraphIndexes)
          : undefined,
    }),
    getSubnetToPrune: apiMethod({
      inputs: {},
      output: option(netUid),
      run: (ctx) => getNetworkToPrune(ctx),
    }),
    getSubnetAccountId: apiMethod({
      inputs: { netuid: netUid },
      output: option(accountId),
      run: (ctx, { netuid }) => getSubnetAccountId(ctx, netuid),
    }),
    getNextEpochStartBlock: apiMethod({
      inputs: { netuid: netUid },
      output: option(u64),
      run: (ctx, { netuid }) => getNextEpochStartBlock(ctx, netuid),
    }),
  },
};
