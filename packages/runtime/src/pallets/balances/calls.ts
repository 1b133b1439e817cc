import {
  call,
  ensure,
  ensureLookup,
  ensureRoot,
  ensureSigned,
  multiAddress,
  weigh,
} from "@ganglion/frame";
import { rao } from "@ganglion/primitives";
import { bool, compact, literals, rao as raoCodec } from "@ganglion/scale";
import { burnFrom, forceSetBalance, reducibleBalance, transfer } from "./currency.ts";
import { Errors } from "./errors.ts";
import { Events } from "./events.ts";
import { InactiveIssuance, TotalIssuance } from "./storage.ts";

// Weights: pallet_balances::weights::SubstrateWeight, figures of crate version 42.

/** Sends TAO; the sender's account may be closed by it. */
export const transferAllowDeath = call({
  index: 0,
  args: { dest: multiAddress, value: compact(raoCodec) },
  weight: weigh(48_834_000n, 3593n, { reads: 1n, writes: 1n }),
  run(ctx, origin, { dest, value }) {
    const from = ensureSigned(origin);
    transfer(ctx, { from, to: ensureLookup(dest), amount: value, preservation: "expendable" });
  },
});

/** Root: sends TAO of another account. */
export const forceTransfer = call({
  index: 2,
  args: { source: multiAddress, dest: multiAddress, value: compact(raoCodec) },
  weight: weigh(49_519_000n, 6196n, { reads: 2n, writes: 2n }),
  run(ctx, origin, { source, dest, value }) {
    ensureRoot(origin);
    transfer(ctx, {
      from: ensureLookup(source),
      to: ensureLookup(dest),
      amount: value,
      preservation: "expendable",
    });
  },
});

/** Sends TAO; refused if it would close the sender's account. */
export const transferKeepAlive = call({
  index: 3,
  args: { dest: multiAddress, value: compact(raoCodec) },
  weight: weigh(39_051_000n, 3593n, { reads: 1n, writes: 1n }),
  run(ctx, origin, { dest, value }) {
    const from = ensureSigned(origin);
    transfer(ctx, { from, to: ensureLookup(dest), amount: value, preservation: "preserve" });
  },
});

/** Sends all that may be sent. */
export const transferAll = call({
  index: 4,
  args: { dest: multiAddress, keepAlive: bool },
  weight: weigh(48_209_000n, 3593n, { reads: 1n, writes: 1n }),
  run(ctx, origin, { dest, keepAlive }) {
    const from = ensureSigned(origin);
    const preservation = keepAlive ? "preserve" : "expendable";
    const amount = reducibleBalance(ctx, from, preservation);
    transfer(ctx, { from, to: ensureLookup(dest), amount, preservation });
  },
});

/** Root: sets a balance. */
export const forceSetBalanceCall = call({
  index: 8,
  args: { who: multiAddress, newFree: compact(raoCodec) },
  weight: weigh(19_206_000n, 3593n, { reads: 1n, writes: 1n }),
  run(ctx, origin, { who, newFree }) {
    ensureRoot(origin);
    forceSetBalance(ctx, ensureLookup(who), newFree);
  },
});

/** Root: corrects the total issuance. */
export const forceAdjustTotalIssuance = call({
  index: 9,
  args: {
    direction: literals("pallet_balances::types::AdjustmentDirection", ["Increase", "Decrease"]),
    delta: compact(raoCodec),
  },
  weight: weigh(5_351_000n, 0n, { reads: 0n, writes: 0n }),
  run(ctx, origin, { direction, delta }) {
    ensureRoot(origin);
    ensure(delta > 0n, Errors.DeltaZero);
    const old = TotalIssuance.get(ctx);
    const max = (1n << 64n) - 1n;
    const changed = direction === "Increase" ? old + delta : old > delta ? old - delta : 0n;
    const next = rao(changed > max ? max : changed);
    ensure(InactiveIssuance.get(ctx) <= next, Errors.IssuanceDeactivated);
    TotalIssuance.set(ctx, next);
    ctx.deposit(Events.TotalIssuanceForced({ old, new: next }));
  },
});

/** Destroys TAO of the caller. */
export const burn = call({
  index: 10,
  args: { value: compact(raoCodec), keepAlive: bool },
  weight: (args) => (args.keepAlive ? weigh(20_720_000n) : weigh(30_219_000n)),
  run(ctx, origin, { value, keepAlive }) {
    const who = ensureSigned(origin);
    burnFrom(ctx, who, value, {
      preservation: keepAlive ? "preserve" : "expendable",
      precision: "exact",
    });
  },
});
