import { type Ctx, Refusal, tolerate } from "@ganglion/frame";
import { saturatingAddU64, U64F64 } from "@ganglion/math";
import { type AccountId, alpha, type NetUid, ZERO_ACCOUNT } from "@ganglion/primitives";
import { SubnetAlphaOut } from "../coinbase/storage.ts";
import { Events } from "../events.ts";
import { getOwningColdkeyForHotkey } from "../keys/accounts.ts";
import { registerNeuron } from "../registration/register.ts";
import { Uids } from "../registration/storage.ts";
import { NetworkRegisteredAt, SubnetOwner, SubnetOwnerHotkey } from "../subnets/storage.ts";
import { GENERAL, getTotalConviction, OWNERS, subnetKing } from "./conviction.ts";
import { emptyLock, type LockKind, rollForwardLock } from "./lock-state.ts";
import { aggregateLock, insertAggregateLock, lockClock, takeAggregateLock } from "./model.ts";

/** How old a subnet must be before another may take it over. */
const ONE_YEAR_BLOCKS = 7200n * 365n + 1800n;

/** True if at least a tenth of the alpha outside the pool stands as conviction, a year after the start. */
function mayChangeOwner(ctx: Ctx, netuid: NetUid): boolean {
  const alphaOut = SubnetAlphaOut.get(ctx, netuid);
  if (alphaOut === 0n) return false;
  const registeredAt = NetworkRegisteredAt.get(ctx, netuid);
  if (ctx.block < saturatingAddU64(registeredAt, ONE_YEAR_BLOCKS)) return false;
  const tenfold = U64F64.saturatingMul(getTotalConviction(ctx, netuid), U64F64.fromInteger(10));
  return tenfold >= U64F64.fromInteger(alphaOut);
}

/** Adds what stood in one sum to another, as both are now, and empties the first. */
function pour(
  ctx: Ctx,
  netuid: NetUid,
  hotkey: AccountId,
  { from, to }: { readonly from: LockKind; readonly to: LockKind },
): void {
  const taken = takeAggregateLock(ctx, netuid, hotkey, from);
  if (!taken) return;
  const clock = lockClock(ctx);
  const moved = rollForwardLock(taken, clock, from);
  const there = aggregateLock(ctx, netuid, hotkey, to);
  const current = there ? rollForwardLock(there, clock, to) : emptyLock(clock.now);
  const sum = {
    lockedMass: alpha(saturatingAddU64(current.lockedMass, moved.lockedMass)),
    conviction: U64F64.saturatingAdd(current.conviction, moved.conviction),
    lastUpdate: clock.now,
  };
  // What an owner gets counts in full at once.
  const lock = to.owner ? rollForwardLock(sum, clock, to) : sum;
  insertAggregateLock(ctx, netuid, hotkey, { kind: to, lock });
}

/**
 * Gives a subnet to the owner of the hotkey with the most conviction, if there is enough of it in all.
 * The hotkey becomes the owner's hotkey, and a neuron if it isn't one.
 * Source: staking/lock.rs, change_subnet_owner_if_needed
 */
export function changeSubnetOwnerIfNeeded(ctx: Ctx, netuid: NetUid): void {
  if (!mayChangeOwner(ctx, netuid)) return;
  const king = subnetKing(ctx, netuid);
  if (king === undefined) return;
  const newColdkey = getOwningColdkeyForHotkey(ctx, king);
  const oldColdkey = SubnetOwner.get(ctx, netuid);
  if (newColdkey === ZERO_ACCOUNT || newColdkey === oldColdkey) return;
  if (!Uids.has(ctx, netuid, king)) {
    const registered = tolerate(() => registerNeuron(ctx, netuid, king));
    if (registered instanceof Refusal) return;
  }

  const oldOwnerHotkey = SubnetOwnerHotkey.get(ctx, netuid);
  for (const [i, owner] of OWNERS.entries())
    pour(ctx, netuid, oldOwnerHotkey, { from: owner, to: GENERAL[i]! });
  for (const [i, owner] of OWNERS.entries())
    pour(ctx, netuid, king, { from: GENERAL[i]!, to: owner });

  SubnetOwner.set(ctx, netuid, newColdkey);
  SubnetOwnerHotkey.set(ctx, netuid, king);
  ctx.deposit(Events.SubnetOwnerChanged({ netuid, oldColdkey, newColdkey }));
}
