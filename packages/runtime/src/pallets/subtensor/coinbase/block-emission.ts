import type { Ctx } from "@ganglion/frame";
import { blockEmission, TOTAL_SUPPLY } from "@ganglion/math";
import { type Rao, rao } from "@ganglion/primitives";
import { BlockEmission } from "./storage.ts";
import { type Credit, getTotalIssuance, mintTao } from "./tao.ts";

/**
 * What a block mints at this issuance, of TAO or of a subnet's alpha.
 * Stores it as BlockEmission too: after a block that holds the last subnet's alpha emission, not TAO's.
 * @returns undefined if the logarithm can't be computed
 * Source: coinbase/block_emission.rs
 */
export function getBlockEmissionForIssuance(ctx: Ctx, issuance: bigint): bigint | undefined {
  if (issuance >= TOTAL_SUPPLY) return 0n;
  const emission = blockEmission(issuance);
  if (emission === undefined) return undefined;
  if (BlockEmission.get(ctx) !== emission) BlockEmission.set(ctx, emission);
  return emission;
}

/** The TAO emission of a block, without minting it. Source: coinbase/block_emission.rs */
export function calculateBlockEmission(ctx: Ctx): Rao | undefined {
  const emission = getBlockEmissionForIssuance(ctx, getTotalIssuance(ctx));
  return emission === undefined ? undefined : rao(emission);
}

/** Mints the TAO of this block. Source: coinbase/block_emission.rs */
export function getBlockEmission(ctx: Ctx): Credit {
  const emission = calculateBlockEmission(ctx);
  return emission === undefined || emission === 0n ? rao(0n) : mintTao(ctx, emission);
}
