import {
  constant,
  type DispatchClass,
  event,
  minWeight,
  type Pays,
  pallet,
  type StateCtx,
  value,
  type Weight,
} from "@ganglion/frame";
import { U64_MAX } from "@ganglion/math";
import { type Rao, rao } from "@ganglion/primitives";
import { accountId, literals, newtype, rao as raoCodec, u8, u128 } from "@ganglion/scale";
import { Constants as System } from "../system/constants.ts";

/** Fixed at one: fees don't rise with load. FixedU128, 10^18 = 1. */
const NextFeeMultiplier = value(
  newtype<bigint>("sp_arithmetic::fixed_point::FixedU128", u128),
  1_000_000_000_000_000_000n,
);
const StorageVersion = value(
  literals("pallet_transaction_payment::Releases", ["V1Ancient", "V2"]),
  "V1Ancient",
);
export const Events = {
  TransactionFeePaid: event(
    0,
    { who: accountId, actualFee: raoCodec, tip: raoCodec },
    "What an extrinsic cost its signer, tip included.",
  ),
};

/** Fees of extrinsics. */
export const TransactionPayment = pallet({
  name: "TransactionPayment",
  index: 6,
  module: "pallet_transaction_payment::pallet",
  storage: { NextFeeMultiplier, StorageVersion },
  constants: { OperationalFeeMultiplier: constant(u8, 5) },
  errors: {},
  events: Events,
  calls: {},
});

/** Billionths of a rao per picosecond. Source: pallets/transaction-fee LinearWeightToFee. */
const COEFFICIENT = 500_000n;
const BILLION = 1_000_000_000n;

/** What a weight costs, rao: 0.0005 per ps, rounded to the nearest, halves down. */
export function weightToFee(ctx: StateCtx, weight: Weight): Rao {
  const { refTime } = minWeight(weight, System.BlockWeights.get(ctx).maxBlock);
  const product = refTime * COEFFICIENT;
  const whole = product / BILLION;
  const fee = (product % BILLION) * 2n > BILLION ? whole + 1n : whole;
  return rao(fee > U64_MAX ? U64_MAX : fee);
}

/** The parts of a fee, rao. */
export interface FeeDetails {
  readonly inclusion?: { readonly base: Rao; readonly length: Rao; readonly weight: Rao };
  readonly tip: Rao;
}

/** What an extrinsic of so many bytes and such a weight costs. Source: pallet_transaction_payment compute_fee_raw. */
export function feeDetails(
  ctx: StateCtx,
  options: {
    readonly length: number;
    readonly weight: Weight;
    readonly pays: Pays;
    readonly class: DispatchClass;
    readonly tip: bigint;
  },
): FeeDetails {
  const tip = rao(options.tip);
  if (options.pays === "No") return { tip };
  const { perClass } = System.BlockWeights.get(ctx);
  const limits = {
    Normal: perClass.normal,
    Operational: perClass.operational,
    Mandatory: perClass.mandatory,
  }[options.class];
  return {
    inclusion: {
      base: weightToFee(ctx, limits.baseExtrinsic),
      length: rao(BigInt(options.length)),
      weight: weightToFee(ctx, options.weight),
    },
    tip,
  };
}

/** Sum of the parts, saturating. */
export function totalFee({ inclusion, tip }: FeeDetails): Rao {
  const sum = tip + (inclusion ? inclusion.base + inclusion.length + inclusion.weight : 0n);
  return rao(sum > U64_MAX ? U64_MAX : sum);
}
