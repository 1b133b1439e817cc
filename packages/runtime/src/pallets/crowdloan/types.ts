import { accountId, bool, type Of, option, rao, struct, u32 } from "@ganglion/scale";
import { boundedCall } from "../preimage/types.ts";

/** A crowdloan. Amounts in rao. */
export const crowdloanInfo = struct(
  `pallet_crowdloan::CrowdloanInfo<sp_core::crypto::AccountId32, u64, u32, ${boundedCall.type.name}>`,
  {
    creator: accountId,
    /** What the creator gave at the start, and can't withdraw. */
    deposit: rao,
    minContribution: rao,
    /** Block from which on nobody can contribute. */
    end: u32,
    cap: rao,
    /** Where the money is. */
    fundsAccount: accountId,
    raised: rao,
    /** Who gets the money in the end, or which call is made with it: one of the two. */
    targetAddress: option(accountId),
    call: option(boundedCall),
    finalized: bool,
    /** With the creator. */
    contributorsCount: u32,
  },
  { AccountId: accountId, Balance: rao, BlockNumber: u32, Call: boundedCall },
);
export type CrowdloanInfo = Of<typeof crowdloanInfo>;
