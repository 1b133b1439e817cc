import type { StateCtx } from "@ganglion/frame";
import type { AccountId, NetUid } from "@ganglion/primitives";
import { System } from "@ganglion/runtime";
import { type Law, S } from "./law.ts";

/** Rounding of decays, rao. */
const ROUNDING = 1_000;

interface Mass {
  readonly lockedMass: bigint;
  readonly lastUpdate: bigint;
}

/** What is left of a lock by now; doubles are exact enough to see what is wrong by more than rounding. */
function massNow(ctx: StateCtx, lock: Mass, perpetual: boolean): number {
  if (perpetual) return Number(lock.lockedMass);
  const blocks = System.storage.Number.get(ctx) - Number(lock.lastUpdate);
  return Number(lock.lockedMass) * Math.exp(-blocks / Number(S.UnlockRate.get(ctx)));
}

const isPerpetual = (ctx: StateCtx, coldkey: AccountId, netuid: NetUid): boolean =>
  S.DecayingLock.get(ctx, coldkey, netuid) === false;

/** The sums that the chain keeps of locks, by the same names as ours. */
function kept(ctx: StateCtx): Map<string, number> {
  const out = new Map<string, number>();
  for (const [perpetual, item] of [
    [true, S.HotkeyLock],
    [false, S.DecayingHotkeyLock],
  ] as const)
    for (const [[netuid, hotkey], lock] of item.entries(ctx))
      out.set(`${netuid} ${hotkey} ${perpetual}`, massNow(ctx, lock, perpetual));
  for (const [perpetual, item] of [
    [true, S.OwnerLock],
    [false, S.DecayingOwnerLock],
  ] as const)
    for (const [[netuid], lock] of item.entries(ctx))
      out.set(`${netuid} owner ${perpetual}`, massNow(ctx, lock, perpetual));
  return out;
}

function summed(ctx: StateCtx): Map<string, number> {
  const out = new Map<string, number>();
  for (const [[coldkey, netuid, hotkey], lock] of S.Lock.entries(ctx)) {
    const perpetual = isPerpetual(ctx, coldkey, netuid);
    const owner =
      S.SubnetOwnerHotkey.has(ctx, netuid) && S.SubnetOwnerHotkey.get(ctx, netuid) === hotkey;
    const name = `${netuid} ${owner ? "owner" : hotkey} ${perpetual}`;
    out.set(name, (out.get(name) ?? 0) + massNow(ctx, lock, perpetual));
  }
  return out;
}

/** What of a sum can have decayed since the subnet began, as a part. */
function decayed(ctx: StateCtx, netuid: NetUid): number {
  const blocks = System.storage.Number.get(ctx) - Number(S.NetworkRegisteredAt.get(ctx, netuid));
  return 1 - Math.exp(-blocks / Number(S.UnlockRate.get(ctx)));
}

/**
 * Sums of locks that don't decay are exact. Of those that do the chain takes one lock's loss off the sum as if
 * the others had lost nothing meanwhile, or rolls the sum and then the lock again: it is off by no more than what
 * decayed, and stays so when most of the locks go. When an owner names another hotkey the sums stay with the old one, so from then on nothing can be said.
 */
export function locksStandOnStake(): Law {
  const renamed = new Set<number>();
  /** All that is locked on a subnet, and the most that ever was. */
  const masses = new Map<number, bigint>();
  const peaks = new Map<number, bigint>();
  return {
    sentence: "A coldkey locks behind one hotkey, and sums of locks are what the locks add up to.",
    step(step) {
      const { ctx, ran } = step.happened;
      for (const data of step.events("SubtensorModule", "NetworkRemoved"))
        for (const each of [renamed, peaks]) each.delete(Number(data["netuid"]));
      if (ran.some((path) => path.endsWith("_owner_hotkey")))
        for (const data of step.events("SubtensorModule", "SubnetOwnerHotkeySet"))
          renamed.add(Number(data["netuid"]));
      return step.changes(S.Lock).flatMap(({ key: [coldkey, netuid, hotkey], before, after }) => {
        const mass =
          (masses.get(netuid) ?? 0n) + (after?.lockedMass ?? 0n) - (before?.lockedMass ?? 0n);
        masses.set(netuid, mass);
        if (mass > (peaks.get(netuid) ?? 0n)) peaks.set(netuid, mass);
        const listed = S.LockingColdkeys.has(ctx, netuid, hotkey, coldkey);
        if (after && !listed)
          return [`the lock of ${coldkey} behind ${hotkey} on ${netuid} is not listed`];
        const count = S.Lock.keysOf(ctx, coldkey, netuid).length;
        return count <= 1 ? [] : [`${coldkey} has ${count} locks on ${netuid}`];
      });
    },
    whole(ctx) {
      const [ours, chains] = [summed(ctx), kept(ctx)];
      return [...new Set([...ours.keys(), ...chains.keys()])].flatMap((name) => {
        const netuid = Number(name.split(" ")[0]) as NetUid;
        if (renamed.has(netuid)) return [];
        const [sum, counted] = [ours.get(name) ?? 0, chains.get(name) ?? 0];
        const part = name.endsWith("true") ? 0 : 2 * decayed(ctx, netuid);
        const peak = Number(peaks.get(netuid) ?? 0n);
        return Math.abs(sum - counted) <= ROUNDING + part * peak
          ? []
          : [`locks of ${name} add up to ${sum}, counted are ${counted}`];
      });
    },
  };
}
