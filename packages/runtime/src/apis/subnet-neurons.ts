import type { Ctx } from "@ganglion/frame";
import { stakeToRao } from "@ganglion/math";
import {
  type AccountId,
  type Alpha,
  alpha,
  type NetUid,
  type Rao,
  rao,
} from "@ganglion/primitives";
import { getOwningColdkeyForHotkey } from "../pallets/subtensor/keys/accounts.ts";
import { BlockAtRegistration, Keys } from "../pallets/subtensor/registration/storage.ts";
import { getSubnetworkN } from "../pallets/subtensor/registration/uids.ts";
import { getStakeWeightsForNetwork } from "../pallets/subtensor/staking/stake-utils.ts";

// A subnet's neurons as vectors with one entry per uid.

const uidsOf = (ctx: Ctx, netuid: NetUid): number[] =>
  Array.from({ length: getSubnetworkN(ctx, netuid) }, (_, uid) => uid);

/** The zero account for a uid that nobody has. */
export function hotkeysOf(ctx: Ctx, netuid: NetUid): AccountId[] {
  return uidsOf(ctx, netuid).map((uid) => Keys.get(ctx, netuid, uid));
}

export function coldkeysOf(ctx: Ctx, hotkeys: readonly AccountId[]): AccountId[] {
  return hotkeys.map((hotkey) => getOwningColdkeyForHotkey(ctx, hotkey));
}

export function blocksAtRegistration(ctx: Ctx, netuid: NetUid): bigint[] {
  return uidsOf(ctx, netuid).map((uid) => BlockAtRegistration.get(ctx, netuid, uid));
}

/** Stake as epochs count it; the total is alpha plus weighted TAO, in rao. */
export interface NeuronStakes {
  readonly alphaStake: readonly Alpha[];
  readonly taoStake: readonly Rao[];
  readonly totalStake: readonly Rao[];
}

export function stakesOfNeurons(ctx: Ctx, netuid: NetUid): NeuronStakes {
  const weights = getStakeWeightsForNetwork(ctx, netuid);
  return {
    alphaStake: weights.map((stake) => alpha(stakeToRao(stake.alpha))),
    taoStake: weights.map((stake) => rao(stakeToRao(stake.tao))),
    totalStake: weights.map((stake) => rao(stakeToRao(stake.total))),
  };
}
