import { call, ensure, ensureSigned, weigh } from "@ganglion/frame";
import { compact, option, rao, u32 } from "@ganglion/scale";
import { Constants } from "../constants.ts";
import { ensureValidEnd, openOfCreator } from "../crowdloans.ts";
import { Errors } from "../errors.ts";
import { Events } from "../events.ts";
import { Contributions, Crowdloans, MaxContributions } from "../storage.ts";

// What the creator may change until the crowdloan is finalized, even after its end.

export const updateMinContribution = call({
  index: 6,
  args: { crowdloanId: compact(u32), newMinContribution: compact(rao) },
  weight: weigh(13_259_000n, 3_747n, { reads: 2n, writes: 1n }),
  run(ctx, origin, { crowdloanId, newMinContribution }) {
    const crowdloan = openOfCreator(ctx, crowdloanId, ensureSigned(origin));
    ensure(
      newMinContribution >= Constants.AbsoluteMinimumContribution.get(ctx),
      Errors.MinimumContributionTooLow,
    );
    const most = MaxContributions.get(ctx, crowdloanId);
    ensure(most === undefined || newMinContribution <= most, Errors.MinimumContributionTooHigh);
    Crowdloans.set(ctx, crowdloanId, { ...crowdloan, minContribution: newMinContribution });
    ctx.deposit(Events.MinContributionUpdated({ crowdloanId, newMinContribution }));
  },
});

export const updateEnd = call({
  index: 7,
  args: { crowdloanId: compact(u32), newEnd: compact(u32) },
  weight: weigh(12_048_000n, 3_747n, { reads: 1n, writes: 1n }),
  run(ctx, origin, { crowdloanId, newEnd }) {
    const crowdloan = openOfCreator(ctx, crowdloanId, ensureSigned(origin));
    ensureValidEnd(ctx, newEnd);
    Crowdloans.set(ctx, crowdloanId, { ...crowdloan, end: newEnd });
    ctx.deposit(Events.EndUpdated({ crowdloanId, newEnd }));
  },
});

export const updateCap = call({
  index: 8,
  args: { crowdloanId: compact(u32), newCap: compact(rao) },
  weight: weigh(11_357_000n, 3_747n, { reads: 1n, writes: 1n }),
  run(ctx, origin, { crowdloanId, newCap }) {
    const crowdloan = openOfCreator(ctx, crowdloanId, ensureSigned(origin));
    ensure(newCap >= crowdloan.raised, Errors.CapTooLow);
    Crowdloans.set(ctx, crowdloanId, { ...crowdloan, cap: newCap });
    ctx.deposit(Events.CapUpdated({ crowdloanId, newCap }));
  },
});

/** Who gave more than the new limit keeps it in; the creator may not be such a one. */
export const setMaxContribution = call({
  index: 9,
  args: { crowdloanId: compact(u32), newMaxContribution: option(rao) },
  weight: weigh(16_024_000n, 3_747n, { reads: 2n, writes: 1n }),
  run(ctx, origin, { crowdloanId, newMaxContribution }) {
    const crowdloan = openOfCreator(ctx, crowdloanId, ensureSigned(origin));
    if (newMaxContribution === undefined) {
      MaxContributions.remove(ctx, crowdloanId);
    } else {
      const given = Contributions.get(ctx, crowdloanId, crowdloan.creator) ?? 0n;
      ensure(
        newMaxContribution >= crowdloan.minContribution && newMaxContribution >= given,
        Errors.MaximumContributionTooLow,
      );
      MaxContributions.set(ctx, crowdloanId, newMaxContribution);
    }
    ctx.deposit(Events.MaxContributionUpdated({ crowdloanId, newMaxContribution }));
  },
});
