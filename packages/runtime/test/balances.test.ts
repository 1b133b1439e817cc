import { Arithmetic, type Context, Token, tolerate } from "@ganglion/frame";
import { rao } from "@ganglion/primitives";
import { describe, expect, test } from "vitest";
import {
  burnFrom,
  forceSetBalance,
  freeBalance,
  totalIssuance,
  transfer,
} from "../src/pallets/balances/currency.ts";
import { reserve, unreserve } from "../src/pallets/balances/reserve.ts";
import { TotalIssuance } from "../src/pallets/balances/storage.ts";
import { Account } from "../src/pallets/system/storage.ts";
import { account, emptyChain, endow, UNIT } from "./subnet-fixture.ts";

describe("transfers", () => {
  // As in the reference: a fee of 0 rao goes to a block author who never had anything.
  test("may give nothing to an account that isn't there, which stays so", () => {
    const ctx = emptyChain(1n);
    endow(ctx, account(6), UNIT);
    transfer(ctx, { from: account(6), to: account(7), amount: 0n, preservation: "expendable" });
    expect(ctx.events.map(({ event }) => event.event.name)).toEqual(["Transfer"]);
    expect(freeBalance(ctx, account(7))).toBe(0n);
  });
  // As in the reference: the account of a pool that was emptied still passes on its fee of 0 rao.
  test("announce an account without any data as endowed with nothing when it passes on nothing", () => {
    const ctx = emptyChain(1n);
    endow(ctx, account(6), UNIT);
    ctx.events.length = 0;
    transfer(ctx, { from: account(5), to: account(6), amount: 0n, preservation: "expendable" });
    expect(
      ctx.events.map(({ event }) => [`${event.event.pallet}.${event.event.name}`, event.data]),
    ).toEqual([
      ["Balances.Endowed", { account: account(5), freeBalance: 0n }],
      ["Balances.Transfer", { from: account(5), to: account(6), amount: 0n }],
    ]);
  });
});

// Source: pallet_balances force_set_balance: what it makes or destroys is told when the imbalance is dropped.
describe("a balance that root sets", () => {
  const told = (amount: bigint) => {
    const ctx = emptyChain(1n);
    endow(ctx, account(6), UNIT);
    ctx.events.length = 0;
    forceSetBalance(ctx, account(6), amount);
    const events = ctx.events.map(({ event }) => [event.event.name, event.data]);
    return { events, issued: totalIssuance(ctx) };
  };
  const set = (free: bigint) => ["BalanceSet", { who: account(6), free }];
  test("is issued as far as it is more than before", () => {
    expect(told(UNIT + 7n)).toEqual({
      events: [["Issued", { amount: 7n }], set(UNIT + 7n)],
      issued: UNIT + 7n,
    });
  });
  test("is rescinded as far as it is less, all of it below the existential deposit", () => {
    expect(told(UNIT - 7n)).toEqual({
      events: [["Rescinded", { amount: 7n }], set(UNIT - 7n)],
      issued: UNIT - 7n,
    });
    expect(told(499n)).toEqual({
      events: [
        ["KilledAccount", { account: account(6) }],
        ["Rescinded", { amount: UNIT }],
        set(0n),
      ],
      issued: 0n,
    });
  });
  test("that is the same as before is only set", () => {
    expect(told(UNIT)).toEqual({ events: [set(UNIT)], issued: UNIT });
  });
});

// Source: frame_support fungible Mutate::burn_from
test("burning more than is issued, which only root's correction allows, is called an overflow", () => {
  const ctx = emptyChain(1n);
  endow(ctx, account(6), UNIT);
  TotalIssuance.set(ctx, rao(6n));
  const burned = tolerate(() =>
    burnFrom(ctx, account(6), 7n, { preservation: "expendable", precision: "exact" }),
  );
  expect(burned).toBe(Arithmetic.Overflow);
});

// Source: pallet_balances impl_currency, ReservableCurrency
describe("reserved TAO", () => {
  const WHO = account(6);
  const owner = (free = UNIT): Context => {
    const ctx = emptyChain(1n);
    endow(ctx, WHO, free);
    ctx.events.length = 0;
    return ctx;
  };
  const told = (ctx: Context) => ctx.events.map(({ event }) => [event.event.name, event.data]);
  const parts = (ctx: Context) => {
    const { data, consumers, providers } = Account.get(ctx, WHO);
    return { free: data.free, reserved: data.reserved, consumers, providers };
  };

  test("is still its account's, issued, and keeps the account open", () => {
    const ctx = owner();
    reserve(ctx, WHO, 300n);
    reserve(ctx, WHO, 50n);
    expect(parts(ctx)).toEqual({ free: UNIT - 350n, reserved: 350n, consumers: 1, providers: 1 });
    expect(totalIssuance(ctx)).toBe(UNIT);
    expect(told(ctx)).toEqual([
      ["Reserved", { who: WHO, amount: 300n }],
      ["Reserved", { who: WHO, amount: 50n }],
    ]);
  });
  test("cannot be spent, and the existential deposit must stay beside it", () => {
    const ctx = owner();
    reserve(ctx, WHO, 300n);
    const all = { from: WHO, to: account(7), preservation: "expendable" } as const;
    expect(tolerate(() => transfer(ctx, { ...all, amount: UNIT - 300n }))).toBe(Token.Frozen);
    transfer(ctx, { ...all, amount: UNIT - 800n });
    expect(parts(ctx)).toEqual({ free: 500n, reserved: 300n, consumers: 1, providers: 1 });
  });
  test("comes back, and the account may be closed again", () => {
    const ctx = owner();
    reserve(ctx, WHO, 350n);
    ctx.events.length = 0;
    expect(unreserve(ctx, WHO, 100n)).toBe(0n);
    expect(parts(ctx)).toEqual({ free: UNIT - 250n, reserved: 250n, consumers: 1, providers: 1 });
    expect(unreserve(ctx, WHO, 251n)).toBe(1n);
    expect(parts(ctx)).toEqual({ free: UNIT, reserved: 0n, consumers: 0, providers: 1 });
    expect(told(ctx)).toEqual([
      ["Unreserved", { who: WHO, amount: 100n }],
      ["Unreserved", { who: WHO, amount: 250n }],
    ]);
  });
  test("of nothing is told to nobody; where none is reserved, nothing is given back and told", () => {
    const ctx = owner();
    reserve(ctx, account(9), 0n);
    expect(unreserve(ctx, WHO, 0n)).toBe(0n);
    expect(unreserve(ctx, account(9), 7n)).toBe(7n);
    expect(told(ctx)).toEqual([]);
    expect(unreserve(ctx, WHO, 7n)).toBe(7n);
    expect(told(ctx)).toEqual([["Unreserved", { who: WHO, amount: 0n }]]);
  });
  test.each([
    ["more than is free", UNIT + 1n, "InsufficientBalance"],
    [
      "so much that the account would fall below the existential deposit",
      UNIT - 499n,
      "ConsumerRemaining",
    ],
  ])("can't be %s", (_, amount, expected) => {
    const ctx = owner();
    expect(tolerate(() => reserve(ctx, WHO, amount))).toMatchObject({ label: expected });
    expect(parts(ctx)).toEqual({ free: UNIT, reserved: 0n, consumers: 0, providers: 1 });
    expect(told(ctx)).toEqual([]);
  });
  test("may be as much as leaves the existential deposit free", () => {
    const ctx = owner();
    reserve(ctx, WHO, UNIT - 500n);
    expect(parts(ctx)).toEqual({ free: 500n, reserved: UNIT - 500n, consumers: 1, providers: 1 });
  });
  test("needs room among the account's consumers, of which there are at most 16", () => {
    const ctx = owner();
    Account.mutate(ctx, WHO, (info) => ({ ...info, consumers: 16 }));
    expect(tolerate(() => reserve(ctx, WHO, 1n))).toMatchObject({ label: "TooManyConsumers" });
  });
});
