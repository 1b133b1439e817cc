import { hash } from "@ganglion/primitives";
import { describe, expect, test } from "vitest";
import { remark } from "../src/pallets/system/calls.ts";
import { set as setTime } from "../src/pallets/timestamp/pallet.ts";
import { bareExtrinsic } from "../src/runtime.ts";
import { chain, of, runtime, signedBy } from "./extrinsics-fixture.ts";

describe("what belongs to every block", () => {
  const time = of(setTime, { now: 12_000n });
  const sudo = of(runtime.declaration.pallets.find(({ name }) => name === "Sudo")!.calls["sudo"], {
    call: time,
  });
  const parentHash = hash(`0x${"22".repeat(32)}`);
  // Source: frame_executive validate_transaction and apply_extrinsic
  test.each([
    ["by itself", time],
    ["in root's call", sudo],
  ])("doesn't come into the pool with a signature: %s", (_, call) => {
    const ctx = chain();
    const asked = { source: "External", parentHash } as const;
    expect(runtime.executive.validate(ctx.state, signedBy(call), asked)).toEqual({
      ok: false,
      error: { type: "Invalid", value: { type: "MandatoryValidation" } },
    });
  });
  test("may not be refused in a block", () => {
    const ctx = chain();
    expect(runtime.executive.apply(ctx, signedBy(time))).toEqual({
      ok: false,
      error: { type: "Invalid", value: { type: "BadMandatory" } },
    });
  });
  // Source: frame_system check_mortality: up to the last block that a u64 can count.
  test("an immortal extrinsic stays valid for all blocks to come", () => {
    const ctx = chain();
    const answer = runtime.executive.validate(
      ctx.state,
      signedBy(of(remark, { remark: new Uint8Array() })),
      {
        source: "External",
        parentHash,
      },
    );
    expect(answer).toMatchObject({ ok: true, value: { longevity: (1n << 64n) - 1n - 11n } });
  });
});

// Source: frame_support construct_runtime, ValidateUnsigned: the pool refuses, a block dispatches it with no origin.
test("a call that nobody signed, of a pallet that doesn't know such calls, comes into no pool and is refused in a block", () => {
  const ctx = chain();
  const raw = bareExtrinsic(of(remark, { remark: new Uint8Array() }));
  const parentHash = hash(`0x${"22".repeat(32)}`);
  expect(runtime.executive.validate(ctx.state, raw, { source: "External", parentHash })).toEqual({
    ok: false,
    error: { type: "Unknown", value: { type: "NoUnsignedValidator" } },
  });
  expect(runtime.executive.apply(ctx, raw)).toMatchObject({
    ok: true,
    dispatched: { ok: false, refusal: { label: "BadOrigin" } },
  });
  expect(ctx.events.map(({ event }) => event.event.name)).toEqual(["ExtrinsicFailed"]);
});
