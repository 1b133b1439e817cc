import { claimRoot } from "./calls/claim-root.ts";
import { rootRegister } from "./calls/root-register.ts";
import { setRootClaimType } from "./calls/set-root-claim-type.ts";
import { sudoSetNumRootClaims } from "./calls/sudo-set-num-root-claims.ts";
import { sudoSetRootClaimThreshold } from "./calls/sudo-set-root-claim-threshold.ts";

/** Calls of this topic, by the names that the wire derives from. */
export const rootCalls = {
  rootRegister,
  claimRoot,
  setRootClaimType,
  sudoSetNumRootClaims,
  sudoSetRootClaimThreshold,
};
