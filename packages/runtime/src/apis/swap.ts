import { apiMethod, type Ctx, Refusal, type RuntimeApi, tolerate } from "@ganglion/frame";
import { U64F64 } from "@ganglion/math";
import { alpha as asAlpha, rao as asRao, type NetUid, UNITS_PER_TOKEN } from "@ganglion/primitives";
import { alpha, netUid, rao, u64, vec } from "@ganglion/scale";
import { getAllSubnetNetuids } from "../pallets/subtensor/subnets/queries.ts";
import {
  currentAlphaPrice,
  simSwapAlphaForTao,
  simSwapTaoForAlpha,
} from "../pallets/swap/queries.ts";
import { type SimSwapResult, simSwapResult, subnetPrice } from "./types.ts";

/** Rao per whole alpha, floored; the largest u64 if it is more. */
function priceInRao(ctx: Ctx, netuid: NetUid): bigint {
  const units = U64F64.fromInteger(UNITS_PER_TOKEN);
  return U64F64.toUnsigned(U64F64.saturatingMul(currentAlphaPrice(ctx, netuid), units), 64);
}

const NOTHING: SimSwapResult = {
  taoAmount: asRao(0n),
  alphaAmount: asAlpha(0n),
  taoFee: asRao(0n),
  alphaFee: asAlpha(0n),
  taoSlippage: asRao(0n),
  alphaSlippage: asAlpha(0n),
};

/** By how much less comes out than the price promised, fees included. */
const shortfall = (promised: bigint, paidOut: bigint): bigint =>
  promised > paidOut ? promised - paidOut : 0n;

/** A swap that would be refused quotes nothing. */
function quoted(quote: () => SimSwapResult): SimSwapResult {
  const answer = tolerate(quote);
  return answer instanceof Refusal ? NOTHING : answer;
}

/**
 * Prices and quotes of the pools. Amounts that go in are without the fee.
 * Source: runtime/src/lib.rs, SwapRuntimeApi
 */
export const swapApi: RuntimeApi = {
  name: "SwapRuntimeApi",
  version: 1,
  methods: {
    currentAlphaPrice: apiMethod({
      inputs: { netuid: netUid },
      output: u64,
      run: (ctx, { netuid }) => priceInRao(ctx, netuid),
    }),
    currentAlphaPriceAll: apiMethod({
      inputs: {},
      output: vec(subnetPrice),
      run: (ctx) =>
        getAllSubnetNetuids(ctx).map((netuid) => ({ netuid, price: priceInRao(ctx, netuid) })),
    }),
    simSwapTaoForAlpha: apiMethod({
      inputs: { netuid: netUid, tao: rao },
      output: simSwapResult,
      run: (ctx, { netuid, tao }) =>
        quoted(() => {
          const swap = simSwapTaoForAlpha(ctx, netuid, tao);
          const atPrice = U64F64.safeDiv(U64F64.fromInteger(tao), currentAlphaPrice(ctx, netuid));
          return {
            ...NOTHING,
            taoAmount: swap.amountPaidIn,
            alphaAmount: swap.amountPaidOut,
            taoFee: swap.feePaid,
            alphaSlippage: asAlpha(shortfall(U64F64.toUnsigned(atPrice, 64), swap.amountPaidOut)),
          };
        }),
    }),
    simSwapAlphaForTao: apiMethod({
      inputs: { netuid: netUid, alpha },
      output: simSwapResult,
      run: (ctx, { netuid, alpha: sold }) =>
        quoted(() => {
          const swap = simSwapAlphaForTao(ctx, netuid, sold);
          const price = currentAlphaPrice(ctx, netuid);
          const atPrice = U64F64.saturatingMul(U64F64.fromInteger(sold), price);
          return {
            ...NOTHING,
            taoAmount: swap.amountPaidOut,
            alphaAmount: swap.amountPaidIn,
            alphaFee: swap.feePaid,
            taoSlippage: asRao(shortfall(U64F64.toUnsigned(atPrice, 64), swap.amountPaidOut)),
          };
        }),
    }),
  },
};
