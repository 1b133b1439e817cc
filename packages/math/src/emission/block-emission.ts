import { I96F32 } from "../fixed/formats.ts";
import { wholeLog2 } from "../fixed/transcendental.ts";

/** 21 million, in rao: the most TAO, or alpha of one subnet, that will exist. */
export const TOTAL_SUPPLY = 21_000_000_000_000_000n;
/** Emission of a block before the first halving, rao. */
export const INITIAL_BLOCK_EMISSION = 1_000_000_000n;

/**
 * Rao a block mints at this issuance: halved for each half of the rest of the supply that is out.
 * Serves TAO (total issuance) and each subnet's alpha (alpha issuance) alike.
 * @returns undefined if a step overflows, which the reference treats as "mint nothing"
 * Source: pallets/subtensor/src/coinbase/block_emission.rs
 */
export function blockEmission(issuance: bigint): bigint | undefined {
  const issued = I96F32.fromInteger(issuance);
  const supply = I96F32.fromInteger(TOTAL_SUPPLY);
  if (issued >= supply) return 0n;
  const part = I96F32.safeDiv(issued, supply);
  const inverse = I96F32.checkedDiv(I96F32.one, I96F32.one - part);
  if (inverse === undefined) return undefined;
  const halvings = wholeLog2(I96F32, inverse);
  const share = I96F32.safeDiv(I96F32.one, I96F32.saturate(I96F32.one << halvings));
  const emission = I96F32.saturatingMul(share, I96F32.fromInteger(INITIAL_BLOCK_EMISSION));
  return I96F32.toUnsigned(emission, 64);
}
