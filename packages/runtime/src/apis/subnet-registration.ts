import { apiMethod, type RuntimeApi } from "@ganglion/frame";
import { rao } from "@ganglion/scale";
import { getNetworkLockCost } from "../pallets/subtensor/subnets/queries.ts";

/** What a new subnet costs now. Source: runtime/src/lib.rs, SubnetRegistrationRuntimeApi */
export const subnetRegistrationApi: RuntimeApi = {
  name: "SubnetRegistrationRuntimeApi",
  version: 1,
  methods: {
    getNetworkRegistrationCost: apiMethod({
      inputs: {},
      output: rao,
      run: (ctx) => getNetworkLockCost(ctx),
    }),
  },
};
