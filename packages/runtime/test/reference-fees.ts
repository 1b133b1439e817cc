import { signed, ZERO_WEIGHT } from "@ganglion/frame";
import { dispatchUnfiltered } from "../src/dispatch.ts";
import type { Subject } from "../src/extensions/extension.ts";
import { chargeTransactionPayment } from "../src/extensions/payment.ts";
import { accountOf } from "../src/replay/accounts.ts";
import type { Args, ReplayChain } from "../src/replay/chain.ts";
import { Invalid } from "../src/validity.ts";

/** A call that its signer pays for, as an extrinsic of no length; why it may not enter a block, or the call's result. */
export function payAndCall(chain: ReplayChain, { call: name, ...args }: Args): string {
  const { ctx } = chain;
  const call = chain.call(name as string, args);
  if (!call) return `no call ${String(name)}`;
  const who = accountOf(args["who"] as number);
  const weight = call.call.weight(call.args, ctx);
  const subject: Subject = {
    who,
    call,
    length: 0,
    weight,
    extensionWeight: ZERO_WEIGHT,
    class: call.call.classOf(call.args),
    pays: call.call.paysOf(call.args),
  };
  const mark = ctx.mark();
  try {
    chargeTransactionPayment.validate?.(ctx, subject, 0n);
    const paid = chargeTransactionPayment.prepare!(ctx, subject, 0n);
    const result = dispatchUnfiltered(ctx, signed(who), call);
    chargeTransactionPayment.after?.(ctx, subject, 0n, paid, result.info);
    return result.ok ? "ok" : result.refusal.label;
  } catch (thrown) {
    if (!(thrown instanceof Invalid)) throw thrown;
    ctx.rollback(mark);
    return thrown.error.value.type;
  }
}
