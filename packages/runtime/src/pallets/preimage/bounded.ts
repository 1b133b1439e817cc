import { type Ctx, Refusal, type RuntimeCall, runtimeCall, tolerate } from "@ganglion/frame";
import { DecodeError, encode, Reader } from "@ganglion/scale";
import { Errors } from "./errors.ts";
import { noteBytes, notedLength, unrequestPreimage } from "./preimages.ts";
import { PreimageFor } from "./storage.ts";
import { type BoundedCall, MAX_INLINE } from "./types.ts";

// How pallets keep a call for later. Source: frame_support traits/preimages.rs, pallet_preimage lib.rs

const Exhausted = new Refusal({ type: "Exhausted" });
const Corruption = new Refusal({ type: "Corruption" });
const Unavailable = new Refusal({ type: "Unavailable" });

/** A call to be stored: up to 128 bytes as it is, a longer one as a preimage. @throws Refusal Exhausted over 4 MiB */
export function bound(ctx: Ctx, call: RuntimeCall): BoundedCall {
  const bytes = encode(runtimeCall, call);
  if (bytes.length <= MAX_INLINE) return { type: "Inline", value: bytes };
  try {
    const { hash } = noteBytes(ctx, bytes, undefined);
    return { type: "Lookup", value: { hash, len: bytes.length } };
  } catch (thrown) {
    throw thrown === Errors.TooBig ? Exhausted : thrown;
  }
}

/** The call, which stays where it is. @throws Refusal Unavailable, Corruption */
export function peek(ctx: Ctx, call: BoundedCall): RuntimeCall {
  const reader = new Reader(bytesOf(ctx, call));
  try {
    return runtimeCall.read(reader);
  } catch (thrown) {
    throw thrown instanceof DecodeError ? Corruption : thrown;
  }
}

function bytesOf(ctx: Ctx, call: BoundedCall): Uint8Array {
  if (call.type === "Inline") return call.value;
  const { hash } = call.value;
  const len = call.type === "Lookup" ? call.value.len : notedLength(ctx, hash);
  const bytes = len === undefined ? undefined : PreimageFor.get(ctx, [hash, len]);
  if (bytes === undefined) throw Unavailable;
  return bytes;
}

/** The call is needed no more; a preimage that is wanted by nobody goes. */
export function drop(ctx: Ctx, call: BoundedCall): void {
  if (call.type === "Inline") return;
  const { hash } = call.value;
  // Refused where another pallet's or crowdloan's equal call was dropped before: both were counted once.
  tolerate(() => unrequestPreimage(ctx, hash));
}
