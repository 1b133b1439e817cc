import { ROOT } from "@ganglion/frame";
import { toHex } from "@ganglion/primitives";
import { describe, expect, test } from "vitest";
import { AdminUtils } from "../src/pallets/admin-utils/pallet.ts";
import { Authorities } from "../src/pallets/aura/slot.ts";
import { Digest } from "../src/pallets/system/storage.ts";
import { chain, of, runtime, signedBy } from "./extrinsics-fixture.ts";
import { account } from "./subnet-fixture.ts";

describe("root's change of authorities", () => {
  const swap = (newAuthorities: readonly string[]) =>
    of(AdminUtils.calls["swapAuthorities"], { newAuthorities });
  // Source: pallet_aura change_authorities
  test("is told in the header", () => {
    const ctx = chain();
    expect(ctx.dispatch(ROOT, swap([account(3)])).ok).toBe(true);
    expect(Authorities.get(ctx)).toEqual([account(3)]);
    const [log] = Digest.get(ctx).logs;
    expect(log).toMatchObject({ type: "Consensus" });
    const { value } = log as { readonly value: { readonly engine: Uint8Array; data: Uint8Array } };
    expect(toHex(value.engine)).toBe("0x61757261");
    // Variant 1, a list of one key.
    expect(toHex(value.data)).toBe(`0x0104${account(3).slice(2)}`);
  });
  test("to nobody changes nothing", () => {
    const ctx = chain();
    Authorities.set(ctx, [account(3)]);
    expect(ctx.dispatch(ROOT, swap([])).ok).toBe(true);
    expect(Authorities.get(ctx)).toEqual([account(3)]);
    expect(Digest.get(ctx).logs).toEqual([]);
  });
  test("to more than 32 can't be read", () => {
    const many = Array.from({ length: 33 }, (_, i) => account(i));
    const applied = runtime.executive.apply(chain(), signedBy(swap(many)));
    expect(applied).toEqual({ ok: false, error: { type: "Invalid", value: { type: "Call" } } });
  });
});
