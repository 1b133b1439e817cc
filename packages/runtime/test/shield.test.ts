import {
  type AnyCall,
  type Context,
  type Era,
  encodeExtrinsic,
  NONE,
  type Origin,
  ROOT,
  type RuntimeCall,
  runtimeCall,
  State,
  signed,
} from "@ganglion/frame";
import { blake2_256Hex, twox128 } from "@ganglion/hash";
import { concatBytes, fromHex, type Hex, hash, toHex } from "@ganglion/primitives";
import { encode, option, u64 } from "@ganglion/scale";
import { describe, expect, test } from "vitest";
import { EXTENSIONS } from "../src/extensions/list.ts";
import { AURA_ENGINE } from "../src/pallets/aura/hooks.ts";
import { Authorities } from "../src/pallets/aura/slot.ts";
import * as calls from "../src/pallets/shield/calls.ts";
import { processPending } from "../src/pallets/shield/pending.ts";
import { parseShielded, shieldedTransaction } from "../src/pallets/shield/shielded-transaction.ts";
import {
  AuthorKeys,
  CounterForPendingExtrinsics,
  CurrentKey,
  ExtrinsicLifetime,
  MaxExtrinsicWeight,
  MaxPendingExtrinsicsLimit,
  NextKey,
  NextKeyExpiresAt,
  NextPendingExtrinsicIndex,
  OnInitializeWeight,
  PendingExtrinsics,
  PendingKey,
  PendingKeyExpiresAt,
} from "../src/pallets/shield/storage.ts";
import {
  ColdkeySwapAnnouncements,
  ColdkeySwapDisputes,
} from "../src/pallets/subtensor/keys/storage.ts";
import { System } from "../src/pallets/system/pallet.ts";
import { Account, BlockHash, Digest, Number as Height } from "../src/pallets/system/storage.ts";
import { Utility } from "../src/pallets/utility/pallet.ts";
import { bareExtrinsic } from "../src/runtime.ts";
import { chain, of, runtime, SIGNER } from "./extrinsics-fixture.ts";
import { account } from "./subnet-fixture.ts";

// Facts of pallets/shield/src/{lib,extension,tests}.rs and runtime/src/check_mortality.rs.

const keyOf = (n: number): Uint8Array => new Uint8Array(1184).fill(n);
const announce = (encKey: Uint8Array | undefined) => of(calls.announceNextKey, { encKey });
const submit = (ciphertext: Uint8Array) => of(calls.submitEncrypted, { ciphertext });
const store = (encryptedCall: Uint8Array) => of(calls.storeEncrypted, { encryptedCall });
const remark = of(System.calls.remark, { remark: new Uint8Array() });

/** The header of the block names a slot. */
const inSlot = (ctx: Context, slot: bigint): void =>
  Digest.set(ctx, {
    logs: [{ type: "PreRuntime", value: { engine: AURA_ENGINE, data: encode(u64, slot) } }],
  });
function at(block: bigint, slot = block, authors = 3): Context {
  const ctx = chain();
  Authorities.set(
    ctx,
    Array.from({ length: authors }, (_, i) => account(10 + i)),
  );
  ctx.block = block;
  inSlot(ctx, slot);
  return ctx;
}
const refusal = (ctx: Context, origin: Origin, call: RuntimeCall): string | undefined => {
  const result = ctx.dispatch(origin, call);
  return result.ok ? undefined : result.refusal.label;
};
const eventsOf = (ctx: Context) =>
  ctx.events.map(({ event: { event, data } }) => [event.name, data] as const);

describe("the author's key", () => {
  /** First bytes of current, pending and next key, and the blocks in which the last two end. */
  const keys = (ctx: Context) => [
    ...[CurrentKey, PendingKey, NextKey].map((item) => item.get(ctx)?.[0]),
    PendingKeyExpiresAt.get(ctx),
    NextKeyExpiresAt.get(ctx),
  ];
  test("goes through three authors in turn: next, pending, current, each a block later", () => {
    const ctx = at(1n);
    const _ = undefined;
    // Slot 3 belongs to the first author, slot 4 to the second, slot 5 to the third.
    const expected = [
      [3n, [_, _, _, _, _]],
      [4n, [_, _, 3, _, 5]],
      [5n, [_, 3, 4, 5, 6]],
      [6n, [3, 4, 5, 6, 7]],
      [7n, [4, 5, 6, 7, 8]],
    ] as const;
    expected.forEach(([slot, after], i) => {
      ctx.block = BigInt(1 + i);
      inSlot(ctx, slot);
      expect(refusal(ctx, NONE, announce(keyOf(Number(slot))))).toBeUndefined();
      expect(keys(ctx), `slot ${slot}`).toEqual(after);
    });
    const announced = [10, 11, 12].map((n) => AuthorKeys.get(ctx, account(n))?.[0]);
    expect(announced).toEqual([6, 7, 5]);
  });
  test("of a lone author is the one that it announced before", () => {
    const ctx = at(1n, 1n, 1);
    AuthorKeys.set(ctx, account(10), keyOf(1));
    expect(refusal(ctx, NONE, announce(keyOf(2)))).toBeUndefined();
    expect(NextKey.get(ctx)).toEqual(keyOf(1));
    expect(AuthorKeys.get(ctx, account(10))).toEqual(keyOf(2));
  });
  test("that it does not have takes it out, and the keys run dry behind it", () => {
    const ctx = at(5n, 5n, 1);
    for (let i = 0; i < 3; i++) refusal(ctx, NONE, announce(keyOf(1)));
    expect(keys(ctx)).toEqual([undefined, 1, 1, 7, 8]);
    const dry = [
      [1, 1, 1, 7, 8],
      [1, 1, undefined, 7, undefined],
      [1, undefined, undefined, undefined, undefined],
      [undefined, undefined, undefined, undefined, undefined],
    ];
    for (const after of dry) {
      expect(refusal(ctx, NONE, announce(undefined))).toBeUndefined();
      expect(AuthorKeys.get(ctx, account(10))).toBeUndefined();
      expect(keys(ctx)).toEqual(after);
    }
  });
  test.each([0, 100, 1183, 1185, 2048])("of %i bytes is refused, and nothing moves", (length) => {
    const ctx = at(5n);
    PendingKey.set(ctx, keyOf(1));
    NextKey.set(ctx, keyOf(2));
    expect(refusal(ctx, NONE, announce(new Uint8Array(length)))).toBe("BadEncKeyLen");
    expect(keys(ctx)).toEqual([undefined, 1, 2, undefined, undefined]);
  });
  test("is nobody's to announce but the author's", () => {
    const ctx = at(5n);
    expect(refusal(ctx, signed(SIGNER), announce(keyOf(1)))).toBe("BadOrigin");
    expect(refusal(ctx, ROOT, announce(keyOf(1)))).toBe("BadOrigin");
  });
  test("needs a slot in the header, authorities, and a slot two later", () => {
    const ctx = at(5n);
    Digest.set(ctx, { logs: [] });
    expect(refusal(ctx, NONE, announce(keyOf(1)))).toBe("Unreachable");
    Digest.set(ctx, { logs: [{ type: "Other", value: new Uint8Array(8) }] });
    expect(refusal(ctx, NONE, announce(keyOf(1)))).toBe("Unreachable");
    // The last slot of all has an author, but none comes after it.
    inSlot(ctx, (1n << 64n) - 1n);
    AuthorKeys.set(ctx, account(10), keyOf(1));
    expect(refusal(ctx, NONE, announce(keyOf(2)))).toBeUndefined();
    expect(NextKey.get(ctx)).toBeUndefined();
    Authorities.set(ctx, []);
    expect(refusal(ctx, NONE, announce(keyOf(1)))).toBe("Unreachable");
  });
  test("comes behind the time in a block, weighs as a normal call and pays nothing", () => {
    const state = new State({ get: () => undefined, keys: () => [] });
    Authorities.set(runtime.executive.context(state), [account(10)]);
    const aura = { type: "PreRuntime", engine: "0x61757261", data: encode(u64, 100n) } as const;
    const block = runtime.initializeBlock(state, {
      number: 1,
      parentHash: hash(`0x${"22".repeat(32)}`),
      digest: [aura],
    });
    const raws = block.applyInherents({ timestampMs: 1_200_000n, shieldKey: keyOf(9) });
    expect(raws.map((raw) => runtime.isInherent(raw))).toEqual([true, true]);
    expect(raws[1]).toEqual(bareExtrinsic(announce(keyOf(9))));
    expect(AuthorKeys.get(block.ctx, account(10))).toEqual(keyOf(9));
    // 33,661,000 + 4 reads + 6 writes, and what every extrinsic weighs.
    const refTime = 33_661_000n + 4n * 25_000_000n + 6n * 100_000_000n + 108_157_000n;
    expect(eventsOf(block.ctx).at(-1)).toEqual([
      "ExtrinsicSuccess",
      {
        dispatchInfo: { weight: { refTime, proofSize: 5555n }, class: "Normal", paysFee: "Yes" },
      },
    ]);
  });
  test("is left out of a block whose author says nothing, and told as none by one that has none", () => {
    const ctx = at(5n);
    const bare = (key: Uint8Array | undefined): Uint8Array => bareExtrinsic(announce(key));
    expect(toHex(bare(undefined))).toBe("0x10041e0000");
    expect(runtime.isInherent(bare(undefined))).toBe(true);
    expect(runtime.executive.apply(ctx, bare(undefined)).ok).toBe(true);
  });
  test("never comes into a block by the pool", () => {
    const ctx = at(5n);
    const source = { source: "External", parentHash: hash(`0x${"11".repeat(32)}`) } as const;
    expect(
      runtime.executive.validate(ctx.state, bareExtrinsic(announce(keyOf(1))), source),
    ).toEqual({ ok: false, error: { type: "Unknown", value: { type: "NoUnsignedValidator" } } });
  });
});

/** Sealed to nobody, but well laid out: the shortest is 16 + 2 + 24 bytes. */
const laidOut = (kem: number, rest = 16): Uint8Array =>
  concatBytes(
    new Uint8Array(16).fill(0xff),
    Uint8Array.of(kem & 255, kem >> 8),
    new Uint8Array(kem).fill(0xaa),
    new Uint8Array(24).fill(0xbb),
    new Uint8Array(rest).fill(0xdd),
  );

describe("the parts of an encrypted transaction", () => {
  test("lie behind each other", () => {
    expect(parseShielded(laidOut(300, 5))).toEqual({
      keyHash: new Uint8Array(16).fill(0xff),
      kemCt: new Uint8Array(300).fill(0xaa),
      nonce: new Uint8Array(24).fill(0xbb),
      aeadCt: new Uint8Array(5).fill(0xdd),
    });
  });
  test("may be empty, but not cut off", () => {
    const shortest = laidOut(0, 0);
    expect(shortest).toHaveLength(42);
    expect(parseShielded(shortest)).toMatchObject({
      kemCt: new Uint8Array(),
      aeadCt: new Uint8Array(),
    });
    for (const length of [0, 5, 15, 16, 17, 18, 41])
      expect(parseShielded(shortest.slice(0, length)), `${length}`).toBeUndefined();
    const long = laidOut(1088, 0);
    expect(parseShielded(long)).toBeDefined();
    expect(parseShielded(long.slice(0, -1))).toBeUndefined();
    expect(parseShielded(laidOut(0, 65_534).fill(0xff, 16, 18))).toBeUndefined();
  });
});

const GENESIS = hash(`0x${"11".repeat(32)}`);
const EIGHT: Era = { type: "Mortal", period: 8, phase: 2 };
function extrinsic(call: RuntimeCall, era: Era = EIGHT, nonce = 0): Uint8Array {
  const extra = EXTENSIONS.map(({ identifier }) => {
    if (identifier === "CheckMortality") return era;
    if (identifier === "CheckNonce") return nonce;
    if (identifier === "ChargeTransactionPayment") return 0n;
    return identifier === "CheckMetadataHash" ? { mode: "Disabled" } : {};
  });
  const signature = { type: "Sr25519", value: new Uint8Array(64) } as const;
  const signer = { address: { type: "Id", value: SIGNER } as const, signature, extra };
  return encodeExtrinsic({ signer, callBytes: encode(runtimeCall, call) }, EXTENSIONS);
}
/** Block 10, where all hashes that an era may begin with are known. */
function pool(): Context {
  const ctx = at(10n);
  for (let block = 0; block <= 10; block++) BlockHash.set(ctx, block, GENESIS);
  return ctx;
}
const validity = (ctx: Context, raw: Uint8Array) =>
  runtime.validateTransaction(ctx.state, raw, { source: "External", parentHash: GENESIS });
const invalid = (type: string, value?: number) => ({
  ok: false,
  error: { type: "Invalid", value: value === undefined ? { type } : { type, value } },
});

describe("submit_encrypted", () => {
  test("tells by whom it came, and a hash of that and the bytes", () => {
    const ctx = at(10n);
    const ciphertext = new Uint8Array(64).fill(0xaa);
    expect(refusal(ctx, signed(SIGNER), submit(ciphertext))).toBeUndefined();
    // 64 as a compact length is two bytes: 0x0101.
    const id = blake2_256Hex(concatBytes(fromHex(SIGNER), Uint8Array.of(1, 1), ciphertext));
    expect(eventsOf(ctx)).toEqual([["EncryptedSubmitted", { id, who: SIGNER }]]);
    expect(refusal(ctx, NONE, submit(ciphertext))).toBe("BadOrigin");
    expect(refusal(ctx, ROOT, submit(ciphertext))).toBe("BadOrigin");
  });
  test("is told to the pool taken apart, with a life of its era", () => {
    const answer = validity(pool(), extrinsic(submit(laidOut(1088))));
    // Judged in block 11 of an era that ends at 18: born in 10.
    expect(answer).toMatchObject({
      ok: true,
      longevity: 7,
      shielded: { keyHash: new Uint8Array(16).fill(0xff) },
    });
    expect(validity(pool(), extrinsic(remark))).not.toHaveProperty("shielded");
  });
  test.each([0, 1, 5, 41])("of %i bytes can't be taken apart: Custom(23)", (length) => {
    const raw = extrinsic(submit(laidOut(0).slice(0, length)));
    expect(validity(pool(), raw)).toEqual(invalid("Custom", 23));
    expect(runtime.executive.apply(pool(), raw)).toEqual(invalid("Custom", 23));
  });
  test("of 8192 bytes is taken, of one more it is no call", () => {
    expect(validity(pool(), extrinsic(submit(laidOut(0, 8192 - 42)))).ok).toBe(true);
    expect(validity(pool(), extrinsic(submit(laidOut(0, 8193 - 42))))).toEqual(invalid("Call"));
  });
  test("lives for eight blocks at most", () => {
    const of = (era: Era) => validity(pool(), extrinsic(submit(laidOut(4)), era));
    const mortal = (period: number): Era => ({ type: "Mortal", period, phase: 2 });
    expect(of({ type: "Immortal" })).toEqual(invalid("Stale"));
    for (const period of [16, 64, 65_536]) expect(of(mortal(period))).toEqual(invalid("Stale"));
    for (const period of [4, 8]) expect(of(mortal(period)).ok).toBe(true);
    // Others live as long as they like.
    expect(validity(pool(), extrinsic(remark, { type: "Immortal" })).ok).toBe(true);
    expect(validity(pool(), extrinsic(remark, mortal(256))).ok).toBe(true);
  });
  test("too long in life and too short in bytes is stale first", () => {
    const raw = extrinsic(submit(new Uint8Array(1)), { type: "Immortal" });
    expect(validity(pool(), raw)).toEqual(invalid("Stale"));
  });
  test("inside a batch is asked for neither, and hides nothing", () => {
    const batch = of(Utility.calls.batch, { calls: [submit(new Uint8Array(1))] });
    const answer = validity(pool(), extrinsic(batch, { type: "Immortal" }));
    expect(answer.ok).toBe(true);
    expect(answer).not.toHaveProperty("shielded");
  });
  test("costs its fee, whatever is in it", () => {
    const ctx = pool();
    const before = Account.get(ctx, SIGNER).data.free;
    expect(runtime.executive.apply(ctx, extrinsic(submit(laidOut(4)))).ok).toBe(true);
    expect(Account.get(ctx, SIGNER).data.free).toBeLessThan(before);
    expect(calls.submitEncrypted.weight({ ciphertext: new Uint8Array() }, ctx)).toEqual({
      refTime: 207_223_000n,
      proofSize: 0n,
    });
  });
  test("is what a coldkey may still send that announced its swap, unless it is disputed", () => {
    const ctx = pool();
    ColdkeySwapAnnouncements.set(ctx, SIGNER, [0, GENESIS]);
    expect(validity(ctx, extrinsic(submit(laidOut(4)))).ok).toBe(true);
    expect(validity(ctx, extrinsic(store(laidOut(4))))).toEqual(invalid("Custom", 0));
    ColdkeySwapDisputes.set(ctx, SIGNER, 1);
    expect(validity(ctx, extrinsic(submit(laidOut(4))))).toEqual(invalid("Custom", 21));
  });
});

describe("stored calls", () => {
  const ids = (ctx: Context) => PendingExtrinsics.keysOf(ctx).map(([index]) => index);
  const bytes = new Uint8Array(3);
  const storeAt = (ctx: Context, block: bigint): string | undefined => {
    ctx.block = block;
    return refusal(ctx, signed(SIGNER), store(bytes));
  };
  test("wait for the next block, where nothing can open them", () => {
    const ctx = at(10n);
    expect(storeAt(ctx, 10n)).toBeUndefined();
    expect(eventsOf(ctx)).toEqual([["ExtrinsicStored", { index: 0, who: SIGNER }]]);
    expect(PendingExtrinsics.get(ctx, 0)).toEqual({
      who: SIGNER,
      encryptedCall: bytes,
      submittedAt: 10,
    });
    expect([CounterForPendingExtrinsics.get(ctx), NextPendingExtrinsicIndex.get(ctx)]).toEqual([
      1, 1,
    ]);
    ctx.events.length = 0;
    ctx.block = 11n;
    // Two reads to look; a read and two writes for the one that goes.
    expect(processPending(ctx).refTime).toBe(3n * 25_000_000n + 2n * 100_000_000n);
    expect(eventsOf(ctx)).toEqual([["ExtrinsicDecodeFailed", { index: 0 }]]);
    expect(ids(ctx)).toEqual([]);
    expect([CounterForPendingExtrinsics.get(ctx), NextPendingExtrinsicIndex.get(ctx)]).toEqual([
      0, 1,
    ]);
    expect(processPending(ctx).refTime).toBe(50_000_000n);
  });
  test("expire after ten blocks, or as many as root says", () => {
    for (const [lifetime, age, name] of [
      [10, 10, "ExtrinsicDecodeFailed"],
      [10, 11, "ExtrinsicExpired"],
      [2, 3, "ExtrinsicExpired"],
      [0, 0, "ExtrinsicDecodeFailed"],
    ] as const) {
      const ctx = at(10n);
      storeAt(ctx, 10n);
      refusal(ctx, ROOT, of(calls.setStoredExtrinsicLifetime, { value: lifetime }));
      ctx.events.length = 0;
      ctx.block = BigInt(10 + age);
      processPending(ctx);
      expect(eventsOf(ctx), `${lifetime} ${age}`).toEqual([[name, { index: 0 }]]);
    }
  });
  test("with gaps between them are found", () => {
    const ctx = at(10n);
    PendingExtrinsics.set(ctx, 5, { who: SIGNER, encryptedCall: bytes, submittedAt: 9 });
    CounterForPendingExtrinsics.set(ctx, 2);
    NextPendingExtrinsicIndex.set(ctx, 6);
    // Index 4 is looked at in vain: one more read.
    expect(processPending(ctx).refTime).toBe(4n * 25_000_000n + 2n * 100_000_000n);
    expect(eventsOf(ctx)).toEqual([["ExtrinsicDecodeFailed", { index: 5 }]]);
  });
  test("are a hundred at most, or as many as root says", () => {
    const ctx = at(10n);
    CounterForPendingExtrinsics.set(ctx, 100);
    expect(storeAt(ctx, 10n)).toBe("TooManyPendingExtrinsics");
    CounterForPendingExtrinsics.set(ctx, 99);
    expect(storeAt(ctx, 10n)).toBeUndefined();
    refusal(ctx, ROOT, of(calls.setMaxPendingExtrinsicsNumber, { value: 0 }));
    CounterForPendingExtrinsics.set(ctx, 0);
    expect(storeAt(ctx, 10n)).toBe("TooManyPendingExtrinsics");
  });
  test("go at the start of a block, by the executive's own hooks", () => {
    const state = new State({ get: () => undefined, keys: () => [] });
    const ctx = runtime.executive.context(state);
    PendingExtrinsics.set(ctx, 0, { who: SIGNER, encryptedCall: bytes, submittedAt: 0 });
    CounterForPendingExtrinsics.set(ctx, 1);
    NextPendingExtrinsicIndex.set(ctx, 1);
    const block = runtime.executive.initialize(state, {
      number: 1,
      parentHash: GENESIS,
      digest: [],
    });
    expect(eventsOf(block)).toContainEqual(["ExtrinsicDecodeFailed", { index: 0 }]);
  });
});

describe("root's settings", () => {
  const HALF = 2_000_000_000_000n;
  test.each([
    [
      calls.setMaxPendingExtrinsicsNumber,
      MaxPendingExtrinsicsLimit,
      50,
      "MaxPendingExtrinsicsNumberSet",
    ],
    [calls.setStoredExtrinsicLifetime, ExtrinsicLifetime, 20, "ExtrinsicLifetimeSet"],
    [calls.setOnInitializeWeight, OnInitializeWeight, HALF, "OnInitializeWeightSet"],
    [calls.setMaxExtrinsicWeight, MaxExtrinsicWeight, HALF, "MaxExtrinsicWeightSet"],
  ] as const)("are root's alone and told", (call, item, value, name) => {
    const ctx = at(10n);
    const set = of(call as AnyCall, { value });
    expect(refusal(ctx, signed(SIGNER), set)).toBe("BadOrigin");
    expect(refusal(ctx, ROOT, set)).toBeUndefined();
    expect(item.get(ctx)).toBe(value);
    expect(eventsOf(ctx)).toEqual([[name, { value }]]);
  });
  test("of weight end at half a block", () => {
    const ctx = at(10n);
    for (const call of [calls.setOnInitializeWeight, calls.setMaxExtrinsicWeight])
      expect(refusal(ctx, ROOT, of(call, { value: HALF + 1n }))).toBe("WeightExceedsAbsoluteMax");
  });
});

describe("what authors ask", () => {
  const ask = (ctx: Context, method: string, input: Uint8Array): Hex =>
    toHex(runtime.call(ctx.state, `ShieldApi_${method}`, input));
  test("whether a hash is that of the pending key, and of no other", () => {
    const ctx = at(10n);
    const asked = (key: Uint8Array): Hex => ask(ctx, "is_shielded_using_current_key", twox128(key));
    expect(asked(keyOf(1))).toBe("0x00");
    PendingKey.set(ctx, keyOf(1));
    NextKey.set(ctx, keyOf(2));
    CurrentKey.set(ctx, keyOf(3));
    expect([1, 2, 3].map((n) => asked(keyOf(n)))).toEqual(["0x01", "0x00", "0x00"]);
    expect(runtime.shieldKeyHash(ctx.state)).toBe(toHex(twox128(keyOf(1))));
  });
  test("what an encrypted transaction is made of; nothing of anything else", () => {
    const ctx = pool();
    Height.set(ctx, 10);
    const asked = (raw: Uint8Array): Hex => ask(ctx, "try_decode_shielded_tx", raw);
    const sealed = laidOut(32, 64);
    const expected = toHex(encode(option(shieldedTransaction), parseShielded(sealed)));
    expect(asked(extrinsic(submit(sealed)))).toBe(expected);
    // As the reference does, it reads those that nobody signed too, whatever becomes of them later.
    expect(asked(bareExtrinsic(submit(sealed)))).toBe(expected);
    expect(asked(extrinsic(submit(new Uint8Array(5))))).toBe("0x00");
    expect(asked(extrinsic(remark))).toBe("0x00");
    // Its era begins with a block that the state doesn't know the hash of.
    BlockHash.remove(ctx, 10);
    expect(asked(extrinsic(submit(sealed)))).toBe("0x00");
  });
});

describe("an inherent", () => {
  test("is told by its call, and is never signed", () => {
    const signedOne = extrinsic(announce(keyOf(1)));
    expect(runtime.isInherent(signedOne)).toBe(false);
    expect(runtime.isInherent(bareExtrinsic(remark))).toBe(false);
    expect(runtime.isInherent(bareExtrinsic(announce(undefined)))).toBe(true);
    for (const raw of [[], [0], [4, 4], [255, 255], [12, 4, 250, 0]])
      expect(runtime.isInherent(Uint8Array.from(raw)), `${raw}`).toBe(false);
  });
  test("that somebody signed costs a fee and is refused", () => {
    const ctx = pool();
    const applied = runtime.executive.apply(ctx, extrinsic(announce(keyOf(1))));
    expect(applied).toMatchObject({ ok: true, dispatched: { ok: false } });
  });
});
