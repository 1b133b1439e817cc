import { type Ctx, ensure, ensureSigned, type Origin } from "@ganglion/frame";
import { saturatingSubUnsigned, U16_MAX } from "@ganglion/math";
import { type AccountId, alpha, type NetUid } from "@ganglion/primitives";
import { MAX_PRICE } from "../../swap/queries.ts";
import { recordTaoInflow } from "../coinbase/flows.ts";
import { SubnetAlphaOut } from "../coinbase/storage.ts";
import { canRemoveBalanceFromColdkeyAccount, transferTaoToSubnet } from "../coinbase/tao.ts";
import { Errors } from "../errors.ts";
import { Events } from "../events.ts";
import { coldkeyOwnsHotkey, createAccountIfNonExistent } from "../keys/accounts.ts";
import { swapTaoForAlpha } from "../staking/pool-swaps.ts";
import { increaseRaoRecycled } from "../subnets/hyperparameters.ts";
import { ifSubnetExist, ROOT_NETUID } from "../subnets/queries.ts";
import { NetworkRegistrationAllowed } from "../subnets/storage.ts";
import { bumpRegistrationPriceAfterRegistration } from "./burn.ts";
import { getNeuronToPrune } from "./prune.ts";
import { Burn, MaxAllowedUids, RegistrationsThisBlock, Uids } from "./storage.ts";
import { appendNeuron, getSubnetworkN, replaceNeuron } from "./uids.ts";

/**
 * Gives the hotkey a uid: the next one, or on a full subnet that of the neuron that must go.
 * @throws Refusal NoNeuronIdAvailable if none may go
 * Source: subnets/registration.rs
 */
export function registerNeuron(ctx: Ctx, netuid: NetUid, hotkey: AccountId): number {
  const next = getSubnetworkN(ctx, netuid);
  if (next < MaxAllowedUids.get(ctx, netuid)) {
    appendNeuron(ctx, netuid, hotkey, ctx.block);
    return next;
  }
  const uid = getNeuronToPrune(ctx, netuid);
  ensure(uid !== undefined, Errors.NoNeuronIdAvailable);
  replaceNeuron(ctx, netuid, uid, hotkey, ctx.block);
  return uid;
}

/** @throws Refusal RegistrationNotPermittedOnRootSubnet, SubnetNotExists */
function ensureOrdinarySubnet(ctx: Ctx, netuid: NetUid): void {
  ensure(netuid !== ROOT_NETUID, Errors.RegistrationNotPermittedOnRootSubnet);
  ensure(ifSubnetExist(ctx, netuid), Errors.SubnetNotExists);
}

/**
 * A neuron against payment: the price buys alpha in the subnet's pool, and that alpha vanishes. The swap's
 * fee stays in the subnet's account.
 * @throws Refusal RegistrationNotPermittedOnRootSubnet, SubnetNotExists, SubNetRegistrationDisabled,
 *   HotKeyAlreadyRegisteredInSubNet, NotEnoughBalanceToStake, CannotUseSystemAccount,
 *   NonAssociatedColdKey, NoNeuronIdAvailable, and what paying and swapping refuse
 * Source: subnets/registration.rs, do_register
 */
export function doRegister(ctx: Ctx, origin: Origin, netuid: NetUid, hotkey: AccountId): void {
  const coldkey = ensureSigned(origin);
  ensureOrdinarySubnet(ctx, netuid);
  ensure(NetworkRegistrationAllowed.get(ctx, netuid), Errors.SubNetRegistrationDisabled);
  ensure(!Uids.has(ctx, netuid, hotkey), Errors.HotKeyAlreadyRegisteredInSubNet);
  const cost = Burn.get(ctx, netuid);
  ensure(canRemoveBalanceFromColdkeyAccount(ctx, coldkey, cost), Errors.NotEnoughBalanceToStake);
  createAccountIfNonExistent(ctx, coldkey, hotkey);
  ensure(coldkeyOwnsHotkey(ctx, coldkey, hotkey), Errors.NonAssociatedColdKey);
  const room = MaxAllowedUids.get(ctx, netuid);
  ensure(room !== 0, Errors.NoNeuronIdAvailable);
  ensure(
    getSubnetworkN(ctx, netuid) < room || getNeuronToPrune(ctx, netuid) !== undefined,
    Errors.NoNeuronIdAvailable,
  );

  const paid = transferTaoToSubnet(ctx, netuid, coldkey, cost);
  const terms = { priceLimit: MAX_PRICE, dropFees: false };
  const bought = swapTaoForAlpha(ctx, netuid, paid, terms).amountPaidOut;
  SubnetAlphaOut.mutate(ctx, netuid, (out) => alpha(saturatingSubUnsigned(out, bought)));
  const uid = registerNeuron(ctx, netuid, hotkey);
  bumpRegistrationPriceAfterRegistration(ctx, netuid);
  RegistrationsThisBlock.mutate(ctx, netuid, (count) => Math.min(count + 1, U16_MAX));
  increaseRaoRecycled(ctx, netuid, cost);
  recordTaoInflow(ctx, netuid, paid);
  ctx.deposit(Events.NeuronRegistered({ netuid, uid, hotkey }));
}

/**
 * As `doRegister`, unless it costs more than the signer wants to pay.
 * @param limitPrice rao, u64
 * @throws Refusal RegistrationPriceLimitExceeded, and as `doRegister`
 * Source: subnets/registration.rs
 */
export function doRegisterLimit(
  ctx: Ctx,
  origin: Origin,
  {
    netuid,
    hotkey,
    limitPrice,
  }: { readonly netuid: NetUid; readonly hotkey: AccountId; readonly limitPrice: bigint },
): void {
  ensureSigned(origin);
  ensureOrdinarySubnet(ctx, netuid);
  ensure(Burn.get(ctx, netuid) <= limitPrice, Errors.RegistrationPriceLimitExceeded);
  doRegister(ctx, origin, netuid, hotkey);
}
