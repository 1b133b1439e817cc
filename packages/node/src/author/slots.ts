import { twox128 } from "@ganglion/hash";
import { type Hex, toHex, utf8Bytes } from "@ganglion/primitives";
import { Reader, readLength } from "@ganglion/scale";
import type { Chain } from "../chain/chain.ts";
import { u64Number } from "../chain/header.ts";

const itemKey = (pallet: string, item: string): Hex =>
  `${toHex(twox128(utf8Bytes(pallet)))}${toHex(twox128(utf8Bytes(item))).slice(2)}` as Hex;
export const TIMESTAMP_NOW = itemKey("Timestamp", "Now");
export const AURA_CURRENT_SLOT = itemKey("Aura", "CurrentSlot");

/** Engine id "aura". */
export const AURA: Hex = "0x61757261";

/** When the next block is, by the chain's own clock. */
export interface SlotTime {
  readonly timestampMs: number;
  readonly slot: number;
}

/**
 * The time of the block after the head: now, or as much later as the rules ask for. Each block has
 * a later slot than the one before, its time lies in its slot, and blocks are half a slot apart.
 * Source: pallet-aura on_initialize and OnTimestampSet, pallet-timestamp MinimumPeriod.
 */
export function nextSlotTime(
  chain: Chain,
  { nowMs, slotMs }: { nowMs: number; slotMs: number },
): SlotTime {
  const before = chain.get(TIMESTAMP_NOW);
  const slotBefore = chain.get(AURA_CURRENT_SLOT);
  let timestampMs = Math.floor(nowMs);
  if (before) timestampMs = Math.max(timestampMs, u64Number(before) + Math.ceil(slotMs / 2));
  if (slotBefore) timestampMs = Math.max(timestampMs, (u64Number(slotBefore) + 1) * slotMs);
  return { timestampMs, slot: Math.floor(timestampMs / slotMs) };
}

/** Public keys of the chain's authorities, in slot order. */
export function authoritiesOf(chain: Chain): Hex[] {
  const r = new Reader(chain.call("AuraApi_authorities", new Uint8Array()));
  const out: Hex[] = [];
  for (let left = readLength(r); left > 0; left--) out.push(toHex(r.slice(32)));
  return out;
}

/** Length of a slot in milliseconds, as the chain has it. */
export const slotDurationMs = (chain: Chain): number =>
  u64Number(chain.call("AuraApi_slot_duration", new Uint8Array()));
