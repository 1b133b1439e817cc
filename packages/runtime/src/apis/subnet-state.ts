import type { Ctx } from "@ganglion/frame";
import { mechId, type NetUid } from "@ganglion/primitives";
import { LastHotkeyEmissionOnNetuid } from "../pallets/subtensor/coinbase/storage.ts";
import { getMechanismStorageIndex } from "../pallets/subtensor/epoch/mechanisms.ts";
import {
  Active,
  Consensus,
  Dividends,
  Emission,
  Incentive,
  LastUpdate,
  ValidatorPermit,
} from "../pallets/subtensor/epoch/storage.ts";
import { getAllSubnetNetuids } from "../pallets/subtensor/subnets/queries.ts";
import { blocksAtRegistration, coldkeysOf, hotkeysOf, stakesOfNeurons } from "./subnet-neurons.ts";
import type { SubnetState } from "./types.ts";

/**
 * A subnet's neurons with what the last epoch made of them. `emissionHistory` has a row per subnet of the
 * chain. Source: pallets/subtensor/src/rpc_info/show_subnet.rs
 */
export function getSubnetState(ctx: Ctx, netuid: NetUid): SubnetState {
  const hotkeys = hotkeysOf(ctx, netuid);
  const index = getMechanismStorageIndex(netuid, mechId(0));
  const { alphaStake, taoStake, totalStake } = stakesOfNeurons(ctx, netuid);
  return {
    netuid,
    hotkeys,
    coldkeys: coldkeysOf(ctx, hotkeys),
    active: Active.get(ctx, netuid),
    validatorPermit: ValidatorPermit.get(ctx, netuid),
    // Pruning score, trust and rank are no longer computed.
    pruningScore: [],
    lastUpdate: LastUpdate.get(ctx, index),
    emission: Emission.get(ctx, netuid),
    dividends: Dividends.get(ctx, netuid),
    incentives: Incentive.get(ctx, index),
    consensus: Consensus.get(ctx, netuid),
    trust: [],
    rank: [],
    blockAtRegistration: blocksAtRegistration(ctx, netuid),
    alphaStake,
    taoStake,
    totalStake,
    emissionHistory: getAllSubnetNetuids(ctx).map((other) =>
      hotkeys.map((hotkey) => LastHotkeyEmissionOnNetuid.get(ctx, hotkey, other)),
    ),
  };
}
