import { runtimeCall } from "@ganglion/frame";
import {
  accountId,
  h256,
  literals,
  newtype,
  type Of,
  option,
  rao,
  struct,
  tuple,
  u32,
  variant,
} from "@ganglion/scale";
import { boundedBytesUpTo } from "../../bounded.ts";

/** Largest preimage, bytes. Source: pallet_preimage MAX_SIZE */
export const MAX_SIZE = 4 * 1024 * 1024;
/** Largest call that is kept where it is used instead of as a preimage, bytes. Source: frame_support BoundedInline */
export const MAX_INLINE = 128;

export const holdReason = literals("pallet_preimage::pallet::HoldReason", ["Preimage"]);

/** What is held of a depositor for a preimage, rao. */
const ticket = newtype<bigint>("frame_support::traits::tokens::fungible::HoldConsideration", rao);

/** Who wants a preimage, and who paid for it. */
export const requestStatus = variant(
  "pallet_preimage::RequestStatus<sp_core::crypto::AccountId32, frame_support::traits::tokens::fungible::HoldConsideration>",
  {
    /** Somebody noted it and may take it back. */
    Unrequested: { ticket: tuple(accountId, ticket), len: u32 },
    /** The chain wants it; `maybeLen` is there once it was noted. */
    Requested: {
      maybeTicket: option(tuple(accountId, ticket)),
      count: u32,
      maybeLen: option(u32),
    },
  },
  { params: { AccountId: accountId, Ticket: ticket } },
);
export type RequestStatus = Of<typeof requestStatus>;

/** The same as it was stored before deposits became holds. */
export const oldRequestStatus = variant(
  "pallet_preimage::OldRequestStatus<sp_core::crypto::AccountId32, u64>",
  {
    Unrequested: { deposit: tuple(accountId, rao), len: u32 },
    Requested: { deposit: option(tuple(accountId, rao)), count: u32, len: option(u32) },
  },
  { params: { AccountId: accountId, Balance: rao } },
);

/** By what preimages are hashed, as the metadata names it; no value is of this type. */
const blakeTwo256 = struct("sp_runtime::traits::BlakeTwo256", {});
/** A call as other pallets store it: itself if it is short, else the hash and length of its preimage. */
export const boundedCall = variant(
  "frame_support::traits::preimages::Bounded<node_subtensor_runtime::RuntimeCall, sp_runtime::traits::BlakeTwo256>",
  {
    Legacy: { hash: h256 },
    Inline: boundedBytesUpTo(MAX_INLINE),
    Lookup: { hash: h256, len: u32 },
  },
  { params: { T: runtimeCall, H: blakeTwo256 } },
);
export type BoundedCall = Of<typeof boundedCall>;
