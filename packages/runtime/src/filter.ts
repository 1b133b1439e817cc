import {
  type Ctx,
  mayDispatch,
  type Origin,
  Refusal,
  type RuntimeCall,
  tolerate,
} from "@ganglion/frame";
import { guardsOf } from "./pallets/subtensor/guards/guards.ts";
import { Errors } from "./pallets/system/errors.ts";
import { BATCHES } from "./pallets/utility/pallet.ts";

/** A batch directly inside a batch is not accepted. Source: runtime/src/lib.rs NoNestingCallFilter. */
function nestsBatches({ call, args }: RuntimeCall): boolean {
  if (!BATCHES.includes(call)) return false;
  return (args["calls"] as readonly RuntimeCall[]).some((inner) => BATCHES.includes(inner.call));
}

/** Why this dispatch may not happen, if it may not. Root is not asked. */
export function filterAndGuard(ctx: Ctx, origin: Origin, call: RuntimeCall): Refusal | undefined {
  if (origin.kind === "root") return undefined;
  if (nestsBatches(call) || !mayDispatch(origin, call)) return Errors.CallFiltered;
  const refused = tolerate(() => {
    for (const guard of guardsOf(ctx)) if (guard.appliesTo(call)) guard.check(ctx, origin, call);
  });
  return refused instanceof Refusal ? refused : undefined;
}
