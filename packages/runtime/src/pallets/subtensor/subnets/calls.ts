import { dissolveNetwork } from "./calls/dissolve-network.ts";
import { registerNetwork } from "./calls/register-network.ts";
import { registerNetworkWithIdentity } from "./calls/register-network-with-identity.ts";
import { rootDissolveNetwork } from "./calls/root-dissolve-network.ts";
import { startCall } from "./calls/start-call.ts";
import { updateSymbol } from "./calls/update-symbol.ts";

export const subnetsCalls = {
  registerNetwork,
  registerNetworkWithIdentity,
  startCall,
  updateSymbol,
  dissolveNetwork,
  rootDissolveNetwork,
};
