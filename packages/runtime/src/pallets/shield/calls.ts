import { call, ensure, ensureNone, ensureRoot, ensureSigned, weigh } from "@ganglion/frame";
import { blake2_256Hex } from "@ganglion/hash";
import { hash } from "@ganglion/primitives";
import { accountId, encode, option, tuple, u32, u64 } from "@ganglion/scale";
import { Errors } from "./errors.ts";
import { Events } from "./events.ts";
import { rotateKeys } from "./keys.ts";
import { storePending } from "./pending.ts";
import {
  ExtrinsicLifetime,
  MaxExtrinsicWeight,
  MaxPendingExtrinsicsLimit,
  OnInitializeWeight,
} from "./storage.ts";
import { encryptedBytes, shieldEncKey } from "./types.ts";

/** Half of what a block may weigh, ps. */
const MAX_ON_INITIALIZE_WEIGHT = 2_000_000_000_000n;
const submitted = tuple(accountId, encryptedBytes);

// Weights: pallets/shield/src/weights.rs

/** The author's inherent; without a key the author is left out until it announces one. */
export const announceNextKey = call({
  index: 0,
  docs: "Moves the keys on and announces the author's: part of every block, nobody signs it.",
  args: { encKey: option(shieldEncKey) },
  weight: weigh(33_661_000n, 5555n, { reads: 4n, writes: 6n }),
  run(ctx, origin, { encKey }) {
    ensureNone(origin);
    rotateKeys(ctx, encKey);
  },
});

/**
 * Pays for an encrypted transaction and tells that it came. What is in it, the author puts into the same block behind
 * this one.
 */
export const submitEncrypted = call({
  index: 1,
  docs: "Brings an encrypted transaction, which the block's author opens and runs right after.",
  args: { ciphertext: encryptedBytes },
  weight: weigh(207_223_000n),
  run(ctx, origin, { ciphertext }) {
    const who = ensureSigned(origin);
    const id = hash(blake2_256Hex(encode(submitted, [who, ciphertext])));
    ctx.deposit(Events.EncryptedSubmitted({ id, who }));
  },
});

/** @throws Refusal TooManyPendingExtrinsics */
export const storeEncrypted = call({
  index: 2,
  docs: "Stores an encrypted call for the start of the next block.",
  args: { encryptedCall: encryptedBytes },
  // More than it takes, so that nobody fills the queue for little.
  weight: weigh(20_000_000_000n),
  run(ctx, origin, { encryptedCall }) {
    storePending(ctx, ensureSigned(origin), encryptedCall);
  },
});

export const setMaxPendingExtrinsicsNumber = call({
  index: 3,
  docs: "Sets how many stored calls may wait.",
  args: { value: u32 },
  weight: weigh(4_206_000n, 0n, { writes: 1n }),
  run(ctx, origin, { value }) {
    ensureRoot(origin);
    MaxPendingExtrinsicsLimit.set(ctx, value);
    ctx.deposit(Events.MaxPendingExtrinsicsNumberSet({ value }));
  },
});

/** @throws Refusal WeightExceedsAbsoluteMax */
export const setOnInitializeWeight = call({
  index: 4,
  docs: "Sets what stored calls may weigh together at the start of a block.",
  args: { value: u64 },
  weight: weigh(4_066_000n, 0n, { writes: 1n }),
  run(ctx, origin, { value }) {
    ensureRoot(origin);
    ensure(value <= MAX_ON_INITIALIZE_WEIGHT, Errors.WeightExceedsAbsoluteMax);
    OnInitializeWeight.set(ctx, value);
    ctx.deposit(Events.OnInitializeWeightSet({ value }));
  },
});

export const setStoredExtrinsicLifetime = call({
  index: 5,
  docs: "Sets for how many blocks a stored call may wait.",
  args: { value: u32 },
  weight: weigh(4_116_000n, 0n, { writes: 1n }),
  run(ctx, origin, { value }) {
    ensureRoot(origin);
    ExtrinsicLifetime.set(ctx, value);
    ctx.deposit(Events.ExtrinsicLifetimeSet({ value }));
  },
});

/** @throws Refusal WeightExceedsAbsoluteMax */
export const setMaxExtrinsicWeight = call({
  index: 6,
  docs: "Sets what one stored call may weigh.",
  args: { value: u64 },
  weight: weigh(4_037_000n, 0n, { writes: 1n }),
  run(ctx, origin, { value }) {
    ensureRoot(origin);
    ensure(value <= MAX_ON_INITIALIZE_WEIGHT, Errors.WeightExceedsAbsoluteMax);
    MaxExtrinsicWeight.set(ctx, value);
    ctx.deposit(Events.MaxExtrinsicWeightSet({ value }));
  },
});
