import { accountId, struct, u32 } from "@ganglion/scale";
import { boundedBytesUpTo } from "../../bounded.ts";

/** Bytes of an ML-KEM-768 encapsulation key. */
export const ENC_KEY_BYTES = 1184;
/** An author's key as storage and the inherent hold it. Source: stp_shield ShieldEncKey */
export const shieldEncKey = boundedBytesUpTo(2048);
/** A transaction that nobody but an author can read, or a call of which that was meant. */
export const encryptedBytes = boundedBytesUpTo(8192);

/** A call that waits for the start of a block. */
export const pendingExtrinsic = struct(
  "pallet_shield::pallet::PendingExtrinsic",
  { who: accountId, encryptedCall: encryptedBytes, submittedAt: u32 },
  { T: undefined },
);
