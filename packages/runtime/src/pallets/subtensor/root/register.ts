import { type Ctx, ensure, ensureSigned, type Origin } from "@ganglion/frame";
import { U64_MAX } from "@ganglion/math";
import type { AccountId } from "@ganglion/primitives";
import { Errors } from "../errors.ts";
import { Events } from "../events.ts";
import { createAccountIfNonExistent } from "../keys/accounts.ts";
import {
  Keys,
  MaxAllowedUids,
  MaxRegistrationsPerBlock,
  RegistrationsThisBlock,
  RegistrationsThisInterval,
  SubnetworkN,
  TargetRegistrationsPerInterval,
  Uids,
} from "../registration/storage.ts";
import { appendNeuron, replaceNeuron } from "../registration/uids.ts";
import { getStakeForHotkeyOnSubnet } from "../staking/stake-utils.ts";
import { delegateHotkey, hotkeyIsDelegate } from "../staking/takes.ts";
import { ifSubnetExist, ROOT_NETUID } from "../subnets/queries.ts";

/** What a root validator takes unless it chose otherwise: 18 %. */
const ROOT_TAKE = 11_796;

/** The root validator with the least stake, the first of equals. */
function lowestRootValidator(ctx: Ctx): { readonly uid: number; readonly stake: bigint } {
  let lowest = { uid: 0, stake: U64_MAX };
  for (const [[, uid], hotkey] of Keys.entries(ctx, ROOT_NETUID)) {
    const stake = getStakeForHotkeyOnSubnet(ctx, hotkey, ROOT_NETUID);
    if (stake < lowest.stake) lowest = { uid, stake };
  }
  return lowest;
}

/** Gives the hotkey a uid on root: a free one, or that of a validator with less stake. */
function takeRootUid(ctx: Ctx, hotkey: AccountId): number {
  const n = SubnetworkN.get(ctx, ROOT_NETUID);
  if (n < MaxAllowedUids.get(ctx, ROOT_NETUID)) {
    appendNeuron(ctx, ROOT_NETUID, hotkey, ctx.block);
    return n;
  }
  const lowest = lowestRootValidator(ctx);
  ensure(Keys.has(ctx, ROOT_NETUID, lowest.uid), Errors.HotKeyNotRegisteredInSubNet);
  ensure(
    lowest.stake < getStakeForHotkeyOnSubnet(ctx, hotkey, ROOT_NETUID),
    Errors.StakeTooLowForRoot,
  );
  replaceNeuron(ctx, ROOT_NETUID, lowest.uid, hotkey, ctx.block);
  return lowest.uid;
}

/**
 * Makes a hotkey a root validator. It costs nothing but, once root is full, more stake than another has.
 * @throws Refusal RootNetworkDoesNotExist, BadOrigin, TooManyRegistrationsThisBlock,
 *   TooManyRegistrationsThisInterval, HotKeyAlreadyRegisteredInSubNet, CannotUseSystemAccount,
 *   StakeTooLowForRoot
 * Source: coinbase/root.rs
 */
export function doRootRegister(ctx: Ctx, origin: Origin, hotkey: AccountId): void {
  ensure(ifSubnetExist(ctx, ROOT_NETUID), Errors.RootNetworkDoesNotExist);
  const coldkey = ensureSigned(origin);
  ensure(
    RegistrationsThisBlock.get(ctx, ROOT_NETUID) < MaxRegistrationsPerBlock.get(ctx, ROOT_NETUID),
    Errors.TooManyRegistrationsThisBlock,
  );
  const perInterval = Math.min(TargetRegistrationsPerInterval.get(ctx, ROOT_NETUID) * 3, 65_535);
  ensure(
    RegistrationsThisInterval.get(ctx, ROOT_NETUID) < perInterval,
    Errors.TooManyRegistrationsThisInterval,
  );
  ensure(!Uids.has(ctx, ROOT_NETUID, hotkey), Errors.HotKeyAlreadyRegisteredInSubNet);
  createAccountIfNonExistent(ctx, coldkey, hotkey);
  const uid = takeRootUid(ctx, hotkey);
  if (!hotkeyIsDelegate(ctx, hotkey)) delegateHotkey(ctx, hotkey, ROOT_TAKE);
  RegistrationsThisInterval.mutate(ctx, ROOT_NETUID, (count) => (count + 1) % 65_536);
  RegistrationsThisBlock.mutate(ctx, ROOT_NETUID, (count) => (count + 1) % 65_536);
  ctx.deposit(Events.NeuronRegistered({ netuid: ROOT_NETUID, uid, hotkey }));
}
