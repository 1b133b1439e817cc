import { type Ctx, ensure, ensureSigned, type Item, type Origin, tolerate } from "@ganglion/frame";
import { saturatingAddU64, saturatingSubUnsigned, U16_MAX, U64F64 } from "@ganglion/math";
import { type AccountId, alpha, type NetUid, type Rao, rao } from "@ganglion/primitives";
import { doSetRootValidatorsForSubnet } from "../children/set-children.ts";
import {
  SubnetAlphaIn,
  SubnetAlphaOut,
  SubnetEmissionEnabled,
  SubnetTAO,
} from "../coinbase/storage.ts";
import {
  canRemoveBalanceFromColdkeyAccount,
  recycleTao,
  transferTaoToSubnet,
} from "../coinbase/tao.ts";
import { Constants } from "../constants.ts";
import { ActivityCutoff, Kappa, LastEpochBlock, Tempo, Yuma3On } from "../epoch/storage.ts";
import { Errors } from "../errors.ts";
import { Events } from "../events.ts";
import { SubnetIdentitiesV3, TokenSymbol } from "../identity/storage.ts";
import { isValidSubnetIdentity } from "../identity/validity.ts";
import {
  coldkeyOwnsHotkey,
  createAccountIfNonExistent,
  hotkeyAccountExists,
} from "../keys/accounts.ts";
import { passesRateLimit } from "../keys/rate-limits.ts";
import { LastRateLimitedBlock } from "../keys/storage.ts";
import {
  Burn,
  RAORecycledForRegistration,
  RegistrationsThisInterval,
  SubnetworkN,
} from "../registration/storage.ts";
import { appendNeuron } from "../registration/uids.ts";
import { SubnetVolume, TotalStake } from "../staking/storage.ts";
import type { SubnetIdentity } from "../types.ts";
import { doDissolveNetwork } from "./dissolve.ts";
import {
  setImmunityPeriod,
  setMaxAllowedUids,
  setMaxAllowedValidators,
  setMinAllowedWeights,
  setNetworkRegistrationAllowed,
} from "./hyperparameters.ts";
import { getMedianSubnetAlphaPrice } from "./median-price.ts";
import { setSubnetOwnerHotkey } from "./owner-hotkey.ts";
import { getNetworkToPrune } from "./prune.ts";
import {
  getMaxSubnets,
  getNetworkLockCost,
  getNextNetuid,
  getSubnetAccountId,
  isSubnetAccountId,
  ROOT_NETUID,
} from "./queries.ts";
import {
  NetworkLastLockCost,
  NetworkMinLockCost,
  NetworkRegisteredAt,
  NetworkRegistrationStartBlock,
  NetworksAdded,
  RegisteredSubnetCounter,
  SubnetLocked,
  SubnetMechanism,
  SubnetOwner,
  TotalNetworks,
} from "./storage.ts";
import { getNextAvailableSymbol } from "./symbols.ts";

/** The only mechanism that new subnets may have: a pool of TAO and alpha. */
export const DYNAMIC_MECHANISM = 1;
/** What the first registration on a new subnet costs. Source: lib.rs, DefaultNeuronBurnCost */
const NEURON_BURN_COST = rao(1_000_000_000n);

/**
 * Creates a subnet: the signer owns it, `hotkey` gets uid 0, the lock becomes its pool. When there is no
 * room the weakest subnet goes.
 * @throws Refusal NonAssociatedColdKey, CannotUseSystemAccount, MechanismDoesNotExist,
 *   SubNetRegistrationDisabled, NetworkTxRateLimitExceeded, SubnetLimitReached, CannotAffordLockCost,
 *   InvalidIdentity, and what dissolving and paying refuse
 * Source: subnets/subnet.rs, do_register_network
 */
export function doRegisterNetwork(
  ctx: Ctx,
  origin: Origin,
  {
    hotkey,
    mechanism,
    identity,
  }: {
    readonly hotkey: AccountId;
    readonly mechanism: number;
    readonly identity: SubnetIdentity | undefined;
  },
): void {
  const coldkey = ensureSigned(origin);
  ensure(
    !hotkeyAccountExists(ctx, hotkey) || coldkeyOwnsHotkey(ctx, coldkey, hotkey),
    Errors.NonAssociatedColdKey,
  );
  ensure(isSubnetAccountId(ctx, hotkey) === undefined, Errors.CannotUseSystemAccount);
  ensure(mechanism === DYNAMIC_MECHANISM, Errors.MechanismDoesNotExist);
  ensure(ctx.block >= NetworkRegistrationStartBlock.get(ctx), Errors.SubNetRegistrationDisabled);
  ensure(passesRateLimit(ctx, "RegisterNetwork", coldkey), Errors.NetworkTxRateLimitExceeded);
  const toPrune = subnetInTheWay(ctx);
  const lockAmount = getNetworkLockCost(ctx);
  ensure(canRemoveBalanceFromColdkeyAccount(ctx, coldkey, lockAmount), Errors.CannotAffordLockCost);

  if (toPrune !== undefined) doDissolveNetwork(ctx, toPrune);
  const netuid = toPrune ?? getNextNetuid(ctx);
  // Before the new subnet exists: its own price must not count.
  const medianPrice = getMedianSubnetAlphaPrice(ctx);
  initNewNetwork(ctx, netuid, Constants.InitialTempo.get(ctx));
  const locked = transferTaoToSubnet(ctx, netuid, coldkey, lockAmount);
  NetworkLastLockCost.set(ctx, locked);
  LastRateLimitedBlock.set(ctx, { type: "NetworkLastRegistered" }, ctx.block);

  createAccountIfNonExistent(ctx, coldkey, hotkey);
  appendNeuron(ctx, netuid, hotkey, ctx.block);
  SubnetMechanism.set(ctx, netuid, mechanism);
  NetworkRegisteredAt.set(ctx, netuid, ctx.block);
  RegisteredSubnetCounter.mutate(ctx, netuid, (count) => saturatingAddU64(count, 1n));
  TokenSymbol.set(ctx, netuid, getNextAvailableSymbol(ctx, netuid));
  fillPool(ctx, netuid, { locked, medianPrice, coldkey, hotkey });

  if (identity !== undefined) {
    ensure(isValidSubnetIdentity(identity), Errors.InvalidIdentity);
    SubnetIdentitiesV3.set(ctx, netuid, identity);
    ctx.deposit(Events.SubnetIdentitySet({ netuid }));
  }
  tolerate(() => doSetRootValidatorsForSubnet(ctx, netuid));
  ctx.deposit(Events.NetworkAdded({ netuid, mechanism }));
  // TAO emission is off until root turns it on.
  SubnetEmissionEnabled.set(ctx, netuid, false);
}

/** The subnet to be pruned when there is no room. @throws Refusal SubnetLimitReached if none may go */
function subnetInTheWay(ctx: Ctx): NetUid | undefined {
  const count = NetworksAdded.entries(ctx).filter(
    ([[netuid], added]) => added && netuid !== ROOT_NETUID,
  ).length;
  if (count < getMaxSubnets(ctx)) return undefined;
  const candidate = getNetworkToPrune(ctx);
  ensure(candidate !== undefined, Errors.SubnetLimitReached);
  return candidate;
}

/** The whole lock is the pool's TAO; its alpha is as much as that buys at the others' median price. */
function fillPool(
  ctx: Ctx,
  netuid: NetUid,
  {
    locked,
    medianPrice,
    coldkey,
    hotkey,
  }: {
    readonly locked: Rao;
    readonly medianPrice: bigint;
    readonly coldkey: AccountId;
    readonly hotkey: AccountId;
  },
): void {
  const least = NetworkMinLockCost.get(ctx);
  const poolTao = locked >= least ? locked : least;
  const poolAlpha = U64F64.safeDiv(U64F64.fromInteger(poolTao), medianPrice);
  SubnetTAO.set(ctx, netuid, poolTao);
  SubnetAlphaIn.set(ctx, netuid, alpha(U64F64.toUnsigned(poolAlpha, 64)));
  SubnetOwner.set(ctx, netuid, coldkey);
  setSubnetOwnerHotkey(ctx, netuid, hotkey);
  SubnetLocked.set(ctx, netuid, locked);
  SubnetAlphaOut.set(ctx, netuid, alpha(0n));
  SubnetVolume.set(ctx, netuid, 0n);
  // The pool takes the whole lock, so nothing is left of it.
  const surplus = rao(saturatingSubUnsigned(locked, poolTao));
  RAORecycledForRegistration.set(ctx, netuid, surplus);
  const account = getSubnetAccountId(ctx, netuid);
  if (surplus > 0n && account !== undefined) tolerate(() => recycleTao(ctx, account, surplus));
  if (poolTao > 0n) TotalStake.mutate(ctx, (total) => rao(saturatingAddU64(total, poolTao)));
}

/** Writes the value that an item reads as by default, so that a later default doesn't change the subnet. */
function makeExplicit<V>(ctx: Ctx, item: Item<[NetUid], V, V>, netuid: NetUid): void {
  if (!item.has(ctx, netuid)) item.set(ctx, netuid, item.get(ctx, netuid));
}

/** A subnet with no neurons, no owner and no pool, by the rules for new ones. Source: subnets/subnet.rs */
export function initNewNetwork(ctx: Ctx, netuid: NetUid, tempo: number): void {
  SubnetworkN.set(ctx, netuid, 0);
  NetworksAdded.set(ctx, netuid, true);
  Tempo.set(ctx, netuid, tempo);
  // Subnets of the same tempo would otherwise all run their epochs in the same block.
  const stagger = BigInt(netuid % Math.max(tempo, 1));
  LastEpochBlock.set(ctx, netuid, saturatingSubUnsigned(ctx.block, stagger));
  TotalNetworks.mutate(ctx, (count) => Math.min(count + 1, U16_MAX));
  setNetworkRegistrationAllowed(ctx, netuid, true);
  setMaxAllowedUids(ctx, netuid, 256);
  setMaxAllowedValidators(ctx, netuid, 64);
  setMinAllowedWeights(ctx, netuid, 1);
  setImmunityPeriod(ctx, netuid, 5000);
  Yuma3On.set(ctx, netuid, true);
  Burn.set(ctx, netuid, NEURON_BURN_COST);
  SubnetEmissionEnabled.set(ctx, netuid, true);
  for (const item of [Kappa, ActivityCutoff, RegistrationsThisInterval])
    makeExplicit(ctx, item, netuid);
}
