import { call, ensure, ensureSigned, weigh } from "@ganglion/frame";
import { rao } from "@ganglion/primitives";
import { compact, rao as raoCodec, u32 } from "@ganglion/scale";
import { freeBalance } from "../../balances/currency.ts";
import { Constants } from "../constants.ts";
import { existing, least, pay } from "../crowdloans.ts";
import { Errors } from "../errors.ts";
import { Events } from "../events.ts";
import { Contributions, Crowdloans, MaxContributions } from "../storage.ts";

/** Gives to a crowdloan, at the most what its cap and the contributor's own leave room for. */
export const contribute = call({
  index: 1,
  args: { crowdloanId: compact(u32), amount: compact(raoCodec) },
  weight: weigh(66_609_000n, 6_148n, { reads: 5n, writes: 4n }),
  run(ctx, origin, { crowdloanId, amount: offered }) {
    const contributor = ensureSigned(origin);
    const crowdloan = existing(ctx, crowdloanId);
    const { raised, cap, contributorsCount } = crowdloan;
    ensure(ctx.block < crowdloan.end, Errors.ContributionPeriodEnded);
    ensure(raised < cap, Errors.CapRaised);
    ensure(offered >= crowdloan.minContribution, Errors.ContributionTooLow);
    // Refuses those too who contributed before.
    ensure(contributorsCount < Constants.MaxContributors.get(ctx), Errors.MaxContributorsReached);
    const before = Contributions.get(ctx, crowdloanId, contributor);
    const most = MaxContributions.get(ctx, crowdloanId);
    ensure(most === undefined || (before ?? 0n) < most, Errors.MaxContributionReached);
    // What is trimmed may be less than the least contribution.
    const amount = least(
      offered,
      cap - raised,
      most === undefined ? offered : most - (before ?? 0n),
    );
    ensure(freeBalance(ctx, contributor) >= amount, Errors.InsufficientBalance);
    pay(ctx, contributor, { to: crowdloan.fundsAccount, amount });
    Contributions.set(ctx, crowdloanId, contributor, rao((before ?? 0n) + amount));
    Crowdloans.set(ctx, crowdloanId, {
      ...crowdloan,
      raised: rao(raised + amount),
      contributorsCount: contributorsCount + (before === undefined ? 1 : 0),
    });
    ctx.deposit(Events.Contributed({ crowdloanId, contributor, amount }));
  },
});
