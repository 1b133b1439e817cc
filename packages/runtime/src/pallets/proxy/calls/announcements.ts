import { call, ensureLookup, ensureSigned, multiAddress } from "@ganglion/frame";
import { h256 } from "@ganglion/scale";
import { addAnnouncement, removeAnnouncements } from "../announcements.ts";
import { Events } from "../events.ts";
import { findProxy } from "../proxies.ts";
import { Weights } from "../weights.ts";

/** Says which call, by its hash, a proxy is going to make. */
export const announce = call({
  index: 6,
  args: { real: multiAddress, callHash: h256 },
  weight: Weights.announce,
  run(ctx, origin, { real: address, callHash }) {
    const delegate = ensureSigned(origin);
    const real = ensureLookup(address);
    findProxy(ctx, { real, delegate });
    addAnnouncement(ctx, delegate, { real, callHash, height: Number(ctx.block) });
    ctx.deposit(Events.Announced({ real, proxy: delegate, callHash }));
  },
});

/** The delegate thinks better of it. */
export const removeAnnouncement = call({
  index: 7,
  args: { real: multiAddress, callHash: h256 },
  weight: Weights.removeAnnouncement,
  run(ctx, origin, { real: address, callHash }) {
    const delegate = ensureSigned(origin);
    const real = ensureLookup(address);
    removeAnnouncements(ctx, delegate, (each) => each.real === real && each.callHash === callHash);
  },
});

/** The account for which it would be made forbids it. */
export const rejectAnnouncement = call({
  index: 8,
  args: { delegate: multiAddress, callHash: h256 },
  weight: Weights.rejectAnnouncement,
  run(ctx, origin, { delegate: address, callHash }) {
    const real = ensureSigned(origin);
    const delegate = ensureLookup(address);
    removeAnnouncements(ctx, delegate, (each) => each.real === real && each.callHash === callHash);
  },
});
