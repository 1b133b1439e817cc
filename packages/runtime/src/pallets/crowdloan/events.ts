import { event } from "@ganglion/frame";
import { accountId, option, rao, u32 } from "@ganglion/scale";

const crowdloan = { crowdloanId: u32 };
const contribution = { ...crowdloan, contributor: accountId, amount: rao };
export const Events = {
  Created: event(
    0,
    { ...crowdloan, creator: accountId, end: u32, cap: rao },
    "A crowdloan was opened.",
  ),
  Contributed: event(1, contribution, "Somebody gave to a crowdloan."),
  Withdrew: event(2, contribution, "Somebody took a contribution back."),
  PartiallyRefunded: event(3, crowdloan, "Some contributors got theirs back; there are more."),
  AllRefunded: event(4, crowdloan, "All contributors but the creator have theirs back."),
  Finalized: event(5, crowdloan, "The money was handed over, or the call made."),
  Dissolved: event(6, crowdloan, "A crowdloan was given up."),
  MinContributionUpdated: event(7, { ...crowdloan, newMinContribution: rao }),
  EndUpdated: event(8, { ...crowdloan, newEnd: u32 }),
  CapUpdated: event(9, { ...crowdloan, newCap: rao }),
  MaxContributionUpdated: event(10, { ...crowdloan, newMaxContribution: option(rao) }),
};
