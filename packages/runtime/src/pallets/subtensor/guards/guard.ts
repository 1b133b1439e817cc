import type { AnyCall, Call, Ctx, Origin, RuntimeCall, Weight } from "@ganglion/frame";
import type { Fields, OfFields } from "@ganglion/scale";

/**
 * A check of this pallet that every dispatch passes, the nested ones of proxies and batches too, and every
 * extrinsic on its way into the pool. Root is not asked.
 */
export interface Guard {
  /** What the check weighs, for the calls it applies to. */
  readonly weight: Weight;
  appliesTo(call: RuntimeCall): boolean;
  /** Lets other calls and other origins than signed ones pass. @throws Refusal */
  check(ctx: Ctx, origin: Origin, call: RuntimeCall): void;
}

/** The call's arguments if it is one of the declared ones. */
export function argsOf<A extends Fields>(
  { call, args }: RuntimeCall,
  ...declared: readonly Call<A>[]
): OfFields<A> | undefined {
  // A decoded call's arguments have the shape that its declaration gives them.
  return declared.includes(call as Call<A>) ? (args as OfFields<A>) : undefined;
}

export const oneOf =
  (...calls: readonly AnyCall[]) =>
  ({ call }: RuntimeCall): boolean =>
    calls.includes(call);
