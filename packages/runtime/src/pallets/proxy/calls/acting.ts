import {
  addWeight,
  type CallFilter,
  type Ctx,
  call,
  ensure,
  ensureLookup,
  ensureSigned,
  multiAddress,
  narrowed,
  Refusal,
  type RuntimeCall,
  runtimeCall,
  signed,
  tolerate,
} from "@ganglion/frame";
import { blake2_256Hex } from "@ganglion/hash";
import type { AccountId } from "@ganglion/primitives";
import { encode, option } from "@ganglion/scale";
import { resultOf } from "../../../dispatch.ts";
import { removeAnnouncements } from "../announcements.ts";
import { Errors } from "../errors.ts";
import { Events } from "../events.ts";
import { isSuperset, passes } from "../filters.ts";
import { findProxy } from "../proxies.ts";
import { LastCallResult } from "../storage.ts";
import { type Announcement, type ProxyType, proxyType } from "../types.ts";
import { Weights } from "../weights.ts";
import { addProxy, removeProxies, removeProxy } from "./delegation.ts";
import { killPure } from "./pure.ts";

/** What a proxy of a type may do, whatever holds the call: nothing that gives it more power. */
const within =
  (type: ProxyType): CallFilter =>
  (nested) => {
    const { call: declared, args } = nested;
    if (declared === addProxy || declared === removeProxy) {
      if (!isSuperset(type, args["proxyType"] as ProxyType)) return false;
    } else if (declared === removeProxies || declared === killPure) {
      if (type !== "Any") return false;
    }
    return passes(type, nested);
  };

/**
 * Makes a call for an account. However it ends, the proxy has done its part: the result is told and kept.
 * The account's origin is a fresh one, free of what the proxy itself was held to.
 * Source: pallets/proxy/src/lib.rs do_proxy
 */
function act(
  ctx: Ctx,
  options: { readonly real: AccountId; readonly type: ProxyType; readonly nested: RuntimeCall },
): void {
  const { real, type, nested } = options;
  const result = resultOf(ctx.dispatch(narrowed(signed(real), within(type)), nested));
  LastCallResult.set(ctx, real, result);
  ctx.deposit(Events.ProxyExecuted({ result }));
}

/** A call for an account whose proxy the signer is. It costs what the call inside does, and weighs all of it. */
export const proxy = call({
  index: 0,
  args: { real: multiAddress, forceProxyType: option(proxyType), call: runtimeCall },
  pays: ({ call: nested }) => nested.call.paysOf(nested.args),
  weight: ({ call: nested }, ctx) => addWeight(Weights.proxy, nested.call.weight(nested.args, ctx)),
  run(ctx, origin, { real: address, forceProxyType: forced, call: nested }) {
    const delegate = ensureSigned(origin);
    const real = ensureLookup(address);
    const { proxyType: type, delay } = findProxy(ctx, { real, delegate, forced });
    ensure(delay === 0, Errors.Unannounced);
    act(ctx, { real, type, nested });
  },
});

/** A call for an account that its proxy announced long enough ago. Anybody may make it. */
export const proxyAnnounced = call({
  index: 9,
  args: {
    delegate: multiAddress,
    real: multiAddress,
    forceProxyType: option(proxyType),
    call: runtimeCall,
  },
  weight: ({ call: nested }, ctx) =>
    addWeight(Weights.proxyAnnounced, nested.call.weight(nested.args, ctx)),
  run(ctx, origin, args) {
    ensureSigned(origin);
    const delegate = ensureLookup(args.delegate);
    const real = ensureLookup(args.real);
    const found = findProxy(ctx, { real, delegate, forced: args.forceProxyType });
    const callHash = blake2_256Hex(encode(runtimeCall, args.call));
    const latest = Number(ctx.block) - found.delay;
    const isDue = (each: Announcement): boolean =>
      each.real === real && each.callHash === callHash && each.height <= latest;
    const removed = tolerate(() => removeAnnouncements(ctx, delegate, isDue));
    ensure(!(removed instanceof Refusal), Errors.Unannounced);
    act(ctx, { real, type: found.proxyType, nested: args.call });
  },
});
