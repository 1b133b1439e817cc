import type { AnyCall, Context, RuntimeCall } from "@ganglion/frame";
import { describe, expect, test } from "vitest";
import { AdminUtils } from "../src/pallets/admin-utils/pallet.ts";
import { freeBalance } from "../src/pallets/balances/currency.ts";
import { increaseTake } from "../src/pallets/subtensor/staking/calls/increase-take.ts";
import { remark, remarkWithEvent } from "../src/pallets/system/calls.ts";
import { Utility } from "../src/pallets/utility/pallet.ts";
import { chain, of, runtime, SIGNER, signedBy } from "./extrinsics-fixture.ts";
import { account, UNIT } from "./subnet-fixture.ts";

const { batch, batchAll, asDerivative, ifElse } = Utility.calls as Readonly<
  Record<string, AnyCall>
>;

const note = of(remark, { remark: new Uint8Array() });
/** Nobody has this hotkey: the call is refused, and free. */
const take = of(increaseTake, { hotkey: account(9), take: 9_000 });
/** The last event, which tells how an extrinsic ended. */
const outcome = (ctx: Context) => {
  const { event, data } = ctx.events.at(-1)!.event;
  const { dispatchInfo } = data as {
    readonly dispatchInfo: {
      readonly weight: { readonly refTime: bigint };
      readonly paysFee: string;
    };
  };
  return { name: event.name, ...dispatchInfo };
};

describe("a batch", () => {
  // Source: pallets/utility/src/lib.rs, weight_and_dispatch_class
  test.each([
    ["of free calls", "No", [take]],
    ["of no calls", "No", []],
    ["with one call that isn't free", "Yes", [take, note]],
  ] as const)("%s: does it pay? %s", (_, pays, calls) => {
    for (const each of [batch, batchAll, Utility.calls["forceBatch"]]) {
      const ctx = chain();
      const applied = runtime.executive.apply(ctx, signedBy(of(each, { calls })));
      expect(applied.ok).toBe(true);
      expect(outcome(ctx).paysFee).toBe(pays);
      expect(freeBalance(ctx, SIGNER) === 10n * UNIT).toBe(pays === "No");
    }
  });
});

describe("what was not done isn't paid for", () => {
  const signers = of(remarkWithEvent, { remark: new Uint8Array(1000) });
  const weightOf = (call: RuntimeCall) => call.call.weight(call.args, chain()).refTime;
  const weighed = (call: RuntimeCall) => {
    const ctx = chain();
    runtime.executive.apply(ctx, signedBy(call));
    return outcome(ctx);
  };
  /** Refused by its origin. */
  const kill = of(AdminUtils.calls["sudoSetTxRateLimit"], { txRateLimit: 1n });
  // Source: pallets/utility/src/lib.rs: the error of batch_all carries the weight of the calls up to the refused one.
  test("after the refusal in a batch of all or none", () => {
    const [short, long] = [[kill], [kill, signers, signers]].map((calls) =>
      of(batchAll, { calls }),
    );
    expect(weighed(short!)).toMatchObject({ name: "ExtrinsicFailed" });
    expect(weighed(long!)).toEqual(weighed(short!));
    expect(weightOf(long!)).toBeGreaterThan(weightOf(short!));
  });
  test("after the refusal of such a batch inside another call", () => {
    const [short, long] = [[kill], [kill, signers, signers]].map((calls) =>
      of(asDerivative, { index: 0, call: of(batchAll, { calls }) }),
    );
    expect(weighed(short!)).toMatchObject({ name: "ExtrinsicFailed" });
    expect(weighed(long!)).toEqual(weighed(short!));
  });
  test("where both calls of an alternative are refused, what they announced less", () => {
    const main = of(batchAll, { calls: [kill, signers] });
    const { refTime } = weighed(of(ifElse, { main, fallback: kill })).weight;
    const shorter = weighed(of(ifElse, { main: of(batchAll, { calls: [kill] }), fallback: kill }));
    expect(refTime).toBe(shorter.weight.refTime);
  });
});

// Source: pallets/utility/src/lib.rs, batch_all: the origin's filter goes with it.
test("a batch of all or none holds no other, however deep", () => {
  const deep = (call: AnyCall | undefined) =>
    of(batchAll, {
      calls: [of(asDerivative, { index: 0, call: of(call, { calls: [] }) })],
    });
  const end = (call: RuntimeCall) => {
    const ctx = chain();
    const applied = runtime.executive.apply(ctx, signedBy(call));
    if (!applied.ok) return applied.error;
    return applied.dispatched.ok ? "ok" : applied.dispatched.refusal.label;
  };
  expect(end(deep(batchAll))).toBe("CallFiltered");
  expect(end(deep(batch))).toBe("ok");
  expect(end(of(asDerivative, { index: 0, call: of(batchAll, { calls: [] }) }))).toBe("ok");
});
