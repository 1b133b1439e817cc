import { lockStake } from "./calls/lock-stake.ts";
import { moveLock } from "./calls/move-lock.ts";
import { setPerpetualLock } from "./calls/set-perpetual-lock.ts";
import { setRejectLockedAlpha } from "./calls/set-reject-locked-alpha.ts";

/** Calls of this topic, by the names that the wire derives from. */
export const locksCalls = { lockStake, moveLock, setPerpetualLock, setRejectLockedAlpha };
