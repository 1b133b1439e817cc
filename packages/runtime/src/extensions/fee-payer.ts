import { type Ctx, lookup, type MultiAddress, type RuntimeCall } from "@ganglion/frame";
import type { AccountId } from "@ganglion/primitives";
import { proxy } from "../pallets/proxy/calls/acting.ts";
import { RealPaysFee } from "../pallets/proxy/storage.ts";
import { BATCHES } from "../pallets/utility/pallet.ts";

/** For whom a proxy's call is made, and what is inside. */
interface Proxied {
  readonly real: AccountId;
  readonly inner: RuntimeCall;
}

/** Announced calls are not followed. */
function proxied({ call, args }: RuntimeCall): Proxied | undefined {
  if (call !== proxy) return undefined;
  const real = lookup(args["real"] as MultiAddress);
  return real && { real, inner: args["call"] as RuntimeCall };
}

/** The account for which a call, or every call of a batch, is made; undefined if that isn't one account. */
function oneReal(call: RuntimeCall): AccountId | undefined {
  if (!BATCHES.includes(call.call)) return proxied(call)?.real;
  const reals = (call.args["calls"] as readonly RuntimeCall[]).map((each) => proxied(each)?.real);
  return reals.every((each) => each === reals[0]) ? reals[0] : undefined;
}

/**
 * Who pays for an extrinsic: its signer, or the account for which a proxy acts, if the account set that. Of a proxy's
 * proxy it may be the innermost, two deep, where a batch of calls for one account counts as one.
 * Source: runtime/src/transaction_payment_wrapper.rs
 */
export function feePayer(ctx: Ctx, signer: AccountId, call: RuntimeCall): AccountId {
  const outer = proxied(call);
  if (!outer || !RealPaysFee.has(ctx, outer.real, signer)) return signer;
  const inner = oneReal(outer.inner);
  return inner !== undefined && RealPaysFee.has(ctx, inner, outer.real) ? inner : outer.real;
}
