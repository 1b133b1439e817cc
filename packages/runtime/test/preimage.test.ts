import {
  type Context,
  type HoldReason,
  runtimeCall,
  runtimeCallOf,
  tolerate,
} from "@ganglion/frame";
import { blake2_256Hex } from "@ganglion/hash";
import { type Hash, hash, rao } from "@ganglion/primitives";
import { encode } from "@ganglion/scale";
import { describe, expect, test } from "vitest";
import { freeBalance } from "../src/pallets/balances/currency.ts";
import { balanceOnHold, hold, releaseBestEffort } from "../src/pallets/balances/holds.ts";
import { reserve } from "../src/pallets/balances/reserve.ts";
import { Holds } from "../src/pallets/balances/storage.ts";
import { bound, drop, peek } from "../src/pallets/preimage/bounded.ts";
import {
  ensureUpdatedCall,
  notePreimage,
  requestPreimageCall,
  unnotePreimageCall,
  unrequestPreimageCall,
} from "../src/pallets/preimage/calls.ts";
import { Preimage } from "../src/pallets/preimage/pallet.ts";
import { PreimageFor, RequestStatusFor, StatusFor } from "../src/pallets/preimage/storage.ts";
import { remark } from "../src/pallets/system/calls.ts";
import { Account } from "../src/pallets/system/storage.ts";
// The outer enums of calls and hold reasons are bound by it.
import "../src/runtime.ts";
import { as, asRoot, everything } from "./staking-fixture.ts";
import { account, emptyChain, endow, eventNames, UNIT } from "./subnet-fixture.ts";

const NOTER = account(1);
const OTHER = account(2);
const BYTES = Uint8Array.of(1, 2, 3, 4);
const HASH = hash(blake2_256Hex(BYTES));
/** 0.02 TAO for each of two items, 0.001 TAO for each of 64 + 4 bytes. */
const DEPOSIT = 108_000_000n;
const HELD: HoldReason = { pallet: "Preimage", reason: "Preimage" };

function chain(): Context {
  const ctx = emptyChain(10n);
  for (const who of [NOTER, OTHER]) endow(ctx, who, UNIT);
  ctx.events.length = 0;
  return ctx;
}
const note = (ctx: Context, who = NOTER) => as(ctx, who, notePreimage, { bytes: BYTES });
const statusOf = (ctx: Context, at: Hash = HASH) => RequestStatusFor.get(ctx, at);
const bytesOf = (ctx: Context) => PreimageFor.get(ctx, [HASH, 4]);
const held = (ctx: Context, who = NOTER) => balanceOnHold(ctx, HELD, who);
const requested = (count: number, rest: object = {}) => ({
  type: "Requested",
  value: { maybeTicket: undefined, maybeLen: undefined, ...rest, count },
});
const unrequested = { type: "Unrequested", value: { ticket: [NOTER, DEPOSIT], len: 4 } };

describe("noting a preimage", () => {
  test("stores the bytes and holds a deposit for them", () => {
    const ctx = chain();
    expect(note(ctx)).toBe("ok");
    expect(statusOf(ctx)).toEqual(unrequested);
    expect(bytesOf(ctx)).toEqual(BYTES);
    expect(Account.get(ctx, NOTER)).toMatchObject({
      consumers: 1,
      data: { free: UNIT - DEPOSIT, reserved: DEPOSIT },
    });
    expect(held(ctx)).toBe(DEPOSIT);
    expect(ctx.events.map(({ event }) => [event.event.name, event.data])).toEqual([
      ["Noted", { hash: HASH }],
    ]);
  });
  test("is refused a second time, whoever does it, and to nobody", () => {
    const ctx = chain();
    note(ctx);
    const before = everything(ctx);
    expect(note(ctx)).toBe("AlreadyNoted");
    expect(note(ctx, OTHER)).toBe("AlreadyNoted");
    const none = ctx.dispatch({ kind: "none" }, runtimeCallOf(notePreimage, { bytes: BYTES }));
    expect(none.ok || none.refusal.label).toBe("BadOrigin");
    expect(everything(ctx)).toEqual(before);
  });
  test.each([
    // The account must keep 500 rao.
    [DEPOSIT + 499n, "Token(FundsUnavailable)"],
    [DEPOSIT + 500n, "ok"],
  ])("with %d rao: %s", (balance, outcome) => {
    const ctx = chain();
    endow(ctx, account(3), balance);
    expect(note(ctx, account(3))).toBe(outcome);
  });
  test("takes 4 MiB and no byte more", () => {
    const ctx = chain();
    endow(ctx, NOTER, 10_000n * UNIT);
    const most = new Uint8Array(4_194_304);
    expect(as(ctx, NOTER, notePreimage, { bytes: new Uint8Array(4_194_305) })).toBe("TooBig");
    expect(as(ctx, NOTER, notePreimage, { bytes: most })).toBe("ok");
    expect(held(ctx)).toBe(104_000_000n + 4_194_304n * 1_000_000n);
  });
  test("costs nothing if the chain wants the bytes, nor does it cost root", () => {
    const ctx = chain();
    asRoot(ctx, requestPreimageCall, { hash: HASH });
    const call = runtimeCallOf(notePreimage, { bytes: BYTES });
    const wanted = ctx.dispatch({ kind: "signed", who: NOTER }, call);
    expect(wanted).toEqual({ ok: true, info: { pays: "No" } });
    expect([held(ctx), statusOf(ctx)]).toEqual([0n, requested(1, { maybeLen: 4 })]);
    const roots = chain();
    expect(roots.dispatch({ kind: "root" }, call)).toEqual({ ok: true, info: { pays: "No" } });
    expect(statusOf(roots)).toEqual(requested(1, { maybeLen: 4 }));
    const own = chain();
    expect(own.dispatch({ kind: "signed", who: NOTER }, call)).toEqual({ ok: true, info: {} });
  });
  test("by root of what somebody noted: the chain wants it, and the deposit stays", () => {
    const ctx = chain();
    note(ctx);
    expect(asRoot(ctx, notePreimage, { bytes: BYTES })).toBe("ok");
    expect(statusOf(ctx)).toEqual(requested(1, { maybeTicket: [NOTER, DEPOSIT], maybeLen: 4 }));
    expect(held(ctx)).toBe(DEPOSIT);
  });
});

describe("taking a preimage back", () => {
  const unnote = (ctx: Context, who = NOTER) => as(ctx, who, unnotePreimageCall, { hash: HASH });
  test("clears it and gives the deposit back", () => {
    const ctx = chain();
    note(ctx);
    expect(unnote(ctx)).toBe("ok");
    expect([statusOf(ctx), bytesOf(ctx), freeBalance(ctx, NOTER)]).toEqual([
      undefined,
      undefined,
      UNIT,
    ]);
    expect(Account.get(ctx, NOTER)).toMatchObject({ consumers: 0, data: { reserved: 0n } });
    // An empty list of holds stays behind.
    expect([Holds.has(ctx, NOTER), Holds.get(ctx, NOTER)]).toEqual([true, []]);
    expect(eventNames(ctx)).toEqual(["Noted", "Cleared"]);
  });
  test("is for who noted it, and for root", () => {
    const ctx = chain();
    expect(unnote(ctx)).toBe("NotNoted");
    note(ctx);
    expect(unnote(ctx, OTHER)).toBe("NotAuthorized");
    expect(asRoot(ctx, unnotePreimageCall, { hash: HASH })).toBe("ok");
    expect(freeBalance(ctx, NOTER)).toBe(UNIT);
  });
  test("gives the deposit back although the chain wants the bytes, which stay", () => {
    const ctx = chain();
    note(ctx);
    asRoot(ctx, requestPreimageCall, { hash: HASH });
    expect(unnote(ctx, OTHER)).toBe("NotAuthorized");
    expect(unnote(ctx)).toBe("ok");
    expect([held(ctx), statusOf(ctx), bytesOf(ctx)]).toEqual([
      0n,
      requested(1, { maybeLen: 4 }),
      BYTES,
    ]);
    expect(unnote(ctx)).toBe("NotAuthorized");
    // Nobody's any more: for root it is as good as not to want it.
    expect(asRoot(ctx, unnotePreimageCall, { hash: HASH })).toBe("ok");
    expect([statusOf(ctx), bytesOf(ctx)]).toEqual([undefined, undefined]);
  });
});

describe("wanting a preimage", () => {
  const request = (ctx: Context) => asRoot(ctx, requestPreimageCall, { hash: HASH });
  const unrequest = (ctx: Context) => asRoot(ctx, unrequestPreimageCall, { hash: HASH });
  test("is root's, is counted, and told the first time", () => {
    const ctx = chain();
    expect(as(ctx, NOTER, requestPreimageCall, { hash: HASH })).toBe("BadOrigin");
    expect(as(ctx, NOTER, unrequestPreimageCall, { hash: HASH })).toBe("BadOrigin");
    expect(unrequest(ctx)).toBe("NotRequested");
    expect([request(ctx), request(ctx)]).toEqual(["ok", "ok"]);
    expect(statusOf(ctx)).toEqual(requested(2));
    expect([unrequest(ctx), unrequest(ctx)]).toEqual(["ok", "ok"]);
    expect(statusOf(ctx)).toBeUndefined();
    expect(eventNames(ctx)).toEqual(["Requested"]);
  });
  test("no more gives it back to who paid for it", () => {
    const ctx = chain();
    note(ctx);
    expect(unrequest(ctx)).toBe("NotRequested");
    request(ctx);
    expect(unrequest(ctx)).toBe("ok");
    expect([statusOf(ctx), bytesOf(ctx), held(ctx)]).toEqual([unrequested, BYTES, DEPOSIT]);
  });
  test("no more clears what nobody paid for", () => {
    const ctx = chain();
    request(ctx);
    request(ctx);
    note(ctx);
    unrequest(ctx);
    expect(bytesOf(ctx)).toEqual(BYTES);
    unrequest(ctx);
    expect([statusOf(ctx), bytesOf(ctx)]).toEqual([undefined, undefined]);
    expect(eventNames(ctx)).toEqual(["Requested", "Noted", "Cleared"]);
  });
});

// Source: pallet_preimage do_ensure_updated
describe("a status of old", () => {
  const old = (ctx: Context, at: Hash, deposit: bigint) => {
    reserve(ctx, NOTER, deposit);
    StatusFor.set(ctx, at, {
      type: "Unrequested",
      value: { deposit: [NOTER, rao(deposit)], len: 4 },
    });
    ctx.events.length = 0;
  };
  const update = (ctx: Context, hashes: readonly Hash[]) =>
    ctx.dispatch({ kind: "signed", who: OTHER }, runtimeCallOf(ensureUpdatedCall, { hashes }));
  const at = (n: number) => hash(`0x${n.toString(16).padStart(64, "0")}`);

  test("moves, and its reserve becomes a hold of today's deposit", () => {
    const ctx = chain();
    old(ctx, HASH, 5_000n);
    expect(update(ctx, [HASH])).toEqual({ ok: true, info: { pays: "No" } });
    expect([StatusFor.has(ctx, HASH), statusOf(ctx)]).toEqual([false, unrequested]);
    expect(Account.get(ctx, NOTER).data).toMatchObject({
      free: UNIT - DEPOSIT,
      reserved: DEPOSIT,
    });
    expect(eventNames(ctx)).toEqual(["Unreserved"]);
  });
  test("is lost if its owner can't pay today's deposit", () => {
    const ctx = chain();
    old(ctx, HASH, 5_000n);
    endow(ctx, NOTER, 1_000n);
    expect(update(ctx, [HASH])).toMatchObject({ ok: true, info: { pays: "No" } });
    expect([StatusFor.has(ctx, HASH), statusOf(ctx)]).toEqual([false, undefined]);
  });
  test("of a wanted preimage keeps its count; without a length it needs no deposit", () => {
    const ctx = chain();
    reserve(ctx, NOTER, 5_000n);
    StatusFor.set(ctx, HASH, {
      type: "Requested",
      value: { deposit: [NOTER, rao(5_000n)], count: 3, len: undefined },
    });
    update(ctx, [HASH]);
    expect([statusOf(ctx), freeBalance(ctx, NOTER)]).toEqual([requested(3), UNIT]);
    StatusFor.set(ctx, HASH, {
      type: "Requested",
      value: { deposit: [NOTER, rao(0n)], count: 2, len: 4 },
    });
    update(ctx, [HASH]);
    expect(statusOf(ctx)).toEqual(requested(2, { maybeTicket: [NOTER, DEPOSIT], maybeLen: 4 }));
  });
  test("moves whenever it is touched", () => {
    const ctx = chain();
    old(ctx, HASH, 5_000n);
    PreimageFor.set(ctx, [HASH, 4], BYTES);
    expect(as(ctx, NOTER, unnotePreimageCall, { hash: HASH })).toBe("ok");
    expect([freeBalance(ctx, NOTER), bytesOf(ctx)]).toEqual([UNIT, undefined]);
  });
  test.each([
    [10, 9, "No"],
    [10, 8, "Yes"],
    [1, 0, "Yes"],
    // 921 of 1024 is 89.94 %.
    [1024, 921, "Yes"],
    [1024, 922, "No"],
  ])("of %d named %d are there: paid? %s", (named, there, pays) => {
    const ctx = chain();
    for (let n = 0; n < there; n++)
      StatusFor.set(ctx, at(n), {
        type: "Requested",
        value: { deposit: undefined, count: 1, len: undefined },
      });
    const hashes = Array.from({ length: named }, (_, n) => at(n));
    expect(update(ctx, hashes)).toEqual({ ok: true, info: { pays } });
  });
  test("is named by a signer, one to 1024 at once", () => {
    const ctx = chain();
    expect(asRoot(ctx, ensureUpdatedCall, { hashes: [HASH] })).toBe("BadOrigin");
    expect(as(ctx, OTHER, ensureUpdatedCall, { hashes: [] })).toBe("TooFew");
    const many = Array.from({ length: 1025 }, () => HASH);
    expect(as(ctx, OTHER, ensureUpdatedCall, { hashes: many })).toBe("TooMany");
  });
});

// Figures: pallet_preimage weights.rs, crate version 41; a read 25,000,000 ps, a write 100,000,000.
test("the calls weigh what the reference's weigh", () => {
  const ctx = chain();
  const weightOf = (name: string, args: object) =>
    Object.values(Preimage.calls[name as keyof typeof Preimage.calls].weight(args as never, ctx));
  expect([
    weightOf("notePreimage", { bytes: BYTES }),
    weightOf("unnotePreimage", { hash: HASH }),
    weightOf("requestPreimage", { hash: HASH }),
    weightOf("unrequestPreimage", { hash: HASH }),
    weightOf("ensureUpdated", { hashes: [HASH, HASH] }),
  ]).toEqual([
    [50_499_000n + 4n * 13_491n + 425_000_000n, 28_584n],
    [425_830_000n, 3_892n],
    [169_292_000n, 3_556n],
    [270_209_000n, 3_556n],
    [56_817_000n + 2n * 59_397_441n + 8n * 25_000_000n + 8n * 100_000_000n, 34_388n],
  ]);
});

describe("a call that a pallet keeps", () => {
  /** Encoded it has four bytes more, if it has 64 of its own. */
  const remarkOf = (length: number) =>
    runtimeCallOf(remark, { remark: new Uint8Array(length).fill(7) });
  test("stays as it is up to 128 bytes, and is a preimage beyond", () => {
    const ctx = chain();
    const short = bound(ctx, remarkOf(124));
    expect([short.type, ctx.events.length]).toEqual(["Inline", 0]);
    const long = bound(ctx, remarkOf(125));
    expect(long).toMatchObject({ type: "Lookup", value: { len: 129 } });
    expect(eventNames(ctx)).toEqual(["Noted"]);
    for (const [stored, length] of [
      [short, 124],
      [long, 125],
    ] as const)
      expect(peek(ctx, stored)).toEqual(remarkOf(length));
  });
  test("twice is counted once: the first that drops it clears it", () => {
    const ctx = chain();
    const [first, second] = [bound(ctx, remarkOf(200)), bound(ctx, remarkOf(200))];
    if (first.type !== "Lookup") throw new Error("200 bytes are no short call");
    expect(statusOf(ctx, first.value.hash)).toEqual(requested(1, { maybeLen: 204 }));
    drop(ctx, first);
    expect(tolerate(() => peek(ctx, second))).toMatchObject({ error: { type: "Unavailable" } });
    const before = everything(ctx);
    drop(ctx, second);
    expect(everything(ctx)).toEqual(before);
  });
  test("that somebody noted before goes back to that one when it is dropped", () => {
    const ctx = chain();
    const bytes = encode(runtimeCall, remarkOf(200));
    as(ctx, NOTER, notePreimage, { bytes });
    const stored = bound(ctx, remarkOf(200));
    expect(held(ctx)).toBe(104_000_000n + 204_000_000n);
    drop(ctx, stored);
    expect(statusOf(ctx, hash(blake2_256Hex(bytes)))).toMatchObject({ type: "Unrequested" });
    expect(as(ctx, NOTER, unnotePreimageCall, { hash: hash(blake2_256Hex(bytes)) })).toBe("ok");
    expect(freeBalance(ctx, NOTER)).toBe(UNIT);
  });
  test("of old, by hash only, is found if it is noted", () => {
    const ctx = chain();
    const bytes = encode(runtimeCall, remarkOf(200));
    const legacy = { type: "Legacy", value: { hash: hash(blake2_256Hex(bytes)) } } as const;
    expect(tolerate(() => peek(ctx, legacy))).toMatchObject({ error: { type: "Unavailable" } });
    as(ctx, NOTER, notePreimage, { bytes });
    expect(peek(ctx, legacy)).toEqual(remarkOf(200));
  });
  test("that is none can't be read", () => {
    const broken = { type: "Inline", value: Uint8Array.of(255, 255) } as const;
    expect(tolerate(() => peek(chain(), broken))).toMatchObject({ error: { type: "Corruption" } });
  });
});

// Source: frame_support traits/tokens/fungible/hold.rs
describe("a hold", () => {
  test("is stored under its reason by the pallet's index", () => {
    const ctx = chain();
    hold(ctx, HELD, NOTER, 5n);
    const stored = encode(Holds.value, Holds.get(ctx, NOTER));
    // One hold, pallet 14, its first reason, 5 as a u64.
    expect([...stored]).toEqual([4, 14, 0, 5, 0, 0, 0, 0, 0, 0, 0]);
  });
  test("grows, and is given back as far as there is any", () => {
    const ctx = chain();
    hold(ctx, HELD, NOTER, 600n);
    hold(ctx, HELD, NOTER, 400n);
    expect(held(ctx)).toBe(1_000n);
    expect(releaseBestEffort(ctx, HELD, NOTER, 300n)).toBe(300n);
    expect(releaseBestEffort(ctx, HELD, NOTER, 5_000n)).toBe(700n);
    expect([held(ctx), freeBalance(ctx, NOTER)]).toEqual([0n, UNIT]);
  });
  test("of an account that isn't there is refused", () => {
    const refused = tolerate(() => hold(chain(), HELD, account(9), 0n));
    expect(refused).toMatchObject({ error: { value: "CannotCreateHold" } });
  });
  test("can't be given back to an account that would have too little", () => {
    const ctx = chain();
    const refused = tolerate(() => releaseBestEffort(ctx, HELD, account(9), 499n));
    expect(refused).toMatchObject({ error: { value: "CannotCreate" } });
  });
});
