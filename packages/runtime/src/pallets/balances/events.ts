import { event } from "@ganglion/frame";
import { accountId, literals, rao } from "@ganglion/scale";

const who = { who: accountId, amount: rao };
const balanceStatus = literals("frame_support::traits::tokens::misc::BalanceStatus", [
  "Free",
  "Reserved",
]);

export const Events = {
  Endowed: event(
    0,
    { account: accountId, freeBalance: rao },
    "An account was opened with some balance.",
  ),
  DustLost: event(
    1,
    { account: accountId, amount: rao },
    "An account fell below the existential deposit and lost the rest.",
  ),
  Transfer: event(
    2,
    { from: accountId, to: accountId, amount: rao },
    "TAO moved from one account to another.",
  ),
  BalanceSet: event(3, { who: accountId, free: rao }, "Root set a balance."),
  Reserved: event(4, who),
  Unreserved: event(5, who),
  ReserveRepatriated: event(6, {
    from: accountId,
    to: accountId,
    amount: rao,
    destinationStatus: balanceStatus,
  }),
  Deposit: event(7, who, "TAO was put into an account, a refund or a fee for example."),
  Withdraw: event(8, who, "TAO was taken out of an account, for a fee for example."),
  Slashed: event(9, who),
  Minted: event(10, who, "New TAO came into an account."),
  Burned: event(11, who, "TAO left an account and is no more."),
  Suspended: event(12, who),
  Restored: event(13, who),
  Upgraded: event(14, { who: accountId }),
  Issued: event(15, { amount: rao }),
  Rescinded: event(16, { amount: rao }),
  Locked: event(17, who),
  Unlocked: event(18, who),
  Frozen: event(19, who),
  Thawed: event(20, who),
  TotalIssuanceForced: event(21, { old: rao, new: rao }),
};
