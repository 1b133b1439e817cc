import type { Hash } from "@ganglion/primitives";
import type { ValidityError } from "../runtime-port.ts";

/** Why a transaction did not get into the pool. */
export type PoolRefusal =
  | { readonly kind: "bad-format"; readonly what: string }
  | { readonly kind: "invalid"; readonly error: ValidityError }
  /** The runtime threw while validating: its bug, or bytes that it can't decode. */
  | { readonly kind: "unverifiable"; readonly what: string; readonly isCrash: boolean }
  | { readonly kind: "banned" }
  | { readonly kind: "already-imported"; readonly hash: Hash }
  | { readonly kind: "low-priority"; readonly old: bigint; readonly new: bigint }
  | { readonly kind: "cycle" }
  | { readonly kind: "no-tags" }
  | { readonly kind: "full" };

export class PoolError extends Error {
  override readonly name = "PoolError";
  readonly refusal: PoolRefusal;
  constructor(refusal: PoolRefusal, cause?: unknown) {
    super(
      `the transaction pool refuses: ${refusal.kind}`,
      cause === undefined ? undefined : { cause },
    );
    this.refusal = refusal;
  }
}
