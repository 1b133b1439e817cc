import {
  type Ctx,
  call,
  ensure,
  ensureSigned,
  Refusal,
  signed,
  tolerate,
  weigh,
} from "@ganglion/frame";
import { compact, u32 } from "@ganglion/scale";
import { peek } from "../../preimage/bounded.ts";
import type { BoundedCall } from "../../preimage/types.ts";
import { existing, pay } from "../crowdloans.ts";
import { Errors } from "../errors.ts";
import { Events } from "../events.ts";
import { Crowdloans, CurrentCrowdloanId } from "../storage.ts";

/** Hands over what was raised, or makes the call in the creator's name. */
export const finalize = call({
  index: 3,
  args: { crowdloanId: compact(u32) },
  // The call that is made was weighed when it was stored.
  weight: weigh(31_507_000n, 4_197_809n, { reads: 4n, writes: 2n }),
  run(ctx, origin, { crowdloanId }) {
    const who = ensureSigned(origin);
    const crowdloan = existing(ctx, crowdloanId);
    ensure(who === crowdloan.creator, Errors.InvalidOrigin);
    ensure(crowdloan.raised === crowdloan.cap, Errors.CapNotRaised);
    ensure(!crowdloan.finalized, Errors.AlreadyFinalized);
    const { call: stored, targetAddress: to, fundsAccount } = crowdloan;
    ensure((stored === undefined) !== (to === undefined), Errors.InvalidFinalizationConfig);
    if (to !== undefined) {
      pay(ctx, fundsAccount, { to, amount: crowdloan.raised });
    } else if (stored) {
      CurrentCrowdloanId.set(ctx, crowdloanId);
      const made = ctx.dispatch(signed(who), available(ctx, stored));
      if (!made.ok) throw made.refusal;
      CurrentCrowdloanId.remove(ctx);
    }
    // As it was before the call, whatever that did to it.
    Crowdloans.set(ctx, crowdloanId, { ...crowdloan, finalized: true });
    ctx.deposit(Events.Finalized({ crowdloanId }));
  },
});

/** @throws Refusal CallUnavailable */
function available(ctx: Ctx, stored: BoundedCall) {
  const found = tolerate(() => peek(ctx, stored));
  ensure(!(found instanceof Refusal), Errors.CallUnavailable);
  return found;
}
