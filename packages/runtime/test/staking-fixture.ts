import {
  type AnyCall,
  type ChainMode,
  type Context,
  dispatchCall,
  type Origin,
  ROOT,
  runtimeCallOf,
  signed,
} from "@ganglion/frame";
import { type AccountId, alpha, type NetUid, rao } from "@ganglion/primitives";
import type { Of } from "@ganglion/scale";
import { Aura } from "../src/pallets/aura/pallet.ts";
import { Authorities } from "../src/pallets/aura/slot.ts";
import { totalIssuance } from "../src/pallets/balances/currency.ts";
import {
  SubnetAlphaOut,
  SubnetTAO,
  TotalIssuance,
} from "../src/pallets/subtensor/coinbase/storage.ts";
import { Owner } from "../src/pallets/subtensor/keys/storage.ts";
import { increaseStakeForHotkeyAndColdkeyOnSubnet } from "../src/pallets/subtensor/staking/stake-utils.ts";
import { TotalStake } from "../src/pallets/subtensor/staking/storage.ts";
import { subnetAccountOf } from "../src/pallets/subtensor/subnets/accounts.ts";
import { NetworksAdded, SubtokenEnabled } from "../src/pallets/subtensor/subnets/storage.ts";
import { account, addSubnet, emptyChain, endow, PALLETS, UNIT } from "./subnet-fixture.ts";

export { account, UNIT };
/** Bound to their keys by being imported. */
export const BOUND = [...PALLETS, Aura];

/** Is paid the swap fees. */
export const AUTHOR = account(250);
/** Coldkey with 1000 TAO that owns `HOTKEY`. */
export const COLDKEY = account(101);
export const HOTKEY = account(1);
/** Another coldkey with 1000 TAO, that owns `HOTKEY_2`. */
export const COLDKEY_2 = account(102);
export const HOTKEY_2 = account(2);
/** Coldkey with 1000 TAO and no hotkey. */
export const NOMINATOR = account(180);

export const ROOT_NETUID = 0 as NetUid;
export const SUBNET = 1 as NetUid;
export const OTHER_SUBNET = 2 as NetUid;

/** Root and two subnets with 1000 TAO and 1000 alpha each in their pools, at block 1000. */
export function stakingChain(block = 1000n, chain?: ChainMode): Context {
  const ctx = emptyChain(block, chain);
  Authorities.set(ctx, [AUTHOR]);
  NetworksAdded.set(ctx, ROOT_NETUID, true);
  SubtokenEnabled.set(ctx, ROOT_NETUID, true);
  endow(ctx, AUTHOR, UNIT);
  for (const netuid of [SUBNET, OTHER_SUBNET]) {
    addSubnet(ctx, netuid);
    endow(ctx, subnetAccountOf(ctx.chain, netuid), 1001n * UNIT);
    TotalStake.mutate(ctx, (total) => rao(total + 1000n * UNIT));
  }
  for (const coldkey of [COLDKEY, COLDKEY_2, NOMINATOR]) endow(ctx, coldkey, 1000n * UNIT);
  Owner.set(ctx, HOTKEY, COLDKEY);
  Owner.set(ctx, HOTKEY_2, COLDKEY_2);
  return ctx;
}

/** Alpha out of nowhere. */
export function giveAlpha(
  ctx: Context,
  netuid: NetUid,
  to: { readonly hotkey: AccountId; readonly coldkey: AccountId; readonly amount: bigint },
): void {
  const { hotkey, coldkey, amount } = to;
  increaseStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, coldkey, netuid, alpha(amount));
  SubnetAlphaOut.mutate(ctx, netuid, (out) => alpha(out + amount));
}

/** Root stake, with the TAO for it on root's account. */
export function giveRootStake(
  ctx: Context,
  to: { readonly hotkey: AccountId; readonly coldkey: AccountId; readonly amount: bigint },
): void {
  giveAlpha(ctx, ROOT_NETUID, to);
  endow(ctx, subnetAccountOf(ctx.chain, ROOT_NETUID), to.amount);
  SubnetTAO.mutate(ctx, ROOT_NETUID, (total) => rao(total + to.amount));
  TotalStake.mutate(ctx, (total) => rao(total + to.amount));
}

type Args<C extends AnyCall> = { readonly [K in keyof C["args"]]: Of<C["args"][K]> };

function dispatch<C extends AnyCall>(ctx: Context, origin: Origin, call: C, args: Args<C>): string {
  const result = dispatchCall(ctx, origin, runtimeCallOf(call, args as never));
  return result.ok ? "ok" : result.refusal.label;
}

/** Runs a call as an account; "ok" or why it was refused. */
export function as<C extends AnyCall>(
  ctx: Context,
  who: AccountId,
  call: C,
  args: Args<C>,
): string {
  return dispatch(ctx, signed(who), call, args);
}
/** Runs a call as root; "ok" or why it was refused. */
export function asRoot<C extends AnyCall>(ctx: Context, call: C, args: Args<C>): string {
  return dispatch(ctx, ROOT, call, args);
}

/** Everything stored and every event so far: equal before and after what must change nothing. */
export const everything = (ctx: Context) => ({
  state: ctx.state.changes(),
  events: ctx.events.length,
});

/** Both pallets that count issued TAO. */
export const issuances = (ctx: Context) => [totalIssuance(ctx), TotalIssuance.get(ctx)];
