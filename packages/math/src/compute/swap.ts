import { type Pool, poolPrice } from "../swap/balancer.ts";
import { PERQUINTILL_ONE } from "../swap/perquintill.ts";
import { adjustProtocolLiquidity, swap } from "../swap/swap.ts";
import { saturatingAddU64 } from "../unsigned.ts";
import {
  asBoolean,
  asDocument,
  asOneOf,
  asU16,
  asU64,
  type ComputeDocument,
  read,
  reject,
} from "./document.ts";

// The reference's results were taken from a runtime that asks for 100 rao instead of 10^6.
const COMPUTE_MINIMUM_RESERVE = 100n;

/** A pool weight in parts of 10^18. */
export function asQuoteWeight(value: unknown, field: string): bigint {
  const weight = asU64(value, field);
  return weight <= PERQUINTILL_ONE ? weight : reject(field, value, "parts of 10^18, 0..10^18");
}

/** Reads `{alpha, tao, quote_weight}`; a `price` beside them is ignored, it follows from them. */
export function asPool(value: unknown, field: string): Pool {
  const document = asDocument(value, field);
  return {
    alpha: read(document, "alpha", asU64),
    tao: read(document, "tao", asU64),
    quoteWeight: read(document, "quote_weight", asQuoteWeight),
  };
}

function poolDocument(pool: Pool): ComputeDocument {
  return {
    alpha: pool.alpha.toString(),
    price: poolPrice(pool).toString(),
    quote_weight: pool.quoteWeight.toString(),
    tao: pool.tao.toString(),
  };
}

/**
 * `ganglion compute swap`.
 * @param document `{op: "swap" | "adjust_protocol_liquidity", …}`
 * @throws ComputeError
 */
export function computeSwap(document: ComputeDocument): ComputeDocument {
  const op = read(document, "op", (value, field) =>
    asOneOf(value, field, ["swap", "adjust_protocol_liquidity"]),
  );
  const pool = read(document, "pool", asPool);
  if (op === "adjust_protocol_liquidity") {
    const delta = {
      tao: read(document, "tao_delta", asU64),
      alpha: read(document, "alpha_delta", asU64),
    };
    const actual = adjustProtocolLiquidity(pool, delta);
    return {
      actual_tao: actual.tao.toString(),
      actual_alpha: actual.alpha.toString(),
      after: poolDocument({
        alpha: saturatingAddU64(pool.alpha, actual.alpha),
        tao: saturatingAddU64(pool.tao, actual.tao),
        quoteWeight: actual.quoteWeight,
      }),
    };
  }
  const outcome = swap(pool, {
    side: read(document, "side", (value, field) => asOneOf(value, field, ["buy", "sell"])),
    amount: read(document, "amount", asU64),
    limitPrice: read(document, "limit_price_rao", asU64),
    feeRate: read(document, "fee_rate", asU16),
    dropFees: read(document, "drop_fees", asBoolean),
    minimumReserve: COMPUTE_MINIMUM_RESERVE,
  });
  const after = poolDocument(outcome.pool);
  if (outcome.ok === undefined) return { ok: null, err: outcome.error, after };
  const { paidIn, paidOut, fee, feeToAuthor } = outcome.ok;
  return {
    ok: {
      fee: fee.toString(),
      fee_to_author: feeToAuthor.toString(),
      paid_in: paidIn.toString(),
      paid_out: paidOut.toString(),
    },
    err: null,
    after,
  };
}
