import { call, ensure, ensureLookup, ensureSigned, multiAddress } from "@ganglion/frame";
import { compact, u16, u32 } from "@ganglion/scale";
import { reserve, unreserve } from "../../balances/reserve.ts";
import { extrinsicIndex } from "../../system/extrinsic-index.ts";
import { PROXY_PRICE } from "../constants.ts";
import { depositFor } from "../deposit.ts";
import { Errors } from "../errors.ts";
import { Events } from "../events.ts";
import { pureAccount } from "../pure-account.ts";
import { Proxies } from "../storage.ts";
import { proxyType } from "../types.ts";
import { Weights } from "../weights.ts";

/** Makes an account that has no key and one proxy, the signer, who also gives the deposit. */
export const createPure = call({
  index: 4,
  args: { proxyType, delay: u32, index: u16 },
  weight: Weights.createPure,
  run(ctx, origin, { proxyType: type, delay, index }) {
    const who = ensureSigned(origin);
    const pure = pureAccount({
      spawner: who,
      proxyType: type,
      index,
      height: Number(ctx.block),
      extrinsicIndex: extrinsicIndex(ctx),
    });
    ensure(!Proxies.has(ctx, pure), Errors.Duplicate);
    const deposit = depositFor(1, PROXY_PRICE);
    reserve(ctx, who, deposit);
    Proxies.set(ctx, pure, [[{ delegate: who, proxyType: type, delay }], deposit]);
    ctx.deposit(Events.PureCreated({ pure, who, proxyType: type, disambiguationIndex: index }));
  },
});

/** Gives up the signer, an account without a key; who made it gets the deposit. What it holds is lost. */
export const killPure = call({
  index: 5,
  args: {
    spawner: multiAddress,
    proxyType,
    index: u16,
    height: compact(u32),
    extIndex: compact(u32),
  },
  weight: Weights.killPure,
  run(ctx, origin, { spawner: address, proxyType: type, index, height, extIndex }) {
    const pure = ensureSigned(origin);
    const spawner = ensureLookup(address);
    const made = { spawner, proxyType: type, index, height, extrinsicIndex: extIndex };
    ensure(pureAccount(made) === pure, Errors.NoPermission);
    const [, deposit] = Proxies.take(ctx, pure);
    // All of it, even what the account's further proxies added.
    unreserve(ctx, spawner, deposit);
    ctx.deposit(Events.PureKilled({ pure, spawner, proxyType: type, disambiguationIndex: index }));
  },
});
