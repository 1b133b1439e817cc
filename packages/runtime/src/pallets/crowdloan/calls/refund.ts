import { call, ensureSigned, type Weight, weigh } from "@ganglion/frame";
import { rao } from "@ganglion/primitives";
import { compact, u32 } from "@ganglion/scale";
import { Constants } from "../constants.ts";
import { openOfCreator, pay } from "../crowdloans.ts";
import { Events } from "../events.ts";
import { Contributions, Crowdloans } from "../storage.ts";

function weightOf(contributors: number): Weight {
  const k = BigInt(contributors);
  const db = { reads: 2n + 2n * k, writes: 2n * k };
  return weigh(110_703_000n + 39_503_253n * k, 3_747n + 2_579n * k, db);
}

/** The creator pays the others back, fifty with each call, in the order of their accounts. */
export const refund = call({
  index: 4,
  args: { crowdloanId: compact(u32) },
  weight: (_, ctx) => weightOf(Constants.RefundContributorsLimit.get(ctx)),
  run(ctx, origin, { crowdloanId }) {
    const who = ensureSigned(origin);
    const crowdloan = openOfCreator(ctx, crowdloanId, who);
    const owed = Contributions.entries(ctx, crowdloanId).filter(
      ([[, contributor]]) => contributor !== crowdloan.creator,
    );
    const paid = owed.slice(0, Constants.RefundContributorsLimit.get(ctx));
    let raised: bigint = crowdloan.raised;
    for (const [[, to], amount] of paid) {
      pay(ctx, crowdloan.fundsAccount, { to, amount });
      raised -= amount;
    }
    Crowdloans.set(ctx, crowdloanId, {
      ...crowdloan,
      raised: rao(raised),
      contributorsCount: crowdloan.contributorsCount - paid.length,
    });
    for (const [[, contributor]] of paid) Contributions.remove(ctx, crowdloanId, contributor);
    if (paid.length < owed.length) {
      ctx.deposit(Events.PartiallyRefunded({ crowdloanId }));
      return {};
    }
    ctx.deposit(Events.AllRefunded({ crowdloanId }));
    return { actualWeight: weightOf(paid.length) };
  },
});
