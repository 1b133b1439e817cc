import { U64F64, U96F32 } from "../fixed/formats.ts";
import { U64_MAX } from "../unsigned.ts";

/**
 * A u64 setting whose 1.0 is 2^64 − 1 (TaoWeight, CKBurn) as U96F32.
 * Source: pallets/subtensor/src/staking/stake_utils.rs, get_tao_weight
 */
export function proportionFromU64(stored: bigint): bigint {
  return U96F32.safeDiv(U96F32.fromInteger(stored), U96F32.fromInteger(U64_MAX));
}

/**
 * Root's part of a subnet's dividends: R·w / (R·w + alpha issuance).
 * @param rootTao SubnetTAO of root, rao
 * @param taoWeight TaoWeight as stored (u64)
 * @param alphaIssuance SubnetAlphaIn + SubnetAlphaOut, rao
 * @returns U96F32 bits
 * Source: pallets/subtensor/src/coinbase/block_step.rs, root_proportion
 */
export function rootProportion(rootTao: bigint, taoWeight: bigint, alphaIssuance: bigint): bigint {
  const weighted = U96F32.saturatingMul(U96F32.fromInteger(rootTao), proportionFromU64(taoWeight));
  const total = U96F32.saturatingAdd(weighted, U96F32.fromInteger(alphaIssuance));
  return U96F32.safeDiv(weighted, total);
}

/** All U96F32 bits of rao. */
export interface SubnetTerms {
  /** TAO that joins the pool. */
  readonly taoIn: bigint;
  /** Alpha that joins the pool. */
  readonly alphaIn: bigint;
  /** TAO that buys alpha instead. */
  readonly excessTao: bigint;
}

/**
 * Splits a subnet's TAO of this block: alpha joins the pool in step with it up to the root
 * proportion of the alpha emission, the TAO beyond that buys alpha.
 * @param input.taoEmission U96F32 bits
 * @param input.alphaEmission U96F32 bits
 * @param input.price U64F64 bits
 * @param input.rootProportion U96F32 bits
 * Source: pallets/subtensor/src/coinbase/run_coinbase.rs, get_subnet_terms
 */
export function subnetTerms(input: {
  readonly taoEmission: bigint;
  readonly alphaEmission: bigint;
  readonly price: bigint;
  readonly rootProportion: bigint;
}): SubnetTerms {
  const { taoEmission } = input;
  const price = U96F32.from(U64F64, input.price);
  const cap = U96F32.saturatingMul(input.rootProportion, input.alphaEmission);
  const alphaIn = U96F32.safeDiv(taoEmission, price);
  if (alphaIn <= cap) return { taoIn: taoEmission, alphaIn, excessTao: 0n };
  const taoIn = U96F32.saturatingMul(cap, price);
  return { taoIn, alphaIn: cap, excessTao: U96F32.saturatingSub(taoEmission, taoIn) };
}
