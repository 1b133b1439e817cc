import { batchCommitWeights } from "./calls/batch-commit-weights.ts";
import { batchRevealWeights } from "./calls/batch-reveal-weights.ts";
import { batchSetWeights } from "./calls/batch-set-weights.ts";
import { commitCrv3MechanismWeights } from "./calls/commit-crv3-mechanism-weights.ts";
import { commitMechanismWeights } from "./calls/commit-mechanism-weights.ts";
import { commitTimelockedMechanismWeights } from "./calls/commit-timelocked-mechanism-weights.ts";
import { commitTimelockedWeights } from "./calls/commit-timelocked-weights.ts";
import { commitWeights } from "./calls/commit-weights.ts";
import { revealMechanismWeights } from "./calls/reveal-mechanism-weights.ts";
import { revealWeights } from "./calls/reveal-weights.ts";
import { setMechanismWeights } from "./calls/set-mechanism-weights.ts";
import { setWeights } from "./calls/set-weights.ts";

/** Calls of this topic, by the names that the wire derives from. */
export const weightsCalls = {
  setWeights,
  setMechanismWeights,
  batchSetWeights,
  commitWeights,
  commitMechanismWeights,
  batchCommitWeights,
  revealWeights,
  revealMechanismWeights,
  batchRevealWeights,
  commitTimelockedWeights,
  commitTimelockedMechanismWeights,
  commitCrv3MechanismWeights,
};
