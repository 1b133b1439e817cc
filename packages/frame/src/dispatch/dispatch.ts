import type { Context } from "../context.ts";
import type { PostInfo } from "../declare/call.ts";
import type { RuntimeCall } from "../declare/outer.ts";
import type { Origin } from "./origin.ts";
import { Refusal, RefusedWith, Transactional } from "./refusal.ts";

/**
 * Calls that may be open inside each other: a stored call may call itself.
 * Source: frame_support storage/transactional.rs, TRANSACTIONAL_LIMIT
 */
const MOST_OPEN = 255;

/** How a call ended. */
export type DispatchResult =
  | { readonly ok: true; readonly info: PostInfo }
  | { readonly ok: false; readonly refusal: Refusal; readonly info: PostInfo };

/**
 * Runs one call in a storage layer of its own. A refusal undoes it and is the answer;
 * anything else that is thrown is a bug and passes through, with the layer undone too.
 */
export function dispatchCall(
  ctx: Context,
  origin: Origin,
  { call, args }: RuntimeCall,
): DispatchResult {
  if (ctx.openCalls >= MOST_OPEN)
    return { ok: false, refusal: Transactional.LimitReached, info: {} };
  const mark = ctx.mark();
  ctx.openCalls++;
  try {
    return { ok: true, info: call.run(ctx, origin, args) ?? {} };
  } catch (thrown) {
    ctx.rollback(mark);
    if (thrown instanceof Refusal) return { ok: false, refusal: thrown, info: {} };
    if (thrown instanceof RefusedWith) return { ok: false, ...thrown };
    throw thrown;
  } finally {
    ctx.openCalls--;
  }
}
