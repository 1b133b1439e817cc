import { type Ctx, Refusal, type RuntimeCall, type StateCtx } from "@ganglion/frame";
import {
  type AccountId,
  type Alpha,
  alpha,
  type NetUid,
  type Rao,
  rao,
} from "@ganglion/primitives";
import { blockAuthor } from "../../aura/slot.ts";
import { getAlphaAmountForTao } from "../../swap/queries.ts";
import { getAllSubnetNetuids } from "../subnets/queries.ts";
import { SubtokenEnabled } from "../subnets/storage.ts";
import { getStakeForHotkeyAndColdkeyOnSubnet } from "./stake-utils.ts";
import { unstakeFromSubnet } from "./unstake.ts";

/** Stake that a fee may be taken from. */
export interface Position {
  readonly hotkey: AccountId;
  readonly netuid: NetUid;
}
/** A fee paid in alpha, and the TAO that the author got for it. */
export interface PaidInAlpha {
  readonly netuid: NetUid;
  readonly alphaFee: Alpha;
  readonly taoAmount: Rao;
}

const SUBTENSOR = 7;
/** Calls that take stake out, with the names of the arguments that say where from. */
const ONE_POSITION: Readonly<Record<string, readonly [hotkey: string, netuid: string]>> = {
  remove_stake: ["hotkey", "netuid"],
  remove_stake_limit: ["hotkey", "netuid"],
  remove_stake_full_limit: ["hotkey", "netuid"],
  move_stake: ["originHotkey", "originNetuid"],
  transfer_stake: ["hotkey", "originNetuid"],
  swap_stake: ["hotkey", "originNetuid"],
  swap_stake_limit: ["hotkey", "originNetuid"],
  recycle_alpha: ["hotkey", "netuid"],
  burn_alpha: ["hotkey", "netuid"],
};
const EVERY_SUBNET = new Set(["unstake_all", "unstake_all_alpha"]);

/**
 * Where the fee of this call may be taken from when TAO is short; empty for most calls.
 * Source: pallets/transaction-fee fees_in_alpha
 */
export function positionsThatPay(
  ctx: StateCtx,
  who: AccountId,
  { call, args }: RuntimeCall,
): readonly Position[] {
  if (call.palletIndex !== SUBTENSOR) return [];
  const named = ONE_POSITION[call.name];
  if (named) return [{ hotkey: args[named[0]] as AccountId, netuid: args[named[1]] as NetUid }];
  if (!EVERY_SUBNET.has(call.name)) return [];
  const hotkey = args["hotkey"] as AccountId;
  return getAllSubnetNetuids(ctx)
    .filter((netuid) => SubtokenEnabled.get(ctx, netuid))
    .filter((netuid) => getStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, who, netuid) !== 0n)
    .map((netuid) => ({ hotkey, netuid }));
}

interface Due {
  readonly positions: readonly Position[];
  /** What the extrinsic costs, rao. */
  readonly fee: Rao;
}

/** True if exactly one position could pay. */
export function canPayInAlpha(ctx: Ctx, who: AccountId, { positions, fee }: Due): boolean {
  if (positions.length !== 1) return false;
  const { hotkey, netuid } = positions[0]!;
  return (
    getStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, who, netuid) >=
    getAlphaAmountForTao(ctx, netuid, fee)
  );
}

/** Sells alpha for the fee, without a swap fee, to the block author. Nothing if the sale is refused. */
export function payInAlpha(
  ctx: Ctx,
  who: AccountId,
  { positions, fee }: Due,
): PaidInAlpha | undefined {
  const author = blockAuthor(ctx);
  const position = positions.length === 1 ? positions[0] : undefined;
  // Without an author, or with several positions, nothing is taken: as the reference.
  if (!position || author === undefined)
    return { netuid: 0 as NetUid, alphaFee: alpha(0n), taoAmount: rao(0n) };
  const { hotkey, netuid } = position;
  const held = getStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, who, netuid);
  const wanted = getAlphaAmountForTao(ctx, netuid, fee);
  const alphaFee = wanted === 0n || wanted > held ? held : wanted;
  try {
    const taoAmount = ctx.transaction(() =>
      unstakeFromSubnet(ctx, {
        hotkey,
        coldkey: who,
        beneficiary: author,
        netuid,
        alpha: alphaFee,
        priceLimit: rao(0n),
        dropFees: true,
      }),
    );
    return { netuid, alphaFee, taoAmount };
  } catch (thrown) {
    if (thrown instanceof Refusal) return undefined;
    throw thrown;
  }
}
