import { addWeight, type Ctx, Refusal, weigh } from "@ganglion/frame";
import { type AccountId, type Rao, rao } from "@ganglion/primitives";
import { compact, newtype, rao as raoCodec, unit } from "@ganglion/scale";
import { blockAuthor } from "../pallets/aura/slot.ts";
import * as currency from "../pallets/balances/currency.ts";
import { Events as SubtensorEvents } from "../pallets/subtensor/events.ts";
import {
  canPayInAlpha,
  type PaidInAlpha,
  payInAlpha,
  positionsThatPay,
} from "../pallets/subtensor/staking/alpha-fee.ts";
import { Events, feeDetails, totalFee } from "../pallets/transaction-payment/pallet.ts";
import { invalid } from "../validity.ts";
import { extension, type Subject } from "./extension.ts";
import { feePayer } from "./fee-payer.ts";
import { actualWeight } from "./weight.ts";

// The reference overrides the pool's priorities: a tip buys nothing. Source: runtime/src/lib.rs.
const NORMAL_PRIORITY = 1n;
const OPERATIONAL_PRIORITY = 10_000_000_000n;

type Payment =
  | { readonly in: "tao"; readonly credit: Rao }
  | { readonly in: "alpha"; readonly fee: PaidInAlpha }
  | undefined;
/** Who pays is settled before the call, which may change what it depends on. */
interface Paid {
  readonly payer: AccountId;
  readonly paid: Payment;
}

const feeOf = (ctx: Ctx, subject: Subject, tip: bigint): Rao =>
  totalFee(feeDetails(ctx, { ...subject, tip }));

/** Charges fee and tip before the call, gives back what was too much after it, and pays the author. */
export const chargeTransactionPayment = extension<bigint, undefined, Paid>({
  identifier: "ChargeTransactionPayment",
  extra: newtype<bigint>(
    "pallet_transaction_payment::ChargeTransactionPayment",
    compact(raoCodec),
    { T: undefined },
  ),
  additional: unit,
  additionalOf: () => undefined,
  // pallet_transaction_payment weights, and three reads for who pays.
  weight: () =>
    addWeight(weigh(35_979_000n, 3593n, { reads: 1n, writes: 1n }), weigh(0n, 0n, { reads: 3n })),
  validate(ctx, subject, tip) {
    const fee = feeOf(ctx, subject, tip);
    const payer = feePayer(ctx, subject.who, subject.call);
    if (fee > 0n && !currency.canWithdrawKeeping(ctx, payer, fee)) {
      const positions = positionsThatPay(ctx, payer, subject.call);
      if (!canPayInAlpha(ctx, payer, { positions, fee })) throw invalid("Payment");
    }
    return { priority: subject.class === "Operational" ? OPERATIONAL_PRIORITY : NORMAL_PRIORITY };
  },
  prepare(ctx, subject, tip) {
    const payer = feePayer(ctx, subject.who, subject.call);
    return { payer, paid: pay(ctx, subject, { payer, fee: feeOf(ctx, subject, tip) }) };
  },
  after(ctx, subject, tip, { payer, paid }, post) {
    const actualFee = totalFee(
      feeDetails(ctx, {
        ...subject,
        weight: actualWeight(subject, post),
        pays: post.pays ?? subject.pays,
        tip,
      }),
    );
    if (paid?.in === "tao") settle(ctx, payer, { credit: paid.credit, actualFee });
    else if (paid?.in === "alpha")
      ctx.deposit(SubtensorEvents.TransactionFeePaidWithAlpha({ who: payer, ...paid.fee }));
    ctx.deposit(Events.TransactionFeePaid({ who: payer, actualFee, tip: rao(tip) }));
  },
});

/** Takes the fee, in TAO or else in alpha. @throws Invalid Payment */
function pay(
  ctx: Ctx,
  subject: Subject,
  { payer, fee }: { readonly payer: AccountId; readonly fee: Rao },
): Payment {
  if (fee === 0n) return undefined;
  if (currency.reducibleBalance(ctx, payer, "preserve") >= fee)
    return {
      in: "tao",
      credit: currency.withdraw(ctx, payer, fee, { preservation: "preserve" }),
    };
  const positions = positionsThatPay(ctx, payer, subject.call);
  if (positions.length === 0) throw invalid("Payment");
  const paid = payInAlpha(ctx, payer, { positions, fee });
  if (!paid) throw invalid("Payment");
  return { in: "alpha", fee: paid };
}

/** Refunds what was too much, if the payer still exists, and pays the author the rest. */
function settle(
  ctx: Ctx,
  payer: AccountId,
  options: { readonly credit: Rao; readonly actualFee: Rao },
): void {
  const { credit, actualFee } = options;
  const refund = rao(credit > actualFee ? credit - actualFee : 0n);
  const refunded =
    currency.totalBalance(ctx, payer) > 0n
      ? currency.depositBestEffort(ctx, payer, refund)
      : rao(0n);
  const rest = rao(credit - refunded);
  if (rest === 0n) return;
  const author = blockAuthor(ctx);
  if (author === undefined) currency.dropCredit(ctx, rest);
  else {
    try {
      ctx.transaction(() => currency.resolve(ctx, author, rest));
    } catch (thrown) {
      if (!(thrown instanceof Refusal)) throw thrown;
      // An author whose account cannot take so little loses it, as the reference drops the credit.
      currency.dropCredit(ctx, rest);
    }
  }
}
