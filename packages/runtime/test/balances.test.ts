import { Arithmetic } from "@ganglion/frame";
import { rao } from "@ganglion/primitives";
import { describe, expect, test } from "vitest";
import {
  burnFrom,
  forceSetBalance,
  freeBalance,
  totalIssuance,
  transfer,
} from "../src/pallets/balances/currency.ts";
import { TotalIssuance } from "../src/pallets/balances/storage.ts";
import { tolerate } from "../src/pallets/subtensor/refusals.ts";
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
