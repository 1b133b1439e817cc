import { addWeight, type Ctx, ensure, type Weight, weigh } from "@ganglion/frame";
import { saturatingSubUnsigned } from "@ganglion/math";
import type { AccountId } from "@ganglion/primitives";
import { Errors } from "./errors.ts";
import { Events } from "./events.ts";
import {
  CounterForPendingExtrinsics,
  ExtrinsicLifetime,
  MaxPendingExtrinsicsLimit,
  NextPendingExtrinsicIndex,
  PendingExtrinsics,
} from "./storage.ts";

const U32_MAX = 0xffff_ffff;
const REMOVAL = weigh(0n, 0n, { reads: 1n, writes: 2n });

/** @throws Refusal TooManyPendingExtrinsics */
export function storePending(ctx: Ctx, who: AccountId, encryptedCall: Uint8Array): void {
  const count = CounterForPendingExtrinsics.get(ctx);
  ensure(count < MaxPendingExtrinsicsLimit.get(ctx), Errors.TooManyPendingExtrinsics);
  const index = NextPendingExtrinsicIndex.get(ctx);
  // At the end of all indices the last one is taken over and over.
  if (!PendingExtrinsics.has(ctx, index))
    CounterForPendingExtrinsics.set(ctx, Math.min(count + 1, U32_MAX));
  const submittedAt = Number(ctx.block);
  PendingExtrinsics.set(ctx, index, { who, encryptedCall, submittedAt });
  NextPendingExtrinsicIndex.set(ctx, Math.min(index + 1, U32_MAX));
  ctx.deposit(Events.ExtrinsicStored({ index, who }));
}

function removePending(ctx: Ctx, index: number): void {
  PendingExtrinsics.remove(ctx, index);
  CounterForPendingExtrinsics.mutate(ctx, (count) => Math.max(0, count - 1));
}

/**
 * Start of a block: every stored call goes. The runtime is built without anything that opens them, so none is run:
 * those that waited too long expire, the others can't be opened.
 * @returns what it weighs
 * Source: pallets/shield/src/lib.rs process_pending_extrinsics, runtime/src/lib.rs ExtrinsicDecryptor
 */
export function processPending(ctx: Ctx): Weight {
  const next = NextPendingExtrinsicIndex.get(ctx);
  const count = CounterForPendingExtrinsics.get(ctx);
  let weight = weigh(0n, 0n, { reads: 2n });
  for (let index = Math.max(0, next - count); count > 0 && index < next; index++) {
    const pending = PendingExtrinsics.get(ctx, index);
    if (!pending) {
      weight = addWeight(weight, weigh(0n, 0n, { reads: 1n }));
      continue;
    }
    const age = saturatingSubUnsigned(ctx.block, BigInt(pending.submittedAt));
    const expired = age > BigInt(ExtrinsicLifetime.get(ctx));
    removePending(ctx, index);
    weight = addWeight(weight, REMOVAL);
    ctx.deposit(
      expired ? Events.ExtrinsicExpired({ index }) : Events.ExtrinsicDecodeFailed({ index }),
    );
  }
  return weight;
}
