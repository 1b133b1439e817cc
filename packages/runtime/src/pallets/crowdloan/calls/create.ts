import {
  addWeight,
  call,
  ensure,
  ensureSigned,
  runtimeCall,
  weigh,
  ZERO_WEIGHT,
} from "@ganglion/frame";
import { accountId, compact, option, rao, u32 } from "@ganglion/scale";
import { freeBalance } from "../../balances/currency.ts";
import { bound } from "../../preimage/bounded.ts";
import { incProviders } from "../../system/account.ts";
import { Constants } from "../constants.ts";
import { ensureValidEnd, fundsAccountOf, pay } from "../crowdloans.ts";
import { Errors } from "../errors.ts";
import { Events } from "../events.ts";
import { Contributions, Crowdloans, NextCrowdloanId } from "../storage.ts";

const U32_MAX = 0xffff_ffff;

/** Opens a crowdloan, with a deposit that is its first contribution. */
export const create = call({
  index: 0,
  args: {
    deposit: compact(rao),
    minContribution: compact(rao),
    cap: compact(rao),
    end: compact(u32),
    call: option(runtimeCall),
    targetAddress: option(accountId),
  },
  // The creator pays for the call that is made in the end already here.
  weight: ({ call: stored }, ctx) =>
    addWeight(
      weigh(59_829_000n, 6_148n, { reads: 3n, writes: 5n }),
      stored ? stored.call.weight(stored.args, ctx) : ZERO_WEIGHT,
    ),
  run(ctx, origin, { deposit, minContribution, cap, end, call: stored, targetAddress }) {
    const creator = ensureSigned(origin);
    ensure(deposit >= Constants.MinimumDeposit.get(ctx), Errors.DepositTooLow);
    ensure(cap > deposit, Errors.CapTooLow);
    ensure(
      minContribution >= Constants.AbsoluteMinimumContribution.get(ctx),
      Errors.MinimumContributionTooLow,
    );
    ensure(
      (stored === undefined) !== (targetAddress === undefined),
      Errors.InvalidFinalizationConfig,
    );
    ensureValidEnd(ctx, end);
    ensure(freeBalance(ctx, creator) >= deposit, Errors.InsufficientBalance);

    const crowdloanId = NextCrowdloanId.get(ctx);
    ensure(crowdloanId < U32_MAX, Errors.Overflow);
    NextCrowdloanId.set(ctx, crowdloanId + 1);
    // Kept alive without any money until the crowdloan is dissolved.
    const fundsAccount = fundsAccountOf(ctx, crowdloanId);
    incProviders(ctx, fundsAccount);
    Crowdloans.set(ctx, crowdloanId, {
      creator,
      deposit,
      minContribution,
      end,
      cap,
      fundsAccount,
      raised: deposit,
      targetAddress,
      call: stored && bound(ctx, stored),
      finalized: false,
      contributorsCount: 1,
    });
    pay(ctx, creator, { to: fundsAccount, amount: deposit });
    Contributions.set(ctx, crowdloanId, creator, deposit);
    ctx.deposit(Events.Created({ crowdloanId, creator, end, cap }));
  },
});
