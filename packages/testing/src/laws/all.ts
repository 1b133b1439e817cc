import { accountsLiveAboveTheDeposit } from "./accounts-live-above-the-deposit.ts";
import { accountsSumToIssuance } from "./accounts-sum-to-issuance.ts";
import { alphaAssetsCountMints } from "./alpha-assets-count-mints.ts";
import { alphaOutsideIsExplained } from "./alpha-outside-is-explained.ts";
import { amountsStayWithinSupply } from "./amounts-stay-within-supply.ts";
import { autoStakesMirror } from "./auto-stakes-mirror.ts";
import { balancesIssuanceFollowsEvents } from "./balances-issuance-follows-events.ts";
import { blocksMintByHalvings } from "./blocks-mint-by-halvings.ts";
import { childrenAndParentsMirror } from "./children-and-parents-mirror.ts";
import { depositsFitTheirLists } from "./deposits-fit-their-lists.ts";
import { emissionWaitsForEpochs } from "./emission-waits-for-epochs.ts";
import type { Law } from "./law.ts";
import { locksStandOnStake } from "./locks-stand-on-stake.ts";
import { neuronsHaveOneUidEach } from "./neurons-have-one-uid-each.ts";
import { ownersKnowTheirHotkeys } from "./owners-know-their-hotkeys.ts";
import { poolWeightsStayInBounds } from "./pool-weights-stay-in-bounds.ts";
import { poolsKeepTheirProduct } from "./pools-keep-their-product.ts";
import { refusalsCostTheFeeOnly } from "./refusals-cost-the-fee-only.ts";
import { reservesFollowEvents } from "./reserves-follow-events.ts";
import { rootClaimsAreCovered } from "./root-claims-are-covered.ts";
import { rootStakersAreNumbered } from "./root-stakers-are-numbered.ts";
import { sharePoolsKeepPromises } from "./share-pools-keep-promises.ts";
import { stakersAreListed } from "./stakers-are-listed.ts";
import { storedValuesAreCanonical } from "./stored-values-are-canonical.ts";
import { subnetAccountsCoverReserves } from "./subnet-accounts-cover-reserves.ts";
import { subnetsThatGoLeaveNothing } from "./subnets-that-go-leave-nothing.ts";
import { subtensorIssuanceFollowsEvents } from "./subtensor-issuance-follows-events.ts";
import { totalStakeFollowsPools } from "./total-stake-follows-pools.ts";

/** Every law, ready to take stock of one chain. */
export const allLaws = (): Law[] => [
  accountsSumToIssuance(),
  balancesIssuanceFollowsEvents(),
  subtensorIssuanceFollowsEvents(),
  blocksMintByHalvings(),
  subnetAccountsCoverReserves(),
  totalStakeFollowsPools(),
  sharePoolsKeepPromises(),
  alphaOutsideIsExplained(),
  alphaAssetsCountMints(),
  emissionWaitsForEpochs(),
  poolsKeepTheirProduct(),
  poolWeightsStayInBounds(),
  amountsStayWithinSupply(),
  accountsLiveAboveTheDeposit(),
  refusalsCostTheFeeOnly(),
  reservesFollowEvents(),
  depositsFitTheirLists(),
  childrenAndParentsMirror(),
  neuronsHaveOneUidEach(),
  ownersKnowTheirHotkeys(),
  stakersAreListed(),
  autoStakesMirror(),
  locksStandOnStake(),
  rootClaimsAreCovered(),
  rootStakersAreNumbered(),
  subnetsThatGoLeaveNothing(),
  storedValuesAreCanonical(),
];
