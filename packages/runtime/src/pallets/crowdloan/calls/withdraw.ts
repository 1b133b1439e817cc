import { call, ensure, ensureSigned, weigh } from "@ganglion/frame";
import { rao } from "@ganglion/primitives";
import { compact, u32 } from "@ganglion/scale";
import { open, pay } from "../crowdloans.ts";
import { Errors } from "../errors.ts";
import { Events } from "../events.ts";
import { Contributions, Crowdloans } from "../storage.ts";

/** Takes back what one gave to a crowdloan that is not finalized; the creator's deposit stays. */
export const withdraw = call({
  index: 2,
  args: { crowdloanId: compact(u32) },
  weight: weigh(60_259_000n, 6_148n, { reads: 4n, writes: 4n }),
  run(ctx, origin, { crowdloanId }) {
    const who = ensureSigned(origin);
    const crowdloan = open(ctx, crowdloanId);
    const given = Contributions.get(ctx, crowdloanId, who) ?? 0n;
    ensure(given > 0n, Errors.NoContribution);
    const isCreator = who === crowdloan.creator;
    const amount = rao(isCreator ? given - crowdloan.deposit : given);
    ensure(amount > 0n, Errors.DepositCannotBeWithdrawn);
    if (isCreator) Contributions.set(ctx, crowdloanId, who, crowdloan.deposit);
    else Contributions.remove(ctx, crowdloanId, who);
    pay(ctx, crowdloan.fundsAccount, { to: who, amount });
    Crowdloans.set(ctx, crowdloanId, {
      ...crowdloan,
      raised: rao(crowdloan.raised - amount),
      contributorsCount: crowdloan.contributorsCount - (isCreator ? 0 : 1),
    });
    ctx.deposit(Events.Withdrew({ crowdloanId, contributor: who, amount }));
  },
});
