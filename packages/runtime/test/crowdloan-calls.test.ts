import { type AnyCall, type Context, signed } from "@ganglion/frame";
import { rao } from "@ganglion/primitives";
import { describe, expect, test } from "vitest";
import { freeBalance } from "../src/pallets/balances/currency.ts";
import { Balances } from "../src/pallets/balances/pallet.ts";
import { dissolve } from "../src/pallets/crowdloan/calls/dissolve.ts";
import { finalize } from "../src/pallets/crowdloan/calls/finalize.ts";
import { Crowdloans, CurrentCrowdloanId } from "../src/pallets/crowdloan/storage.ts";
import { PreimageFor, RequestStatusFor } from "../src/pallets/preimage/storage.ts";
import { remark, remarkWithEvent, setStorage } from "../src/pallets/system/calls.ts";
import { Utility } from "../src/pallets/utility/pallet.ts";
import {
  CREATOR,
  callOf,
  creating,
  crowdloan,
  events,
  FUNDS,
  finalizing,
  raise,
  stored,
} from "./crowdloan-fixture.ts";
import { chain } from "./extrinsics-fixture.ts";
import { as, everything } from "./staking-fixture.ts";
import { account, endow, eventNames, UNIT } from "./subnet-fixture.ts";

const ID = { crowdloanId: 0 };
const { batch, forceBatch } = Utility.calls as Readonly<Record<string, AnyCall>>;
const transferTo = (n: number, amount: bigint) =>
  callOf(Balances.calls.transferAllowDeath, {
    dest: { type: "Id", value: account(n) },
    value: amount,
  });
const note = callOf(remarkWithEvent, { remark: Uint8Array.of(1) });
const longNote = callOf(remarkWithEvent, { remark: new Uint8Array(200) });
/** Finalizes as somebody would who has an extrinsic for it. */
const outcome = (ctx: Context, crowdloanId = 0) => {
  const made = ctx.dispatch(signed(CREATOR), callOf(finalize, { crowdloanId }));
  return made.ok ? "ok" : made.refusal.label;
};

describe("finalizing with a call", () => {
  test("makes it in the creator's name, with the creator's money", () => {
    const ctx = raise(crowdloan({ call: transferTo(8, 7n * UNIT) }));
    expect(finalizing(ctx)).toBe("ok");
    expect(freeBalance(ctx, account(8))).toBe(7n * UNIT);
    expect(freeBalance(ctx, CREATOR)).toBe(943n * UNIT);
    // What was raised stays where it is, unless the call takes it.
    expect(freeBalance(ctx, FUNDS)).toBe(300n * UNIT);
    expect(stored(ctx)).toMatchObject({ finalized: true });
    expect(CurrentCrowdloanId.has(ctx)).toBe(false);
    expect(eventNames(ctx).slice(-2)).toEqual(["Transfer", "Finalized"]);
  });
  test("is refused as the call is, and nothing happened", () => {
    const ctx = raise(crowdloan({ call: transferTo(8, 951n * UNIT) }));
    const before = everything(ctx);
    expect(finalizing(ctx)).toBe("Token(FundsUnavailable)");
    expect(everything(ctx)).toEqual(before);
    endow(ctx, CREATOR, 951n * UNIT);
    expect(finalizing(ctx)).toBe("ok");
  });
  test("makes no call that only root may make", () => {
    const items = [[Uint8Array.of(1), Uint8Array.of(2)]];
    const ctx = raise(crowdloan({ call: callOf(setStorage, { items }) }));
    expect(finalizing(ctx)).toBe("BadOrigin");
  });
  test("keeps what a batch did before it stopped", () => {
    const calls = [note, transferTo(8, 999n * UNIT), note];
    const ctx = raise(crowdloan({ call: callOf(batch, { calls }) }));
    expect(finalizing(ctx)).toBe("ok");
    expect(eventNames(ctx)).toEqual(["Remarked", "ItemCompleted", "BatchInterrupted", "Finalized"]);
  });
  test("overwrites what the call did to the crowdloan", () => {
    // The creator alone reached the cap, so that the call can dissolve it.
    const ctx = crowdloan({ cap: rao(60n * UNIT), call: callOf(dissolve, ID) });
    Crowdloans.mutate(ctx, 0, (each) => ({ ...each!, cap: rao(50n * UNIT) }));
    expect(finalizing(ctx)).toBe("ok");
    expect(eventNames(ctx).slice(-2)).toEqual(["Dissolved", "Finalized"]);
    expect(stored(ctx)).toMatchObject({ finalized: true, raised: 50n * UNIT });
  });
});

/** The creator and the crowdloan on a chain with filter and guards. */
function guarded(ctx: Context): Context {
  const real = chain();
  endow(real, CREATOR, 1000n * UNIT);
  endow(real, FUNDS, 300n * UNIT);
  Crowdloans.set(real, 0, stored(ctx)!);
  real.events.length = 0;
  return real;
}
test("the filter holds for the call as for any other", () => {
  const nested = callOf(batch, { calls: [callOf(batch, { calls: [note] })] });
  const ctx = guarded(raise(crowdloan({ call: nested })));
  expect(outcome(ctx)).toBe("CallFiltered");
  expect([stored(ctx)?.finalized, CurrentCrowdloanId.has(ctx)]).toEqual([false, false]);
  const single = guarded(raise(crowdloan({ call: callOf(batch, { calls: [note] }) })));
  expect(outcome(single)).toBe("ok");
});

// Source: frame_support storage/transactional.rs: 255 layers, and each call is one.
describe("a crowdloan whose call finalizes it", () => {
  test("goes too deep, and nothing happens", () => {
    const ctx = raise(crowdloan({ call: callOf(finalize, ID) }));
    const before = everything(ctx);
    expect(finalizing(ctx)).toBe("Transactional(LimitReached)");
    expect(everything(ctx)).toEqual(before);
    // And the next call is not any deeper than the first.
    expect(as(ctx, CREATOR, remark, { remark: new Uint8Array() })).toBe("ok");
  });
  test("is finalized at the bottom if that doesn't matter to the calls above", () => {
    // Calls 1, 3, 5… are the finalizations, 2, 4, 6… the batches: the last of 255 is a finalization,
    // and its batch finds no room. So the batch above it is told of a refusal, and goes on.
    const call = callOf(forceBatch, { calls: [callOf(finalize, ID)] });
    const ctx = raise(crowdloan({ call }));
    expect(finalizing(ctx)).toBe("ok");
    const count = (name: string) => eventNames(ctx).filter((each) => each === name).length;
    expect(count("ItemFailed")).toBe(1);
    expect(count("ItemCompleted")).toBe(126);
    expect(count("Finalized")).toBe(127);
  });
});

describe("a long call", () => {
  const hashOf = (ctx: Context) => {
    const call = stored(ctx)?.call;
    if (call?.type !== "Lookup") throw new Error("it is stored where it is used");
    return call.value;
  };
  test("is stored as a preimage that the chain wants, and stays there after it was made", () => {
    const ctx = raise(crowdloan({ call: longNote }));
    const { hash, len } = hashOf(ctx);
    expect(len).toBe(204);
    expect(RequestStatusFor.get(ctx, hash)).toMatchObject({
      type: "Requested",
      value: { count: 1 },
    });
    expect(finalizing(ctx)).toBe("ok");
    expect(PreimageFor.has(ctx, [hash, len])).toBe(true);
  });
  test("goes with the crowdloan when it is dissolved", () => {
    const ctx = crowdloan({ call: longNote });
    const { hash, len } = hashOf(ctx);
    expect(as(ctx, CREATOR, dissolve, ID)).toBe("ok");
    expect([PreimageFor.has(ctx, [hash, len]), RequestStatusFor.has(ctx, hash)]).toEqual([
      false,
      false,
    ]);
    expect(events(ctx).map(([name]) => name)).toEqual([
      "Transfer",
      "Cleared",
      "KilledAccount",
      "Dissolved",
    ]);
  });
  test("of two crowdloans is gone with the first, and the second can't be finalized", () => {
    const ctx = crowdloan({ call: longNote });
    creating(ctx, { call: longNote, cap: rao(51n * UNIT) });
    Crowdloans.mutate(ctx, 1, (each) => ({ ...each!, raised: each!.cap }));
    as(ctx, CREATOR, dissolve, ID);
    const before = everything(ctx);
    expect(finalizing(ctx, CREATOR, 1)).toBe("CallUnavailable");
    expect(everything(ctx)).toEqual(before);
  });
  test("that is no call any more can't be made either", () => {
    const ctx = raise(crowdloan({ call: note }));
    Crowdloans.mutate(ctx, 0, (each) => ({
      ...each!,
      call: { type: "Inline", value: Uint8Array.of(200, 0) },
    }));
    expect(finalizing(ctx)).toBe("CallUnavailable");
  });
});
