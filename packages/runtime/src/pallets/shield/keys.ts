import { type Ctx, ensure, type StateCtx } from "@ganglion/frame";
import { twox128 } from "@ganglion/hash";
import { U64_MAX } from "@ganglion/math";
import { type AccountId, equalBytes, type Hex, toHex } from "@ganglion/primitives";
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
  ensure(announced === undefined || announced.length === ENC_KEY_BYTES, Errors.BadEncKeyLen);
  const pending = NextKey.get(ctx);
  const nextNextAuthor = authorOf(ctx, NEXT_NEXT);
  const next = nextNextAuthor && AuthorKeys.get(ctx, nextNextAuthor);
  putKey(ctx, CurrentKey, PendingKey.get(ctx));
  putKey(ctx, PendingKey, pending);
  putKey(ctx, NextKey, next);
  if (!announced) AuthorKeys.remove(ctx, author);
  else if (!isSame(AuthorKeys.get(ctx, author), announced)) AuthorKeys.set(ctx, author, announced);
  const now = Number(ctx.block);
  if (pending) PendingKeyExpiresAt.set(ctx, now + 2);
  else PendingKeyExpiresAt.remove(ctx);
  if (next) NextKeyExpiresAt.set(ctx, now + 3);
  else NextKeyExpiresAt.remove(ctx);
}

/** An author that keeps its key writes four times the same in every block: then nothing is written. */
const isSame = (a: Uint8Array | undefined, b: Uint8Array): boolean =>
  a !== undefined && equalBytes(a, b);

function putKey(ctx: Ctx, item: typeof CurrentKey, key: Uint8Array | undefined): void {
  if (key === undefined) item.remove(ctx);
  else if (!isSame(item.get(ctx), key)) item.set(ctx, key);
}

/** twox-128 of the key that the block after this state must be sealed to; undefined without one. */
export function shieldKeyHash(ctx: StateCtx): Hex | undefined {
  const key = PendingKey.get(ctx);
  return key && toHex(twox128(key));
}
