import {
  addWeight,
  apiMethod,
  type Ctx,
  decodeExtrinsic,
  dispatchClass,
  type RuntimeApi,
  type RuntimeCall,
  runtimeCall,
  type Weight,
  weightCodec,
  ZERO_WEIGHT,
} from "@ganglion/frame";
import { rao as asRao } from "@ganglion/primitives";
import { option, rao, struct, u32, u64 } from "@ganglion/scale";
import { EXTENSIONS } from "../extensions/list.ts";
import { feeDetails, totalFee, weightToFee } from "../pallets/transaction-payment/pallet.ts";
import { opaqueExtrinsic } from "./opaque.ts";

const dispatchInfo = struct(
  "pallet_transaction_payment::types::RuntimeDispatchInfo<u64, sp_weights::weight_v2::Weight>",
  { weight: weightCodec, class: dispatchClass, partialFee: rao },
  { Balance: u64, Weight: weightCodec },
);
const inclusionFee = struct(
  "pallet_transaction_payment::types::InclusionFee<u64>",
  { baseFee: rao, lenFee: rao, adjustedWeightFee: rao },
  { Balance: u64 },
);
const feeDetailsCodec = struct(
  "pallet_transaction_payment::types::FeeDetails<u64>",
  { inclusionFee: option(inclusionFee), tip: rao },
  { Balance: u64 },
);

/** What an extrinsic would weigh and cost, its signature unchecked. */
function priced(ctx: Ctx, raw: Uint8Array, length: number) {
  const { call, signer } = decodeExtrinsic(raw, EXTENSIONS);
  const own = call.call.weight(call.args, ctx);
  const weight = signer
    ? EXTENSIONS.reduce<Weight>(
        (sum, each, i) => addWeight(sum, each.weight?.(ctx, call, signer.extra[i]) ?? ZERO_WEIGHT),
        own,
      )
    : own;
  return {
    call,
    weight,
    class: call.call.classOf(call.args),
    pays: call.call.paysOf(call.args),
    length,
    signed: signer !== undefined,
  };
}

const ofCall = (ctx: Ctx, call: RuntimeCall, length: number) => ({
  length,
  weight: call.call.weight(call.args, ctx),
  class: call.call.classOf(call.args),
  pays: call.call.paysOf(call.args),
  tip: 0n,
});
const infoOf = (ctx: Ctx, parts: Parameters<typeof feeDetails>[1]) => ({
  weight: parts.weight,
  class: parts.class,
  partialFee: totalFee(feeDetails(ctx, parts)),
});
const detailsOf = (ctx: Ctx, parts: Parameters<typeof feeDetails>[1]) => {
  const { inclusion, tip } = feeDetails(ctx, parts);
  return {
    inclusionFee: inclusion && {
      baseFee: inclusion.base,
      lenFee: inclusion.length,
      adjustedWeightFee: inclusion.weight,
    },
    tip,
  };
};

/** Quotes of fees. */
export const transactionPaymentApis: readonly RuntimeApi[] = [
  {
    name: "TransactionPaymentApi",
    version: 4,
    methods: {
      queryInfo: apiMethod({
        inputs: { uxt: opaqueExtrinsic, len: u32 },
        output: dispatchInfo,
        run(ctx, { uxt, len }) {
          const { signed, ...parts } = priced(ctx, uxt, len);
          const info = infoOf(ctx, { ...parts, tip: 0n });
          // What is not signed pays nothing.
          return signed ? info : { ...info, partialFee: asRao(0n) };
        },
      }),
      queryFeeDetails: apiMethod({
        inputs: { uxt: opaqueExtrinsic, len: u32 },
        output: feeDetailsCodec,
        run(ctx, { uxt, len }) {
          const { signed, ...parts } = priced(ctx, uxt, len);
          return signed
            ? detailsOf(ctx, { ...parts, tip: 0n })
            : { inclusionFee: undefined, tip: asRao(0n) };
        },
      }),
      queryWeightToFee: apiMethod({
        inputs: { weight: weightCodec },
        output: rao,
        run: (ctx, { weight }) => weightToFee(ctx, weight),
      }),
      queryLengthToFee: apiMethod({
        inputs: { length: u32 },
        output: rao,
        run: (_ctx, { length }) => asRao(BigInt(length)),
      }),
    },
  },
  {
    name: "TransactionPaymentCallApi",
    version: 3,
    methods: {
      queryCallInfo: apiMethod({
        inputs: { call: runtimeCall, len: u32 },
        output: dispatchInfo,
        run: (ctx, { call, len }) => infoOf(ctx, ofCall(ctx, call, len)),
      }),
      queryCallFeeDetails: apiMethod({
        inputs: { call: runtimeCall, len: u32 },
        output: feeDetailsCodec,
        run: (ctx, { call, len }) => detailsOf(ctx, ofCall(ctx, call, len)),
      }),
      queryWeightToFee: apiMethod({
        inputs: { weight: weightCodec },
        output: rao,
        run: (ctx, { weight }) => weightToFee(ctx, weight),
      }),
      queryLengthToFee: apiMethod({
        inputs: { length: u32 },
        output: rao,
        run: (_ctx, { length }) => asRao(BigInt(length)),
      }),
    },
  },
];
