import { netUid, rao } from "@ganglion/primitives";
import { describe, expect, test } from "vitest";
import { freeBalance, totalIssuance } from "../src/pallets/balances/currency.ts";
import { getBlockEmissionForIssuance } from "../src/pallets/subtensor/coinbase/block-emission.ts";
import { BlockEmission, TotalIssuance } from "../src/pallets/subtensor/coinbase/storage.ts";
import {
  mintTao,
  recycleTao,
  spendTao,
  transferTaoToSubnet,
} from "../src/pallets/subtensor/coinbase/tao.ts";
import { Errors } from "../src/pallets/subtensor/errors.ts";
import { account, addSubnet, emptyChain, endow, UNIT } from "./subnet-fixture.ts";

const refusal = (work: () => void): unknown => {
  try {
    work();
  } catch (thrown) {
    return thrown;
  }
  return undefined;
};

describe("accounts of the coinbase", () => {
  test("minting stops at 21 million TAO", () => {
    const ctx = emptyChain(1n);
    endow(ctx, account(5), 21_000_000n * UNIT - 7n);
    expect(mintTao(ctx, rao(UNIT))).toBe(7n);
    expect(totalIssuance(ctx)).toBe(21_000_000n * UNIT);
    expect(mintTao(ctx, rao(UNIT))).toBe(0n);
  });
  test("recycling lowers both issuances and leaves the account alive", () => {
    const ctx = emptyChain(1n);
    endow(ctx, account(5), UNIT);
    expect(refusal(() => recycleTao(ctx, account(5), rao(UNIT - 499n)))).toBe(
      Errors.InsufficientBalance,
    );
    recycleTao(ctx, account(5), rao(UNIT - 500n));
    expect([freeBalance(ctx, account(5)), totalIssuance(ctx), TotalIssuance.get(ctx)]).toEqual([
      500n,
      500n,
      500n,
    ]);
  });
  test("staking a whole balance moves all but the existential deposit", () => {
    const ctx = emptyChain(1n);
    const netuid = addSubnet(ctx, 1);
    endow(ctx, account(5), UNIT);
    expect(transferTaoToSubnet(ctx, netuid, account(5), rao(UNIT))).toBe(UNIT - 500n);
    const again = refusal(() => transferTaoToSubnet(ctx, netuid, account(5), rao(1n)));
    expect(again).toBe(Errors.InsufficientBalance);
    const nowhere = refusal(() => transferTaoToSubnet(ctx, netUid(9), account(5), rao(1n)));
    expect(nowhere).toBe(Errors.SubnetNotExists);
  });
  test("more than the credit is not spent, nor a part too small for a new account", () => {
    const ctx = emptyChain(1n);
    const credit = mintTao(ctx, rao(1000n));
    expect(spendTao(ctx, account(6), credit, rao(1001n))).toEqual({ spent: false, left: 1000n });
    expect(spendTao(ctx, account(6), credit, rao(499n))).toEqual({ spent: false, left: 1000n });
    expect(spendTao(ctx, account(6), credit, rao(600n))).toEqual({ spent: true, left: 400n });
    expect(freeBalance(ctx, account(6))).toBe(600n);
  });
});

describe("block emission", () => {
  test("halves with each half of the rest of the supply, and its last answer is what storage shows", () => {
    const ctx = emptyChain(1n);
    const million = 1_000_000n * UNIT;
    const emission = (issuance: bigint) => getBlockEmissionForIssuance(ctx, issuance);
    expect(emission(0n)).toBe(UNIT);
    expect(emission(10_400_000n * UNIT)).toBe(UNIT);
    expect(emission(11n * million)).toBe(UNIT / 2n);
    expect(BlockEmission.get(ctx)).toBe(UNIT / 2n);
    expect(emission(16n * million)).toBe(UNIT / 4n);
    expect(emission(21n * million)).toBe(0n);
    expect(BlockEmission.get(ctx)).toBe(UNIT / 4n);
  });
});
