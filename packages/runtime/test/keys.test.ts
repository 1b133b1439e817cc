import {
  type Context,
  type PostInfo,
  ROOT,
  type RuntimeCall,
  runtimeCallOf,
  signed,
} from "@ganglion/frame";
import { blake2_256Hex } from "@ganglion/hash";
import { type AccountId, fromHex, hash, mechId, netUid, rao } from "@ganglion/primitives";
import { describe, expect, test } from "vitest";
import { freeBalance } from "../src/pallets/balances/currency.ts";
import {
  AutoParentDelegationEnabled,
  ChildKeys,
  ChildkeyTake,
  PendingChildKeys,
} from "../src/pallets/subtensor/children/storage.ts";
import { TotalIssuance } from "../src/pallets/subtensor/coinbase/storage.ts";
import { getMechanismStorageIndex } from "../src/pallets/subtensor/epoch/mechanisms.ts";
import { PendingEpochAt, Tempo } from "../src/pallets/subtensor/epoch/storage.ts";
import { IdentitiesV2 } from "../src/pallets/subtensor/identity/storage.ts";
import { keysCalls } from "../src/pallets/subtensor/keys/calls.ts";
import { lastBlockOnSubnet, rateLimitOnSubnet } from "../src/pallets/subtensor/keys/rate-limits.ts";
import {
  ColdkeySwapAnnouncements,
  ColdkeySwapDisputes,
  LastHotkeySwapOnNetuid,
  LastRateLimitedBlock,
  OwnedHotkeys,
  Owner,
  TransactionKeyLastBlock,
} from "../src/pallets/subtensor/keys/storage.ts";
import {
  ensureAdminWindowOpen,
  ensureSnOwnerOrRootWithLimits,
  ensureSubnetOwner,
  ensureSubnetOwnerOrRoot,
  recordOwnerRl,
} from "../src/pallets/subtensor/owner-rights.ts";
import { IsNetworkMember, Keys, Uids } from "../src/pallets/subtensor/registration/storage.ts";
import { RootClaimable } from "../src/pallets/subtensor/root/storage.ts";
import { Axons } from "../src/pallets/subtensor/serving/storage.ts";
import { getStakeForHotkeyAndColdkeyOnSubnet } from "../src/pallets/subtensor/staking/stake-utils.ts";
import {
  AutoStakeDestination,
  AutoStakeDestinationColdkeys,
  Delegates,
  StakingHotkeys,
} from "../src/pallets/subtensor/staking/storage.ts";
import { subnetAccountOf } from "../src/pallets/subtensor/subnets/accounts.ts";
import { SubnetOwner, SubnetOwnerHotkey } from "../src/pallets/subtensor/subnets/storage.ts";
import { WeightCommits } from "../src/pallets/subtensor/weights/storage.ts";
import {
  account,
  addNeuron,
  addStake,
  addSubnet,
  emptyChain,
  endow,
  eventNames,
  setOwnerHotkey,
  UNIT,
} from "./subnet-fixture.ts";

const NETUID = netUid(1);
const COLDKEY = account(120);
const HOTKEY = account(20);
const FRESH = account(70);
const NOMINATOR = account(80);

interface Answer {
  readonly label: string;
  readonly info: PostInfo;
}
function answer(ctx: Context, who: AccountId | "root", call: RuntimeCall): Answer {
  const result = ctx.dispatch(who === "root" ? ROOT : signed(who), call);
  return { label: result.ok ? "ok" : result.refusal.label, info: result.info };
}
const dispatch = (ctx: Context, who: AccountId | "root", call: RuntimeCall): string =>
  answer(ctx, who, call).label;

/** Hotkey 20 of coldkey 120 on subnet 1, with stake of its own and of a nominator; 10 TAO. */
function chain(): Context {
  const ctx = emptyChain(100_000n);
  addSubnet(ctx, 1);
  addNeuron(ctx, NETUID, 20, { stake: 10n * UNIT });
  OwnedHotkeys.set(ctx, COLDKEY, [HOTKEY]);
  addStake(ctx, NETUID, { hotkey: HOTKEY, coldkey: NOMINATOR, amount: 5n * UNIT });
  endow(ctx, COLDKEY, 10n * UNIT);
  return ctx;
}
const stakeOf = (ctx: Context, hotkey: AccountId, coldkey: AccountId) =>
  getStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, coldkey, NETUID);

describe("try_associate_hotkey", () => {
  const associate = (hotkey: AccountId) => runtimeCallOf(keysCalls.tryAssociateHotkey, { hotkey });
  test("claims a hotkey that nobody has", () => {
    const ctx = chain();
    expect(dispatch(ctx, COLDKEY, associate(FRESH))).toBe("ok");
    expect(Owner.get(ctx, FRESH)).toBe(COLDKEY);
    expect(OwnedHotkeys.get(ctx, COLDKEY)).toEqual([HOTKEY, FRESH]);
    expect(StakingHotkeys.get(ctx, COLDKEY)).toEqual([HOTKEY, FRESH]);
  });
  test("leaves a hotkey that somebody has alone, without complaint", () => {
    const ctx = chain();
    const before = ctx.state.changes();
    expect(dispatch(ctx, NOMINATOR, associate(HOTKEY))).toBe("ok");
    expect(ctx.state.changes()).toEqual(before);
  });
  test("refuses a subnet's own account", () => {
    const ctx = chain();
    expect(dispatch(ctx, COLDKEY, associate(subnetAccountOf(ctx.chain, netUid(9))))).toBe(
      "CannotUseSystemAccount",
    );
  });
});

describe("swapping a hotkey", () => {
  const swap = (newHotkey: AccountId, on?: number, hotkey = HOTKEY) =>
    runtimeCallOf(keysCalls.swapHotkey, {
      hotkey,
      newHotkey,
      netuid: on === undefined ? undefined : netUid(on),
    });
  const swapV2 = (newHotkey: AccountId, on: number | undefined, keepStake: boolean) =>
    runtimeCallOf(keysCalls.swapHotkeyV2, {
      hotkey: HOTKEY,
      newHotkey,
      netuid: on === undefined ? undefined : netUid(on),
      keepStake,
    });

  test("on one subnet moves uid and all stake, costs 0.001 TAO, and both keys stay the coldkey's", () => {
    const ctx = chain();
    expect(dispatch(ctx, COLDKEY, swap(FRESH, 1))).toBe("ok");
    expect(Uids.get(ctx, NETUID, FRESH)).toBe(0);
    expect(Uids.get(ctx, NETUID, HOTKEY)).toBeUndefined();
    expect(Keys.get(ctx, NETUID, 0)).toBe(FRESH);
    expect(IsNetworkMember.get(ctx, FRESH, NETUID)).toBe(true);
    expect(stakeOf(ctx, FRESH, COLDKEY)).toBe(10n * UNIT);
    expect(stakeOf(ctx, FRESH, NOMINATOR)).toBe(5n * UNIT);
    expect(stakeOf(ctx, HOTKEY, COLDKEY)).toBe(0n);
    expect(freeBalance(ctx, COLDKEY)).toBe(10n * UNIT - 1_000_000n);
    expect(OwnedHotkeys.get(ctx, COLDKEY)).toEqual([HOTKEY, FRESH]);
    expect(Owner.get(ctx, HOTKEY)).toBe(COLDKEY);
    expect(StakingHotkeys.get(ctx, NOMINATOR)).toEqual([HOTKEY, FRESH]);
    expect(LastHotkeySwapOnNetuid.get(ctx, NETUID, COLDKEY)).toBe(100_000n);
    expect(eventNames(ctx).at(-1)).toBe("HotkeySwappedOnSubnet");
  });
  test("on all subnets costs 0.1 TAO, which leaves the issuance, and the old key is free again", () => {
    const ctx = chain();
    const issued = TotalIssuance.get(ctx);
    Delegates.set(ctx, HOTKEY, 77);
    expect(dispatch(ctx, COLDKEY, swap(FRESH))).toBe("ok");
    expect(Owner.has(ctx, HOTKEY)).toBe(false);
    expect(OwnedHotkeys.get(ctx, COLDKEY)).toEqual([FRESH]);
    expect(StakingHotkeys.get(ctx, NOMINATOR)).toEqual([FRESH]);
    expect(Delegates.get(ctx, FRESH)).toBe(77);
    expect(Delegates.has(ctx, HOTKEY)).toBe(false);
    expect(freeBalance(ctx, COLDKEY)).toBe(10n * UNIT - 100_000_000n);
    expect(TotalIssuance.get(ctx)).toBe(issued - 100_000_000n);
    expect(eventNames(ctx).at(-1)).toBe("HotkeySwapped");
  });
  test("with keep_stake moves the uid and leaves the stake", () => {
    const ctx = chain();
    expect(dispatch(ctx, COLDKEY, swapV2(FRESH, 1, true))).toBe("ok");
    expect(Uids.get(ctx, NETUID, FRESH)).toBe(0);
    expect(stakeOf(ctx, HOTKEY, COLDKEY)).toBe(10n * UNIT);
    expect(stakeOf(ctx, FRESH, COLDKEY)).toBe(0n);
  });
  test("takes endpoints, commits, takes, auto-stakes, ownership and pending children along", () => {
    const ctx = chain();
    const index = getMechanismStorageIndex(NETUID, mechId(0));
    const axon = {
      block: 5n,
      version: 1,
      ip: 2n,
      port: 3,
      ipType: 4,
      protocol: 0,
      placeholder1: 0,
      placeholder2: 0,
    };
    Axons.set(ctx, NETUID, HOTKEY, axon);
    WeightCommits.set(ctx, index, HOTKEY, [[hash(`0x${"11".repeat(32)}`), 1n, 2n, 3n]]);
    ChildkeyTake.set(ctx, HOTKEY, NETUID, 9);
    AutoStakeDestination.set(ctx, NOMINATOR, NETUID, HOTKEY);
    AutoStakeDestinationColdkeys.set(ctx, HOTKEY, NETUID, [NOMINATOR]);
    setOwnerHotkey(ctx, NETUID, HOTKEY);
    PendingChildKeys.set(ctx, NETUID, account(30), [
      [
        [5n, HOTKEY],
        [6n, account(31)],
      ],
      77n,
    ]);
    expect(dispatch(ctx, COLDKEY, swap(FRESH, 1))).toBe("ok");
    expect(Axons.get(ctx, NETUID, FRESH)).toEqual(axon);
    expect(Axons.has(ctx, NETUID, HOTKEY)).toBe(false);
    expect(WeightCommits.get(ctx, index, FRESH)).toHaveLength(1);
    expect(ChildkeyTake.get(ctx, FRESH, NETUID)).toBe(9);
    expect(ChildkeyTake.has(ctx, HOTKEY, NETUID)).toBe(false);
    expect(AutoStakeDestination.get(ctx, NOMINATOR, NETUID)).toBe(FRESH);
    expect(AutoStakeDestinationColdkeys.get(ctx, FRESH, NETUID)).toEqual([NOMINATOR]);
    expect(SubnetOwnerHotkey.get(ctx, NETUID)).toBe(FRESH);
    // The renamed child goes to the end of its list.
    expect(PendingChildKeys.get(ctx, NETUID, account(30))).toEqual([
      [
        [6n, account(31)],
        [5n, FRESH],
      ],
      77n,
    ]);
  });
  test.each([
    ["NonAssociatedColdKey", NOMINATOR, swap(FRESH), () => {}],
    [
      "NonAssociatedColdKey",
      COLDKEY,
      swap(FRESH),
      (ctx: Context) => Owner.set(ctx, FRESH, NOMINATOR),
    ],
    ["NewHotKeyIsSameWithOld", COLDKEY, swap(HOTKEY), () => {}],
    [
      "HotKeySetTxRateLimitExceeded",
      COLDKEY,
      swap(FRESH),
      (ctx: Context) =>
        LastRateLimitedBlock.set(ctx, { type: "LastTxBlock", value: COLDKEY }, 99_000n),
    ],
    [
      "HotKeyAlreadyRegisteredInSubNet",
      COLDKEY,
      swap(FRESH, 1),
      (ctx: Context) => IsNetworkMember.set(ctx, FRESH, NETUID, true),
    ],
    [
      "HotKeyAlreadyRegisteredInSubNet",
      COLDKEY,
      swap(FRESH),
      (ctx: Context) => IsNetworkMember.set(ctx, FRESH, netUid(7), true),
    ],
    [
      "NewHotKeyNotCleanForRootSwap",
      COLDKEY,
      swap(FRESH),
      (ctx: Context) => RootClaimable.set(ctx, FRESH, [[NETUID, 1n]]),
    ],
    [
      "HotKeySwapOnSubnetIntervalNotPassed",
      COLDKEY,
      swap(FRESH, 1),
      (ctx: Context) => LastHotkeySwapOnNetuid.set(ctx, NETUID, COLDKEY, 92_800n),
    ],
    [
      "HotKeySwapOnSubnetIntervalNotPassed",
      COLDKEY,
      swap(FRESH),
      (ctx: Context) => LastHotkeySwapOnNetuid.set(ctx, NETUID, COLDKEY, 92_800n),
    ],
    [
      "NotEnoughBalanceToPaySwapHotKey",
      COLDKEY,
      swap(FRESH),
      (ctx: Context) => endow(ctx, COLDKEY, 99_999_999n),
    ],
    // It could pay, but not stay alive.
    [
      "InsufficientBalance",
      COLDKEY,
      swap(FRESH),
      (ctx: Context) => endow(ctx, COLDKEY, 100_000_000n),
    ],
  ] as const)("is refused with %s and changes nothing", (error, who, call, spoil) => {
    const ctx = chain();
    spoil(ctx);
    const before = ctx.state.changes();
    expect(dispatch(ctx, who, call)).toBe(error);
    expect(ctx.state.changes()).toEqual(before);
  });
  test("on one subnet may go to the coldkey's key with claims on root, if the subnet isn't root", () => {
    const ctx = chain();
    RootClaimable.set(ctx, FRESH, [[NETUID, 1n]]);
    expect(dispatch(ctx, COLDKEY, swap(FRESH, 1))).toBe("ok");
  });
  test("is due again one block after the interval", () => {
    const ctx = chain();
    LastHotkeySwapOnNetuid.set(ctx, NETUID, COLDKEY, 92_799n);
    expect(dispatch(ctx, COLDKEY, swap(FRESH, 1))).toBe("ok");
  });
  test("the first one on one subnet waits for the chain's age, on all subnets it doesn't", () => {
    const young = chain();
    young.block = 7200n;
    expect(dispatch(young, COLDKEY, swap(FRESH, 1))).toBe("HotKeySwapOnSubnetIntervalNotPassed");
    expect(dispatch(young, COLDKEY, swap(FRESH))).toBe("ok");
  });
  test("a parent's swap is timed on the subnets of its children too", () => {
    const ctx = chain();
    const other = addSubnet(ctx, 2);
    ChildKeys.set(ctx, HOTKEY, other, [[1n, account(33)]]);
    LastHotkeySwapOnNetuid.set(ctx, other, COLDKEY, 99_999n);
    expect(dispatch(ctx, COLDKEY, swap(FRESH))).toBe("HotKeySwapOnSubnetIntervalNotPassed");
  });
  test("the flag for automatic parents moves with a swap on root, not with others", () => {
    const ctx = chain();
    AutoParentDelegationEnabled.set(ctx, HOTKEY, false);
    expect(dispatch(ctx, COLDKEY, swap(FRESH, 1))).toBe("ok");
    expect(AutoParentDelegationEnabled.has(ctx, FRESH)).toBe(false);
  });
  test("weighs what it read and wrote, not what was reserved", () => {
    const { info } = answer(chain(), COLDKEY, swap(FRESH, 1));
    const declared = keysCalls.swapHotkey.weight(
      { hotkey: HOTKEY, newHotkey: FRESH, netuid: NETUID },
      chain(),
    );
    expect(info.actualWeight!.proofSize).toBe(0n);
    expect(info.actualWeight!.refTime).toBeGreaterThan(0n);
    expect(info.actualWeight!.refTime).toBeLessThan(declared.refTime);
  });
});

describe("swapping a coldkey", () => {
  const NEW = account(90);
  const announce = (who: AccountId) =>
    runtimeCallOf(keysCalls.announceColdkeySwap, {
      newColdkeyHash: hash(blake2_256Hex(fromHex(who))),
    });
  const carryOut = (newColdkey: AccountId) =>
    runtimeCallOf(keysCalls.swapColdkeyAnnounced, { newColdkey });
  const byRoot = (swapCost: bigint) =>
    runtimeCallOf(keysCalls.swapColdkey, {
      oldColdkey: COLDKEY,
      newColdkey: NEW,
      swapCost: rao(swapCost),
    });
  const clear = runtimeCallOf(keysCalls.clearColdkeySwapAnnouncement, {});
  const dispute = runtimeCallOf(keysCalls.disputeColdkeySwap, {});

  test("is announced for 0.1 TAO and carried out 36,000 blocks later", () => {
    const ctx = chain();
    expect(dispatch(ctx, COLDKEY, announce(NEW))).toBe("ok");
    expect(freeBalance(ctx, COLDKEY)).toBe(10n * UNIT - 100_000_000n);
    expect(ColdkeySwapAnnouncements.get(ctx, COLDKEY)![0]).toBe(136_000);
    ctx.block = 135_999n;
    expect(dispatch(ctx, COLDKEY, carryOut(NEW))).toBe("ColdkeySwapTooEarly");
    expect(ColdkeySwapAnnouncements.has(ctx, COLDKEY)).toBe(true);
    ctx.block = 136_000n;
    expect(dispatch(ctx, COLDKEY, carryOut(account(91)))).toBe("AnnouncedColdkeyHashDoesNotMatch");
    expect(dispatch(ctx, COLDKEY, carryOut(NEW))).toBe("ok");
    expect(ColdkeySwapAnnouncements.has(ctx, COLDKEY)).toBe(false);
    expect(eventNames(ctx).at(-1)).toBe("ColdkeySwapped");
  });
  test("hands over hotkeys, stake, subnets, identity, auto-stakes and the whole balance", () => {
    const ctx = chain();
    SubnetOwner.set(ctx, NETUID, COLDKEY);
    AutoStakeDestination.set(ctx, COLDKEY, NETUID, HOTKEY);
    AutoStakeDestinationColdkeys.set(ctx, HOTKEY, NETUID, [COLDKEY, NOMINATOR]);
    const empty = new Uint8Array();
    const identity = {
      name: empty,
      url: empty,
      githubRepo: empty,
      image: empty,
      discord: empty,
      description: empty,
      additional: empty,
    };
    IdentitiesV2.set(ctx, COLDKEY, identity);
    expect(dispatch(ctx, "root", byRoot(0n))).toBe("ok");
    expect(Owner.get(ctx, HOTKEY)).toBe(NEW);
    expect(OwnedHotkeys.get(ctx, NEW)).toEqual([HOTKEY]);
    expect(OwnedHotkeys.has(ctx, COLDKEY)).toBe(false);
    expect(StakingHotkeys.get(ctx, NEW)).toEqual([HOTKEY]);
    expect(stakeOf(ctx, HOTKEY, NEW)).toBe(10n * UNIT);
    expect(stakeOf(ctx, HOTKEY, COLDKEY)).toBe(0n);
    expect(stakeOf(ctx, HOTKEY, NOMINATOR)).toBe(5n * UNIT);
    expect(SubnetOwner.get(ctx, NETUID)).toBe(NEW);
    expect(IdentitiesV2.get(ctx, NEW)).toEqual(identity);
    expect(AutoStakeDestination.get(ctx, NEW, NETUID)).toBe(HOTKEY);
    expect(AutoStakeDestinationColdkeys.get(ctx, HOTKEY, NETUID)).toEqual([NOMINATOR, NEW]);
    expect(freeBalance(ctx, COLDKEY)).toBe(0n);
    expect(freeBalance(ctx, NEW)).toBe(10n * UNIT);
  });
  test("by root may cost, and ends announcement and dispute", () => {
    const ctx = chain();
    dispatch(ctx, COLDKEY, announce(account(91)));
    dispatch(ctx, COLDKEY, dispute);
    expect(dispatch(ctx, "root", byRoot(UNIT))).toBe("ok");
    expect(freeBalance(ctx, NEW)).toBe(9n * UNIT - 100_000_000n);
    expect(ColdkeySwapAnnouncements.has(ctx, COLDKEY)).toBe(false);
    expect(ColdkeySwapDisputes.has(ctx, COLDKEY)).toBe(false);
    expect(dispatch(ctx, COLDKEY, byRoot(0n))).toBe("BadOrigin");
  });
  test.each([
    ["ColdKeyAlreadyAssociated", (ctx: Context) => StakingHotkeys.set(ctx, NEW, [HOTKEY])],
    ["NewColdKeyIsHotkey", (ctx: Context) => Owner.set(ctx, NEW, NOMINATOR)],
    ["NotEnoughBalanceToPaySwapColdKey", (ctx: Context) => endow(ctx, COLDKEY, UNIT)],
  ] as const)("is refused with %s and changes nothing", (error, spoil) => {
    const ctx = chain();
    spoil(ctx);
    const before = ctx.state.changes();
    expect(dispatch(ctx, "root", byRoot(UNIT))).toBe(error);
    expect(ctx.state.changes()).toEqual(before);
  });
  test("can be announced anew, free of charge, only 7200 blocks after it was due", () => {
    const ctx = chain();
    dispatch(ctx, COLDKEY, announce(NEW));
    ctx.block = 143_199n;
    expect(dispatch(ctx, COLDKEY, announce(account(91)))).toBe("ColdkeySwapReannouncedTooEarly");
    expect(dispatch(ctx, COLDKEY, clear)).toBe("ColdkeySwapClearTooEarly");
    ctx.block = 143_200n;
    expect(dispatch(ctx, COLDKEY, announce(account(91)))).toBe("ok");
    expect(freeBalance(ctx, COLDKEY)).toBe(10n * UNIT - 100_000_000n);
    ctx.block = 186_400n;
    expect(dispatch(ctx, COLDKEY, clear)).toBe("ok");
    expect(eventNames(ctx).at(-1)).toBe("ColdkeySwapCleared");
  });
  test("is disputed once, and only when announced; root resets both", () => {
    const ctx = chain();
    expect(dispatch(ctx, COLDKEY, dispute)).toBe("ColdkeySwapAnnouncementNotFound");
    expect(dispatch(ctx, COLDKEY, clear)).toBe("ColdkeySwapAnnouncementNotFound");
    expect(dispatch(ctx, COLDKEY, carryOut(NEW))).toBe("ColdkeySwapAnnouncementNotFound");
    dispatch(ctx, COLDKEY, announce(NEW));
    expect(dispatch(ctx, COLDKEY, dispute)).toBe("ok");
    expect(dispatch(ctx, COLDKEY, dispute)).toBe("ColdkeySwapAlreadyDisputed");
    const reset = runtimeCallOf(keysCalls.resetColdkeySwap, { coldkey: COLDKEY });
    expect(dispatch(ctx, COLDKEY, reset)).toBe("BadOrigin");
    expect(dispatch(ctx, "root", reset)).toBe("ok");
    expect(ColdkeySwapAnnouncements.has(ctx, COLDKEY)).toBe(false);
    expect(ColdkeySwapDisputes.has(ctx, COLDKEY)).toBe(false);
  });
  test("by its old name is always refused", () => {
    const call = runtimeCallOf(keysCalls.scheduleSwapColdkey, { newColdkey: NEW });
    expect(dispatch(chain(), COLDKEY, call)).toBe("Deprecated");
  });
});

describe("what owners may do", () => {
  const owner = signed(account(1));
  test("is for the owner and root, and root needs no name", () => {
    const ctx = chain();
    expect(ensureSubnetOwnerOrRoot(ctx, owner, NETUID)).toBe(account(1));
    expect(ensureSubnetOwnerOrRoot(ctx, ROOT, NETUID)).toBeUndefined();
    const refusal = expect.objectContaining({ label: "BadOrigin" });
    expect(() => ensureSubnetOwnerOrRoot(ctx, signed(COLDKEY), NETUID)).toThrow(refusal);
    expect(() => ensureSubnetOwnerOrRoot(ctx, { kind: "none" }, NETUID)).toThrow(refusal);
    expect(() => ensureSubnetOwner(ctx, ROOT, NETUID)).toThrow(refusal);
  });
  test("to a hyperparameter happens once in two tempos, each by itself; root is not limited", () => {
    const ctx = chain();
    const rho = [{ hyperparameter: "Rho" }] as const;
    recordOwnerRl(ctx, ensureSnOwnerOrRootWithLimits(ctx, owner, NETUID, rho), NETUID, rho);
    ctx.block += 719n;
    expect(() => ensureSnOwnerOrRootWithLimits(ctx, owner, NETUID, rho)).toThrow(
      expect.objectContaining({ label: "TxRateLimitExceeded" }),
    );
    ensureSnOwnerOrRootWithLimits(ctx, ROOT, NETUID, rho);
    ensureSnOwnerOrRootWithLimits(ctx, owner, NETUID, [{ hyperparameter: "MinBurn" }]);
    ctx.block += 1n;
    expect(ensureSnOwnerOrRootWithLimits(ctx, owner, NETUID, rho)).toBe(account(1));
  });
  test("of other kinds is counted by key, subnet and kind", () => {
    const ctx = chain();
    recordOwnerRl(ctx, account(1), NETUID, ["MechanismCountUpdate"]);
    expect(TransactionKeyLastBlock.get(ctx, account(1), NETUID, 7)).toBe(100_000n);
    expect(lastBlockOnSubnet(ctx, "MechanismCountUpdate", account(1), netUid(2))).toBe(0n);
    expect(rateLimitOnSubnet(ctx, "MechanismCountUpdate", NETUID)).toBe(7200n);
    expect(rateLimitOnSubnet(ctx, "MaxUidsTrimming", NETUID)).toBe(216_000n);
    recordOwnerRl(ctx, undefined, NETUID, ["MaxUidsTrimming"]);
    expect(TransactionKeyLastBlock.keysOf(ctx)).toHaveLength(1);
  });
  test("stops ten blocks before an epoch, and while one is triggered", () => {
    const ctx = chain();
    const refusal = expect.objectContaining({
      label: "AdminActionProhibitedDuringWeightsWindow",
    });
    ctx.block += 350n;
    ensureAdminWindowOpen(ctx, NETUID);
    ctx.block += 1n;
    expect(() => ensureAdminWindowOpen(ctx, NETUID)).toThrow(refusal);
    ctx.block -= 100n;
    PendingEpochAt.set(ctx, NETUID, ctx.block + 1n);
    expect(() => ensureAdminWindowOpen(ctx, NETUID)).toThrow(refusal);
    Tempo.set(ctx, NETUID, 0);
    ensureAdminWindowOpen(ctx, NETUID);
  });
});
