import type { Context } from "@ganglion/frame";
import { U64_MAX } from "@ganglion/math";
import { type AccountId, netUid } from "@ganglion/primitives";
import { describe, expect, test } from "vitest";
import { childrenCalls } from "../src/pallets/subtensor/children/calls.ts";
import {
  getChildkeyTake,
  getChildren,
  getParents,
  type Relation,
} from "../src/pallets/subtensor/children/queries.ts";
import {
  doSetPendingChildren,
  doSetRootValidatorsForSubnet,
} from "../src/pallets/subtensor/children/set-children.ts";
import {
  AutoParentDelegationEnabled,
  ChildKeys,
  MaxChildkeyTake,
  MinChildkeyTake,
  ParentKeys,
  PendingChildKeyCooldown,
  PendingChildKeys,
  TxChildkeyTakeRateLimit,
} from "../src/pallets/subtensor/children/storage.ts";
import { parentChildSwapHotkey } from "../src/pallets/subtensor/children/swap-keys.ts";
import { setMinChildkeyTakeForSubnet } from "../src/pallets/subtensor/children/takes.ts";
import { appendNeuron } from "../src/pallets/subtensor/registration/uids.ts";
import {
  getInheritedForHotkeyOnSubnet,
  getStakeWeightsForHotkeyOnSubnet,
  getTaoInheritedForHotkeyOnSubnet,
} from "../src/pallets/subtensor/staking/stake-utils.ts";
import { StakeThreshold } from "../src/pallets/subtensor/staking/storage.ts";
import { SubnetOwnerHotkey, SubtokenEnabled } from "../src/pallets/subtensor/subnets/storage.ts";
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
  ROOT_NETUID,
  SUBNET,
  stakingChain,
  UNIT,
} from "./staking-fixture.ts";
import { eventNames, lastEvent } from "./subnet-fixture.ts";

const HALF = 1n << 63n;
const [CHILD, CHILD_2] = [account(21), account(22)];

const setChildren = (
  ctx: Context,
  children: readonly Relation[],
  on: { who?: AccountId; hotkey?: AccountId; netuid?: typeof SUBNET } = {},
) =>
  as(ctx, on.who ?? COLDKEY, childrenCalls.setChildren, {
    hotkey: on.hotkey ?? HOTKEY,
    netuid: on.netuid ?? SUBNET,
    children,
  });

function refused(ctx: Context, run: () => string): string {
  const before = everything(ctx);
  const label = run();
  expect(everything(ctx)).toEqual(before);
  return label;
}

describe("set_children", () => {
  test("before the subnet's start holds at once, on both sides, ordered by account", () => {
    const ctx = stakingChain();
    SubtokenEnabled.set(ctx, SUBNET, false);
    const children: Relation[] = [
      [1n, CHILD_2],
      [2n, CHILD],
    ];
    expect(setChildren(ctx, children)).toBe("ok");
    expect(getChildren(ctx, HOTKEY, SUBNET)).toEqual([
      [2n, CHILD],
      [1n, CHILD_2],
    ]);
    expect(getParents(ctx, CHILD, SUBNET)).toEqual([[2n, HOTKEY]]);
    expect(lastEvent(ctx).data).toEqual({ hotkey: HOTKEY, netuid: SUBNET, children });
  });

  test("after the start waits for the cooldown to be over", () => {
    const ctx = stakingChain();
    expect(setChildren(ctx, [[HALF, CHILD]])).toBe("ok");
    expect(lastEvent(ctx).data).toMatchObject({ cooldownBlock: 8200n });
    ctx.block = 8200n;
    doSetPendingChildren(ctx, SUBNET);
    expect(getChildren(ctx, HOTKEY, SUBNET)).toEqual([]);
    ctx.block = 8201n;
    doSetPendingChildren(ctx, SUBNET);
    expect(getChildren(ctx, HOTKEY, SUBNET)).toEqual([[HALF, CHILD]]);
    expect(PendingChildKeys.keysOf(ctx)).toEqual([]);
    expect(eventNames(ctx)).toEqual(["SetChildrenScheduled", "SetChildren"]);
  });

  test("replaces: who left is forgotten on both sides, who stayed has the new proportion", () => {
    const ctx = stakingChain();
    SubtokenEnabled.set(ctx, SUBNET, false);
    setChildren(ctx, [
      [1n, CHILD],
      [2n, CHILD_2],
    ]);
    ctx.block += 150n;
    expect(setChildren(ctx, [[5n, CHILD_2]])).toBe("ok");
    expect(ParentKeys.has(ctx, CHILD, SUBNET)).toBe(false);
    expect(getParents(ctx, CHILD_2, SUBNET)).toEqual([[5n, HOTKEY]]);
    ctx.block += 150n;
    expect(setChildren(ctx, [])).toBe("ok");
    expect([ChildKeys.keysOf(ctx), ParentKeys.keysOf(ctx)]).toEqual([[], []]);
  });

  // Source: staking/set_children.rs, upsert_edge
  test("sets the first proportion of a parent that its child names twice, and leaves the other", () => {
    const ctx = stakingChain();
    SubtokenEnabled.set(ctx, SUBNET, false);
    ParentKeys.set(ctx, CHILD, SUBNET, [
      [5n, CHILD_2],
      [7n, HOTKEY],
      [9n, HOTKEY],
    ]);
    expect(setChildren(ctx, [[3n, CHILD]])).toBe("ok");
    expect(getParents(ctx, CHILD, SUBNET)).toEqual([
      [5n, CHILD_2],
      [3n, HOTKEY],
      [9n, HOTKEY],
    ]);
  });

  test("is refused once within 150 blocks of the last time", () => {
    const ctx = stakingChain();
    setChildren(ctx, [[1n, CHILD]]);
    ctx.block += 149n;
    expect(refused(ctx, () => setChildren(ctx, [[1n, CHILD]]))).toBe("TxRateLimitExceeded");
    ctx.block += 1n;
    expect(setChildren(ctx, [[1n, CHILD]])).toBe("ok");
  });
  test("is refused within 15 on a localnet, as the image for test suites is built", () => {
    const ctx = stakingChain(1000n, { fast: false, faucet: true });
    setChildren(ctx, [[1n, CHILD]]);
    ctx.block += 14n;
    expect(refused(ctx, () => setChildren(ctx, [[1n, CHILD]]))).toBe("TxRateLimitExceeded");
    ctx.block += 1n;
    expect(setChildren(ctx, [[1n, CHILD]])).toBe("ok");
  });

  test.each([
    ["on root", [[1n, CHILD]], { netuid: ROOT_NETUID }, "RegistrationNotPermittedOnRootSubnet"],
    ["nowhere", [[1n, CHILD]], { netuid: netUid(9) }, "SubnetNotExists"],
    ["by another", [[1n, CHILD]], { who: COLDKEY_2 }, "NonAssociatedColdKey"],
    [
      "with a double",
      [
        [1n, CHILD],
        [2n, CHILD],
      ],
      {},
      "DuplicateChild",
    ],
    ["of oneself", [[1n, HOTKEY]], {}, "InvalidChild"],
    [
      "of six",
      [1, 2, 3, 4, 5, 6].map((n) => [1n, account(20 + n)] as const),
      {},
      "TooManyChildren",
    ],
    [
      "of more than all",
      [
        [U64_MAX, CHILD],
        [1n, CHILD_2],
      ],
      {},
      "ProportionOverflow",
    ],
  ] as const)("%s is refused", (_name, children, on, error) => {
    const ctx = stakingChain();
    expect(refused(ctx, () => setChildren(ctx, children as readonly Relation[], on))).toBe(error);
  });

  test("makes nobody a child of its own child", () => {
    const ctx = stakingChain();
    SubtokenEnabled.set(ctx, SUBNET, false);
    setChildren(ctx, [[1n, HOTKEY_2]]);
    const back = { who: COLDKEY_2, hotkey: HOTKEY_2 };
    expect(refused(ctx, () => setChildren(ctx, [[1n, HOTKEY]], back))).toBe(
      "ChildParentInconsistency",
    );
  });

  test("needs own stake, but not from the subnet owner's hotkey, nor to have none", () => {
    const ctx = stakingChain();
    StakeThreshold.set(ctx, 1000n);
    expect(refused(ctx, () => setChildren(ctx, [[1n, CHILD]]))).toBe(
      "NotEnoughStakeToSetChildkeys",
    );
    expect(setChildren(ctx, [])).toBe("ok");
    ctx.block += 150n;
    SubnetOwnerHotkey.set(ctx, SUBNET, HOTKEY);
    expect(setChildren(ctx, [[1n, CHILD]])).toBe("ok");
  });

  test("that became impossible while it waited comes to nothing", () => {
    const ctx = stakingChain();
    setChildren(ctx, [[1n, HOTKEY_2]]);
    ParentKeys.set(ctx, HOTKEY, SUBNET, [[1n, HOTKEY_2]]);
    ctx.block = 9000n;
    doSetPendingChildren(ctx, SUBNET);
    expect(getChildren(ctx, HOTKEY, SUBNET)).toEqual([]);
    expect(PendingChildKeys.keysOf(ctx)).toEqual([]);
    expect(eventNames(ctx)).toEqual(["SetChildrenScheduled"]);
  });
});

describe("stake that children inherit", () => {
  test("is the parent's by proportion, alpha and root stake alike", () => {
    const ctx = stakingChain();
    giveAlpha(ctx, SUBNET, { hotkey: HOTKEY, coldkey: COLDKEY, amount: 100n * UNIT });
    giveAlpha(ctx, SUBNET, { hotkey: CHILD, coldkey: COLDKEY_2, amount: UNIT });
    giveRootStake(ctx, { hotkey: HOTKEY, coldkey: COLDKEY, amount: 40n * UNIT });
    SubtokenEnabled.set(ctx, SUBNET, false);
    setChildren(ctx, [[U64_MAX, CHILD]]);
    expect(getInheritedForHotkeyOnSubnet(ctx, CHILD, SUBNET)).toBe(101n * UNIT);
    expect(getInheritedForHotkeyOnSubnet(ctx, HOTKEY, SUBNET)).toBe(0n);
    expect(getTaoInheritedForHotkeyOnSubnet(ctx, CHILD, SUBNET)).toBe(40n * UNIT);
    expect(getInheritedForHotkeyOnSubnet(ctx, HOTKEY, ROOT_NETUID)).toBe(40n * UNIT);
  });

  test("counts a rao of root stake as 0.0527 rao of alpha, by the chain's default", () => {
    const ctx = stakingChain();
    giveAlpha(ctx, SUBNET, { hotkey: HOTKEY, coldkey: COLDKEY, amount: 100n });
    giveRootStake(ctx, { hotkey: HOTKEY, coldkey: COLDKEY, amount: 1000n * UNIT });
    const weight = getStakeWeightsForHotkeyOnSubnet(ctx, HOTKEY, SUBNET);
    // 971718665099567868 / (2^64 − 1) = 0.0526771…, kept with 32 bits behind the point.
    const taoWeight = (971_718_665_099_567_868n << 32n) / U64_MAX;
    expect(weight.alpha).toBe(100n << 64n);
    expect(weight.total).toBe((100n << 64n) + ((1000n * UNIT * taoWeight) << 32n));
  });
});

describe("childkey takes", () => {
  const setTake = (ctx: Context, take: number, who = COLDKEY) =>
    as(ctx, who, childrenCalls.setChildkeyTake, { hotkey: HOTKEY, netuid: SUBNET, take });

  test("stay between what the subnet asks and the maximum", () => {
    const ctx = stakingChain();
    setMinChildkeyTakeForSubnet(ctx, SUBNET, 100);
    expect(getChildkeyTake(ctx, HOTKEY, SUBNET)).toBe(100);
    expect(refused(ctx, () => setTake(ctx, 99))).toBe("InvalidChildkeyTake");
    expect(refused(ctx, () => setTake(ctx, 11_797))).toBe("InvalidChildkeyTake");
    expect(refused(ctx, () => setTake(ctx, 200, COLDKEY_2))).toBe("NonAssociatedColdKey");
    expect(setTake(ctx, 200)).toBe("ok");
    expect(getChildkeyTake(ctx, HOTKEY, SUBNET)).toBe(200);
  });

  test("go down at any time, and up only after the rate limit, counted from either", () => {
    const ctx = stakingChain();
    setTake(ctx, 500);
    ctx.block += 10n;
    expect(setTake(ctx, 400)).toBe("ok");
    ctx.block += 215_999n;
    expect(refused(ctx, () => setTake(ctx, 401))).toBe("TxChildkeyTakeRateLimitExceeded");
    ctx.block += 1n;
    expect(setTake(ctx, 401)).toBe("ok");
  });
});

describe("root's settings", () => {
  const {
    sudoSetTxChildkeyTakeRateLimit,
    sudoSetMinChildkeyTake,
    sudoSetMaxChildkeyTake,
    setPendingChildkeyCooldown,
  } = childrenCalls;

  test("are refused to everybody else", () => {
    const ctx = stakingChain();
    expect([
      refused(ctx, () => as(ctx, COLDKEY, sudoSetTxChildkeyTakeRateLimit, { txRateLimit: 1n })),
      refused(ctx, () => as(ctx, COLDKEY, sudoSetMinChildkeyTake, { take: 1 })),
      refused(ctx, () => as(ctx, COLDKEY, sudoSetMaxChildkeyTake, { take: 1 })),
      refused(ctx, () => as(ctx, COLDKEY, setPendingChildkeyCooldown, { cooldown: 1n })),
    ]).toEqual(Array(4).fill("BadOrigin"));
  });

  test("are kept, and told where the reference tells them", () => {
    const ctx = stakingChain();
    asRoot(ctx, sudoSetTxChildkeyTakeRateLimit, { txRateLimit: 1n });
    asRoot(ctx, sudoSetMinChildkeyTake, { take: 2 });
    asRoot(ctx, sudoSetMaxChildkeyTake, { take: 3 });
    asRoot(ctx, setPendingChildkeyCooldown, { cooldown: 4n });
    expect(
      [TxChildkeyTakeRateLimit, MinChildkeyTake, MaxChildkeyTake, PendingChildKeyCooldown].map(
        (item) => Number(item.get(ctx)),
      ),
    ).toEqual([1, 2, 3, 4]);
    expect(eventNames(ctx)).toEqual([
      "TxChildKeyTakeRateLimitSet",
      "MinChildKeyTakeSet",
      "MaxChildKeyTakeSet",
    ]);
  });
});

describe("root validators of a new subnet", () => {
  function withValidators(): Context {
    const ctx = stakingChain();
    SubtokenEnabled.set(ctx, SUBNET, false);
    for (const hotkey of [HOTKEY, HOTKEY_2]) appendNeuron(ctx, ROOT_NETUID, hotkey, 1n);
    SubnetOwnerHotkey.set(ctx, SUBNET, CHILD);
    return ctx;
  }

  test("become parents of its owner's hotkey with all they have, unless they said no", () => {
    const ctx = withValidators();
    const { setAutoParentDelegationEnabled } = childrenCalls;
    const say = { hotkey: HOTKEY_2, enabled: false };
    expect(refused(ctx, () => as(ctx, COLDKEY, setAutoParentDelegationEnabled, say))).toBe(
      "NonAssociatedColdKey",
    );
    expect(as(ctx, COLDKEY_2, setAutoParentDelegationEnabled, say)).toBe("ok");
    expect(AutoParentDelegationEnabled.get(ctx, HOTKEY_2)).toBe(false);
    doSetRootValidatorsForSubnet(ctx, SUBNET);
    expect(getParents(ctx, CHILD, SUBNET)).toEqual([[U64_MAX, HOTKEY]]);
  });

  test("only a root validator can say no", () => {
    const ctx = stakingChain();
    const say = { hotkey: HOTKEY, enabled: false };
    expect(
      refused(ctx, () => as(ctx, COLDKEY, childrenCalls.setAutoParentDelegationEnabled, say)),
    ).toBe("HotKeyNotRegisteredInSubNet");
  });

  test("that can't be its parents are passed over", () => {
    const ctx = withValidators();
    SubnetOwnerHotkey.set(ctx, SUBNET, HOTKEY);
    doSetRootValidatorsForSubnet(ctx, SUBNET);
    expect(getParents(ctx, HOTKEY, SUBNET)).toEqual([[U64_MAX, HOTKEY_2]]);
    expect(getChildren(ctx, HOTKEY, SUBNET)).toEqual([]);
  });
});

describe("a hotkey's successor", () => {
  function related(): Context {
    const ctx = stakingChain();
    SubtokenEnabled.set(ctx, SUBNET, false);
    setChildren(ctx, [[7n, CHILD]]);
    setChildren(ctx, [[3n, HOTKEY]], { who: COLDKEY_2, hotkey: HOTKEY_2 });
    PendingChildKeys.set(ctx, SUBNET, HOTKEY, [[[1n, CHILD_2]], 5000n]);
    return ctx;
  }
  const heir = account(30);

  test("takes over children, parents and children that wait", () => {
    const ctx = related();
    parentChildSwapHotkey(ctx, HOTKEY, heir, SUBNET);
    expect(getChildren(ctx, heir, SUBNET)).toEqual([[7n, CHILD]]);
    expect(getParents(ctx, CHILD, SUBNET)).toEqual([[7n, heir]]);
    expect(getParents(ctx, heir, SUBNET)).toEqual([[3n, HOTKEY_2]]);
    expect(getChildren(ctx, HOTKEY_2, SUBNET)).toEqual([[3n, heir]]);
    expect(PendingChildKeys.keysOf(ctx)).toEqual([[SUBNET, heir]]);
    expect(getParents(ctx, HOTKEY, SUBNET)).toEqual([]);
  });

  test("can't be one of them", () => {
    expect(() => parentChildSwapHotkey(related(), HOTKEY, CHILD, SUBNET)).toThrow(
      expect.objectContaining({ name: "InvalidChild" }),
    );
    expect(() => parentChildSwapHotkey(related(), HOTKEY, CHILD_2, SUBNET)).toThrow(
      expect.objectContaining({ name: "InvalidChild" }),
    );
  });
});
