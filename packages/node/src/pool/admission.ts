import type { AccountId, Hash } from "@ganglion/primitives";
import { DecodeError } from "@ganglion/scale";
import type { Chain } from "../chain/chain.ts";
import type { TransactionSource, Validity } from "../runtime-port.ts";
import { PoolError } from "./error.ts";
import { type PoolTransaction, plainTag, senderOf } from "./transaction.ts";

/** Longer than a block can be; the reference's block length limit. */
const LONGEST_EXTRINSIC_BYTES = 5 << 20;
const FOREVER = Number.MAX_SAFE_INTEGER;

/** Who signed, if the bytes have the outer form of an extrinsic. @throws PoolError bad-format, invalid */
export function checkFormat(raw: Uint8Array): AccountId | undefined {
  if (raw.length > LONGEST_EXTRINSIC_BYTES)
    throw new PoolError({
      kind: "invalid",
      error: { type: "Invalid", value: { type: "ExhaustsResources" } },
    });
  try {
    return senderOf(raw);
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    throw new PoolError({ kind: "bad-format", what }, error);
  }
}

/** What the pool asks the runtime, and what it makes of the answer. */
export class Admission {
  readonly #chain: Chain;
  readonly #onCrash: (raw: Uint8Array, error: unknown) => void;
  #order = 0;

  constructor(options: {
    readonly chain: Chain;
    readonly onCrash: (raw: Uint8Array, error: unknown) => void;
  }) {
    this.#chain = options.chain;
    this.#onCrash = options.onCrash;
  }

  /** @throws PoolError unverifiable */
  validate(raw: Uint8Array, source: TransactionSource): Validity {
    try {
      return this.#chain.peek((state) =>
        this.#chain.runtime.validateTransaction(state, raw, {
          source,
          parentHash: this.#chain.head.hash,
        }),
      );
    } catch (error) {
      const what = error instanceof Error ? error.message : String(error);
      const isCrash = !(error instanceof DecodeError);
      if (isCrash) this.#onCrash(raw, error);
      throw new PoolError({ kind: "unverifiable", what, isCrash }, error);
    }
  }

  /** A valid transaction as the queue takes it. Without `order` it is a new arrival. */
  entry(from: {
    readonly hash: Hash;
    readonly raw: Uint8Array;
    readonly sender: AccountId | undefined;
    readonly validity: Validity & { readonly ok: true };
    readonly order?: number;
  }): PoolTransaction {
    const { validity, order, hash, raw, sender } = from;
    const validTill = this.#chain.head.number + validity.longevity;
    return {
      hash,
      raw,
      sender,
      priority: validity.priority,
      requires: validity.requires.map(plainTag),
      provides: validity.provides.map(plainTag),
      validTill: Number.isSafeInteger(validTill) ? validTill : FOREVER,
      order: order ?? this.#order++,
      ...(validity.shielded && { shielded: validity.shielded }),
    };
  }
}
