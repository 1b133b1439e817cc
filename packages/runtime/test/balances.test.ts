import { describe, expect, test } from "vitest";
import { freeBalance, transfer } from "../src/pallets/balances/currency.ts";
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
