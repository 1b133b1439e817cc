import {
  type AnyCall,
  type Context,
  ROOT,
  type RuntimeCall,
  signed,
  tolerate,
} from "@ganglion/frame";
import { type AccountId, hash, rao } from "@ganglion/primitives";
import { describe, expect, test } from "vitest";
import { feePayer } from "../src/extensions/fee-payer.ts";
import { freeBalance } from "../src/pallets/balances/currency.ts";
import { reserve } from "../src/pallets/balances/reserve.ts";
import { ProxyPallet } from "../src/pallets/proxy/pallet.ts";
import { addProxyDelegate, removeProxyDelegate } from "../src/pallets/proxy/proxies.ts";
import { pureAccount } from "../src/pallets/proxy/pure-account.ts";
import {
  Announcements,
  LastCallResult,
  Proxies,
  RealPaysFee,
} from "../src/pallets/proxy/storage.ts";
import type { ProxyType } from "../src/pallets/proxy/types.ts";
import { SubtensorModule } from "../src/pallets/subtensor/pallet.ts";
import { increaseTake } from "../src/pallets/subtensor/staking/calls/increase-take.ts";
import { remark } from "../src/pallets/system/calls.ts";
import { Account } from "../src/pallets/system/storage.ts";
import { Utility } from "../src/pallets/utility/pallet.ts";
import { chain as blockTen, of, runtime, signedBy } from "./extrinsics-fixture.ts";
import { account, emptyChain, endow, UNIT } from "./subnet-fixture.ts";

const [REAL, DELEGATE] = [account(6), account(7)];
const chain = () => {
  const ctx = emptyChain(1n);
  endow(ctx, REAL, 10n * UNIT);
  ctx.events.length = 0;
  return ctx;
};
const to = (delegatee = DELEGATE, proxyType: ProxyType = "Any", delay = 0) => ({
  delegator: REAL,
  delegatee,
  proxyType,
  delay,
});

// Source: pallets/proxy/src/lib.rs; deposits of runtime/src/lib.rs: 0.06 TAO once and 0.033 for each proxy.
describe("proxies of an account", () => {
  test("stand by delegate, type and delay, backed by a deposit", () => {
    const ctx = chain();
    const added = [
      to(account(9)),
      to(DELEGATE, "Staking"),
      to(DELEGATE, "Any", 3),
      to(DELEGATE, "Any", 2),
    ];
    for (const each of added) addProxyDelegate(ctx, each);
    const definition = ({ delegatee, proxyType, delay }: ReturnType<typeof to>) => ({
      delegate: delegatee,
      proxyType,
      delay,
    });
    expect(Proxies.get(ctx, REAL)).toEqual([
      [3, 2, 1, 0].map((i) => definition(added[i]!)),
      192_000_000n,
    ]);
    expect(Account.get(ctx, REAL).data.reserved).toBe(192_000_000n);
    expect(ctx.events.slice(0, 2).map(({ event }) => [event.event.name, event.data])).toEqual([
      ["Reserved", { who: REAL, amount: 93_000_000n }],
      ["ProxyAdded", added[0]],
    ]);
    for (const each of added) removeProxyDelegate(ctx, each);
    expect(Proxies.has(ctx, REAL)).toBe(false);
    expect(Account.get(ctx, REAL).data.reserved).toBe(0n);
    expect(ctx.events.slice(-2).map(({ event }) => [event.event.name, event.data])).toEqual([
      ["Unreserved", { who: REAL, amount: 93_000_000n }],
      ["ProxyRemoved", added[3]],
    ]);
  });
  test("are others, each once, at most 20, and can be paid for", () => {
    const ctx = chain();
    const refused = (each: ReturnType<typeof to>) => tolerate(() => addProxyDelegate(ctx, each));
    expect(refused(to(REAL))).toMatchObject({ label: "NoSelfProxy" });
    addProxyDelegate(ctx, to());
    expect(refused(to())).toMatchObject({ label: "Duplicate" });
    for (let n = 1; n < 20; n++) addProxyDelegate(ctx, to(DELEGATE, "Any", n));
    expect(refused(to())).toMatchObject({ label: "Duplicate" });
    expect(refused(to(account(9)))).toMatchObject({ label: "TooMany" });
    const poor = { ...to(account(9)), delegator: account(8) };
    endow(ctx, account(8), 93_000_000n);
    expect(refused(poor)).toMatchObject({ label: "ConsumerRemaining" });
    endow(ctx, account(8), 93_000_500n);
    expect(refused(poor)).toBeUndefined();
    expect(refused({ ...poor, delegatee: REAL })).toMatchObject({ label: "InsufficientBalance" });
    expect(Proxies.get(ctx, account(8))[1]).toBe(93_000_000n);
  });
  test("are removed by exactly what they were added by, and with them that the account pays", () => {
    const ctx = chain();
    const refused = (each: ReturnType<typeof to>) => tolerate(() => removeProxyDelegate(ctx, each));
    expect(refused(to())).toMatchObject({ label: "NotFound" });
    addProxyDelegate(ctx, to());
    addProxyDelegate(ctx, to(account(9)));
    for (const delegate of [DELEGATE, account(9)]) RealPaysFee.set(ctx, REAL, delegate, undefined);
    for (const wrong of [to(account(8)), to(DELEGATE, "Staking"), to(DELEGATE, "Any", 1)])
      expect(refused(wrong)).toMatchObject({ label: "NotFound" });
    expect(refused(to())).toBeUndefined();
    expect([DELEGATE, account(9)].map((each) => RealPaysFee.has(ctx, REAL, each))).toEqual([
      false,
      true,
    ]);
  });
});

const { calls } = ProxyPallet;
const id = (value: AccountId) => ({ type: "Id", value });
const note = of(remark, { remark: new Uint8Array() });
/** Block 10, where the first and the second account have 10 TAO each. */
const block = (): Context => {
  const ctx = blockTen();
  endow(ctx, DELEGATE, 10n * UNIT);
  ctx.events.length = 0;
  return ctx;
};
const ends = (ctx: Context, who: AccountId, call: RuntimeCall): string => {
  const result = ctx.dispatch(signed(who), call);
  return result.ok ? "ok" : result.refusal.label;
};
const told = (ctx: Context) => ctx.events.map(({ event }) => [event.event.name, event.data]);

// Source: pallets/proxy/src/lib.rs pure_account, create_pure, kill_pure
describe("an account without a key", () => {
  // blake2-256 of "modlpy/proxy____", spawner, block and extrinsic index (u32), type (u8), index (u16), by Python.
  test.each([
    [
      { height: 10, extrinsicIndex: 0, proxyType: "Any", index: 0 },
      "47a36ab7cb1163114c04d97554a93185e5833b6b04991fd492a12a59ca6be944",
    ],
    [
      { height: 10, extrinsicIndex: 1, proxyType: "Any", index: 0 },
      "40f893b3d1dda34f615fd36903c543c44db581f9899aa9312ac792d0e96a790b",
    ],
    [
      { height: 10, extrinsicIndex: 0, proxyType: "Staking", index: 0x1234 },
      "77f9f52192cc77c25178a6d474669768b3d949edf094ec0a1b062684c4c0ce8d",
    ],
  ] as const)("has an address of its spawner and %j", (made, expected) => {
    expect(pureAccount({ spawner: REAL, ...made })).toBe(`0x${expected}`);
  });

  const creates = (index = 0, proxyType: ProxyType = "Any", delay = 0) =>
    of(calls.createPure, { proxyType, delay, index });
  const kills = (options: { readonly index?: number; readonly height?: number } = {}) =>
    of(calls.killPure, {
      spawner: id(REAL),
      proxyType: "Any",
      index: options.index ?? 0,
      height: options.height ?? 10,
      extIndex: 0,
    });
  const acting = (real: AccountId, call: RuntimeCall) =>
    of(calls.proxy, { real: id(real), forceProxyType: undefined, call });
  const PURE = pureAccount({
    spawner: REAL,
    height: 10,
    extrinsicIndex: 0,
    proxyType: "Any",
    index: 0,
  });

  test("is made with its spawner as its proxy, at the spawner's deposit", () => {
    const ctx = block();
    expect(ends(ctx, REAL, creates())).toBe("ok");
    expect(Proxies.get(ctx, PURE)).toEqual([
      [{ delegate: REAL, proxyType: "Any", delay: 0 }],
      93_000_000n,
    ]);
    expect(Account.get(ctx, REAL).data.reserved).toBe(93_000_000n);
    expect(Account.has(ctx, PURE)).toBe(false);
    expect(told(ctx)).toEqual([
      ["Reserved", { who: REAL, amount: 93_000_000n }],
      ["PureCreated", { pure: PURE, who: REAL, proxyType: "Any", disambiguationIndex: 0 }],
    ]);
  });
  test("is another one with another index, type or block, not with another delay", () => {
    const ctx = block();
    expect(ends(ctx, REAL, creates())).toBe("ok");
    expect(ends(ctx, REAL, creates())).toBe("Duplicate");
    expect(ends(ctx, REAL, creates(0, "Any", 1))).toBe("Duplicate");
    expect(ends(ctx, REAL, creates(1))).toBe("ok");
    expect(ends(ctx, REAL, creates(0, "Staking"))).toBe("ok");
    ctx.block = 11n;
    expect(ends(ctx, REAL, creates())).toBe("ok");
    expect(Proxies.keysOf(ctx)).toHaveLength(4);
  });
  test("is another one in the next extrinsic of its block", () => {
    const ctx = block();
    for (const nonce of [0, 1])
      expect(runtime.executive.apply(ctx, signedBy(creates(), REAL, nonce))).toMatchObject({
        ok: true,
        dispatched: { ok: true },
      });
    expect(Proxies.keysOf(ctx).flat().toSorted()).toEqual(
      [
        PURE,
        pureAccount({
          spawner: REAL,
          height: 10,
          extrinsicIndex: 1,
          proxyType: "Any",
          index: 0,
        }),
      ].toSorted(),
    );
  });
  test("must be paid for", () => {
    const ctx = block();
    expect(ends(ctx, account(8), creates())).toBe("InsufficientBalance");
    expect(Proxies.has(ctx, PURE)).toBe(false);
  });
  test("is given up by itself only, with what it was made from, and its deposit goes to its spawner", () => {
    const ctx = block();
    expect(ends(ctx, REAL, creates())).toBe("ok");
    expect(ends(ctx, REAL, kills())).toBe("NoPermission");
    const outcome = (call: RuntimeCall) => {
      expect(ends(ctx, REAL, acting(PURE, call))).toBe("ok");
      return LastCallResult.get(ctx, PURE)?.ok;
    };
    expect(outcome(kills({ index: 1 }))).toBe(false);
    expect(outcome(kills({ height: 9 }))).toBe(false);
    ctx.events.length = 0;
    expect(outcome(kills())).toBe(true);
    expect(Proxies.has(ctx, PURE)).toBe(false);
    expect(Account.get(ctx, REAL).data).toMatchObject({ free: 10n * UNIT, reserved: 0n });
    expect(told(ctx)).toEqual([
      ["Unreserved", { who: REAL, amount: 93_000_000n }],
      ["PureKilled", { pure: PURE, spawner: REAL, proxyType: "Any", disambiguationIndex: 0 }],
      ["ProxyExecuted", { result: { ok: true, value: undefined } }],
    ]);
    expect(ends(ctx, REAL, acting(PURE, note))).toBe("NotProxy");
  });
  test("backs its further proxies itself; given up, what the spawner hasn't reserved stays where it is", () => {
    const ctx = block();
    expect(ends(ctx, REAL, creates())).toBe("ok");
    endow(ctx, PURE, UNIT);
    const adds = of(calls.addProxy, { delegate: id(DELEGATE), proxyType: "Any", delay: 0 });
    expect(ends(ctx, REAL, acting(PURE, adds))).toBe("ok");
    expect(Proxies.get(ctx, PURE)[1]).toBe(126_000_000n);
    expect(Account.get(ctx, PURE).data.reserved).toBe(33_000_000n);
    ctx.events.length = 0;
    expect(ends(ctx, DELEGATE, acting(PURE, kills()))).toBe("ok");
    expect(told(ctx)[0]).toEqual(["Unreserved", { who: REAL, amount: 93_000_000n }]);
    expect(Account.get(ctx, REAL).data.reserved).toBe(0n);
    expect(Account.get(ctx, PURE).data.reserved).toBe(33_000_000n);
  });
});

// Source: ps/swap/swap_coldkey.rs: it moves what can be spent.
test("the swap of a coldkey leaves its proxies, and the deposit with what keeps the account open", () => {
  const ctx = block();
  addProxyDelegate(ctx, to());
  const swap = of(SubtensorModule.calls.swapColdkey, {
    oldColdkey: REAL,
    newColdkey: account(9),
    swapCost: 0n,
  });
  expect(ctx.dispatch(ROOT, swap)).toMatchObject({ ok: true });
  expect(Proxies.get(ctx, REAL)[0]).toHaveLength(1);
  expect(Proxies.has(ctx, account(9))).toBe(false);
  expect(Account.get(ctx, REAL).data).toMatchObject({ free: 500n, reserved: 93_000_000n });
  expect(freeBalance(ctx, account(9))).toBe(10n * UNIT - 93_000_500n);
});

// Source: pallets/proxy/src/lib.rs poke_deposit
describe("poking a deposit", () => {
  const pokes = of(calls.pokeDeposit, {});
  const poke = (ctx: Context) => {
    ctx.events.length = 0;
    return ctx.dispatch(signed(REAL), pokes);
  };
  const definition = { delegate: DELEGATE, proxyType: "Any", delay: 0 } as const;
  const announced = { real: REAL, callHash: hash(`0x${"22".repeat(32)}`), height: 1 };

  test("brings both kinds to what they cost now, and is free", () => {
    const ctx = block();
    // As if one proxy had cost more and two announcements less.
    reserve(ctx, REAL, 100_000_000n + 70n);
    Proxies.set(ctx, REAL, [[definition], rao(100_000_000n)]);
    Announcements.set(ctx, REAL, [[announced, announced], rao(70n)]);
    expect(poke(ctx)).toEqual({ ok: true, info: { pays: "No" } });
    expect(told(ctx)).toEqual([
      ["Unreserved", { who: REAL, amount: 7_000_000n }],
      [
        "DepositPoked",
        { who: REAL, kind: "Proxies", oldDeposit: 100_000_000n, newDeposit: 93_000_000n },
      ],
      ["Reserved", { who: REAL, amount: 171_999_930n }],
      [
        "DepositPoked",
        { who: REAL, kind: "Announcements", oldDeposit: 70n, newDeposit: 172_000_000n },
      ],
    ]);
    expect(Proxies.get(ctx, REAL)).toEqual([[definition], 93_000_000n]);
    expect(Announcements.get(ctx, REAL)).toEqual([[announced, announced], 172_000_000n]);
    expect(Account.get(ctx, REAL).data.reserved).toBe(93_000_000n + 172_000_000n);
  });
  test("costs its fee where nothing changes, and nothing is told", () => {
    const ctx = block();
    expect(poke(ctx)).toEqual({ ok: true, info: { pays: "Yes" } });
    addProxyDelegate(ctx, to());
    expect(poke(ctx)).toEqual({ ok: true, info: { pays: "Yes" } });
    expect(told(ctx)).toEqual([]);
    expect(Announcements.has(ctx, REAL)).toBe(false);
    expect(Proxies.get(ctx, REAL)).toEqual([[definition], 93_000_000n]);
  });
  test("gives back a deposit that nothing stands for", () => {
    const ctx = block();
    reserve(ctx, REAL, 7n);
    Announcements.set(ctx, REAL, [[], rao(7n)]);
    expect(poke(ctx)).toEqual({ ok: true, info: { pays: "No" } });
    expect(told(ctx)).toEqual([
      ["Unreserved", { who: REAL, amount: 7n }],
      ["DepositPoked", { who: REAL, kind: "Announcements", oldDeposit: 7n, newDeposit: 0n }],
    ]);
    expect(Announcements.has(ctx, REAL)).toBe(false);
  });
  test("is refused to whom it is too dear, and leaves all as it was", () => {
    const ctx = block();
    reserve(ctx, REAL, 200_000_000n);
    Proxies.set(ctx, REAL, [[definition], rao(200_000_000n)]);
    Announcements.set(ctx, REAL, [Array.from({ length: 75 }, () => announced), rao(0n)]);
    Account.mutate(ctx, REAL, (info) => ({ ...info, data: { ...info.data, free: UNIT } }));
    expect(poke(ctx)).toMatchObject({ ok: false, refusal: { label: "InsufficientBalance" } });
    expect(Proxies.get(ctx, REAL)[1]).toBe(200_000_000n);
    expect(Account.get(ctx, REAL).data.reserved).toBe(200_000_000n);
  });
});

// Source: runtime/src/transaction_payment_wrapper.rs
describe("who pays for a proxy's call", () => {
  const [A, B, S] = [account(1), account(2), account(3)];
  const acting = (real: AccountId, call: RuntimeCall) =>
    of(calls.proxy, { real: id(real), forceProxyType: undefined, call });
  const batch = (call: AnyCall, ...inner: RuntimeCall[]) => of(call, { calls: inner });
  const { batch: some, batchAll, forceBatch } = Utility.calls;
  type Pairs = readonly (readonly [real: AccountId, delegate: AccountId])[];
  const [both, outer]: [Pairs, Pairs] = [
    [
      [B, S],
      [A, B],
    ],
    [[B, S]],
  ];
  const announced = of(calls.proxyAnnounced, {
    delegate: id(B),
    real: id(A),
    forceProxyType: undefined,
    call: note,
  });
  test.each<[string, Pairs, RuntimeCall, AccountId]>([
    ["its signer, unless something else is set", [], acting(B, note), S],
    ["the account, if it set that", outer, acting(B, note), B],
    ["its signer, if the account set it for another proxy", [[B, A]], acting(B, note), S],
    ["its signer, if the proxy itself set it", [[S, B]], acting(B, note), S],
    ["its signer, of a call that is no proxy's", outer, note, S],
    ["its signer, of a batch of proxies' calls", outer, batch(some, acting(B, note)), S],
    ["its signer, of an announced call", [[A, S]], announced, S],
    ["the inner account, if both set it", both, acting(B, acting(A, note)), A],
    ["the outer account, if only that set it", outer, acting(B, acting(A, note)), B],
    ["its signer, if only the inner set it", [[A, B]], acting(B, acting(A, note)), S],
    ["nobody deeper than two", [...both, [S, A]], acting(B, acting(A, acting(S, note))), A],
    [
      "the inner account of a whole batch",
      both,
      acting(B, batch(some, acting(A, note), acting(A, note))),
      A,
    ],
    [
      "the inner account of a batch of all or none",
      both,
      acting(B, batch(batchAll, acting(A, note))),
      A,
    ],
    [
      "the inner account of a batch that goes on",
      both,
      acting(B, batch(forceBatch, acting(A, note))),
      A,
    ],
    ["the outer account of an empty batch", both, acting(B, batch(some)), B],
    ["the outer account of a mixed batch", both, acting(B, batch(some, acting(A, note), note)), B],
    [
      "the outer account of a batch for two",
      [...both, [S, B]],
      acting(B, batch(some, acting(A, note), acting(S, note))),
      B,
    ],
    ["the outer account of an announced call", both, acting(B, announced), B],
    [
      "the outer account of a batch in another call",
      both,
      acting(B, of(Utility.calls.asDerivative, { index: 0, call: batch(some, acting(A, note)) })),
      B,
    ],
    [
      "its signer, if the account has no id",
      outer,
      of(calls.proxy, {
        real: { type: "Address20", value: new Uint8Array(20) },
        forceProxyType: undefined,
        call: note,
      }),
      S,
    ],
  ])("is %s", (_, pairs, call, expected) => {
    const ctx = block();
    for (const [real, delegate] of pairs) RealPaysFee.set(ctx, real, delegate, undefined);
    expect(feePayer(ctx, S, call)).toBe(expected);
  });

  const parentHash = hash(`0x${"33".repeat(32)}`);
  const applied = (ctx: Context, call: RuntimeCall) => {
    ctx.events.length = 0;
    return runtime.executive.apply(ctx, signedBy(call, DELEGATE));
  };
  const paid = (ctx: Context) =>
    ctx.events
      .filter(({ event }) => event.event.name === "TransactionFeePaid")
      .map(({ event }) => event.data as { readonly who: AccountId; readonly actualFee: bigint });
  const setting = (): Context => {
    const ctx = block();
    addProxyDelegate(ctx, to());
    const pays = of(calls.setRealPaysFee, { delegate: id(DELEGATE), paysFee: true });
    expect(ends(ctx, REAL, pays)).toBe("ok");
    return ctx;
  };

  test("is settled by the account, of whom the other is a proxy", () => {
    const ctx = block();
    const sets = (paysFee: boolean) =>
      of(calls.setRealPaysFee, { delegate: id(DELEGATE), paysFee });
    expect(ends(ctx, REAL, sets(true))).toBe("NotProxy");
    expect(ends(ctx, REAL, sets(false))).toBe("NotProxy");
    addProxyDelegate(ctx, to(DELEGATE, "Staking", 5));
    expect(ends(ctx, REAL, sets(true))).toBe("ok");
    expect(told(ctx).at(-1)).toEqual([
      "RealPaysFeeSet",
      { real: REAL, delegate: DELEGATE, paysFee: true },
    ]);
    expect(RealPaysFee.has(ctx, REAL, DELEGATE)).toBe(true);
    expect(ends(ctx, REAL, sets(false))).toBe("ok");
    expect(RealPaysFee.has(ctx, REAL, DELEGATE)).toBe(false);
    expect(told(ctx).at(-1)?.[1]).toMatchObject({ paysFee: false });
  });
  test("pays: the fee leaves the account, the nonce is the signer's", () => {
    const ctx = setting();
    const call = of(calls.proxy, { real: id(REAL), forceProxyType: undefined, call: note });
    const before = freeBalance(ctx, REAL);
    expect(applied(ctx, call)).toMatchObject({ ok: true, dispatched: { ok: true } });
    const [fee] = paid(ctx);
    expect(fee?.who).toBe(REAL);
    expect(fee?.actualFee).toBeGreaterThan(0n);
    expect(freeBalance(ctx, DELEGATE)).toBe(10n * UNIT);
    expect(freeBalance(ctx, REAL)).toBe(before - fee!.actualFee);
    expect([REAL, DELEGATE].map((each) => Account.get(ctx, each).nonce)).toEqual([0, 1]);
  });
  test("pays even for the call that takes it back", () => {
    const ctx = setting();
    const removes = of(calls.removeProxies, {});
    const call = of(calls.proxy, { real: id(REAL), forceProxyType: undefined, call: removes });
    expect(applied(ctx, call).ok).toBe(true);
    expect(RealPaysFee.has(ctx, REAL, DELEGATE)).toBe(false);
    const [fee] = paid(ctx);
    expect(fee?.who).toBe(REAL);
    expect(freeBalance(ctx, REAL)).toBe(10n * UNIT - fee!.actualFee);
    expect(freeBalance(ctx, DELEGATE)).toBe(10n * UNIT);
  });
  test("that cannot pay lets the extrinsic into no pool and no block, however rich its signer", () => {
    const ctx = setting();
    const call = of(calls.proxy, { real: id(REAL), forceProxyType: undefined, call: note });
    Account.mutate(ctx, REAL, (info) => ({ ...info, data: { ...info.data, free: 500n } }));
    const refused = { ok: false, error: { type: "Invalid", value: { type: "Payment" } } };
    const raw = signedBy(call, DELEGATE);
    expect(runtime.executive.validate(ctx.state, raw, { source: "External", parentHash })).toEqual(
      refused,
    );
    expect(runtime.executive.apply(ctx, raw)).toEqual(refused);
    RealPaysFee.remove(ctx, REAL, DELEGATE);
    expect(runtime.executive.apply(ctx, raw)).toMatchObject({ ok: true });
  });

  // Nobody has this hotkey: the call is refused, and free.
  const free = of(increaseTake, { hotkey: account(9), take: 9_000 });
  test("is nobody, if the call inside is free, unless it was announced", () => {
    const ctx = block();
    addProxyDelegate(ctx, to());
    const call = of(calls.proxy, { real: id(REAL), forceProxyType: undefined, call: free });
    expect(applied(ctx, call).ok).toBe(true);
    expect(paid(ctx)).toEqual([{ who: DELEGATE, actualFee: 0n, tip: 0n }]);
    const late = of(calls.proxyAnnounced, {
      delegate: id(DELEGATE),
      real: id(REAL),
      forceProxyType: undefined,
      call: free,
    });
    expect(late.call.paysOf(late.args)).toBe("Yes");
  });
});
