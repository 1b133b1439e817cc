import {
  type Context,
  type Ctx,
  type DispatchResult,
  dispatchCall,
  NONE,
  type Origin,
  ROOT,
  type RuntimeCall,
  signed,
} from "@ganglion/frame";
import { accountId, type Of, variant } from "@ganglion/scale";

/** Runs a call without guards and filter, as root's calls run. */
export function dispatchUnfiltered(ctx: Ctx, origin: Origin, call: RuntimeCall): DispatchResult {
  // Every Ctx is a Context: the interface only hides what a pallet has no business with.
  return dispatchCall(ctx as Context, origin, call);
}

/** The result as events carry it. */
export const resultOf = (result: DispatchResult) =>
  result.ok
    ? ({ ok: true, value: undefined } as const)
    : ({ ok: false, error: result.refusal.error } as const);

const rawOrigin = variant(
  "frame_support::dispatch::RawOrigin<sp_core::crypto::AccountId32>",
  { Root: null, Signed: accountId, None: null, Authorized: null },
  { params: { AccountId: accountId } },
);
/** An origin as calls carry it. */
export const originCaller = variant("node_subtensor_runtime::OriginCaller", { system: rawOrigin });

/** Neither root nor signed nor none: no check lets it pass, so `Origin` needs no kind of its own for it. */
const AUTHORIZED = { kind: "authorized" } as unknown as Origin;

/** The origin that such a value names. */
export function originOf({ value }: Of<typeof originCaller>): Origin {
  if (value.type === "Signed") return signed(value.value);
  return { Root: ROOT, None: NONE, Authorized: AUTHORIZED }[value.type];
}
