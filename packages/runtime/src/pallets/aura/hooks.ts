import { type Ctx, type StateCtx, type Weight, weigh } from "@ganglion/frame";
import { toHex } from "@ganglion/primitives";
import { decode, u64 } from "@ganglion/scale";
import { Digest } from "../system/storage.ts";
import type { DigestItem } from "../system/types.ts";
import { setSlot } from "./slot.ts";

/** `aura` as the four bytes that mark its digest entries. */
export const AURA_ENGINE = Uint8Array.of(0x61, 0x75, 0x72, 0x61);
const MARK = toHex(AURA_ENGINE);

/** Reads the slot from the header; a block without one keeps the slot that was. */
export function onInitializeAura(
  ctx: Ctx,
  header: { readonly digest: readonly DigestItem[] },
): Weight | undefined {
  const slot = slotIn(header.digest);
  if (slot === undefined) return weigh(0n, 0n, { reads: 1n });
  setSlot(ctx, slot);
  return weigh(0n, 0n, { reads: 2n, writes: 1n });
}

function slotIn(digest: readonly DigestItem[]): bigint | undefined {
  for (const item of digest)
    if (item.type === "PreRuntime" && toHex(item.value.engine) === MARK)
      return decode(u64, item.value.data);
  return undefined;
}

/** The slot that the header of the block being built names. Source: pallet_aura current_slot_from_digests */
export const slotOfDigest = (ctx: StateCtx): bigint | undefined => slotIn(Digest.get(ctx).logs);
