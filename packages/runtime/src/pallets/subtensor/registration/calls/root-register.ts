import { type Ctx, call, ensure, ensureSigned, weigh } from "@ganglion/frame";
import { U16_MAX, U64_MAX } from "@ganglion/math";
import type { AccountId } from "@ganglion/primitives";
import { accountId } from "@ganglion/scale";
import { Errors } from "../../errors.ts";
import { Events } from "../../events.ts";
import { createAccountIfNonExistent } from "../../keys/accounts.ts";
import { getStakeForHotkeyOnSubnet } from "../../staking/stake-utils.ts";
import { delegateHotkey, hotkeyIsDelegate } from "../../staking/takes.ts";
import { ifSubnetExist, ROOT_NETUID } from "../../subnets/queries.ts";
import {
  Keys,
  MaxAllowedUids,
  MaxRegistrationsPerBlock,
  RegistrationsThisBlock,
  RegistrationsThisInterval,
  TargetRegistrationsPerInterval,
  Uids,
} from "../storage.ts";
import { appendNeuron, getHotkeyForNetAndUid, getSubnetworkN, replaceNeuron } from "../uids.ts";

/** 18 %, of 65535. */
const DELEGATE_TAKE = 11_796;

export const rootRegister = call({
  index: 62,
  args: { hotkey: accountId },
  docs: "Registers a hotkey on root, in place of the one with the least stake when root is full.",
  weight: weigh(103_934_000n, 4981n, { reads: 19n, writes: 16n }),
  // Source: coinbase/root.rs, do_root_register
  run(ctx, origin, { hotkey }) {
    ensure(ifSubnetExist(ctx, ROOT_NETUID), Errors.RootNetworkDoesNotExist);
    const coldkey = ensureSigned(origin);
    ensure(
      RegistrationsThisBlock.get(ctx, ROOT_NETUID) < MaxRegistrationsPerBlock.get(ctx, ROOT_NETUID),
      Errors.TooManyRegistrationsThisBlock,
    );
    ensure(
      RegistrationsThisInterval.get(ctx, ROOT_NETUID) <
        Math.min(TargetRegistrationsPerInterval.get(ctx, ROOT_NETUID) * 3, U16_MAX),
      Errors.TooManyRegistrationsThisInterval,
    );
    ensure(!Uids.has(ctx, ROOT_NETUID, hotkey), Errors.HotKeyAlreadyRegisteredInSubNet);
    createAccountIfNonExistent(ctx, coldkey, hotkey);
    const uid = seatOnRoot(ctx, hotkey);
    if (!hotkeyIsDelegate(ctx, hotkey)) delegateHotkey(ctx, hotkey, DELEGATE_TAKE);
    RegistrationsThisInterval.mutate(ctx, ROOT_NETUID, (count) => count + 1);
    RegistrationsThisBlock.mutate(ctx, ROOT_NETUID, (count) => count + 1);
    ctx.deposit(Events.NeuronRegistered({ netuid: ROOT_NETUID, uid, hotkey }));
  },
});

/** @throws Refusal StakeTooLowForRoot if root is full and nobody on it has less */
function seatOnRoot(ctx: Ctx, hotkey: AccountId): number {
  const next = getSubnetworkN(ctx, ROOT_NETUID);
  if (next < MaxAllowedUids.get(ctx, ROOT_NETUID)) {
    appendNeuron(ctx, ROOT_NETUID, hotkey, ctx.block);
    return next;
  }
  let lowest = { uid: 0, stake: U64_MAX };
  for (const [[, uid], seated] of Keys.entries(ctx, ROOT_NETUID)) {
    const stake = getStakeForHotkeyOnSubnet(ctx, seated, ROOT_NETUID);
    if (stake < lowest.stake) lowest = { uid, stake };
  }
  getHotkeyForNetAndUid(ctx, ROOT_NETUID, lowest.uid);
  const offered = getStakeForHotkeyOnSubnet(ctx, hotkey, ROOT_NETUID);
  ensure(lowest.stake < offered, Errors.StakeTooLowForRoot);
  replaceNeuron(ctx, ROOT_NETUID, lowest.uid, hotkey, ctx.block);
  return lowest.uid;
}
