import { byMode, type Ctx, constant, type StateCtx, value } from "@ganglion/frame";
import type { AccountId } from "@ganglion/primitives";
import { accountId, type Codec, fixedBytes, newtype, u64 } from "@ganglion/scale";
import { boundedVec } from "../../bounded.ts";

/** An sr25519 key, as hex: the same bytes are the account that is paid. */
export const authorityId: Codec<AccountId> = {
  ...newtype<AccountId>("sp_consensus_aura::sr25519::app_sr25519::Public", fixedBytes(32)),
  write: accountId.write,
  read: accountId.read,
};
/** Source: runtime/src/lib.rs MaxAuthorities */
const MAX_AUTHORITIES = 32;
/** More than 32 can't be decoded. */
export const authorityList = boundedVec(authorityId, MAX_AUTHORITIES, "authorities");
/** Who may author blocks, in turn by slot. */
export const Authorities = value(authorityList, []);
/** Slot of the last block: its time divided by the slot's length. */
export const CurrentSlot = value(newtype<bigint>("sp_consensus_slots::Slot", u64), 0n);
/** Length of a slot, ms. */
export const SlotDuration = constant(u64, byMode({ normal: 12_000n, fast: 250n }));

/** Start of a block: takes the slot of the header's pre-digest. */
export function setSlot(ctx: Ctx, slot: bigint): void {
  const before = CurrentSlot.get(ctx);
  if (slot <= before && before !== 0n) throw new Error(`slot ${slot} is not after slot ${before}`);
  CurrentSlot.set(ctx, slot);
}

/** The time that the author gives must lie in the slot that the header names. */
export function checkSlotOf(ctx: Ctx, timestampMs: bigint): void {
  const slot = timestampMs / SlotDuration.get(ctx);
  if (slot !== CurrentSlot.get(ctx))
    throw new Error(
      `time ${timestampMs} is in slot ${slot}, the header says ${CurrentSlot.get(ctx)}`,
    );
}

/** The account that authored this block and is paid its fees; none without authorities. */
export function blockAuthor(ctx: StateCtx): AccountId | undefined {
  const authorities = Authorities.get(ctx);
  return authorities.length === 0
    ? undefined
    : authorities[Number(CurrentSlot.get(ctx) % BigInt(authorities.length))];
}
