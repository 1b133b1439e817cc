import { describe, expect, test } from "vitest";
import { addProxyDelegate, removeProxyDelegate } from "../src/pallets/proxy/proxies.ts";
import { Proxies, RealPaysFee } from "../src/pallets/proxy/storage.ts";
import type { ProxyType } from "../src/pallets/proxy/types.ts";
import { tolerate } from "../src/pallets/subtensor/refusals.ts";
import { Account } from "../src/pallets/system/storage.ts";
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
