import { call, weigh } from "@ganglion/frame";
import { accountId, u32 } from "@ganglion/scale";
import { Constants as CrowdloanConstants } from "../../../crowdloan/constants.ts";
import { doTerminateLease } from "../terminate.ts";

// Announced and corrected by different figures. Source: weights.rs; subnets/leasing.rs, SubnetLeasingWeightInfo

const announced = (k: bigint) =>
  weigh(146_402_779n + 1_566_532n * k, 6_148n + 2_529n * k, { reads: 4n + k, writes: 7n + k });
const corrected = (k: bigint) =>
  weigh(56_635_122n + 912_993n * k, 6_148n + 2_529n * k, { reads: 4n + k, writes: 6n + k });

export const terminateLease = call({
  index: 111,
  args: { leaseId: u32, hotkey: accountId },
  docs: "The beneficiary of a lease that has run out takes the subnet over.",
  weight: (_, ctx) => announced(BigInt(CrowdloanConstants.MaxContributors.get(ctx))),
  run(ctx, origin, args) {
    const shares = doTerminateLease(ctx, origin, args);
    if (shares < CrowdloanConstants.MaxContributors.get(ctx))
      return { actualWeight: corrected(BigInt(shares)) };
  },
});
