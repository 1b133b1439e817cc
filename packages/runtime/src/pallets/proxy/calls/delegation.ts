import { call, ensureLookup, ensureSigned, multiAddress } from "@ganglion/frame";
import { bool, u32 } from "@ganglion/scale";
import { Events } from "../events.ts";
import {
  addProxyDelegate,
  findProxy,
  removeAllProxyDelegates,
  removeProxyDelegate,
} from "../proxies.ts";
import { RealPaysFee } from "../storage.ts";
import { proxyType } from "../types.ts";
import { Weights } from "../weights.ts";

const delegation = { delegate: multiAddress, proxyType, delay: u32 };

/** Lets another account act for the signer. */
export const addProxy = call({
  index: 1,
  args: delegation,
  weight: Weights.addProxy,
  run(ctx, origin, { delegate, proxyType: type, delay }) {
    const delegator = ensureSigned(origin);
    const delegatee = ensureLookup(delegate);
    addProxyDelegate(ctx, { delegator, delegatee, proxyType: type, delay });
  },
});

/** Takes back one that was let. */
export const removeProxy = call({
  index: 2,
  args: delegation,
  weight: Weights.removeProxy,
  run(ctx, origin, { delegate, proxyType: type, delay }) {
    const delegator = ensureSigned(origin);
    const delegatee = ensureLookup(delegate);
    removeProxyDelegate(ctx, { delegator, delegatee, proxyType: type, delay });
  },
});

/** Takes back all. Of an account without a key nobody can dispose any more then. */
export const removeProxies = call({
  index: 3,
  args: {},
  weight: Weights.removeProxies,
  run(ctx, origin) {
    removeAllProxyDelegates(ctx, ensureSigned(origin));
  },
});

/** Settles who pays for a delegate's calls: the signer, for whom they are, or the delegate. */
export const setRealPaysFee = call({
  index: 11,
  args: { delegate: multiAddress, paysFee: bool },
  weight: Weights.setRealPaysFee,
  run(ctx, origin, { delegate: address, paysFee }) {
    const real = ensureSigned(origin);
    const delegate = ensureLookup(address);
    findProxy(ctx, { real, delegate });
    if (paysFee) RealPaysFee.set(ctx, real, delegate, undefined);
    else RealPaysFee.remove(ctx, real, delegate);
    ctx.deposit(Events.RealPaysFeeSet({ real, delegate, paysFee }));
  },
});
