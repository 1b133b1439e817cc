import type { Ctx, RuntimeCall } from "@ganglion/frame";
import { validateUnsigned as validatePulses } from "./pallets/drand/validate-unsigned.ts";
import { unknownUnsigned, type ValidTransaction } from "./validity.ts";

/** Pallets with calls that nobody signs, by index. */
const VALIDATORS: ReadonlyMap<number, (ctx: Ctx, call: RuntimeCall) => ValidTransaction> = new Map([
  [26, validatePulses],
]);

/**
 * Whether a call that nobody signed may come into the pool.
 * @throws Invalid
 */
export function validateUnsigned(ctx: Ctx, call: RuntimeCall): ValidTransaction {
  const validator = VALIDATORS.get(call.call.palletIndex);
  if (!validator) throw unknownUnsigned;
  return validator(ctx, call);
}

/**
 * Whether a block may hold such a call: its pallet decides. One whose pallet doesn't ask is dispatched by nobody,
 * which is refused there.
 * @throws Invalid
 * Source: frame_support construct_runtime, ValidateUnsigned::pre_dispatch
 */
export function preDispatchUnsigned(ctx: Ctx, call: RuntimeCall): void {
  VALIDATORS.get(call.call.palletIndex)?.(ctx, call);
}
