import { call, ensure, ensureRoot, ensureSigned, type Origin, weigh } from "@ganglion/frame";
import type { AccountId } from "@ganglion/primitives";
import { bytes, h256, vec } from "@ganglion/scale";
import { Errors } from "./errors.ts";
import {
  ensureUpdated,
  noteBytes,
  requestPreimage,
  unnotePreimage,
  unrequestPreimage,
} from "./preimages.ts";

// Weights: pallet_preimage::weights::SubstrateWeight, figures of crate version 41.

/** Hashes that `ensure_updated` takes at once. */
const MOST_HASHES = 1024;

/** The signer, or undefined for root. @throws Refusal BadOrigin */
function signedOrRoot(origin: Origin): AccountId | undefined {
  return origin.kind === "root" ? undefined : ensureSigned(origin);
}

/** Stores bytes under their hash, at a deposit; free if the chain wants them. */
export const notePreimage = call({
  index: 0,
  args: { bytes },
  weight: ({ bytes: noted }) =>
    weigh(50_499_000n + 13_491n * BigInt(noted.length), 28_584n, { reads: 5n, writes: 3n }),
  run(ctx, origin, { bytes: noted }) {
    const who = signedOrRoot(origin);
    const { requested } = noteBytes(ctx, noted, who);
    if (requested || who === undefined) return { pays: "No" };
  },
});

/** Takes bytes back that one noted; root takes anybody's. */
export const unnotePreimageCall = call({
  index: 1,
  args: { hash: h256 },
  weight: weigh(50_830_000n, 3_892n, { reads: 3n, writes: 3n }),
  run(ctx, origin, { hash }) {
    unnotePreimage(ctx, hash, signedOrRoot(origin));
  },
});

/** Root: the chain wants the bytes of a hash. */
export const requestPreimageCall = call({
  index: 2,
  args: { hash: h256 },
  weight: weigh(19_292_000n, 3_556n, { reads: 2n, writes: 1n }),
  run(ctx, origin, { hash }) {
    ensureRoot(origin);
    requestPreimage(ctx, hash);
  },
});

/** Root: the chain wants them once less. */
export const unrequestPreimageCall = call({
  index: 3,
  args: { hash: h256 },
  weight: weigh(20_209_000n, 3_556n, { reads: 2n, writes: 2n }),
  run(ctx, origin, { hash }) {
    ensureRoot(origin);
    unrequestPreimage(ctx, hash);
  },
});

/** Moves what is stored as of old; free if nine in ten of the hashes needed it. */
export const ensureUpdatedCall = call({
  index: 4,
  args: { hashes: vec(h256) },
  weight({ hashes }) {
    const n = BigInt(hashes.length);
    const db = { reads: 2n + 3n * n, writes: 4n * n };
    return weigh(56_817_000n + 59_397_441n * n, 28_584n + 2_902n * n, db);
  },
  run(ctx, origin, { hashes }) {
    ensureSigned(origin);
    ensure(hashes.length > 0, Errors.TooFew);
    ensure(hashes.length <= MOST_HASHES, Errors.TooMany);
    const updated = hashes.filter((each) => ensureUpdated(ctx, each)).length;
    return { pays: updated * 10 < hashes.length * 9 ? "Yes" : "No" };
  },
});
