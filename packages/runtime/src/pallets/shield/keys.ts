import { type Ctx, ensure, type StateCtx } from "@ganglion/frame";
import { twox128 } from "@ganglion/hash";
import { type AccountId, type Hex, toHex } from "@ganglion/primitives";
import { slotOfDigest } from "../aura/hooks.ts";
import { Authorities } from "../aura/slot.ts";
import { Errors } from "./errors.ts";
import {
  AuthorKeys,
  CurrentKey,
  NextKey,
  NextKeyExpiresAt,
  PendingKey,
  PendingKeyExpiresAt,
} from "./storage.ts";
import { ENC_KEY_BYTES } from "./types.ts";

/** Authors count as many slots as blocks: which one a later block gets is known if no slot stays empty. */
const NEXT_NEXT = 2n;
const U64_MAX = (1n << 64n) - 1n;

/** The author of the slot that the block's header names, or of a later one; none without authorities. */
function authorOf(ctx: StateCtx, slotsLater: bigint): AccountId | undefined {
  const slot = slotOfDigest(ctx);
  if (slot === undefined || slot + slotsLater > U64_MAX) return undefined;
  const authorities = Authorities.get(ctx);
  if (authorities.length === 0) return undefined;
  return authorities[Number((slot + slotsLater) % BigInt(authorities.length))];
}

/**
 * Moves the keys on by a block, then notes what this block's author announces. The next key is read before that:
 * a lone author seals the second block from now to what it announced before.
 * @throws Refusal Unreachable, BadEncKeyLen
 * Source: pallets/shield/src/lib.rs announce_next_key
 */
export function rotateKeys(ctx: Ctx, announced: Uint8Array | undefined): void {
  const author = authorOf(ctx, 0n);
  ensure(author !== undefined, Errors.Unreachable);
  put(ctx, CurrentKey, PendingKey.take(ctx));
  const pending = NextKey.take(ctx);
  put(ctx, PendingKey, pending);
  const nextNextAuthor = authorOf(ctx, NEXT_NEXT);
  const next = nextNextAuthor && AuthorKeys.get(ctx, nextNextAuthor);
  put(ctx, NextKey, next);
  if (announced) {
    ensure(announced.length === ENC_KEY_BYTES, Errors.BadEncKeyLen);
    AuthorKeys.set(ctx, author, announced);
  } else AuthorKeys.remove(ctx, author);
  const now = Number(ctx.block);
  put(ctx, PendingKeyExpiresAt, pending && now + 2);
  put(ctx, NextKeyExpiresAt, next && now + 3);
}

function put<V>(
  ctx: Ctx,
  item: { set(ctx: StateCtx, value: V): void; remove(ctx: StateCtx): void },
  value: V | undefined,
): void {
  if (value === undefined) item.remove(ctx);
  else item.set(ctx, value);
}

/** twox-128 of the key that the block after this state must be sealed to; undefined without one. */
export function shieldKeyHash(ctx: StateCtx): Hex | undefined {
  const key = PendingKey.get(ctx);
  return key && toHex(twox128(key));
}
