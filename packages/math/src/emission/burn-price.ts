import { U64F64 } from "../fixed/formats.ts";
import { U64_MAX } from "../unsigned.ts";

// Factors of this file are Q32: 2^32 = 1.0, u64.
const ONE_Q32 = 1n << 32n;
const HALF_Q32 = 1n << 31n;

/** floor(value × factor), clamped to u64. Source: pallets/subtensor/src/utils/misc.rs */
export function mulByQ32(value: bigint, factor: bigint): bigint {
  const product = (value * factor) >> 32n;
  return product > U64_MAX ? U64_MAX : product;
}

/** base^exponent by squaring, cut to Q32 at each step. Source: misc.rs, pow_q32 */
export function powQ32(base: bigint, exponent: number): bigint {
  let result = ONE_Q32;
  let factor = base;
  for (let power = exponent; power > 0; ) {
    if (power % 2 === 1) result = mulByQ32(result, factor);
    power = Math.floor(power / 2);
    if (power > 0) factor = mulByQ32(factor, factor);
  }
  return result;
}

const decayByHalfLife = new Map<number, bigint>();

/**
 * The per-block factor that halves a price in `halfLife` blocks, found by bisection: the largest
 * one whose truncated power does not exceed 1/2. 0 blocks: no decay.
 * @param halfLife blocks (u16)
 * @returns Q32, 360 blocks give 4286705684
 * Source: misc.rs, decay_factor_q32
 */
export function decayFactorQ32(halfLife: number): bigint {
  if (halfLife === 0) return ONE_Q32;
  const known = decayByHalfLife.get(halfLife);
  if (known !== undefined) return known;
  let low = 0n;
  let high = ONE_Q32;
  while (low + 1n < high) {
    const middle = low + ((high - low) >> 1n);
    if (powQ32(middle, halfLife) > HALF_Q32) high = middle;
    else low = middle;
  }
  decayByHalfLife.set(halfLife, low);
  return low;
}

interface BurnBounds {
  readonly minBurn: bigint;
  readonly maxBurn: bigint;
}

// The reference raises first and lowers after, so a maximum under the minimum wins.
function bound(burn: bigint, { minBurn, maxBurn }: BurnBounds): bigint {
  const raised = burn < minBurn ? minBurn : burn;
  return raised > maxBurn ? maxBurn : raised;
}

/**
 * Registration price after one block of decay, within its bounds. Block 1 and before only bound.
 * Source: pallets/subtensor/src/subnets/registration.rs, update_registration_prices_for_networks
 */
export function decayedBurn(
  burn: bigint,
  input: BurnBounds & { readonly halfLife: number; readonly block: bigint },
): bigint {
  const decays = input.halfLife > 0 && input.block > 1n;
  return bound(decays ? mulByQ32(burn, decayFactorQ32(input.halfLife)) : burn, input);
}

/**
 * Registration price after one registration, within its bounds.
 * @param input.multiplier BurnIncreaseMult, U64F64 bits; under 1.0 counts as 1.0
 * Source: registration.rs, bump_registration_price_after_registration
 */
export function bumpedBurn(
  burn: bigint,
  input: BurnBounds & { readonly multiplier: bigint },
): bigint {
  const factor = input.multiplier < U64F64.one ? U64F64.one : input.multiplier;
  const raised = U64F64.saturatingMul(U64F64.fromInteger(burn), factor);
  return bound(U64F64.toUnsigned(raised, 64), input);
}
