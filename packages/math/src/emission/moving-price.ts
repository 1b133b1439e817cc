import { I96F32, U64F64 } from "../fixed/formats.ts";

/**
 * A subnet's smoothed price as U64F64: 1.0 for root and for mechanism 0.
 * Source: pallets/subtensor/src/staking/stake_utils.rs, get_moving_alpha_price
 */
export function movingAlphaPrice(subnet: {
  readonly netuid: number;
  readonly mechanism: number;
  /** I96F32 bits of SubnetMovingPrice. */
  readonly movingPrice: bigint;
}): bigint {
  if (subnet.netuid === 0 || subnet.mechanism === 0) return U64F64.one;
  return U64F64.from(I96F32, subnet.movingPrice);
}

/**
 * Next moving price: an average whose weight grows with the blocks since the start call,
 * movingAlpha × b / (b + halvingBlocks), of the price capped at 1.
 * @param input.block current block (u64)
 * @param input.firstEmissionBlock FirstEmissionBlockNumber, 0 if none
 * @param input.halvingBlocks EMAPriceHalvingBlocks (u64)
 * @param input.movingAlpha SubnetMovingAlpha, I96F32 bits
 * @param input.movingPrice what movingAlphaPrice gives now, U64F64 bits
 * @param input.price spot price, U64F64 bits
 * @returns I96F32 bits: what is stored loses all below 2^-32
 * Source: pallets/subtensor/src/staking/stake_utils.rs, update_moving_price
 */
export function nextMovingPrice(input: {
  readonly block: bigint;
  readonly firstEmissionBlock: bigint;
  readonly halvingBlocks: bigint;
  readonly movingAlpha: bigint;
  readonly movingPrice: bigint;
  readonly price: bigint;
}): bigint {
  const startBlock = input.firstEmissionBlock > 0n ? input.firstEmissionBlock - 1n : 0n;
  const age = U64F64.fromInteger(input.block > startBlock ? input.block - startBlock : 0n);
  const horizon = U64F64.saturatingAdd(age, U64F64.fromInteger(input.halvingBlocks));
  const alpha = U64F64.saturatingMul(
    U64F64.from(I96F32, input.movingAlpha),
    U64F64.safeDiv(age, horizon),
  );
  const capped = input.price < U64F64.one ? input.price : U64F64.one;
  const fresh = U64F64.saturatingMul(alpha, capped);
  const kept = U64F64.saturatingMul(U64F64.saturatingSub(U64F64.one, alpha), input.movingPrice);
  return I96F32.from(U64F64, U64F64.saturatingAdd(fresh, kept));
}
