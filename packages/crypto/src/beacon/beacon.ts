import { verifyPulse } from "./pulse.ts";
import { openTimelock } from "./timelock.ts";

/** What a runtime is handed of Drand. */
export const beacon = { verifyPulse, openTimelock };
