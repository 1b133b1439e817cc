import { addStake } from "./calls/add-stake.ts";
import { addStakeBurn } from "./calls/add-stake-burn.ts";
import { addStakeLimit } from "./calls/add-stake-limit.ts";
import { burnAlpha } from "./calls/burn-alpha.ts";
import { decreaseTake } from "./calls/decrease-take.ts";
import { increaseTake } from "./calls/increase-take.ts";
import { moveStake } from "./calls/move-stake.ts";
import { recycleAlpha } from "./calls/recycle-alpha.ts";
import { removeStake } from "./calls/remove-stake.ts";
import { removeStakeFullLimit } from "./calls/remove-stake-full-limit.ts";
import { removeStakeLimit } from "./calls/remove-stake-limit.ts";
import { setColdkeyAutoStakeHotkey } from "./calls/set-coldkey-auto-stake-hotkey.ts";
import { swapStake } from "./calls/swap-stake.ts";
import { swapStakeLimit } from "./calls/swap-stake-limit.ts";
import { transferStake } from "./calls/transfer-stake.ts";
import { unstakeAll } from "./calls/unstake-all.ts";
import { unstakeAllAlpha } from "./calls/unstake-all-alpha.ts";

/** Calls of this topic, by the names that the wire derives from. */
export const stakingCalls = {
  addStake,
  removeStake,
  decreaseTake,
  increaseTake,
  unstakeAll,
  unstakeAllAlpha,
  moveStake,
  transferStake,
  swapStake,
  addStakeLimit,
  removeStakeLimit,
  swapStakeLimit,
  recycleAlpha,
  burnAlpha,
  removeStakeFullLimit,
  setColdkeyAutoStakeHotkey,
  addStakeBurn,
};
