import {
  type AnyCall,
  type Context,
  NONE,
  ROOT,
  type RuntimeCall,
  runtimeCall,
  signed,
} from "@ganglion/frame";
import { blake2_256Hex } from "@ganglion/hash";
import { type AccountId, type Hash, hash } from "@ganglion/primitives";
import { encode } from "@ganglion/scale";
import { describe, expect, test } from "vitest";
import { freeBalance } from "../src/pallets/balances/currency.ts";
import { Balances } from "../src/pallets/balances/pallet.ts";
import { ProxyPallet } from "../src/pallets/proxy/pallet.ts";
import { Announcements, LastCallResult, Proxies } from "../src/pallets/proxy/storage.ts";
import type { ProxyType } from "../src/pallets/proxy/types.ts";
import {
  ColdkeySwapAnnouncements,
  ColdkeySwapDisputes,
} from "../src/pallets/subtensor/keys/storage.ts";
import { Key, Sudo } from "../src/pallets/sudo/pallet.ts";
import { remark } from "../src/pallets/system/calls.ts";
import { Account } from "../src/pallets/system/storage.ts";
import { set as setTime } from "../src/pallets/timestamp/pallet.ts";
import { Utility } from "../src/pallets/utility/pallet.ts";
import { bareExtrinsic } from "../src/runtime.ts";
import { chain as bareChain, of, runtime, SIGNER } from "./extrinsics-fixture.ts";
import { account, endow, UNIT } from "./subnet-fixture.ts";

const { calls } = ProxyPallet;
const { calls: balances } = Balances;
const { calls: utility } = Utility;
/** Whom the others act for, and root's key. */
const REAL = SIGNER;
const [DELEGATE, OTHER, TARGET] = [account(7), account(8), account(9)];
const id = (value: AccountId) => ({ type: "Id", value });

/** Block 10, where the real account, the delegate and another have 10 TAO each. */
function chain(): Context {
  const ctx = bareChain();
  for (const each of [DELEGATE, OTHER]) endow(ctx, each, 10n * UNIT);
  Key.set(ctx, REAL);
  ctx.events.length = 0;
  return ctx;
}
/** How a call of somebody ends. */
function ends(ctx: Context, who: AccountId, call: RuntimeCall): string {
  const result = ctx.dispatch(signed(who), call);
  return result.ok ? "ok" : result.refusal.label;
}
function addProxy(ctx: Context, proxyType: ProxyType, delay = 0, delegate = DELEGATE): void {
  const call = of(calls.addProxy, { delegate: id(delegate), proxyType, delay });
  expect(ends(ctx, REAL, call)).toBe("ok");
}
const acting = (call: RuntimeCall, forceProxyType?: ProxyType, real = REAL) =>
  of(calls.proxy, { real: id(real), forceProxyType, call });
const told = (ctx: Context) =>
  ctx.events.map(({ event }) => `${event.event.pallet}.${event.event.name}`);

const note = of(remark, { remark: new Uint8Array() });
const give = (value = UNIT) => of(balances.transferKeepAlive, { dest: id(TARGET), value });
const batch = (...each: RuntimeCall[]) => of(utility.batch, { calls: each });
const FILTERED = {
  ok: false,
  error: { type: "Module", value: { index: 0, error: Uint8Array.of(5, 0, 0, 0) } },
};
const OK = { ok: true, value: undefined };

/** What the delegate, a proxy of that type, is told of a call that it makes for the real account. */
function result(ctx: Context, call: RuntimeCall, type?: ProxyType) {
  expect(ends(ctx, DELEGATE, acting(call, type))).toBe("ok");
  const last = ctx.events.at(-1)!.event;
  expect(last.event.name).toBe("ProxyExecuted");
  const executed = (last.data as { readonly result: unknown }).result;
  expect(LastCallResult.get(ctx, REAL)).toEqual(executed);
  return executed;
}
const proxied = (type: ProxyType, call: RuntimeCall) => {
  const ctx = chain();
  addProxy(ctx, type);
  return result(ctx, call);
};

// Source: pallets/proxy/src/lib.rs, tests.rs
describe("a proxy's call", () => {
  test("is made in the account's name, and told", () => {
    const ctx = chain();
    addProxy(ctx, "Any");
    ctx.events.length = 0;
    expect(result(ctx, give())).toEqual(OK);
    expect(freeBalance(ctx, TARGET)).toBe(UNIT);
    expect(freeBalance(ctx, DELEGATE)).toBe(10n * UNIT);
    expect(told(ctx)).toEqual([
      "System.NewAccount",
      "Balances.Endowed",
      "Balances.Transfer",
      "Proxy.ProxyExecuted",
    ]);
  });
  test("that is refused changes nothing, and is told as done by the proxy", () => {
    const ctx = chain();
    addProxy(ctx, "Any");
    ctx.events.length = 0;
    expect(result(ctx, give(20n * UNIT))).toEqual({
      ok: false,
      error: { type: "Token", value: "FundsUnavailable" },
    });
    expect(told(ctx)).toEqual(["Proxy.ProxyExecuted"]);
  });
  test("needs a definition, of the type that is asked for, without delay: in this order", () => {
    const ctx = chain();
    expect(ends(ctx, DELEGATE, acting(note))).toBe("NotProxy");
    addProxy(ctx, "Transfer", 1);
    expect(ends(ctx, OTHER, acting(note))).toBe("NotProxy");
    expect(ends(ctx, DELEGATE, acting(note, "Any"))).toBe("NotProxy");
    expect(ends(ctx, DELEGATE, acting(note))).toBe("Unannounced");
  });
  test("goes by the first definition, or the first of the type that is asked for", () => {
    const ctx = chain();
    addProxy(ctx, "Transfer");
    addProxy(ctx, "Staking");
    expect(result(ctx, give())).toEqual(FILTERED);
    expect(result(ctx, give(), "Transfer")).toEqual(OK);
    expect(result(ctx, give(), "Staking")).toEqual(FILTERED);
    addProxy(ctx, "Any", 3);
    expect(ends(ctx, DELEGATE, acting(give()))).toBe("Unannounced");
  });
  test("is remembered to the end of its block", () => {
    const ctx = chain();
    addProxy(ctx, "Any");
    result(ctx, note);
    const time = runtime.executive.apply(ctx, bareExtrinsic(of(setTime, { now: 0n })));
    expect(time.ok).toBe(true);
    runtime.executive.finalize(ctx);
    expect(LastCallResult.has(ctx, REAL)).toBe(false);
  });
  test("weighs what the proxy's part does, for 20 proxies, and all that the call announced", () => {
    const ctx = chain();
    // pallets/proxy/src/weights.rs, proxy(20): 28026265 + 20 * 53205 ps, 4 reads, 2 writes; 4254 + 20 * 37 bytes.
    const own = { refTime: 29_090_365n + 4n * 25_000_000n + 2n * 100_000_000n, proofSize: 4_994n };
    const inner = note.call.weight(note.args, ctx);
    expect(acting(note).call.weight(acting(note).args, ctx)).toEqual({
      refTime: own.refTime + inner.refTime,
      proofSize: own.proofSize + inner.proofSize,
    });
    addProxy(ctx, "Any");
    expect(ctx.dispatch(signed(DELEGATE), acting(batch(give(20n * UNIT), note)))).toMatchObject({
      ok: true,
      info: {},
    });
  });
});

describe("a proxy's filter goes with the call into", () => {
  const interrupted = "Utility.BatchInterrupted";
  test("a batch, which stops", () => {
    const ctx = chain();
    addProxy(ctx, "NonTransfer");
    expect(result(ctx, batch(note, give(), note))).toEqual(OK);
    expect(told(ctx).slice(-3)).toEqual([
      "Utility.ItemCompleted",
      interrupted,
      "Proxy.ProxyExecuted",
    ]);
    expect(ctx.events.at(-2)?.event.data).toEqual({ index: 1, error: FILTERED.error });
  });
  test("a batch that goes on", () => {
    const ctx = chain();
    addProxy(ctx, "NonTransfer");
    const call = of(utility.forceBatch, { calls: [give(), note] });
    expect(result(ctx, call)).toEqual(OK);
    expect(told(ctx).slice(-4)).toEqual([
      "Utility.ItemFailed",
      "Utility.ItemCompleted",
      "Utility.BatchCompletedWithErrors",
      "Proxy.ProxyExecuted",
    ]);
  });
  test.each([
    ["a batch of all or none", of(utility.batchAll, { calls: [note, give()] })],
    ["a pseudonym's call", of(utility.asDerivative, { index: 0, call: give() })],
    ["both calls of an alternative", of(utility.ifElse, { main: give(), fallback: give() })],
    [
      "a call in a call in a call",
      of(utility.asDerivative, {
        index: 1,
        call: of(utility.batchAll, {
          calls: [of(utility.ifElse, { main: give(), fallback: give() })],
        }),
      }),
    ],
  ])("%s", (_, call) => {
    expect(proxied("NonTransfer", call)).toEqual(FILTERED);
  });
  test("an alternative, which falls back to what is allowed", () => {
    expect(proxied("NonTransfer", of(utility.ifElse, { main: give(), fallback: note }))).toEqual(
      OK,
    );
  });

  test("no other: a type that lists what it allows allows no batch", () => {
    expect(proxied("Transfer", give())).toEqual(OK);
    expect(proxied("Transfer", batch(give()))).toEqual(FILTERED);
    expect(proxied("Transfer", of(utility.asDerivative, { index: 0, call: give() }))).toEqual(
      FILTERED,
    );
  });
  test("none that root makes, or makes in another's name: such an origin is a fresh one", () => {
    const root = (call: RuntimeCall) => of(Sudo.calls.sudo, { call });
    const forced = of(balances.forceSetBalance, { who: id(TARGET), newFree: UNIT });
    for (const call of [
      root(forced),
      root(batch(forced)),
      of(Sudo.calls.sudoAs, { who: id(REAL), call: give() }),
      of(Sudo.calls.sudoAs, { who: id(REAL), call: batch(give()) }),
      root(
        of(utility.dispatchAs, {
          asOrigin: { type: "system", value: { type: "Signed", value: REAL } },
          call: give(),
        }),
      ),
    ]) {
      const ctx = chain();
      addProxy(ctx, "NonTransfer");
      expect(result(ctx, call)).toEqual(OK);
      expect(freeBalance(ctx, TARGET)).toBe(UNIT);
    }
  });
  test("none of a further account: its own definition decides alone", () => {
    const ctx = chain();
    addProxy(ctx, "NonTransfer");
    const over = of(calls.addProxy, { delegate: id(REAL), proxyType: "Transfer", delay: 0 });
    expect(ends(ctx, OTHER, over)).toBe("ok");
    expect(result(ctx, acting(give(), undefined, OTHER))).toEqual(OK);
    expect(freeBalance(ctx, TARGET)).toBe(UNIT);
    expect(LastCallResult.get(ctx, OTHER)).toEqual(OK);
    expect(result(ctx, acting(note, undefined, OTHER))).toEqual(OK);
    expect(LastCallResult.get(ctx, OTHER)).toEqual(FILTERED);
  });

  test("none of the batch in which the proxy acts: the account's origin is a fresh one too", () => {
    const ctx = chain();
    addProxy(ctx, "Any");
    const inner = of(utility.batchAll, { calls: [note] });
    expect(ends(ctx, DELEGATE, of(utility.batchAll, { calls: [acting(inner)] }))).toBe("ok");
    expect(LastCallResult.get(ctx, REAL)).toEqual(OK);
    const nested = of(utility.batchAll, {
      calls: [of(utility.asDerivative, { index: 0, call: inner })],
    });
    expect(result(ctx, nested)).toEqual(FILTERED);
  });
  test("what every dispatch is held to: a batch directly in a batch", () => {
    expect(proxied("Any", batch(batch(note)))).toEqual(FILTERED);
  });
});

// Source: do_proxy: a proxy gives nobody more than it has.
describe("a proxy that changes proxies", () => {
  const adds = (proxyType: ProxyType) =>
    of(calls.addProxy, { delegate: id(OTHER), proxyType, delay: 0 });
  const removes = (proxyType: ProxyType) =>
    of(calls.removeProxy, { delegate: id(DELEGATE), proxyType, delay: 0 });
  const kill = of(calls.killPure, {
    spawner: id(REAL),
    proxyType: "Any",
    index: 0,
    height: 1,
    extIndex: 0,
  });
  const notPure = {
    ok: false,
    error: { type: "Module", value: { index: 16, error: Uint8Array.of(5, 0, 0, 0) } },
  };
  const notFound = {
    ok: false,
    error: { type: "Module", value: { index: 16, error: Uint8Array.of(1, 0, 0, 0) } },
  };
  const pokes = of(calls.pokeDeposit, {});
  const clears = of(calls.removeProxies, {});
  test.each<[ProxyType, string, RuntimeCall, unknown]>([
    ["Any", "adds Any", adds("Any"), OK],
    ["Any", "removes Any", removes("Any"), OK],
    ["Any", "removes all", clears, OK],
    ["Any", "kills what is no pure account", kill, notPure],
    ["NonTransfer", "adds NonTransfer", adds("NonTransfer"), OK],
    ["NonTransfer", "adds Staking", adds("Staking"), OK],
    ["NonTransfer", "may not add Any", adds("Any"), FILTERED],
    ["NonTransfer", "may not add Transfer", adds("Transfer"), FILTERED],
    ["NonTransfer", "may not add SmallTransfer", adds("SmallTransfer"), FILTERED],
    ["NonTransfer", "removes NonTransfer", removes("NonTransfer"), OK],
    ["NonTransfer", "finds no Staking to remove", removes("Staking"), notFound],
    ["NonTransfer", "may not remove Any", removes("Any"), FILTERED],
    ["NonTransfer", "may not remove all", clears, FILTERED],
    ["NonTransfer", "may not kill a pure account", kill, FILTERED],
    ["NonTransfer", "pokes deposits", pokes, OK],
    [
      "NonTransfer",
      "may not add Any in a batch",
      of(utility.batchAll, { calls: [adds("Any")] }),
      FILTERED,
    ],
    ["NonCritical", "adds NonCritical", adds("NonCritical"), OK],
    ["NonCritical", "may not add Staking", adds("Staking"), FILTERED],
    // Within its power, yet not among the calls that its type lists.
    ["Transfer", "may not add SmallTransfer", adds("SmallTransfer"), FILTERED],
    ["Staking", "may not remove Staking", removes("Staking"), FILTERED],
    ["Staking", "may not poke deposits", pokes, FILTERED],
  ])("of type %s %s", (type, _, call, expected) => {
    expect(proxied(type, call)).toEqual(expected);
  });
});

// Source: guards/check_coldkey_swap.rs
describe("guards", () => {
  const announced = (ctx: Context, who: AccountId) =>
    ColdkeySwapAnnouncements.set(ctx, who, [2000, hash(`0x${"22".repeat(32)}`)]);
  const last = (ctx: Context, real = REAL) => {
    const found = LastCallResult.get(ctx, real);
    return found && !found.ok && found.error.type === "Module" ? found.error.value : found;
  };
  /** Errors 130 and 131 of SubtensorModule. */
  const [ANNOUNCED, DISPUTED] = [130, 131].map((error) => ({
    index: 7,
    error: Uint8Array.of(error, 0, 0, 0),
  }));

  test("ask about the account for which the call is made", () => {
    const ctx = chain();
    addProxy(ctx, "Any");
    announced(ctx, REAL);
    expect(ends(ctx, DELEGATE, acting(note))).toBe("ok");
    expect(last(ctx)).toEqual(ANNOUNCED);
    ColdkeySwapDisputes.set(ctx, REAL, 1);
    result(ctx, note);
    expect(last(ctx)).toEqual(DISPUTED);
  });
  test("and about the proxy itself", () => {
    const ctx = chain();
    addProxy(ctx, "Any");
    announced(ctx, DELEGATE);
    expect(ends(ctx, DELEGATE, acting(note))).toBe("ColdkeySwapAnnounced");
  });
  test("and about the last of a chain of proxies", () => {
    const ctx = chain();
    addProxy(ctx, "Any");
    const second = of(calls.addProxy, { delegate: id(OTHER), proxyType: "Any", delay: 0 });
    expect(ends(ctx, DELEGATE, second)).toBe("ok");
    announced(ctx, REAL);
    expect(ends(ctx, OTHER, acting(acting(note), undefined, DELEGATE))).toBe("ok");
    expect(LastCallResult.get(ctx, DELEGATE)).toEqual(OK);
    expect(last(ctx)).toEqual(ANNOUNCED);
  });
});

// Source: pallets/proxy/src/lib.rs announce, remove_announcement, reject_announcement, proxy_announced
describe("announcements", () => {
  const hashOf = (call: RuntimeCall): Hash => hash(blake2_256Hex(encode(runtimeCall, call)));
  const announce = (call: RuntimeCall, real = REAL) =>
    of(calls.announce, { real: id(real), callHash: hashOf(call) });
  const announcedCall = (call: RuntimeCall, forceProxyType?: ProxyType) =>
    of(calls.proxyAnnounced, { delegate: id(DELEGATE), real: id(REAL), forceProxyType, call });
  const at = (ctx: Context, block: bigint) => {
    ctx.block = block;
    return ctx;
  };

  test("stand in their order, backed by the delegate's deposit, and are told", () => {
    const ctx = chain();
    addProxy(ctx, "Any", 5);
    expect(ends(ctx, DELEGATE, announce(give()))).toBe("ok");
    expect(ends(at(ctx, 11n), DELEGATE, announce(note))).toBe("ok");
    // Two of 0.068 TAO and 0.036 once.
    expect(Announcements.get(ctx, DELEGATE)).toEqual([
      [
        { real: REAL, callHash: hashOf(give()), height: 10 },
        { real: REAL, callHash: hashOf(note), height: 11 },
      ],
      172_000_000n,
    ]);
    expect(Account.get(ctx, DELEGATE).data.reserved).toBe(172_000_000n);
    expect(ctx.events.at(-1)?.event.data).toEqual({
      real: REAL,
      proxy: DELEGATE,
      callHash: hashOf(note),
    });
  });
  test("are a proxy's alone, at most 75, and must be paid for", () => {
    const ctx = chain();
    expect(ends(ctx, DELEGATE, announce(note))).toBe("NotProxy");
    addProxy(ctx, "Staking", 5);
    endow(ctx, DELEGATE, 103_999_999n);
    expect(ends(ctx, DELEGATE, announce(note))).toBe("InsufficientBalance");
    expect(Announcements.has(ctx, DELEGATE)).toBe(false);
    endow(ctx, DELEGATE, 10n * UNIT);
    for (let n = 0; n < 75; n++) expect(ends(ctx, DELEGATE, announce(note))).toBe("ok");
    expect(ends(ctx, DELEGATE, announce(note))).toBe("TooMany");
    expect(Account.get(ctx, DELEGATE).data.reserved).toBe(36_000_000n + 75n * 68_000_000n);
  });
  test("let anybody make the call once the delay is over, and go with it", () => {
    const ctx = chain();
    addProxy(ctx, "Any", 3);
    expect(ends(ctx, DELEGATE, announce(give()))).toBe("ok");
    expect(ends(ctx, DELEGATE, announce(note))).toBe("ok");
    expect(ends(at(ctx, 12n), DELEGATE, announcedCall(give()))).toBe("Unannounced");
    expect(ends(at(ctx, 13n), OTHER, announcedCall(give(1n)))).toBe("Unannounced");
    expect(ends(ctx, DELEGATE, acting(give()))).toBe("Unannounced");
    ctx.events.length = 0;
    expect(ends(ctx, OTHER, announcedCall(give()))).toBe("ok");
    expect(told(ctx)[0]).toBe("Balances.Unreserved");
    expect(told(ctx).at(-1)).toBe("Proxy.ProxyExecuted");
    expect(freeBalance(ctx, TARGET)).toBe(UNIT);
    expect(Announcements.get(ctx, DELEGATE)).toEqual([
      [{ real: REAL, callHash: hashOf(note), height: 10 }],
      104_000_000n,
    ]);
    expect(ends(ctx, OTHER, announcedCall(give()))).toBe("Unannounced");
    expect(ends(ctx, OTHER, announcedCall(note))).toBe("ok");
    expect(Announcements.has(ctx, DELEGATE)).toBe(false);
    expect(Account.get(ctx, DELEGATE).data.reserved).toBe(0n);
  });
  test("of one call that are old enough go together; a younger one stays", () => {
    const ctx = chain();
    addProxy(ctx, "Any", 3);
    for (const block of [10n, 11n, 12n])
      expect(ends(at(ctx, block), DELEGATE, announce(note))).toBe("ok");
    expect(ends(at(ctx, 14n), OTHER, announcedCall(note))).toBe("ok");
    expect(Announcements.get(ctx, DELEGATE)[0].map(({ height }) => height)).toEqual([12]);
  });
  test("are needed even without a delay, but in the same block", () => {
    const ctx = chain();
    addProxy(ctx, "Any");
    expect(ends(ctx, OTHER, announcedCall(note))).toBe("Unannounced");
    expect(ends(ctx, DELEGATE, announce(note))).toBe("ok");
    expect(ends(ctx, OTHER, announcedCall(note))).toBe("ok");
  });
  test("stay when the proxy acts without them", () => {
    const ctx = chain();
    addProxy(ctx, "Any");
    expect(ends(ctx, DELEGATE, announce(note))).toBe("ok");
    result(ctx, note);
    expect(Announcements.get(ctx, DELEGATE)[0]).toHaveLength(1);
  });
  test("widen no filter, and are used up by a call that is refused", () => {
    const ctx = chain();
    addProxy(ctx, "Staking", 1);
    expect(ends(ctx, DELEGATE, announce(give()))).toBe("ok");
    expect(ends(at(ctx, 11n), OTHER, announcedCall(give(), "Any"))).toBe("NotProxy");
    expect(ends(ctx, OTHER, announcedCall(give()))).toBe("ok");
    expect(LastCallResult.get(ctx, REAL)).toEqual(FILTERED);
    expect(Announcements.has(ctx, DELEGATE)).toBe(false);
  });
  test("may be taken back by who made them and be rejected by whom they are about, nobody else", () => {
    const ctx = chain();
    addProxy(ctx, "Any", 3);
    for (const call of [note, give()]) expect(ends(ctx, DELEGATE, announce(call))).toBe("ok");
    const removes = (call: RuntimeCall, real = REAL) =>
      of(calls.removeAnnouncement, { real: id(real), callHash: hashOf(call) });
    const rejects = (call: RuntimeCall, delegate = DELEGATE) =>
      of(calls.rejectAnnouncement, { delegate: id(delegate), callHash: hashOf(call) });
    expect(ends(ctx, OTHER, removes(note))).toBe("NotFound");
    expect(ends(ctx, DELEGATE, removes(note, OTHER))).toBe("NotFound");
    expect(ends(ctx, DELEGATE, removes(give(1n)))).toBe("NotFound");
    expect(ends(ctx, OTHER, rejects(note))).toBe("NotFound");
    expect(ends(ctx, REAL, rejects(note, OTHER))).toBe("NotFound");
    ctx.events.length = 0;
    expect(ends(ctx, DELEGATE, removes(note))).toBe("ok");
    expect(ends(ctx, REAL, rejects(give()))).toBe("ok");
    expect(told(ctx)).toEqual(["Balances.Unreserved", "Balances.Unreserved"]);
    expect(Announcements.has(ctx, DELEGATE)).toBe(false);
    expect(ends(ctx, REAL, rejects(give()))).toBe("NotFound");
  });
});

describe("who may call, and about whom", () => {
  const ofAll: readonly (readonly [AnyCall, Readonly<Record<string, unknown>>])[] = [
    [calls.proxy, { real: id(REAL), forceProxyType: undefined, call: note }],
    [calls.addProxy, { delegate: id(OTHER), proxyType: "Any", delay: 0 }],
    [calls.removeProxy, { delegate: id(OTHER), proxyType: "Any", delay: 0 }],
    [calls.removeProxies, {}],
    [calls.createPure, { proxyType: "Any", delay: 0, index: 0 }],
    [calls.killPure, { spawner: id(REAL), proxyType: "Any", index: 0, height: 0, extIndex: 0 }],
    [calls.announce, { real: id(REAL), callHash: hash(`0x${"00".repeat(32)}`) }],
    [calls.removeAnnouncement, { real: id(REAL), callHash: hash(`0x${"00".repeat(32)}`) }],
    [calls.rejectAnnouncement, { delegate: id(REAL), callHash: hash(`0x${"00".repeat(32)}`) }],
    [
      calls.proxyAnnounced,
      { delegate: id(OTHER), real: id(REAL), forceProxyType: undefined, call: note },
    ],
    [calls.pokeDeposit, {}],
    [calls.setRealPaysFee, { delegate: id(OTHER), paysFee: true }],
  ];
  test.each(ofAll.map(([call, args]) => [call.name, call, args] as const))(
    "%s is neither root's nor nobody's, and knows accounts by their ids only",
    (_, call, args) => {
      for (const origin of [ROOT, NONE])
        expect(chain().dispatch(origin, of(call, args))).toMatchObject({
          ok: false,
          refusal: { label: "BadOrigin" },
        });
      for (const name of ["real", "delegate", "spawner"]) {
        if (!(name in args)) continue;
        const elsewhere = { ...args, [name]: { type: "Address20", value: new Uint8Array(20) } };
        expect(ends(chain(), REAL, of(call, elsewhere))).toBe("CannotLookup");
      }
    },
  );
  test("there are no others", () => {
    expect(ofAll.map(([call]) => call.index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(Object.keys(calls)).toHaveLength(12);
  });
  test("an account that has proxies may remove all of them at once", () => {
    const ctx = chain();
    addProxy(ctx, "Any");
    addProxy(ctx, "Staking", 0, OTHER);
    const pays = of(calls.setRealPaysFee, { delegate: id(OTHER), paysFee: true });
    expect(ends(ctx, REAL, pays)).toBe("ok");
    ctx.events.length = 0;
    expect(ends(ctx, REAL, of(calls.removeProxies, {}))).toBe("ok");
    expect(told(ctx)).toEqual(["Balances.Unreserved"]);
    expect(Proxies.has(ctx, REAL)).toBe(false);
    expect(Account.get(ctx, REAL)).toMatchObject({
      consumers: 0,
      data: { free: 10n * UNIT, reserved: 0n },
    });
  });
});
