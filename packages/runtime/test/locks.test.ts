import type { Context } from "@ganglion/frame";
import { U64F64 } from "@ganglion/math";
import { type AccountId, alpha } from "@ganglion/primitives";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SubnetAlphaOut } from "../src/pallets/subtensor/coinbase/storage.ts";
import { Owner } from "../src/pallets/subtensor/keys/storage.ts";
import {
  getColdkeyLock,
  getCurrentLocked,
  stakeAvailability,
} from "../src/pallets/subtensor/locks/availability.ts";
import { locksCalls } from "../src/pallets/subtensor/locks/calls.ts";
import {
  getTotalConviction,
  hotkeyConviction,
  subnetKing,
} from "../src/pallets/subtensor/locks/conviction.ts";
import { cleanupLockIfZero, forceReduceLock } from "../src/pallets/subtensor/locks/lock.ts";
import {
  EXPONENTIAL_DECAY,
  expDecay,
  rollForwardLock,
} from "../src/pallets/subtensor/locks/lock-state.ts";
import { autoLockOwnerCut } from "../src/pallets/subtensor/locks/owner-cut.ts";
import { changeSubnetOwnerIfNeeded } from "../src/pallets/subtensor/locks/ownership.ts";
import {
  AccountFlags,
  DecayingHotkeyLock,
  DecayingLock,
  DecayingOwnerLock,
  HotkeyLock,
  Lock,
  LockingColdkeys,
  MaturityRate,
  OwnerCutAutoLockEnabled,
  OwnerLock,
  UnlockRate,
} from "../src/pallets/subtensor/locks/storage.ts";
import {
  destroyLockMaps,
  ensureNoActiveLocks,
  swapColdkeyLocks,
  swapHotkeyLocks,
} from "../src/pallets/subtensor/locks/swap-keys.ts";
import { Uids } from "../src/pallets/subtensor/registration/storage.ts";
import { stakingCalls } from "../src/pallets/subtensor/staking/calls.ts";
import {
  NetworkRegisteredAt,
  SubnetOwner,
  SubnetOwnerHotkey,
} from "../src/pallets/subtensor/subnets/storage.ts";
import {
  account,
  as,
  COLDKEY,
  COLDKEY_2,
  everything,
  giveAlpha,
  HOTKEY,
  HOTKEY_2,
  NOMINATOR,
  OTHER_SUBNET,
  SUBNET,
  stakingChain,
  UNIT,
} from "./staking-fixture.ts";
import { eventNames, lastEvent } from "./subnet-fixture.ts";

const ONE_YEAR = 7200n * 365n + 1800n;
/** Blocks after which a 1/e of locked alpha is left: about 130 days. */
const TAU = 934_866n;

const lock = (ctx: Context, amount: bigint, who = COLDKEY, hotkey = HOTKEY, netuid = SUBNET) =>
  as(ctx, who, locksCalls.lockStake, { hotkey, netuid, amount: alpha(amount) });
const perpetual = (ctx: Context, enabled: boolean, who = COLDKEY) =>
  as(ctx, who, locksCalls.setPerpetualLock, { netuid: SUBNET, enabled });

function staked(amount = 100n * UNIT): Context {
  const ctx = stakingChain();
  for (const coldkey of [COLDKEY, NOMINATOR])
    giveAlpha(ctx, SUBNET, { hotkey: HOTKEY, coldkey, amount });
  return ctx;
}

function refused(ctx: Context, run: () => string): string {
  const before = everything(ctx);
  const label = run();
  expect(everything(ctx)).toEqual(before);
  return label;
}

describe("a lock's arithmetic", () => {
  const clock = { rule: EXPONENTIAL_DECAY, now: 1000n, unlockRate: TAU, maturityRate: TAU };
  const fresh = { lockedMass: alpha(100n * UNIT), conviction: 0n, lastUpdate: 1000n };

  test("decay is e to the minus blocks over the rate, 1 at once, 0 without a rate", () => {
    expect(expDecay(0n, TAU)).toBe(U64F64.one);
    expect(expDecay(5n, 0n)).toBe(0n);
    const afterTau = Number(expDecay(TAU, TAU)) / 2 ** 64;
    expect(afterTau).toBeCloseTo(Math.exp(-1), 6);
    expect(expDecay(1000n * TAU, TAU)).toBeLessThan(U64F64.one / 10n ** 17n);
  });

  test("a decaying lock loses alpha and gains conviction, most after one time constant", () => {
    const kind = { owner: false, perpetual: false };
    const at = (now: bigint) => rollForwardLock(fresh, { ...clock, now: 1000n + now }, kind);
    const { lockedMass, conviction } = at(TAU);
    const e1 = Math.exp(-1);
    expect(Number(lockedMass) / Number(100n * UNIT)).toBeCloseTo(e1, 6);
    expect(Number(conviction) / 2 ** 64 / Number(100n * UNIT)).toBeCloseTo(e1, 6);
    expect(at(TAU / 2n).conviction).toBeLessThan(conviction);
    expect(at(2n * TAU).conviction).toBeLessThan(conviction);
  });

  test("unequal rates follow tau_x / (tau_x − tau_y) times the difference of the decays", () => {
    const rates = { ...clock, now: 1000n + 100n, unlockRate: 200n, maturityRate: 50n };
    const { conviction } = rollForwardLock(fresh, rates, { owner: false, perpetual: false });
    const want = (200 / 150) * (Math.exp(-100 / 200) - Math.exp(-100 / 50));
    expect(Number(conviction) / 2 ** 64 / Number(100n * UNIT)).toBeCloseTo(want, 6);
  });

  test("a perpetual lock keeps its alpha, and its conviction nears it", () => {
    const rates = { ...clock, now: 1000n + 3n * TAU };
    const rolled = rollForwardLock(fresh, rates, { owner: false, perpetual: true });
    expect(rolled.lockedMass).toBe(100n * UNIT);
    const ratio = Number(rolled.conviction) / 2 ** 64 / Number(100n * UNIT);
    expect(ratio).toBeCloseTo(1 - Math.exp(-3), 6);
  });

  test("a lock on the owner's hotkey counts in full at once", () => {
    const rolled = rollForwardLock(fresh, clock, { owner: true, perpetual: false });
    expect(rolled.conviction).toBe((100n * UNIT) << 64n);
  });

  test("less than 100 rao and 100 of conviction is nothing", () => {
    const kind = { owner: false, perpetual: true };
    const small = (lockedMass: bigint, conviction: bigint) =>
      rollForwardLock({ lockedMass: alpha(lockedMass), conviction, lastUpdate: 1000n }, clock, kind)
        .lockedMass;
    expect([small(99n, (100n << 64n) - 1n), small(100n, 0n), small(99n, 100n << 64n)]).toEqual([
      0n,
      100n,
      99n,
    ]);
  });
});

describe("lock_stake", () => {
  test("locks behind one hotkey, more behind the same", () => {
    const ctx = staked();
    expect(lock(ctx, 40n * UNIT)).toBe("ok");
    expect(lock(ctx, 10n * UNIT)).toBe("ok");
    expect(getCurrentLocked(ctx, COLDKEY, SUBNET)).toBe(50n * UNIT);
    expect(DecayingHotkeyLock.get(ctx, SUBNET, HOTKEY)?.lockedMass).toBe(50n * UNIT);
    expect(LockingColdkeys.keysOf(ctx)).toEqual([[SUBNET, HOTKEY, COLDKEY]]);
    expect(lastEvent(ctx).data).toEqual({
      coldkey: COLDKEY,
      hotkey: HOTKEY,
      netuid: SUBNET,
      amount: 10n * UNIT,
    });
  });

  test("is refused for nothing, for nobody, behind a second hotkey, and for more than there is", () => {
    const ctx = staked();
    expect(refused(ctx, () => lock(ctx, 0n))).toBe("AmountTooLow");
    expect(refused(ctx, () => lock(ctx, UNIT, COLDKEY, account(77)))).toBe(
      "HotKeyAccountNotExists",
    );
    expect(refused(ctx, () => lock(ctx, 100n * UNIT + 1n))).toBe("InsufficientStakeForLock");
    lock(ctx, 60n * UNIT);
    expect(refused(ctx, () => lock(ctx, 41n * UNIT))).toBe("InsufficientStakeForLock");
    expect(refused(ctx, () => lock(ctx, UNIT, COLDKEY, HOTKEY_2))).toBe("LockHotkeyMismatch");
  });

  test("holds back unstaking, moving away, recycling and burning of what is locked", () => {
    const ctx = staked();
    lock(ctx, 60n * UNIT);
    const free = alpha(40n * UNIT + 1n);
    const at = { hotkey: HOTKEY, netuid: SUBNET };
    const away = { hotkey: HOTKEY, originNetuid: SUBNET, destinationNetuid: OTHER_SUBNET };
    const { burnAlpha, recycleAlpha, removeStake, swapStake, unstakeAll } = stakingCalls;
    expect([
      refused(ctx, () => as(ctx, COLDKEY, removeStake, { ...at, amountUnstaked: free })),
      refused(ctx, () => as(ctx, COLDKEY, swapStake, { ...away, alphaAmount: free })),
      refused(ctx, () => as(ctx, COLDKEY, recycleAlpha, { ...at, amount: free })),
      refused(ctx, () => as(ctx, COLDKEY, burnAlpha, { ...at, amount: free })),
    ]).toEqual(Array(4).fill("StakeUnavailable"));
    // Selling everything passes over the subnet.
    expect(refused(ctx, () => as(ctx, COLDKEY, unstakeAll, { hotkey: HOTKEY }))).toBe("ok");
    const allowed = { ...at, amountUnstaked: alpha(40n * UNIT) };
    expect(as(ctx, COLDKEY, removeStake, allowed)).toBe("ok");
    expect(stakeAvailability(ctx, COLDKEY, SUBNET)).toMatchObject({ available: 0n });
  });

  test("lets go of alpha as it decays", () => {
    const ctx = staked();
    lock(ctx, 100n * UNIT);
    ctx.block += TAU;
    const { available } = stakeAvailability(ctx, COLDKEY, SUBNET);
    expect(Number(available) / Number(100n * UNIT)).toBeCloseTo(1 - Math.exp(-1), 6);
    ctx.block += 40n * TAU;
    cleanupLockIfZero(ctx, COLDKEY, SUBNET);
    expect([Lock, LockingColdkeys, DecayingHotkeyLock].map((item) => item.keysOf(ctx))).toEqual([
      [],
      [],
      [],
    ]);
  });
});

describe("set_perpetual_lock", () => {
  test("moves the lock from one sum to the other, and back", () => {
    const ctx = staked();
    lock(ctx, 40n * UNIT);
    expect(perpetual(ctx, true)).toBe("ok");
    expect(DecayingLock.get(ctx, COLDKEY, SUBNET)).toBe(false);
    expect([HotkeyLock, DecayingHotkeyLock].map((i) => i.has(ctx, SUBNET, HOTKEY))).toEqual([
      true,
      false,
    ]);
    ctx.block += TAU;
    expect(getCurrentLocked(ctx, COLDKEY, SUBNET)).toBe(40n * UNIT);
    expect(perpetual(ctx, false)).toBe("ok");
    expect(DecayingLock.has(ctx, COLDKEY, SUBNET)).toBe(false);
    expect(DecayingHotkeyLock.get(ctx, SUBNET, HOTKEY)?.lockedMass).toBe(40n * UNIT);
  });

  test("may be chosen before there is a lock", () => {
    const ctx = staked();
    perpetual(ctx, true);
    lock(ctx, UNIT);
    expect(HotkeyLock.get(ctx, SUBNET, HOTKEY)?.lockedMass).toBe(UNIT);
    expect(eventNames(ctx)).toEqual(["PerpetualLockUpdated", "StakeLocked"]);
  });
});

describe("move_lock", () => {
  const move = (ctx: Context, destinationHotkey: AccountId) =>
    as(ctx, COLDKEY, locksCalls.moveLock, { destinationHotkey, netuid: SUBNET });

  test("keeps the conviction within one owner's hotkeys and loses it to another's", () => {
    const ctx = staked();
    const own = account(30);
    Owner.set(ctx, own, COLDKEY);
    lock(ctx, 40n * UNIT);
    ctx.block += 10_000n;
    const before = getColdkeyLock(ctx, COLDKEY, SUBNET)!;
    expect(before.conviction).toBeGreaterThan(0n);
    expect(move(ctx, own)).toBe("ok");
    expect(getColdkeyLock(ctx, COLDKEY, SUBNET)).toEqual(before);
    expect(DecayingHotkeyLock.keysOf(ctx)).toEqual([[SUBNET, own]]);
    expect(move(ctx, HOTKEY_2)).toBe("ok");
    expect(getColdkeyLock(ctx, COLDKEY, SUBNET)).toEqual({ ...before, conviction: 0n });
    expect(LockingColdkeys.keysOf(ctx)).toEqual([[SUBNET, HOTKEY_2, COLDKEY]]);
  });

  test("is refused without a lock, and to nobody", () => {
    const ctx = staked();
    expect(refused(ctx, () => move(ctx, HOTKEY_2))).toBe("NoExistingLock");
    expect(refused(ctx, () => move(ctx, account(77)))).toBe("HotKeyAccountNotExists");
  });
});

describe("locked alpha that goes to another coldkey", () => {
  const transfer = (ctx: Context, amount: bigint) =>
    as(ctx, COLDKEY, stakingCalls.transferStake, {
      destinationColdkey: COLDKEY_2,
      hotkey: HOTKEY,
      originNetuid: SUBNET,
      destinationNetuid: SUBNET,
      alphaAmount: alpha(amount),
    });
  const accept = (ctx: Context, who = COLDKEY_2) =>
    as(ctx, who, locksCalls.setRejectLockedAlpha, { enabled: false });

  test("stays locked, with its part of the conviction; free alpha goes first", () => {
    const ctx = staked();
    accept(ctx);
    lock(ctx, 80n * UNIT);
    ctx.block += 10_000n;
    const before = getColdkeyLock(ctx, COLDKEY, SUBNET)!;
    const free = stakeAvailability(ctx, COLDKEY, SUBNET).available;
    expect(transfer(ctx, free + before.lockedMass / 4n)).toBe("ok");
    const moved = getColdkeyLock(ctx, COLDKEY_2, SUBNET)!;
    expect(moved.lockedMass).toBe(before.lockedMass / 4n);
    const part = Number(moved.conviction) / Number(before.conviction);
    expect(part).toBeCloseTo(0.25, 8);
    expect(getCurrentLocked(ctx, COLDKEY, SUBNET)).toBe(before.lockedMass - before.lockedMass / 4n);
  });

  test("is refused by who didn't agree to it, while free alpha is not", () => {
    const ctx = staked();
    lock(ctx, 80n * UNIT);
    expect(refused(ctx, () => transfer(ctx, 21n * UNIT))).toBe("AccountRejectsLockedAlpha");
    expect(transfer(ctx, 20n * UNIT)).toBe("ok");
    accept(ctx);
    expect(transfer(ctx, 21n * UNIT)).toBe("ok");
    as(ctx, COLDKEY_2, locksCalls.setRejectLockedAlpha, { enabled: true });
    expect(AccountFlags.has(ctx, COLDKEY_2)).toBe(false);
    expect(refused(ctx, () => transfer(ctx, 21n * UNIT))).toBe("AccountRejectsLockedAlpha");
  });

  test("is refused by who locks behind another hotkey", () => {
    const ctx = staked();
    accept(ctx);
    giveAlpha(ctx, SUBNET, { hotkey: HOTKEY_2, coldkey: COLDKEY_2, amount: UNIT });
    lock(ctx, UNIT, COLDKEY_2, HOTKEY_2);
    lock(ctx, 80n * UNIT);
    expect(refused(ctx, () => transfer(ctx, 21n * UNIT))).toBe("LockHotkeyMismatch");
  });
});

test("alpha that leaves by force takes its lock along, conviction in proportion", () => {
  const ctx = staked();
  lock(ctx, 80n * UNIT);
  ctx.block += 10_000n;
  const before = getColdkeyLock(ctx, COLDKEY, SUBNET)!;
  forceReduceLock(ctx, COLDKEY, SUBNET, alpha(before.lockedMass / 4n));
  const after = getColdkeyLock(ctx, COLDKEY, SUBNET)!;
  expect(after.lockedMass).toBe(before.lockedMass - before.lockedMass / 4n);
  expect(Number(after.conviction) / Number(before.conviction)).toBeCloseTo(0.75, 8);
  forceReduceLock(ctx, COLDKEY, SUBNET, alpha(1000n * UNIT));
  expect([Lock.keysOf(ctx), DecayingHotkeyLock.keysOf(ctx)]).toEqual([[], []]);
});

test("the owner's cut is locked behind the hotkey of their lock, else their own, if they wish", () => {
  const ctx = staked();
  SubnetOwner.set(ctx, SUBNET, COLDKEY);
  SubnetOwnerHotkey.set(ctx, SUBNET, HOTKEY_2);
  autoLockOwnerCut(ctx, SUBNET, alpha(UNIT));
  expect(Lock.keysOf(ctx)).toEqual([]);
  OwnerCutAutoLockEnabled.set(ctx, SUBNET, true);
  autoLockOwnerCut(ctx, SUBNET, alpha(0n));
  expect(Lock.keysOf(ctx)).toEqual([]);
  autoLockOwnerCut(ctx, SUBNET, alpha(UNIT));
  expect(Lock.keysOf(ctx)).toEqual([[COLDKEY, SUBNET, HOTKEY_2]]);
  expect(DecayingOwnerLock.get(ctx, SUBNET)).toEqual({
    lockedMass: UNIT,
    conviction: UNIT << 64n,
    lastUpdate: 1000n,
  });
});

describe("conviction", () => {
  test("of a hotkey is all coldkeys', and of the owner's hotkey its own sums too", () => {
    const ctx = staked();
    SubnetOwnerHotkey.set(ctx, SUBNET, HOTKEY_2);
    giveAlpha(ctx, SUBNET, { hotkey: HOTKEY_2, coldkey: COLDKEY_2, amount: 100n * UNIT });
    lock(ctx, 40n * UNIT);
    lock(ctx, 40n * UNIT, NOMINATOR);
    lock(ctx, UNIT, COLDKEY_2, HOTKEY_2);
    ctx.block += 10_000n;
    const [theirs, owners] = [HOTKEY, HOTKEY_2].map((key) => hotkeyConviction(ctx, key, SUBNET));
    expect(theirs).toBeGreaterThan(0n);
    expect(owners).toBe(getCurrentLocked(ctx, COLDKEY_2, SUBNET) << 64n);
    expect(getTotalConviction(ctx, SUBNET)).toBe(theirs! + owners!);
    expect(subnetKing(ctx, SUBNET)).toBe(theirs! > owners! ? HOTKEY : HOTKEY_2);
  });

  test("is nobody's without locks", () => {
    const ctx = staked();
    expect(subnetKing(ctx, SUBNET)).toBeUndefined();
    expect(getTotalConviction(ctx, SUBNET)).toBe(0n);
  });
});

describe("a subnet", () => {
  /** A year old; HOTKEY_2 owns it, HOTKEY has most conviction; 200 alpha are outstanding. */
  function contested(): Context {
    const ctx = staked();
    SubnetOwner.set(ctx, SUBNET, COLDKEY_2);
    SubnetOwnerHotkey.set(ctx, SUBNET, HOTKEY_2);
    NetworkRegisteredAt.set(ctx, SUBNET, 1000n);
    UnlockRate.set(ctx, ONE_YEAR);
    MaturityRate.set(ctx, ONE_YEAR);
    lock(ctx, 100n * UNIT);
    lock(ctx, 100n * UNIT, NOMINATOR);
    ctx.block += ONE_YEAR;
    return ctx;
  }

  test("goes to the hotkey with most conviction after a year, which becomes a neuron", () => {
    const ctx = contested();
    changeSubnetOwnerIfNeeded(ctx, SUBNET);
    expect([SubnetOwner.get(ctx, SUBNET), SubnetOwnerHotkey.get(ctx, SUBNET)]).toEqual([
      COLDKEY,
      HOTKEY,
    ]);
    expect(Uids.get(ctx, SUBNET, HOTKEY)).toBe(0);
    const sum = DecayingOwnerLock.get(ctx, SUBNET)!;
    expect(sum.conviction).toBe(sum.lockedMass << 64n);
    expect(DecayingHotkeyLock.keysOf(ctx)).toEqual([]);
    expect(lastEvent(ctx).data).toEqual({
      netuid: SUBNET,
      oldColdkey: COLDKEY_2,
      newColdkey: COLDKEY,
    });
  });

  test("leaves the old owner's hotkey the sums it had as owner", () => {
    const ctx = contested();
    giveAlpha(ctx, SUBNET, { hotkey: HOTKEY_2, coldkey: COLDKEY_2, amount: UNIT });
    lock(ctx, UNIT, COLDKEY_2, HOTKEY_2);
    changeSubnetOwnerIfNeeded(ctx, SUBNET);
    expect(DecayingHotkeyLock.entries(ctx)).toEqual([
      [[SUBNET, HOTKEY_2], { lockedMass: UNIT, conviction: UNIT << 64n, lastUpdate: ctx.block }],
    ]);
  });

  test.each([
    ["is younger than a year", (ctx: Context) => void (ctx.block -= 1n)],
    ["has no alpha outstanding", (ctx: Context) => SubnetAlphaOut.set(ctx, SUBNET, alpha(0n))],
    [
      "has less than a tenth of its alpha as conviction",
      (ctx: Context) => SubnetAlphaOut.set(ctx, SUBNET, alpha(10_000n * UNIT)),
    ],
    ["belongs to the leading hotkey's owner", (ctx: Context) => Owner.set(ctx, HOTKEY, COLDKEY_2)],
    ["is led by a hotkey that nobody owns", (ctx: Context) => Owner.remove(ctx, HOTKEY)],
  ])("stays with its owner while it %s", (_why, change) => {
    const ctx = contested();
    change(ctx);
    const before = everything(ctx);
    changeSubnetOwnerIfNeeded(ctx, SUBNET);
    expect(everything(ctx)).toEqual(before);
  });
});

describe("keys that are replaced", () => {
  test("a coldkey's locks, choices and flags go to one that has none", () => {
    const ctx = staked();
    perpetual(ctx, true);
    lock(ctx, 40n * UNIT);
    as(ctx, COLDKEY, locksCalls.setRejectLockedAlpha, { enabled: false });
    as(ctx, COLDKEY_2, locksCalls.setRejectLockedAlpha, { enabled: false });
    const before = getColdkeyLock(ctx, COLDKEY, SUBNET);
    swapColdkeyLocks(ctx, COLDKEY, COLDKEY_2);
    expect(getColdkeyLock(ctx, COLDKEY_2, SUBNET)).toEqual(before);
    expect(getColdkeyLock(ctx, COLDKEY, SUBNET)).toBeUndefined();
    expect(HotkeyLock.get(ctx, SUBNET, HOTKEY)?.lockedMass).toBe(40n * UNIT);
    expect(DecayingLock.keysOf(ctx)).toEqual([[COLDKEY_2, SUBNET]]);
    expect(AccountFlags.keysOf(ctx)).toEqual([[COLDKEY_2]]);
  });

  test("a coldkey that has locks, or wants none, takes none over", () => {
    const locked = staked();
    lock(locked, UNIT);
    lock(locked, UNIT, NOMINATOR);
    expect(() => ensureNoActiveLocks(locked, NOMINATOR)).toThrow();
    expect(() => swapColdkeyLocks(locked, COLDKEY, NOMINATOR)).toThrow(
      expect.objectContaining({ name: "ActiveLockExists" }),
    );
    expect(() => swapColdkeyLocks(locked, COLDKEY, COLDKEY_2)).toThrow(
      expect.objectContaining({ name: "AccountRejectsLockedAlpha" }),
    );
  });

  test("a hotkey's locks and sums go to its successor, an owner's too", () => {
    const ctx = staked();
    const heir = account(30);
    lock(ctx, 40n * UNIT);
    swapHotkeyLocks(ctx, HOTKEY, heir);
    expect(Lock.keysOf(ctx)).toEqual([[COLDKEY, SUBNET, heir]]);
    expect(DecayingHotkeyLock.keysOf(ctx)).toEqual([[SUBNET, heir]]);
    expect(LockingColdkeys.keysOf(ctx)).toEqual([[SUBNET, heir, COLDKEY]]);

    const owned = staked();
    SubnetOwnerHotkey.set(owned, SUBNET, HOTKEY);
    perpetual(owned, true);
    lock(owned, 40n * UNIT);
    swapHotkeyLocks(owned, HOTKEY, heir);
    expect(OwnerLock.get(owned, SUBNET)?.lockedMass).toBe(40n * UNIT);
    expect(HotkeyLock.keysOf(owned)).toEqual([]);
  });

  test("entries of the index whose lock is gone are dropped", () => {
    const ctx = staked();
    lock(ctx, 40n * UNIT);
    LockingColdkeys.set(ctx, SUBNET, HOTKEY, account(99), undefined);
    expect(swapHotkeyLocks(ctx, HOTKEY, account(30)).writes).toBe(1n + 2n + 6n);
    expect(LockingColdkeys.keysOf(ctx)).toEqual([[SUBNET, account(30), COLDKEY]]);
  });
});

test("a subnet that goes takes all its locks along, and no others", () => {
  const ctx = staked();
  giveAlpha(ctx, OTHER_SUBNET, { hotkey: HOTKEY, coldkey: COLDKEY, amount: UNIT });
  lock(ctx, 40n * UNIT);
  perpetual(ctx, true, NOMINATOR);
  lock(ctx, 40n * UNIT, NOMINATOR);
  lock(ctx, UNIT, COLDKEY, HOTKEY, OTHER_SUBNET);
  destroyLockMaps(ctx, SUBNET);
  expect(Lock.keysOf(ctx)).toEqual([[COLDKEY, OTHER_SUBNET, HOTKEY]]);
  expect([HotkeyLock, DecayingHotkeyLock].flatMap((item) => item.keysOf(ctx))).toEqual([
    [OTHER_SUBNET, HOTKEY],
  ]);
  expect(DecayingLock.keysOf(ctx)).toEqual([]);
});

test("a sum that rolled since loses a lock's decay a second time, as in the reference", () => {
  const ctx = staked();
  lock(ctx, 100n * UNIT);
  ctx.block += TAU;
  // Another lock behind the hotkey rolls the sum: of the first 36.8 are left in it.
  lock(ctx, UNIT, NOMINATOR);
  const sum = DecayingHotkeyLock.get(ctx, SUBNET, HOTKEY)!.lockedMass;
  expect(Number(sum) / Number(UNIT)).toBeCloseTo(100 * Math.exp(-1) + 1, 4);
  // Now the first lock rolls, and takes its loss of 63.2 out of what is left.
  cleanupLockIfZero(ctx, COLDKEY, SUBNET);
  expect(DecayingHotkeyLock.get(ctx, SUBNET, HOTKEY)!.lockedMass).toBe(0n);
  expect(getCurrentLocked(ctx, COLDKEY, SUBNET)).toBeGreaterThan(36n * UNIT);
});

test("law: nobody locks more than they have, whatever they lock, unstake or choose", () => {
  const step = fc.record({
    who: fc.constantFrom(COLDKEY, NOMINATOR),
    amount: fc.bigInt({ min: 0n, max: 150n * UNIT }),
    blocks: fc.bigInt({ min: 0n, max: 500_000n }),
    what: fc.constantFrom("lock", "unstake", "perpetual", "decay"),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const ctx = staked();
      for (const { who, amount, blocks, what } of steps) {
        ctx.block += blocks;
        if (what === "lock") lock(ctx, amount, who);
        else if (what === "unstake")
          as(ctx, who, stakingCalls.removeStake, {
            hotkey: HOTKEY,
            netuid: SUBNET,
            amountUnstaked: alpha(amount),
          });
        else perpetual(ctx, what === "perpetual", who);
        for (const coldkey of [COLDKEY, NOMINATOR]) {
          const { locked, total, available } = stakeAvailability(ctx, coldkey, SUBNET);
          expect(locked + available).toBe(total);
        }
      }
    }),
    { numRuns: 40 },
  );
});
