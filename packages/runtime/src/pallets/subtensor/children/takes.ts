import { type Ctx, ensure } from "@ganglion/frame";
import type { AccountId, NetUid } from "@ganglion/primitives";
import { Errors } from "../errors.ts";
import { Events } from "../events.ts";
import { coldkeyOwnsHotkey } from "../keys/accounts.ts";
import { passesRateLimitOnSubnet, setLastBlockOnSubnet } from "../keys/rate-limits.ts";
import { getChildkeyTake, getEffectiveMinChildkeyTake } from "./queries.ts";
import {
  ChildkeyTake,
  MaxChildkeyTake,
  MinChildkeyTake,
  MinChildkeyTakePerSubnet,
  TxChildkeyTakeRateLimit,
} from "./storage.ts";

/**
 * Sets what a child keeps of its parents' dividends; raising it is rate limited.
 * @throws Refusal NonAssociatedColdKey, InvalidChildkeyTake, TxChildkeyTakeRateLimitExceeded
 * Source: staking/set_children.rs
 */
export function doSetChildkeyTake(
  ctx: Ctx,
  coldkey: AccountId,
  options: { readonly hotkey: AccountId; readonly netuid: NetUid; readonly take: number },
): void {
  const { hotkey, netuid, take } = options;
  ensure(coldkeyOwnsHotkey(ctx, coldkey, hotkey), Errors.NonAssociatedColdKey);
  ensure(
    take >= getEffectiveMinChildkeyTake(ctx, netuid) && take <= MaxChildkeyTake.get(ctx),
    Errors.InvalidChildkeyTake,
  );
  ensure(
    take <= getChildkeyTake(ctx, hotkey, netuid) ||
      passesRateLimitOnSubnet(ctx, "SetChildkeyTake", hotkey, netuid),
    Errors.TxChildkeyTakeRateLimitExceeded,
  );
  setLastBlockOnSubnet(ctx, "SetChildkeyTake", hotkey, netuid, ctx.block);
  ChildkeyTake.set(ctx, hotkey, netuid, take);
  ctx.deposit(Events.ChildKeyTakeSet({ hotkey, take }));
}

// Takes: 65535 = 100 %. Source: utils/misc.rs

/** @param blocks between two raises of a childkey take */
export function setTxChildkeyTakeRateLimit(ctx: Ctx, blocks: bigint): void {
  TxChildkeyTakeRateLimit.set(ctx, blocks);
  ctx.deposit(Events.TxChildKeyTakeRateLimitSet({ blocks }));
}

export function setMinChildkeyTake(ctx: Ctx, take: number): void {
  MinChildkeyTake.set(ctx, take);
  ctx.deposit(Events.MinChildKeyTakeSet({ take }));
}

export function setMinChildkeyTakeForSubnet(ctx: Ctx, netuid: NetUid, take: number): void {
  MinChildkeyTakePerSubnet.set(ctx, netuid, take);
  ctx.deposit(Events.MinChildKeyTakePerSubnetSet({ netuid, take }));
}

export function setMaxChildkeyTake(ctx: Ctx, take: number): void {
  MaxChildkeyTake.set(ctx, take);
  ctx.deposit(Events.MaxChildKeyTakeSet({ take }));
}
