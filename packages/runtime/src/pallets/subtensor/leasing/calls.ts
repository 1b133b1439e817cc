import { registerLeasedNetwork } from "./calls/register-leased-network.ts";
import { terminateLease } from "./calls/terminate-lease.ts";

export const leasingCalls = { registerLeasedNetwork, terminateLease };
