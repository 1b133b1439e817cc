import { i32, newtype, type Of, struct, u64, u128 } from "@ganglion/scale";

/** Parts of 10^18. */
const perquintill = newtype<bigint>("sp_arithmetic::per_things::Perquintill", u64);

/** Weight of the TAO side of a pool; the alpha side has the rest of 10^18. */
export const balancer = struct("pallet_subtensor_swap::pallet::balancer::Balancer", {
  quote: perquintill,
});
export type Balancer = Of<typeof balancer>;

export const nonZeroU64 = newtype<bigint>("NonZeroU64", u64);
/** A price step of the pools before the balancer. */
export const tickIndex = newtype<number>("pallet_subtensor_swap::pallet::TickIndex", i32);
/** A user's position in the pools before the balancer. */
export const positionId = newtype<bigint>("pallet_subtensor_swap::pallet::PositionId", u128);
