import { call, weigh } from "@ganglion/frame";
import { option, u32 } from "@ganglion/scale";
import { Constants as CrowdloanConstants } from "../../../crowdloan/constants.ts";
import { percent } from "../../types.ts";
import { doRegisterLeasedNetwork } from "../register.ts";

// Announced and corrected by different figures. Source: weights.rs; subnets/leasing.rs, SubnetLeasingWeightInfo

const announced = (k: bigint) =>
  weigh(309_598_986n + 46_027_026n * k, 10_256n + 2_579n * k, {
    reads: 49n + 2n * k,
    writes: 53n + 2n * k,
  });
const corrected = (k: bigint) =>
  weigh(301_560_714n + 26_884_006n * k, 10_079n + 2_579n * k, {
    reads: 41n + 2n * k,
    writes: 55n + 2n * k,
  });

export const registerLeasedNetwork = call({
  index: 110,
  args: { emissionsShare: percent, endBlock: option(u32) },
  docs: "The call of a crowdloan: a subnet is registered with its money, and its contributors share in the owner's cut.",
  weight: (_, ctx) => announced(BigInt(CrowdloanConstants.MaxContributors.get(ctx))),
  run(ctx, origin, terms) {
    const contributors = doRegisterLeasedNetwork(ctx, origin, terms);
    if (contributors < CrowdloanConstants.MaxContributors.get(ctx))
      return { actualWeight: corrected(BigInt(contributors)) };
  },
});
