import { setAutoParentDelegationEnabled } from "./calls/set-auto-parent-delegation-enabled.ts";
import { setChildkeyTake } from "./calls/set-childkey-take.ts";
import { setChildren } from "./calls/set-children.ts";
import { setPendingChildkeyCooldown } from "./calls/set-pending-childkey-cooldown.ts";
import { sudoSetMaxChildkeyTake } from "./calls/sudo-set-max-childkey-take.ts";
import { sudoSetMinChildkeyTake } from "./calls/sudo-set-min-childkey-take.ts";
import { sudoSetTxChildkeyTakeRateLimit } from "./calls/sudo-set-tx-childkey-take-rate-limit.ts";

/** Calls of this topic, by the names that the wire derives from. */
export const childrenCalls = {
  setChildren,
  sudoSetTxChildkeyTakeRateLimit,
  setChildkeyTake,
  sudoSetMinChildkeyTake,
  sudoSetMaxChildkeyTake,
  setPendingChildkeyCooldown,
  setAutoParentDelegationEnabled,
};
