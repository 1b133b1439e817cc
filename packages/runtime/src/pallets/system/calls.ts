import { call, ensureRoot, ensureSigned, weigh } from "@ganglion/frame";
import { blake2_256Hex } from "@ganglion/hash";
import { type Hex, hash, toHex } from "@ganglion/primitives";
import { bytes, tuple, u32, vec } from "@ganglion/scale";
import { Events } from "./events.ts";

// Weights: frame_system::weights::SubstrateWeight, figures of crate version 41.

/** Leaves a note in the block and nowhere else. */
export const remark = call({
  index: 0,
  args: { remark: bytes },
  weight: ({ remark }) => weigh(1_586_000n + 10_920n * BigInt(remark.length)),
  run(_ctx, origin) {
    if (origin.kind === "signed" || origin.kind === "root") return;
    ensureSigned(origin);
  },
});

/** Leaves a note and an event with its hash. */
export const remarkWithEvent = call({
  index: 7,
  args: { remark: bytes },
  weight: ({ remark }) => weigh(4_725_000n + 12_386n * BigInt(remark.length)),
  run(ctx, origin, { remark }) {
    const sender = ensureSigned(origin);
    ctx.deposit(Events.Remarked({ sender, hash: hash(blake2_256Hex(remark)) }));
  },
});

/** Root: writes bytes under raw storage keys. */
export const setStorage = call({
  index: 4,
  class: "Operational",
  args: { items: vec(tuple(bytes, bytes)) },
  weight: ({ items }) =>
    weigh(1_565_000n + 733_648n * BigInt(items.length), 0n, { writes: BigInt(items.length) }),
  run(ctx, origin, { items }) {
    ensureRoot(origin);
    for (const [key, value] of items) ctx.state.writeRaw(toHex(key), value);
  },
});

/** Root: removes raw storage keys. */
export const killStorage = call({
  index: 5,
  class: "Operational",
  args: { keys: vec(bytes) },
  weight: ({ keys }) =>
    weigh(1_624_000n + 566_903n * BigInt(keys.length), 0n, { writes: BigInt(keys.length) }),
  run(ctx, origin, { keys }) {
    ensureRoot(origin);
    for (const key of keys) ctx.state.remove(toHex(key));
  },
});

/** Root: removes every key with a prefix, `subkeys` of them at the most. */
export const killPrefix = call({
  index: 6,
  class: "Operational",
  args: { prefix: bytes, subkeys: u32 },
  weight: ({ subkeys }) =>
    weigh(2_964_000n + 1_340_742n * BigInt(subkeys), 70n * BigInt(subkeys) + 69n, {
      reads: BigInt(subkeys),
      writes: BigInt(subkeys),
    }),
  run(ctx, origin, { prefix, subkeys }) {
    ensureRoot(origin);
    const keys: readonly Hex[] = ctx.state.keys(toHex(prefix));
    for (const key of keys.slice(0, subkeys)) ctx.state.remove(key);
  },
});
