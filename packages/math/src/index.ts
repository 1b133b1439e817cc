export { type ComputeDocument, ComputeError, parseDocument } from "./compute/document.ts";
export { computeEmission } from "./compute/emission.ts";
export { computeEpoch } from "./compute/epoch.ts";
export { computeMath } from "./compute/math.ts";
export { computeSwap } from "./compute/swap.ts";
export { computations } from "./compute.ts";
export {
  blockEmission,
  INITIAL_BLOCK_EMISSION,
  TOTAL_SUPPLY,
} from "./emission/block-emission.ts";
export {
  bumpedBurn,
  decayedBurn,
  decayFactorQ32,
  mulByQ32,
  powQ32,
} from "./emission/burn-price.ts";
export { movingAlphaPrice, nextMovingPrice } from "./emission/moving-price.ts";
export {
  rootSellFlag,
  type SubnetForShares,
  type SubnetShare,
  subnetShares,
} from "./emission/subnet-shares.ts";
export {
  proportionFromU64,
  rootProportion,
  type SubnetTerms,
  subnetTerms,
} from "./emission/subnet-terms.ts";
export {
  type EpochKernel,
  type EpochOutput,
  type EpochTrace,
  epochOutput,
  specifiedEpoch,
  traceEpoch,
} from "./epoch/epoch.ts";
export {
  type EpochInput,
  type EpochParameters,
  pairsOf,
  type StoredRow,
  storedRow,
} from "./epoch/input.ts";
export { compiledEpoch } from "./epoch/kernel.ts";
export type { SparseMatrix, SparseRow } from "./epoch/sparse-matrix.ts";
export { stakeToRao, stakeWeights } from "./epoch/stake.ts";
export {
  isMaxLimited,
  isTop,
  isTopNonzero,
  maxUpscaleToU16,
  maxUpscaleU16,
  normalize,
  proportionFromU16,
  proportionToU16,
  type Vector,
} from "./epoch/vector.ts";
export { type FixedPoint, fixedPoint } from "./fixed/fixed-point.ts";
export { I32F32, I64F64, I96F32, U64F64, U96F32 } from "./fixed/formats.ts";
export { checkedSqrt } from "./fixed/square-root.ts";
export { exp, expSafe, ln, log2, safeLn, sigmoidSafe } from "./fixed/transcendental.ts";
export {
  SAFE_FLOAT_ZERO,
  type SafeFloat,
  safeFloat,
  safeFloatAdd,
  safeFloatDiv,
  safeFloatFromU64,
  safeFloatFromU64F64,
  safeFloatGreater,
  safeFloatIsZero,
  safeFloatMul,
  safeFloatMulDiv,
  safeFloatSub,
  safeFloatToU64,
} from "./share-pool/safe-float.ts";
export {
  type SharePool,
  shareValue,
  updateMovesShare,
  updateValueForAll,
  updateValueForOne,
} from "./share-pool/share-pool.ts";
export {
  alphaForTao,
  alphaToPrice,
  baseWeight,
  DEFAULT_QUOTE_WEIGHT,
  initialQuoteWeight,
  MIN_WEIGHT,
  type Pool,
  poolPrice,
  quoteWeightAfterAdding,
  taoForAlpha,
  taoToPrice,
  weightsAllowed,
} from "./swap/balancer.ts";
export {
  PERQUINTILL_ONE,
  perquintillFromRational,
  perquintillMulRound,
} from "./swap/perquintill.ts";
export { powRatioScaled } from "./swap/power.ts";
export {
  adjustProtocolLiquidity,
  alphaAtSpotPrice,
  MAX_PRICE_LIMIT,
  MIN_PRICE_LIMIT,
  MINIMUM_RESERVE,
  priceFromLimit,
  type SwapErrorName,
  type SwapOrder,
  type SwapOutcome,
  type SwapReceipt,
  type SwapSide,
  swap,
  swapFee,
} from "./swap/swap.ts";
export {
  saturatingAddU64,
  saturatingMulU64,
  saturatingSubUnsigned,
  U16_MAX,
  U64_MAX,
  U128_MAX,
} from "./unsigned.ts";
