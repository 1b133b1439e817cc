import { type Context, ROOT, signed } from "@ganglion/frame";
import { rao } from "@ganglion/primitives";
import { describe, expect, test } from "vitest";
import { freeBalance } from "../src/pallets/balances/currency.ts";
import { Balances } from "../src/pallets/balances/pallet.ts";
import { contribute } from "../src/pallets/crowdloan/calls/contribute.ts";
import { dissolve } from "../src/pallets/crowdloan/calls/dissolve.ts";
import { refund } from "../src/pallets/crowdloan/calls/refund.ts";
import {
  setMaxContribution,
  updateCap,
  updateEnd,
  updateMinContribution,
} from "../src/pallets/crowdloan/calls/update.ts";
import { withdraw } from "../src/pallets/crowdloan/calls/withdraw.ts";
import { Crowdloan } from "../src/pallets/crowdloan/pallet.ts";
import {
  Contributions,
  Crowdloans,
  MaxContributions,
  NextCrowdloanId,
} from "../src/pallets/crowdloan/storage.ts";
import { accountExists } from "../src/pallets/system/account.ts";
import { Account } from "../src/pallets/system/storage.ts";
import {
  CREATOR,
  callOf,
  contributing,
  creating,
  crowdloan,
  crowdloanChain,
  END,
  events,
  FUNDS,
  finalizing,
  given,
  NOW,
  raise,
  stored,
  TARGET,
} from "./crowdloan-fixture.ts";
import { as, asRoot, everything } from "./staking-fixture.ts";
import { account, endow, eventNames, UNIT } from "./subnet-fixture.ts";

const ID = { crowdloanId: 0 };
const tao = (amount: bigint) => rao(amount * UNIT);
const [SECOND, THIRD] = [account(2), account(3)];

describe("creating a crowdloan", () => {
  test("stores it and takes the deposit as its first contribution", () => {
    const ctx = crowdloanChain();
    expect(creating(ctx)).toBe("ok");
    expect(stored(ctx)).toEqual({
      creator: CREATOR,
      deposit: tao(50n),
      minContribution: tao(10n),
      end: END,
      cap: tao(300n),
      fundsAccount: FUNDS,
      raised: tao(50n),
      targetAddress: TARGET,
      call: undefined,
      finalized: false,
      contributorsCount: 1,
    });
    expect(given(ctx)).toEqual([[CREATOR, 50n]]);
    expect([freeBalance(ctx, CREATOR), freeBalance(ctx, FUNDS)]).toEqual([tao(950n), tao(50n)]);
    expect(NextCrowdloanId.get(ctx)).toBe(1);
    expect(events(ctx)).toEqual([
      ["NewAccount", { account: FUNDS }],
      ["Endowed", { account: FUNDS, freeBalance: tao(50n) }],
      ["Transfer", { from: CREATOR, to: FUNDS, amount: tao(50n) }],
      ["Created", { crowdloanId: 0, creator: CREATOR, end: END, cap: tao(300n) }],
    ]);
  });
  test("checks in the reference's order", () => {
    const ctx = crowdloanChain();
    const wrong = {
      deposit: rao(10n * UNIT - 1n),
      cap: rao(10n * UNIT - 1n),
      minContribution: rao(99_999_999n),
      targetAddress: undefined,
      end: 100,
    };
    const before = everything(ctx);
    const right = [
      { deposit: tao(10n) },
      { cap: rao(10n * UNIT + 1n) },
      { minContribution: rao(100_000_000n) },
      { targetAddress: TARGET },
      { end: 101 },
      { end: 432_101 },
      { end: END, deposit: rao(1000n * UNIT + 1n), cap: tao(2000n) },
    ];
    let args: Parameters<typeof creating>[1] = wrong;
    const outcomes = [creating(ctx, args)];
    for (const each of right) outcomes.push(creating(ctx, (args = { ...args, ...each })));
    expect(outcomes).toEqual([
      "DepositTooLow",
      "CapTooLow",
      "MinimumContributionTooLow",
      "InvalidFinalizationConfig",
      "CannotEndInPast",
      "BlockDurationTooShort",
      "BlockDurationTooLong",
      "InsufficientBalance",
    ]);
    expect(everything(ctx)).toEqual(before);
  });
  test("needs a call or a target, not both", () => {
    const call = callOf(Balances.calls.burn, { value: 1n, keepAlive: false });
    const both = { call, targetAddress: TARGET };
    expect(creating(crowdloanChain(), both)).toBe("InvalidFinalizationConfig");
  });
  test.each([
    [false, 50_399, "BlockDurationTooShort"],
    [false, 50_400, "ok"],
    [false, 432_000, "ok"],
    [false, 432_001, "BlockDurationTooLong"],
    [true, 49, "BlockDurationTooShort"],
    [true, 50, "ok"],
    [true, 20_000, "ok"],
    [true, 20_001, "BlockDurationTooLong"],
  ])("on a fast chain? %s: for %d blocks: %s", (fast, duration, outcome) => {
    const ctx = crowdloanChain({ fast, faucet: false });
    expect(creating(ctx, { end: Number(NOW) + duration })).toBe(outcome);
  });
  test("is for signers", () => {
    const args = { ...ID, amount: tao(10n) };
    expect(asRoot(crowdloan(), contribute, args)).toBe("BadOrigin");
    for (const call of Object.values(Crowdloan.calls))
      for (const origin of [ROOT, { kind: "none" } as const]) {
        const made = crowdloan().dispatch(origin, callOf(call, { ...ID, newEnd: 0 }));
        expect(made.ok || made.refusal.label).toBe("BadOrigin");
      }
  });
  test("takes the creator's last rao", () => {
    const ctx = crowdloanChain();
    expect(creating(ctx, { deposit: tao(1000n), cap: tao(2000n) })).toBe("ok");
    expect(accountExists(ctx, CREATOR)).toBe(false);
  });
  test("ends when the ids end", () => {
    const ctx = crowdloanChain();
    NextCrowdloanId.set(ctx, 0xffff_fffe);
    expect([creating(ctx), creating(ctx)]).toEqual(["ok", "Overflow"]);
  });
});

describe("contributing", () => {
  test("moves money into the crowdloan, and counts each contributor once", () => {
    const ctx = crowdloan();
    expect(contributing(ctx, SECOND, 100n * UNIT)).toBe("ok");
    expect(events(ctx)).toEqual([
      ["Transfer", { from: SECOND, to: FUNDS, amount: tao(100n) }],
      ["Contributed", { crowdloanId: 0, contributor: SECOND, amount: tao(100n) }],
    ]);
    expect(contributing(ctx, SECOND, 20n * UNIT)).toBe("ok");
    expect(contributing(ctx, CREATOR, 50n * UNIT)).toBe("ok");
    expect(given(ctx)).toEqual([
      [CREATOR, 100n],
      [SECOND, 120n],
    ]);
    expect(stored(ctx)).toMatchObject({ raised: tao(220n), contributorsCount: 2 });
    expect([freeBalance(ctx, SECOND), freeBalance(ctx, FUNDS)]).toEqual([tao(880n), tao(220n)]);
  });
  test("is trimmed to what the cap leaves, even below the least contribution", () => {
    const ctx = crowdloan();
    contributing(ctx, SECOND, 245n * UNIT);
    expect(contributing(ctx, THIRD, 10n * UNIT)).toBe("ok");
    expect(given(ctx).at(-1)).toEqual([THIRD, 5n]);
    expect(stored(ctx)).toMatchObject({ raised: tao(300n), contributorsCount: 3 });
    expect(contributing(ctx, THIRD, 10n * UNIT)).toBe("CapRaised");
  });
  test("is trimmed to what one may give, even below the least contribution", () => {
    const ctx = crowdloan();
    as(ctx, CREATOR, setMaxContribution, { ...ID, newMaxContribution: tao(100n) });
    contributing(ctx, SECOND, 95n * UNIT);
    expect(contributing(ctx, SECOND, 40n * UNIT)).toBe("ok");
    expect(Contributions.get(ctx, 0, SECOND)).toBe(tao(100n));
    expect(events(ctx).at(-1)).toEqual([
      "Contributed",
      { crowdloanId: 0, contributor: SECOND, amount: tao(5n) },
    ]);
    expect(contributing(ctx, SECOND, 10n * UNIT)).toBe("MaxContributionReached");
    // The smaller of both limits: 300 - 150 of the cap are left, 100 of one's own, then 50 of the cap.
    contributing(ctx, THIRD, 999n * UNIT);
    contributing(ctx, account(4), 999n * UNIT);
    expect(given(ctx).slice(2)).toEqual([
      [THIRD, 100n],
      [account(4), 50n],
    ]);
  });
  test("only needs the money that is taken", () => {
    const ctx = crowdloan({ cap: tao(60n) });
    endow(ctx, account(6), 10n * UNIT);
    expect(contributing(ctx, account(6), 500n * UNIT)).toBe("ok");
    expect(accountExists(ctx, account(6))).toBe(false);
  });
  test("is refused in the reference's order", () => {
    const ctx = crowdloan();
    as(ctx, CREATOR, setMaxContribution, { ...ID, newMaxContribution: tao(50n) });
    const poor = account(7);
    endow(ctx, poor, 20n * UNIT);
    const before = everything(ctx);
    expect(contributing(ctx, SECOND, tao(10n), 1)).toBe("InvalidCrowdloanId");
    expect(contributing(ctx, SECOND, 10n * UNIT - 1n)).toBe("ContributionTooLow");
    expect(contributing(ctx, CREATOR, tao(10n))).toBe("MaxContributionReached");
    expect(contributing(ctx, poor, 20n * UNIT + 1n)).toBe("InsufficientBalance");
    expect(everything(ctx)).toEqual(before);
    Crowdloans.mutate(ctx, 0, (each) => ({ ...each!, contributorsCount: 500 }));
    expect(contributing(ctx, CREATOR, tao(10n))).toBe("MaxContributorsReached");
    expect(contributing(ctx, SECOND, 1n)).toBe("ContributionTooLow");
    Crowdloans.mutate(ctx, 0, (each) => ({ ...each!, raised: tao(300n) }));
    expect(contributing(ctx, SECOND, 1n)).toBe("CapRaised");
    ctx.block = BigInt(END);
    expect(contributing(ctx, SECOND, 1n)).toBe("ContributionPeriodEnded");
    ctx.block -= 1n;
    expect(contributing(ctx, SECOND, 1n)).toBe("CapRaised");
  });
});

/** Account n of many, beyond those of the fixture. */
const many = (n: number) =>
  account(0).replace("0x0000", `0x${(n + 0x2000).toString(16).padStart(4, "0")}`) as typeof CREATOR;
/** The creator and 499 others with 0.1 TAO each. */
function crowded(): Context {
  const ctx = crowdloan({ minContribution: rao(100_000_000n) });
  for (let n = 0; n < 499; n++) {
    endow(ctx, many(n), UNIT);
    contributing(ctx, many(n), 100_000_000n);
  }
  ctx.events.length = 0;
  return ctx;
}

test("five hundred contribute and no more, not even one of them again", () => {
  const ctx = crowded();
  expect(stored(ctx)).toMatchObject({
    contributorsCount: 500,
    raised: 50n * UNIT + 49_900_000_000n,
  });
  expect(contributing(ctx, SECOND, tao(1n))).toBe("MaxContributorsReached");
  expect(contributing(ctx, many(0), tao(1n))).toBe("MaxContributorsReached");
  as(ctx, many(0), withdraw, ID);
  expect(contributing(ctx, SECOND, tao(1n))).toBe("ok");
});

describe("withdrawing", () => {
  test("gives a contributor everything back", () => {
    const ctx = crowdloan();
    contributing(ctx, SECOND, 100n * UNIT);
    ctx.events.length = 0;
    expect(as(ctx, SECOND, withdraw, ID)).toBe("ok");
    expect(given(ctx)).toEqual([[CREATOR, 50n]]);
    expect(stored(ctx)).toMatchObject({ raised: tao(50n), contributorsCount: 1 });
    expect(freeBalance(ctx, SECOND)).toBe(tao(1000n));
    expect(events(ctx)).toEqual([
      ["Transfer", { from: FUNDS, to: SECOND, amount: tao(100n) }],
      ["Withdrew", { crowdloanId: 0, contributor: SECOND, amount: tao(100n) }],
    ]);
    expect(as(ctx, SECOND, withdraw, ID)).toBe("NoContribution");
  });
  test("gives the creator what is above the deposit", () => {
    const ctx = crowdloan();
    contributing(ctx, CREATOR, 70n * UNIT);
    expect(as(ctx, CREATOR, withdraw, ID)).toBe("ok");
    expect([given(ctx), stored(ctx)?.contributorsCount]).toEqual([[[CREATOR, 50n]], 1]);
    expect(freeBalance(ctx, CREATOR)).toBe(tao(950n));
    expect(as(ctx, CREATOR, withdraw, ID)).toBe("DepositCannotBeWithdrawn");
  });
  test("goes on after the end and when the cap is reached, until the crowdloan is finalized", () => {
    const ctx = raise(crowdloan());
    expect(as(ctx, SECOND, withdraw, { crowdloanId: 1 })).toBe("InvalidCrowdloanId");
    expect(as(ctx, THIRD, withdraw, ID)).toBe("ok");
    contributing(ctx, THIRD, 100n * UNIT);
    ctx.block = BigInt(END + 7);
    finalizing(ctx);
    expect(as(ctx, SECOND, withdraw, ID)).toBe("AlreadyFinalized");
  });
  test("is refused to an account that would have less than the existential deposit", () => {
    // What lacks to the cap is 499 rao: the contribution is trimmed to them.
    const ctx = crowdloan({ cap: rao(50n * UNIT + 499n) });
    endow(ctx, account(6), 10n * UNIT);
    contributing(ctx, account(6), 10n * UNIT);
    const all = freeBalance(ctx, account(6));
    as(ctx, account(6), Balances.calls.transferAllowDeath, {
      dest: { type: "Id", value: SECOND },
      value: all,
    });
    expect(accountExists(ctx, account(6))).toBe(false);
    expect(as(ctx, account(6), withdraw, ID)).toBe("Token(BelowMinimum)");
    // And so is everybody's refund, of whom it is one.
    expect(as(ctx, CREATOR, refund, ID)).toBe("Token(BelowMinimum)");
  });
});

describe("finalizing for a target", () => {
  test("hands over what was raised, before the end too", () => {
    const ctx = raise(crowdloan());
    expect(finalizing(ctx)).toBe("ok");
    expect([freeBalance(ctx, TARGET), freeBalance(ctx, FUNDS)]).toEqual([tao(300n), 0n]);
    expect(stored(ctx)).toMatchObject({ finalized: true, raised: tao(300n) });
    expect(eventNames(ctx).slice(-2)).toEqual(["Transfer", "Finalized"]);
    expect(events(ctx).at(-1)?.[1]).toEqual(ID);
    // The empty account is kept, for good now.
    expect(Account.get(ctx, FUNDS)).toMatchObject({ providers: 1, data: { free: 0n } });
  });
  test("leaves what others sent to the crowdloan's account", () => {
    const ctx = raise(crowdloan());
    endow(ctx, FUNDS, 301n * UNIT);
    expect(finalizing(ctx)).toBe("ok");
    expect(freeBalance(ctx, FUNDS)).toBe(tao(1n));
  });
  test("is the creator's, once the cap is reached, once", () => {
    const ctx = crowdloan();
    const before = everything(ctx);
    expect(finalizing(ctx, CREATOR, 1)).toBe("InvalidCrowdloanId");
    expect(finalizing(ctx, SECOND)).toBe("InvalidOrigin");
    expect(finalizing(ctx)).toBe("CapNotRaised");
    expect(everything(ctx)).toEqual(before);
    raise(ctx);
    expect([finalizing(ctx), finalizing(ctx)]).toEqual(["ok", "AlreadyFinalized"]);
  });
  test.each([
    ["both a target and a call", { call: { type: "Inline", value: Uint8Array.of(0, 0, 0) } }],
    ["neither", { targetAddress: undefined }],
  ] as const)("is refused if the stored crowdloan has %s", (_, change) => {
    const ctx = raise(crowdloan());
    Crowdloans.mutate(ctx, 0, (each) => ({ ...each!, ...change }));
    expect(finalizing(ctx)).toBe("InvalidFinalizationConfig");
  });
});

describe("refunding", () => {
  test("pays fifty back with each call, in the order of their accounts", () => {
    const ctx = crowded();
    const refunding = () => ctx.dispatch(signed(CREATOR), callOf(refund, ID));
    expect(refunding()).toEqual({ ok: true, info: {} });
    expect(events(ctx).at(-1)).toEqual(["PartiallyRefunded", ID]);
    expect(stored(ctx)).toMatchObject({
      contributorsCount: 450,
      raised: 50n * UNIT + 44_900_000_000n,
    });
    expect([49, 50].map((n) => Contributions.has(ctx, 0, many(n)))).toEqual([false, true]);
    expect(freeBalance(ctx, many(0))).toBe(UNIT);
    for (let call = 0; call < 8; call++) refunding();
    expect(stored(ctx)).toMatchObject({ contributorsCount: 50 });
    // 110,703,000 and 39,503,253 for each of 49; reads 2 + 98, writes 98.
    const actualWeight = {
      refTime: 110_703_000n + 49n * 39_503_253n + 100n * 25_000_000n + 98n * 100_000_000n,
      proofSize: 3_747n + 49n * 2_579n,
    };
    expect(refunding()).toEqual({ ok: true, info: { actualWeight } });
    expect(events(ctx).at(-1)).toEqual(["AllRefunded", ID]);
    expect([given(ctx), stored(ctx)?.raised]).toEqual([[[CREATOR, 50n]], tao(50n)]);
    expect(eventNames(ctx).filter((name) => name === "PartiallyRefunded")).toHaveLength(9);
  });
  test("is done after exactly fifty, and can be said again", () => {
    const ctx = crowdloan({ minContribution: rao(100_000_000n) });
    for (let n = 0; n < 50; n++) {
      endow(ctx, many(n), UNIT);
      contributing(ctx, many(n), 100_000_000n);
    }
    expect(as(ctx, CREATOR, refund, ID)).toBe("ok");
    expect(events(ctx).at(-1)).toEqual(["AllRefunded", ID]);
    expect(as(ctx, CREATOR, refund, ID)).toBe("ok");
    expect(events(ctx).at(-1)).toEqual(["AllRefunded", ID]);
  });
  test("is the creator's, until the crowdloan is finalized", () => {
    const ctx = raise(crowdloan());
    expect(as(ctx, CREATOR, refund, { crowdloanId: 1 })).toBe("InvalidCrowdloanId");
    expect(as(ctx, SECOND, refund, ID)).toBe("InvalidOrigin");
    finalizing(ctx);
    expect(as(ctx, SECOND, refund, ID)).toBe("AlreadyFinalized");
  });
  test("leaves the creator's own contribution where it is", () => {
    const ctx = raise(crowdloan({ cap: tao(400n) }));
    contributing(ctx, CREATOR, 20n * UNIT);
    as(ctx, CREATOR, refund, ID);
    expect(given(ctx)).toEqual([[CREATOR, 70n]]);
  });
});

describe("dissolving", () => {
  test("gives the creator everything back and leaves nothing of the crowdloan", () => {
    const ctx = crowdloan();
    contributing(ctx, CREATOR, 20n * UNIT);
    as(ctx, CREATOR, setMaxContribution, { ...ID, newMaxContribution: tao(80n) });
    ctx.events.length = 0;
    expect(as(ctx, CREATOR, dissolve, ID)).toBe("ok");
    expect([stored(ctx), given(ctx), MaxContributions.get(ctx, 0)]).toEqual([
      undefined,
      [],
      undefined,
    ]);
    expect([freeBalance(ctx, CREATOR), accountExists(ctx, FUNDS)]).toEqual([tao(1000n), false]);
    expect(events(ctx)).toEqual([
      ["Transfer", { from: FUNDS, to: CREATOR, amount: tao(70n) }],
      ["KilledAccount", { account: FUNDS }],
      ["Dissolved", ID],
    ]);
    expect(as(ctx, CREATOR, dissolve, ID)).toBe("InvalidCrowdloanId");
    expect(NextCrowdloanId.get(ctx)).toBe(1);
  });
  test("is the creator's, and only when nobody else has anything in it", () => {
    const ctx = crowdloan();
    contributing(ctx, SECOND, 100n * UNIT);
    expect(as(ctx, SECOND, dissolve, ID)).toBe("InvalidOrigin");
    expect(as(ctx, CREATOR, dissolve, ID)).toBe("NotReadyToDissolve");
    as(ctx, CREATOR, refund, ID);
    Contributions.remove(ctx, 0, CREATOR);
    expect(as(ctx, CREATOR, dissolve, ID)).toBe("NoContribution");
  });
  test("is too late once it is finalized", () => {
    const ctx = raise(crowdloan());
    finalizing(ctx);
    expect(as(ctx, SECOND, dissolve, ID)).toBe("AlreadyFinalized");
  });
  test("leaves what others sent to its account", () => {
    const ctx = crowdloan();
    endow(ctx, FUNDS, 51n * UNIT);
    Account.mutate(ctx, FUNDS, (info) => ({ ...info, providers: 2 }));
    expect(as(ctx, CREATOR, dissolve, ID)).toBe("ok");
    expect(Account.get(ctx, FUNDS)).toMatchObject({ providers: 1, data: { free: UNIT } });
  });
});

describe("changing a crowdloan", () => {
  test("its least contribution: 0.1 TAO to the most that one may give", () => {
    const ctx = crowdloan();
    const change = (amount: bigint) =>
      as(ctx, CREATOR, updateMinContribution, { ...ID, newMinContribution: rao(amount) });
    expect(change(99_999_999n)).toBe("MinimumContributionTooLow");
    expect(change(100_000_000n)).toBe("ok");
    expect(events(ctx)).toEqual([
      ["MinContributionUpdated", { crowdloanId: 0, newMinContribution: 100_000_000n }],
    ]);
    expect(stored(ctx)?.minContribution).toBe(100_000_000n);
    // Without a limit above it, it may be more than the cap.
    expect(change(999n * UNIT)).toBe("ok");
    change(50n * UNIT);
    as(ctx, CREATOR, setMaxContribution, { ...ID, newMaxContribution: tao(60n) });
    expect(change(60n * UNIT + 1n)).toBe("MinimumContributionTooHigh");
    expect(change(60n * UNIT)).toBe("ok");
  });
  test("its end: a week to two months from now", () => {
    const ctx = crowdloan();
    ctx.block = 60_000n;
    const change = (newEnd: number) => as(ctx, CREATOR, updateEnd, { ...ID, newEnd });
    expect([60_000, 60_001, 110_399, 110_400, 492_000, 492_001].map(change)).toEqual([
      "CannotEndInPast",
      "BlockDurationTooShort",
      "BlockDurationTooShort",
      "ok",
      "ok",
      "BlockDurationTooLong",
    ]);
    expect(stored(ctx)?.end).toBe(492_000);
    expect(events(ctx).at(-1)).toEqual(["EndUpdated", { crowdloanId: 0, newEnd: 492_000 }]);
  });
  test("its cap: what was raised is enough", () => {
    const ctx = crowdloan();
    const change = (amount: bigint) => as(ctx, CREATOR, updateCap, { ...ID, newCap: rao(amount) });
    expect(change(50n * UNIT - 1n)).toBe("CapTooLow");
    expect(change(50n * UNIT)).toBe("ok");
    expect(events(ctx)).toEqual([["CapUpdated", { crowdloanId: 0, newCap: tao(50n) }]]);
    expect(finalizing(ctx)).toBe("ok");
  });
  test("the most that one may give: not less than the least, nor than the creator gave", () => {
    const ctx = crowdloan({ minContribution: tao(55n) });
    const change = (newMaxContribution: bigint | undefined) =>
      as(ctx, CREATOR, setMaxContribution, {
        ...ID,
        newMaxContribution: newMaxContribution === undefined ? undefined : rao(newMaxContribution),
      });
    expect(change(55n * UNIT - 1n)).toBe("MaximumContributionTooLow");
    expect(change(55n * UNIT)).toBe("ok");
    expect(events(ctx)).toEqual([
      ["MaxContributionUpdated", { crowdloanId: 0, newMaxContribution: tao(55n) }],
    ]);
    expect(change(undefined)).toBe("ok");
    expect([MaxContributions.has(ctx, 0), events(ctx).at(-1)?.[1]]).toEqual([
      false,
      { crowdloanId: 0, newMaxContribution: undefined },
    ]);
    contributing(ctx, CREATOR, 60n * UNIT);
    expect(change(110n * UNIT - 1n)).toBe("MaximumContributionTooLow");
    // Others may have more than they could give now.
    contributing(ctx, SECOND, 130n * UNIT);
    expect(change(110n * UNIT)).toBe("ok");
  });
  const changes = [
    [updateMinContribution, { newMinContribution: 0n }],
    [updateEnd, { newEnd: 0 }],
    [updateCap, { newCap: 0n }],
    [setMaxContribution, { newMaxContribution: 0n }],
  ] as const;
  test("is the creator's, until it is finalized", () => {
    const ctx = raise(crowdloan());
    const outcomes = (id: number) =>
      changes.map(([call, args]) => {
        const made = ctx.dispatch(signed(SECOND), callOf(call, { crowdloanId: id, ...args }));
        return made.ok || made.refusal.label;
      });
    expect(new Set(outcomes(1))).toEqual(new Set(["InvalidCrowdloanId"]));
    expect(new Set(outcomes(0))).toEqual(new Set(["InvalidOrigin"]));
    finalizing(ctx);
    expect(new Set(outcomes(0))).toEqual(new Set(["AlreadyFinalized"]));
  });
});

// Figures: pallets/crowdloan/src/weights.rs; a read 25,000,000 ps, a write 100,000,000.
test("the calls weigh what the reference's weigh", () => {
  const ctx = crowdloanChain();
  const weights = Object.entries(Crowdloan.calls).map(([name, call]) => [
    name,
    ...Object.values(call.weight({} as never, ctx)),
  ]);
  expect(weights).toEqual([
    ["create", 59_829_000n + 575_000_000n, 6_148n],
    ["contribute", 66_609_000n + 525_000_000n, 6_148n],
    ["withdraw", 60_259_000n + 500_000_000n, 6_148n],
    ["finalize", 31_507_000n + 300_000_000n, 4_197_809n],
    ["refund", 110_703_000n + 50n * 39_503_253n + 2_550_000_000n + 10_000_000_000n, 132_697n],
    ["dissolve", 66_939_000n + 600_000_000n, 6_148n],
    ["updateMinContribution", 13_259_000n + 150_000_000n, 3_747n],
    ["updateEnd", 12_048_000n + 125_000_000n, 3_747n],
    ["updateCap", 11_357_000n + 125_000_000n, 3_747n],
    ["setMaxContribution", 16_024_000n + 150_000_000n, 3_747n],
  ]);
  const call = callOf(Balances.calls.burn, { value: 1n, keepAlive: false });
  const { refTime } = Crowdloan.calls.create.weight({ call } as never, ctx);
  expect(refTime).toBe(634_829_000n + 30_219_000n);
});
