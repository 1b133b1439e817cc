import {
  alphaForTao,
  alphaToPrice,
  computeMath,
  computeSwap,
  initialQuoteWeight,
  isMaxLimited,
  maxUpscaleU16,
  type Pool,
  perquintillFromRational,
  perquintillMulRound,
  poolPrice,
  powRatioScaled,
  SAFE_FLOAT_ZERO,
  type SafeFloat,
  type SharePool,
  safeFloat,
  safeFloatAdd,
  safeFloatDiv,
  safeFloatFromU64,
  safeFloatFromU64F64,
  safeFloatMulDiv,
  shareValue,
  taoForAlpha,
  taoToPrice,
  updateValueForAll,
  updateValueForOne,
  weightsAllowed,
} from "../src/index.ts";

/** Named facts: what an operation is given or gives. */
export type Facts = { readonly [name: string]: unknown };
/** Computes an operation. Wide numbers come out as decimal strings: raw bits, or whole units. */
type Compute = (given: Facts) => Facts;
export interface FactOperation {
  readonly run: Compute;
  /** Fraction bits of the strings that come out; 0 for whole units. */
  readonly fraction: number;
}

/** A value as raw bits; it is a double, so multiplying by a power of two loses nothing. */
export const toBits = (value: number, fraction: number): bigint =>
  BigInt(Math.round(value * 2 ** fraction));
export const fromBits = (raw: bigint, fraction: number): number => Number(raw) / 2 ** fraction;

/** Fields of `compute math` that are not fixed-point numbers. */
const COUNTS = ["k", "u", "limit"];

/** `compute math` whose fixed-point fields may be given as values: JSON numbers. */
function fixedPoint(op: string, fraction: number): FactOperation {
  const write = (fact: unknown): unknown => {
    if (Array.isArray(fact)) return fact.map(write);
    return typeof fact === "number" ? String(toBits(fact, fraction)) : fact;
  };
  const run = (given: Facts): Facts => {
    const fields = Object.entries(given).map(([name, fact]) =>
      COUNTS.includes(name) ? [name, fact] : [name, write(fact)],
    );
    const answer = computeMath({ op, ...Object.fromEntries(fields) });
    return Object.fromEntries(Object.entries(answer).filter(([name]) => !(name in given)));
  };
  return { run, fraction };
}
const MATH_OPERATIONS =
  "vec_max_upscale_to_u16 exp_safe sigmoid_safe is_topk inplace_normalize row_normalize col_normalize col_max_upscale matmul col_clip weighted_median_col interpolate mat_ema fixed_u16 i64f64_ops";
const mathOperations = Object.fromEntries(
  MATH_OPERATIONS.split(" ").map((op) => [op, fixedPoint(op, 32)]),
);

/** `1/3` as numerator and denominator. */
function ratio(text: unknown): { numerator: bigint; denominator: bigint } {
  const [numerator, denominator] = String(text).split("/");
  return { numerator: BigInt(numerator!), denominator: BigInt(denominator ?? "1") };
}
function weightOf(text: unknown): bigint {
  const { numerator, denominator } = ratio(text);
  return perquintillFromRational(numerator, denominator);
}
const integer = (fact: unknown): bigint => BigInt(fact as string | number);
const poolOf = (given: Facts): Pool => ({
  alpha: integer(given["alpha"]),
  tao: integer(given["tao"]),
  quoteWeight: weightOf(given["weight"] ?? "1/2"),
});
const price = (given: Facts): bigint => toBits(given["price"] as number, 64);
const swapOperations: Record<string, Compute> = {
  swap: ({ alpha, tao, weight, ...order }) => {
    const quoteWeight = String(weightOf(weight ?? "1/2"));
    const { ok, err } = computeSwap({
      op: "swap",
      pool: { alpha, tao, quote_weight: quoteWeight },
      fee_rate: 33,
      drop_fees: false,
      ...order,
    });
    return { err, ...(ok as Facts | null) };
  },
  adjust_protocol_liquidity: (given) => {
    const pool = poolOf(given);
    const { after } = computeSwap({
      op: "adjust_protocol_liquidity",
      pool: {
        alpha: String(pool.alpha),
        tao: String(pool.tao),
        quote_weight: String(pool.quoteWeight),
      },
      tao_delta: given["tao_delta"],
      alpha_delta: given["alpha_delta"],
    });
    const { price, quote_weight } = after as Record<string, string>;
    return { price: fromBits(BigInt(price!), 64), weight: Number(quote_weight) / 1e18 };
  },
  price: (given) => ({ out: fromBits(poolPrice(poolOf(given)), 64) }),
  tao_for_alpha: (given) => ({
    out: String(taoForAlpha(poolOf(given), integer(given["delta"]))),
  }),
  alpha_for_tao: (given) => ({
    out: String(alphaForTao(poolOf(given), integer(given["delta"]))),
  }),
  tao_to_price: (given) => ({ out: String(taoToPrice(poolOf(given), price(given))) }),
  alpha_to_price: (given) => ({ out: String(alphaToPrice(poolOf(given), price(given))) }),
  initial_weight: (given) => ({
    out: String(initialQuoteWeight(poolOf(given), "price" in given ? price(given) : undefined)),
  }),
  weight_allowed: ({ parts }) => ({ out: weightsAllowed(integer(parts)) }),
  mul_round: ({ part, value }) => ({
    out: String(perquintillMulRound(weightOf(part), integer(value))),
  }),
  power: ({ base, exponent, precision, scale }) => ({
    out: String(
      powRatioScaled(ratio(base), ratio(exponent), {
        precision: precision as number,
        scale: integer(scale),
      }),
    ),
  }),
};

const floatOf = (fact: unknown): SafeFloat => {
  const [mantissa, exponent] = fact as readonly [string, number];
  return safeFloat(BigInt(mantissa), BigInt(exponent))!;
};
const plainFloat = (value: SafeFloat | undefined): readonly [string, number] | null =>
  value ? [String(value.mantissa), Number(value.exponent)] : null;
const numberOf = (value: SafeFloat): number => Number(`${value.mantissa}e${value.exponent}`);

type Updates = readonly (readonly [string, string])[];
/** `updates`, or `before`, `each` so many `turns`, `after`. */
function updatesOf(given: Facts): Updates {
  const list = (name: string): Updates => (given[name] ?? []) as Updates;
  const turns = Array.from({ length: (given["turns"] ?? 0) as number }, () => list("each")).flat();
  return [...list("updates"), ...list("before"), ...turns, ...list("after")];
}

/** Updates of a pool one after the other, then what each holder has. */
function sharePool(given: Facts): Facts {
  let pool: SharePool = {
    value: integer(given["value"] ?? "0"),
    denominator: given["denominator"] ? floatOf(given["denominator"]) : SAFE_FLOAT_ZERO,
  };
  const shares = new Map(
    Object.entries((given["shares"] ?? {}) as Facts).map(([who, share]) => [who, floatOf(share)]),
  );
  for (const [who, update] of updatesOf(given))
    if (who === "all") pool = { ...pool, value: updateValueForAll(pool.value, BigInt(update)) };
    else {
      const { share, ...rest } = updateValueForOne(
        pool,
        shares.get(who) ?? SAFE_FLOAT_ZERO,
        BigInt(update),
      );
      shares.set(who, share);
      pool = rest;
    }
  const values = [...shares].map(([who, share]) => [who, String(shareValue(pool, share))]);
  return { ...Object.fromEntries(values), value: String(pool.value) };
}

const shareOperations: Record<string, Compute> = {
  share_pool: sharePool,
  share_for: ({ update, value, denominator }) => {
    const { share } = updateValueForOne(
      { value: integer(value), denominator: floatOf(denominator) },
      SAFE_FLOAT_ZERO,
      integer(update),
    );
    return { out: numberOf(share) };
  },
  safe_float: ({ a }) => ({ out: plainFloat(floatOf(a)) }),
  safe_float_of: ({ u64f64 }) => ({
    out: numberOf(safeFloatFromU64F64(toBits(u64f64 as number, 64))),
  }),
  safe_float_add: ({ a, b }) => ({
    out: plainFloat(safeFloatAdd(floatOf(a), floatOf(b))),
    turned: plainFloat(safeFloatAdd(floatOf(b), floatOf(a))),
  }),
  safe_float_div: ({ a, b }) => {
    const divisor = floatOf(b);
    const result = safeFloatDiv(floatOf(a), divisor);
    return { out: result ? numberOf(result) : null };
  },
  safe_float_mul_div: ({ a, b, c }) => ({
    out: numberOf(safeFloatMulDiv(floatOf(a), floatOf(b), floatOf(c)) ?? safeFloatFromU64(0n)),
  }),
};

const vectorOperations: Record<string, Compute> = {
  max_upscale_u16: ({ u }) => ({ out: maxUpscaleU16(u as number[]) }),
  is_max_limited: ({ u, limit }) => ({ out: isMaxLimited(u as number[], limit as number) }),
};

/** Operations by the name that cases give them. */
export const factOperations: Readonly<Record<string, FactOperation>> = {
  ...mathOperations,
  inplace_normalize_64: fixedPoint("inplace_normalize_64", 64),
  ...Object.fromEntries(
    Object.entries({ ...vectorOperations, ...swapOperations, ...shareOperations }).map(
      ([op, run]) => [op, { run, fraction: 0 }],
    ),
  ),
};
