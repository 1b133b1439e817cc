import type { Context } from "@ganglion/frame";
import { I96F32 } from "@ganglion/math";
import { alpha, fromHex, type Hash, hash, netUid, rao } from "@ganglion/primitives";
import { describe, expect, test } from "vitest";
import { freeBalance } from "../src/pallets/balances/currency.ts";
import {
  SubnetAlphaIn,
  SubnetAlphaOut,
  SubnetProtocolFlow,
  SubnetRootSellTao,
  SubnetTAO,
} from "../src/pallets/subtensor/coinbase/storage.ts";
import { Keys, MaxAllowedUids } from "../src/pallets/subtensor/registration/storage.ts";
import { appendNeuron } from "../src/pallets/subtensor/registration/uids.ts";
import { rootCalls } from "../src/pallets/subtensor/root/calls.ts";
import {
  blockHashToIndices,
  getRootOwedForHotkeyColdkey,
  increaseRootClaimableForHotkeyAndSubnet,
  runAutoClaimRootDivs,
} from "../src/pallets/subtensor/root/claim-root.ts";
import {
  finalizeAllSubnetRootDividends,
  transferRootClaimableForNewHotkey,
  transferRootClaimedForNewKeys,
} from "../src/pallets/subtensor/root/claimed.ts";
import {
  maybeAddColdkeyIndex,
  maybeRemoveColdkeyIndex,
  populateRootColdkeyStakingMaps,
  populateRootColdkeyStakingMapsV2,
} from "../src/pallets/subtensor/root/coldkey-index.ts";
import {
  NumRootClaim,
  NumStakingColdkeys,
  RootClaimable,
  RootClaimableThreshold,
  RootClaimed,
  RootClaimType,
  StakingColdkeys,
  StakingColdkeysByIndex,
} from "../src/pallets/subtensor/root/storage.ts";
import { stakingCalls } from "../src/pallets/subtensor/staking/calls.ts";
import { getStakeForHotkeyAndColdkeyOnSubnet } from "../src/pallets/subtensor/staking/stake-utils.ts";
import {
  AlphaMapLastKey,
  AlphaV2,
  AlphaV2MapLastKey,
  Delegates,
} from "../src/pallets/subtensor/staking/storage.ts";
import { SubnetOwner } from "../src/pallets/subtensor/subnets/storage.ts";
import {
  account,
  as,
  asRoot,
  COLDKEY,
  COLDKEY_2,
  everything,
  giveAlpha,
  giveRootStake,
  HOTKEY,
  HOTKEY_2,
  issuances,
  NOMINATOR,
  OTHER_SUBNET,
  ROOT_NETUID,
  SUBNET,
  stakingChain,
  UNIT,
} from "./staking-fixture.ts";
import { eventNames, lastEvent } from "./subnet-fixture.ts";

const {
  claimRoot,
  rootRegister,
  setRootClaimType,
  sudoSetNumRootClaims,
  sudoSetRootClaimThreshold,
} = rootCalls;

function refused(ctx: Context, run: () => string): string {
  const before = everything(ctx);
  const label = run();
  expect(everything(ctx)).toEqual(before);
  return label;
}
const owed = (ctx: Context, coldkey = COLDKEY, netuid = SUBNET) =>
  getRootOwedForHotkeyColdkey(ctx, HOTKEY, coldkey, netuid);
const stakeOf = (ctx: Context, netuid: typeof SUBNET, coldkey = COLDKEY) =>
  getStakeForHotkeyAndColdkeyOnSubnet(ctx, HOTKEY, coldkey, netuid);

/** COLDKEY has 300 and NOMINATOR 100 on root with HOTKEY, which is owed 8 alpha of the subnet. */
function owing(): Context {
  const ctx = stakingChain();
  giveRootStake(ctx, { hotkey: HOTKEY, coldkey: COLDKEY, amount: 300n * UNIT });
  giveRootStake(ctx, { hotkey: HOTKEY, coldkey: NOMINATOR, amount: 100n * UNIT });
  SubnetAlphaOut.set(ctx, SUBNET, alpha(8n * UNIT));
  increaseRootClaimableForHotkeyAndSubnet(ctx, HOTKEY, SUBNET, alpha(8n * UNIT));
  return ctx;
}

describe("what root stake is owed", () => {
  test("is shared by stake", () => {
    const ctx = owing();
    // The rate of 0.02 has 32 bits behind the point: less than a rao per 4 TAO of stake is lost.
    for (const [coldkey, exact] of [
      [COLDKEY, 6n * UNIT],
      [NOMINATOR, 2n * UNIT],
    ] as const) {
      expect(owed(ctx, coldkey)).toBeLessThanOrEqual(exact);
      expect(owed(ctx, coldkey)).toBeGreaterThan(exact - 100n);
    }
  });

  test("is nothing for stake that came later", () => {
    const ctx = owing();
    const before = owed(ctx);
    const args = { hotkey: HOTKEY, netuid: ROOT_NETUID, amountStaked: rao(500n * UNIT) };
    expect(as(ctx, COLDKEY_2, stakingCalls.addStake, args)).toBe("ok");
    expect(as(ctx, COLDKEY, stakingCalls.addStake, args)).toBe("ok");
    expect(owed(ctx, COLDKEY_2)).toBe(0n);
    expect(owed(ctx) - before).toBeLessThanOrEqual(1n);
  });

  test("goes with the stake: who unstakes before claiming loses that part", () => {
    const ctx = owing();
    const args = { hotkey: HOTKEY, netuid: ROOT_NETUID, amountUnstaked: alpha(100n * UNIT) };
    expect(as(ctx, COLDKEY, stakingCalls.removeStake, args)).toBe("ok");
    expect(owed(ctx)).toBeLessThanOrEqual(4n * UNIT);
    expect(owed(ctx)).toBeGreaterThan(4n * UNIT - 100n);
  });

  test("is not owed again by unstaking after a claim", () => {
    const ctx = owing();
    const args = { hotkey: HOTKEY, netuid: ROOT_NETUID, amountUnstaked: alpha(100n * UNIT) };
    as(ctx, COLDKEY, claimRoot, { subnets: [SUBNET] });
    expect(as(ctx, COLDKEY, stakingCalls.removeStake, args)).toBe("ok");
    expect(owed(ctx)).toBeLessThanOrEqual(1n);
  });

  test("goes to the hotkey's owner as stake where it exceeds all root stake", () => {
    const ctx = stakingChain();
    giveRootStake(ctx, { hotkey: HOTKEY, coldkey: NOMINATOR, amount: 10n });
    increaseRootClaimableForHotkeyAndSubnet(ctx, HOTKEY, SUBNET, alpha(11n));
    expect(stakeOf(ctx, SUBNET)).toBe(11n);
    expect(RootClaimable.get(ctx, HOTKEY)).toEqual([]);
  });

  test("is kept by netuid in order, and adds up", () => {
    const ctx = stakingChain();
    giveRootStake(ctx, { hotkey: HOTKEY, coldkey: COLDKEY, amount: 4n });
    for (const netuid of [OTHER_SUBNET, SUBNET, OTHER_SUBNET])
      increaseRootClaimableForHotkeyAndSubnet(ctx, HOTKEY, netuid, alpha(1n));
    expect(RootClaimable.get(ctx, HOTKEY)).toEqual([
      [SUBNET, I96F32.one / 4n],
      [OTHER_SUBNET, I96F32.one / 2n],
    ]);
  });
});

describe("claim_root", () => {
  const claim = (ctx: Context, subnets = [SUBNET], who = COLDKEY) =>
    as(ctx, who, claimRoot, { subnets });

  test("swaps to TAO that is staked on root, without a fee and by default", () => {
    const ctx = owing();
    const issued = issuances(ctx);
    const due = owed(ctx);
    expect(claim(ctx)).toBe("ok");
    const tao = 1000n * UNIT - SubnetTAO.get(ctx, SUBNET);
    expect(SubnetAlphaIn.get(ctx, SUBNET)).toBe(1000n * UNIT + due);
    expect(stakeOf(ctx, ROOT_NETUID)).toBe(300n * UNIT + tao);
    expect(SubnetRootSellTao.get(ctx, SUBNET)).toBe(tao);
    expect(SubnetProtocolFlow.get(ctx, SUBNET)).toBe(-tao);
    expect(freeBalance(ctx, COLDKEY)).toBe(1000n * UNIT);
    expect(issuances(ctx)).toEqual(issued);
    expect(eventNames(ctx)).toEqual(["Transfer", "RootClaimed"]);
  });

  test("pays once", () => {
    const ctx = owing();
    claim(ctx);
    // A rao may remain: what new root stake has no right to is floored.
    expect(owed(ctx)).toBeLessThanOrEqual(1n);
    const [tao, stake] = [SubnetTAO.get(ctx, SUBNET), stakeOf(ctx, ROOT_NETUID)];
    expect(claim(ctx)).toBe("ok");
    expect([SubnetTAO.get(ctx, SUBNET), stakeOf(ctx, ROOT_NETUID)]).toEqual([tao, stake]);
    expect(owed(ctx, NOMINATOR)).toBeGreaterThan(0n);
  });

  test("leaves alpha as stake where the coldkey wants to keep it", () => {
    const ctx = owing();
    const due = owed(ctx);
    const type = { type: "Keep" } as const;
    expect(as(ctx, COLDKEY, setRootClaimType, { newRootClaimType: type })).toBe("ok");
    claim(ctx);
    expect(stakeOf(ctx, SUBNET)).toBe(due);
    expect(SubnetTAO.get(ctx, SUBNET)).toBe(1000n * UNIT);
  });

  test("keeps by subnet where the coldkey named some", () => {
    const ctx = owing();
    increaseRootClaimableForHotkeyAndSubnet(ctx, HOTKEY, OTHER_SUBNET, alpha(8n * UNIT));
    const type = { type: "KeepSubnets", value: { subnets: [OTHER_SUBNET] } } as const;
    as(ctx, COLDKEY, setRootClaimType, { newRootClaimType: type });
    claim(ctx, [SUBNET, OTHER_SUBNET]);
    expect(stakeOf(ctx, SUBNET)).toBe(0n);
    expect(stakeOf(ctx, OTHER_SUBNET)).toBeGreaterThan(5n * UNIT);
  });

  test("passes over what is below the subnet's threshold", () => {
    const ctx = owing();
    RootClaimableThreshold.set(ctx, SUBNET, I96F32.fromInteger(7n * UNIT));
    const before = owed(ctx);
    expect(claim(ctx)).toBe("ok");
    expect(owed(ctx)).toBe(before);
  });

  test("is refused for no subnet and for six, a subnet named twice counting once", () => {
    const ctx = owing();
    expect(refused(ctx, () => claim(ctx, []))).toBe("InvalidSubnetNumber");
    expect(refused(ctx, () => claim(ctx, [1, 2, 3, 4, 5, 6].map(netUid)))).toBe(
      "InvalidSubnetNumber",
    );
    expect(claim(ctx, [1, 1, 2, 3, 4, 5].map(netUid))).toBe("ok");
  });

  test("keeps what is owed when the pool can't take it", () => {
    const ctx = owing();
    SubnetTAO.set(ctx, SUBNET, rao(1n));
    expect(refused(ctx, () => claim(ctx))).toBe("ReservesTooLow");
  });

  test("numbers the coldkey for automatic claims", () => {
    const ctx = owing();
    claim(ctx);
    expect(StakingColdkeysByIndex.get(ctx, 0n)).toBe(COLDKEY);
  });
});

describe("settings", () => {
  test("a claim type of no subnets is refused, doubles are dropped, order is kept", () => {
    const ctx = stakingChain();
    const set = (subnets: number[]) =>
      as(ctx, COLDKEY, setRootClaimType, {
        newRootClaimType: { type: "KeepSubnets", value: { subnets: subnets.map(netUid) } },
      });
    expect(refused(ctx, () => set([]))).toBe("InvalidSubnetNumber");
    expect(set([3, 1, 3])).toBe("ok");
    expect(RootClaimType.get(ctx, COLDKEY)).toEqual({
      type: "KeepSubnets",
      value: { subnets: [1, 3] },
    });
    expect(lastEvent(ctx).event.name).toBe("RootClaimTypeSet");
  });

  test("root says how many are claimed for in a block, up to 50", () => {
    const ctx = stakingChain();
    expect(refused(ctx, () => as(ctx, COLDKEY, sudoSetNumRootClaims, { newValue: 1n }))).toBe(
      "BadOrigin",
    );
    expect(refused(ctx, () => asRoot(ctx, sudoSetNumRootClaims, { newValue: 51n }))).toBe(
      "InvalidNumRootClaim",
    );
    expect(asRoot(ctx, sudoSetNumRootClaims, { newValue: 50n })).toBe("ok");
    expect(NumRootClaim.get(ctx)).toBe(50n);
  });

  test("a subnet's owner says from how much on, up to ten million rao", () => {
    const ctx = stakingChain();
    SubnetOwner.set(ctx, SUBNET, COLDKEY);
    const set = (newValue: bigint, who = COLDKEY) =>
      as(ctx, who, sudoSetRootClaimThreshold, { netuid: SUBNET, newValue });
    expect(refused(ctx, () => set(1n, COLDKEY_2))).toBe("BadOrigin");
    expect(refused(ctx, () => set(10_000_001n))).toBe("InvalidRootClaimThreshold");
    expect(set(10_000_000n)).toBe("ok");
    expect(RootClaimableThreshold.get(ctx, SUBNET)).toBe(I96F32.fromInteger(10_000_000n));
  });
});

describe("automatic claims", () => {
  const words = (...four: bigint[]): Hash =>
    hash(`0x${four.map((word) => word.toString(16).padStart(16, "0")).join("")}`);

  test("are drawn by the words of the last block's hash, each step added to the last", () => {
    // Start 1; steps 1, 2, 3, 4, and again 1: 2, 4, 7, 11, 12 modulo 10.
    expect(blockHashToIndices(words(1n, 2n, 3n, 4n), 5n, 10n)).toEqual([1n, 2n, 4n, 7n]);
    expect(blockHashToIndices(words(1n, 2n, 3n, 4n), 0n, 10n)).toEqual([]);
    expect(blockHashToIndices(words(1n, 2n, 3n, 4n), 3n, 0n)).toEqual([0n]);
  });

  test("pay whom they draw, and pass over who can't be paid", () => {
    const ctx = owing();
    maybeAddColdkeyIndex(ctx, COLDKEY);
    maybeAddColdkeyIndex(ctx, NOMINATOR);
    NumRootClaim.set(ctx, 1n);
    runAutoClaimRootDivs(ctx, words(1n, 0n, 0n, 0n));
    expect([owed(ctx) > 1n, owed(ctx, NOMINATOR) > 1n]).toEqual([false, true]);

    SubnetTAO.set(ctx, SUBNET, rao(1n));
    const before = everything(ctx);
    NumRootClaim.set(ctx, 2n);
    runAutoClaimRootDivs(ctx, words(0n, 1n, 0n, 0n));
    expect(owed(ctx, NOMINATOR)).toBeGreaterThan(UNIT);
    // COLDKEY, drawn too, has nothing left to claim and says so.
    expect(eventNames(ctx, before.events)).toEqual(["RootClaimed"]);
  });

  test("number coldkeys without gaps: the last one takes the place of who goes", () => {
    const ctx = stakingChain();
    for (const coldkey of [COLDKEY, COLDKEY_2, NOMINATOR, COLDKEY])
      maybeAddColdkeyIndex(ctx, coldkey);
    maybeRemoveColdkeyIndex(ctx, COLDKEY);
    expect(NumStakingColdkeys.get(ctx)).toBe(2n);
    expect([0n, 1n, 2n].map((i) => StakingColdkeysByIndex.get(ctx, i))).toEqual([
      NOMINATOR,
      COLDKEY_2,
      undefined,
    ]);
    expect(StakingColdkeys.get(ctx, NOMINATOR)).toBe(0n);
    maybeRemoveColdkeyIndex(ctx, COLDKEY);
    maybeRemoveColdkeyIndex(ctx, COLDKEY_2);
    maybeRemoveColdkeyIndex(ctx, NOMINATOR);
    expect([StakingColdkeys.keysOf(ctx), StakingColdkeysByIndex.keysOf(ctx)]).toEqual([[], []]);
  });

  test("find coldkeys with root stake thirty positions a block, and start over", () => {
    const ctx = stakingChain();
    for (let i = 0; i < 31; i++)
      giveAlpha(ctx, ROOT_NETUID, { hotkey: HOTKEY, coldkey: account(100 + i), amount: UNIT });
    giveAlpha(ctx, SUBNET, { hotkey: HOTKEY, coldkey: account(140), amount: UNIT });
    const keys = ctx.state.keys(AlphaV2.prefix);
    populateRootColdkeyStakingMapsV2(ctx);
    expect(AlphaV2MapLastKey.get(ctx)).toEqual(fromHex(keys[29]!));
    expect(NumStakingColdkeys.get(ctx)).toBeGreaterThanOrEqual(29n);
    populateRootColdkeyStakingMapsV2(ctx);
    expect(NumStakingColdkeys.get(ctx)).toBe(31n);
    expect(StakingColdkeys.has(ctx, account(140))).toBe(false);
    expect(AlphaV2MapLastKey.get(ctx)).toBeUndefined();
    expect(AlphaV2MapLastKey.has(ctx)).toBe(true);
    populateRootColdkeyStakingMaps(ctx);
    expect(AlphaMapLastKey.has(ctx)).toBe(false);
  });

  test("forget a coldkey whose last root stake leaves", () => {
    const ctx = stakingChain();
    const stake = { hotkey: HOTKEY, netuid: ROOT_NETUID };
    as(ctx, COLDKEY, stakingCalls.addStake, { ...stake, amountStaked: rao(5n * UNIT) });
    expect(StakingColdkeys.has(ctx, COLDKEY)).toBe(true);
    as(ctx, COLDKEY, stakingCalls.removeStake, { ...stake, amountUnstaked: alpha(UNIT) });
    expect(StakingColdkeys.has(ctx, COLDKEY)).toBe(true);
    as(ctx, COLDKEY, stakingCalls.removeStake, { ...stake, amountUnstaked: alpha(9n * UNIT) });
    expect(StakingColdkeys.has(ctx, COLDKEY)).toBe(false);
  });
});

describe("keys that are replaced", () => {
  test("merge what both had claimed, and what both are owed", () => {
    const ctx = stakingChain();
    RootClaimed.set(ctx, SUBNET, HOTKEY, COLDKEY, 5n);
    RootClaimed.set(ctx, SUBNET, HOTKEY, COLDKEY_2, 7n);
    const key = (coldkey: typeof COLDKEY) => ({ hotkey: HOTKEY, coldkey });
    transferRootClaimedForNewKeys(ctx, SUBNET, key(COLDKEY), key(COLDKEY_2));
    expect(RootClaimed.entries(ctx)).toEqual([[[SUBNET, HOTKEY, COLDKEY_2], 12n]]);

    RootClaimable.set(ctx, HOTKEY, [[SUBNET, 5n]]);
    RootClaimable.set(ctx, HOTKEY_2, [
      [SUBNET, 2n],
      [OTHER_SUBNET, 1n],
    ]);
    transferRootClaimableForNewHotkey(ctx, HOTKEY, HOTKEY_2);
    expect(RootClaimable.entries(ctx)).toEqual([
      [
        [HOTKEY_2],
        [
          [SUBNET, 7n],
          [OTHER_SUBNET, 1n],
        ],
      ],
    ]);
  });

  test("of a subnet that goes nothing is owed any more", () => {
    const ctx = owing();
    RootClaimed.set(ctx, SUBNET, HOTKEY, COLDKEY, 5n);
    RootClaimed.set(ctx, OTHER_SUBNET, HOTKEY, COLDKEY, 5n);
    finalizeAllSubnetRootDividends(ctx, SUBNET);
    expect(RootClaimable.get(ctx, HOTKEY)).toEqual([]);
    expect(RootClaimed.keysOf(ctx)).toEqual([[OTHER_SUBNET, HOTKEY, COLDKEY]]);
  });
});

describe("root_register", () => {
  const register = (ctx: Context, hotkey = HOTKEY, who = COLDKEY) =>
    as(ctx, who, rootRegister, { hotkey });

  test("takes the next uid and gives the hotkey a take of 18 %", () => {
    const ctx = stakingChain();
    expect(register(ctx)).toBe("ok");
    expect(lastEvent(ctx).data).toEqual({ netuid: ROOT_NETUID, uid: 0, hotkey: HOTKEY });
    expect(Delegates.get(ctx, HOTKEY)).toBe(11_796);
  });

  test("is refused twice for a hotkey, and twice a block", () => {
    const ctx = stakingChain();
    register(ctx);
    expect(refused(ctx, () => register(ctx, HOTKEY_2, COLDKEY_2))).toBe(
      "TooManyRegistrationsThisBlock",
    );
    const full = stakingChain();
    appendNeuron(full, ROOT_NETUID, HOTKEY, 1n);
    expect(refused(full, () => register(full))).toBe("HotKeyAlreadyRegisteredInSubNet");
  });

  test("on a full root needs more stake than the poorest there", () => {
    const ctx = stakingChain();
    MaxAllowedUids.set(ctx, ROOT_NETUID, 2);
    const [rich, poor] = [account(40), account(41)];
    for (const [hotkey, amount] of [
      [rich, 9n],
      [poor, 5n],
    ] as const) {
      appendNeuron(ctx, ROOT_NETUID, hotkey, 1n);
      giveRootStake(ctx, { hotkey, coldkey: NOMINATOR, amount });
    }
    giveRootStake(ctx, { hotkey: HOTKEY, coldkey: COLDKEY, amount: 5n });
    expect(refused(ctx, () => register(ctx))).toBe("StakeTooLowForRoot");
    giveRootStake(ctx, { hotkey: HOTKEY, coldkey: COLDKEY, amount: 1n });
    expect(register(ctx)).toBe("ok");
    expect([0, 1].map((uid) => Keys.get(ctx, ROOT_NETUID, uid))).toEqual([rich, HOTKEY]);
  });
});
