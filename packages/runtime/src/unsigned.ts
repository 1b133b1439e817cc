import type { Ctx, RuntimeCall } from "@ganglion/frame";
import { validateUnsigned as validatePulses } from "./pallets/drand/validate-unsigned.ts";
import { unknownUnsigned, type ValidTransaction } from "./validity.ts";

/** Pallets with calls that nobody signs, by index. */
const VALIDATORS: ReadonlyMap<number, (ctx: Ctx, call: RuntimeCall) => ValidTransaction> = new Map([
  [26, validatePulses],
]);

/**
 * Whether a call may be in a block though nobody signed it; asked by the pool, and again in the block.
 * @throws Invalid
 */
export function validateUnsigned(ctx: Ctx, call: RuntimeCall): ValidTransaction {
  const validator = VALIDATORS.get(call.call.palletIndex);
  if (!validator) throw unknownUnsigned;
  return validator(ctx, call);
}
