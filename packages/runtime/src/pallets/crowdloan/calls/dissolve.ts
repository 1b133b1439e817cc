import { call, ensure, ensureSigned, tolerate, weigh } from "@ganglion/frame";
import { compact, u32 } from "@ganglion/scale";
import { drop } from "../../preimage/bounded.ts";
import { decProviders } from "../../system/account.ts";
import { openOfCreator, pay } from "../crowdloans.ts";
import { Errors } from "../errors.ts";
import { Events } from "../events.ts";
import { Contributions, Crowdloans, MaxContributions } from "../storage.ts";

/** The creator gives a crowdloan up in which nobody else has anything, and gets the deposit back. */
export const dissolve = call({
  index: 5,
  args: { crowdloanId: compact(u32) },
  weight: weigh(66_939_000n, 6_148n, { reads: 4n, writes: 5n }),
  run(ctx, origin, { crowdloanId }) {
    const who = ensureSigned(origin);
    const crowdloan = openOfCreator(ctx, crowdloanId, who);
    const amount = Contributions.get(ctx, crowdloanId, who);
    ensure(amount !== undefined, Errors.NoContribution);
    ensure(amount === crowdloan.raised, Errors.NotReadyToDissolve);
    pay(ctx, crowdloan.fundsAccount, { to: who, amount });
    Contributions.remove(ctx, crowdloanId, who);
    if (crowdloan.call) drop(ctx, crowdloan.call);
    tolerate(() => decProviders(ctx, crowdloan.fundsAccount));
    Crowdloans.remove(ctx, crowdloanId);
    MaxContributions.remove(ctx, crowdloanId);
    ctx.deposit(Events.Dissolved({ crowdloanId }));
  },
});
