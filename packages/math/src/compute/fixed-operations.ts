import {
  isMaxLimited,
  maxUpscaleToU16,
  maxUpscaleU16,
  proportionFromU16,
  proportionToU16,
} from "../epoch/vector.ts";
import { I32F32, I64F64, I96F32, U64F64, U96F32 } from "../fixed/formats.ts";
import { checkedSqrt } from "../fixed/square-root.ts";
import { expSafe, log2, safeLn, sigmoidSafe } from "../fixed/transcendental.ts";
import { asBits, asU16, type ComputeDocument, read, readList } from "./document.ts";

/** Answers one `compute math` document with its results. */
export type MathOperation = (document: ComputeDocument) => ComputeDocument;

const optional = (bits: bigint | undefined): string | null => bits?.toString() ?? null;

function i32f32Ops(document: ComputeDocument): ComputeDocument {
  const a = read(document, "a", asBits(I32F32));
  const b = read(document, "b", asBits(I32F32));
  return {
    chk_div: optional(I32F32.checkedDiv(a, b)),
    chk_mul: optional(I32F32.checkedMul(a, b)),
    floor: I32F32.floor(a).toString(),
    round: optional(I32F32.checkedRound(a)),
    safe_div: I32F32.safeDiv(a, b).toString(),
    sat_add: I32F32.saturatingAdd(a, b).toString(),
    // The reference panics on a zero divisor, so there is no result.
    sat_div: b === 0n ? null : I32F32.saturatingDiv(a, b).toString(),
    sat_mul: I32F32.saturatingMul(a, b).toString(),
    sat_sub: I32F32.saturatingSub(a, b).toString(),
    to_u16: Number(I32F32.toUnsigned(a, 16)),
    to_u64: I32F32.toUnsigned(a, 64).toString(),
    wrap_add: I32F32.wrappingAdd(a, b).toString(),
    wrap_mul: I32F32.wrappingMul(a, b).toString(),
  };
}

function i64f64Ops(document: ComputeDocument): ComputeDocument {
  const a = read(document, "a", asBits(I64F64));
  const b = read(document, "b", asBits(I64F64));
  return {
    chk_mul: optional(I64F64.checkedMul(a, b)),
    safe_div: I64F64.safeDiv(a, b).toString(),
    sat_mul: I64F64.saturatingMul(a, b).toString(),
    to_i32f32: I32F32.from(I64F64, a).toString(),
    to_i96f32: I96F32.from(I64F64, a).toString(),
    to_u64: I64F64.toUnsigned(a, 64).toString(),
    to_u64f64: U64F64.from(I64F64, a).toString(),
  };
}

const THOUSANDTH = U64F64.safeDiv(U64F64.one, U64F64.fromInteger(1_000));

function u64f64Ops(document: ComputeDocument): ComputeDocument {
  const a = read(document, "a", asBits(U64F64));
  const b = read(document, "b", asBits(U64F64));
  return {
    safe_div: U64F64.safeDiv(a, b).toString(),
    sat_add: U64F64.saturatingAdd(a, b).toString(),
    sat_mul: U64F64.saturatingMul(a, b).toString(),
    sqrt_1e_3: optional(checkedSqrt(U64F64, a, THOUSANDTH)),
    to_i32f32: I32F32.from(U64F64, a).toString(),
    to_u64: U64F64.toUnsigned(a, 64).toString(),
    to_u96f32: U96F32.from(U64F64, a).toString(),
  };
}

function u96f32Ops(document: ComputeDocument): ComputeDocument {
  const a = read(document, "a", asBits(U96F32));
  const b = read(document, "b", asBits(U96F32));
  return {
    safe_div: U96F32.safeDiv(a, b).toString(),
    sat_mul: U96F32.saturatingMul(a, b).toString(),
    sat_sub: U96F32.saturatingSub(a, b).toString(),
    to_u64: U96F32.toUnsigned(a, 64).toString(),
    to_u64f64: U64F64.from(U96F32, a).toString(),
  };
}

function fixedU16(document: ComputeDocument): ComputeDocument {
  const x = read(document, "x", asBits(I32F32));
  const u = read(document, "u", asU16);
  return {
    fixed_proportion_to_u16: proportionToU16(x),
    fixed_to_fixed_u16_proportion: I32F32.safeDiv(x, I32F32.fromInteger(65_535)).toString(),
    fixed_to_u16: Number(I32F32.toUnsigned(x, 16)),
    fixed_to_u64: I32F32.toUnsigned(x, 64).toString(),
    u16_proportion_to_fixed: proportionFromU16(u).toString(),
    u16_to_fixed: I32F32.fromInteger(u).toString(),
  };
}

function vecMaxUpscaleToU16(document: ComputeDocument): ComputeDocument {
  const u = readList(document, "u", asU16);
  return {
    check_vec_max_limited: isMaxLimited(u, read(document, "limit", asU16)),
    out: maxUpscaleToU16(readList(document, "x", asBits(I32F32))),
    u_out: maxUpscaleU16(u),
  };
}

/** Operations on single numbers, and between numbers and 16-bit values. */
export const fixedOperations: Readonly<Record<string, MathOperation>> = {
  i32f32_ops: i32f32Ops,
  i64f64_ops: i64f64Ops,
  u64f64_ops: u64f64Ops,
  u96f32_ops: u96f32Ops,
  exp_safe: (document) => ({ exp: expSafe(read(document, "x", asBits(I32F32))).toString() }),
  safe_ln: (document) => {
    const x = read(document, "x", asBits(I32F32));
    return { ln: safeLn(x).toString(), log2_i96f32: optional(log2(I96F32, x)) };
  },
  sigmoid_safe: (document) => ({
    out: sigmoidSafe(
      read(document, "x", asBits(I32F32)),
      read(document, "rho", asBits(I32F32)),
      read(document, "kappa", asBits(I32F32)),
    ).toString(),
  }),
  fixed_u16: fixedU16,
  vec_max_upscale_to_u16: vecMaxUpscaleToU16,
};
