import type { Ctx, StateCtx } from "@ganglion/frame";
import type { EpochInput, EpochParameters, StoredRow } from "@ganglion/math";
import type { AccountId, Alpha, MechId, NetUid, NetUidStorageIndex } from "@ganglion/primitives";
import { hotkeysByUid } from "../registration/hotkeys.ts";
import { getLastUpdate } from "../registration/neuron-vectors.ts";
import { BlockAtRegistration } from "../registration/storage.ts";
import { getStakeWeightsForNetwork } from "../staking/stake-utils.ts";
import { StakeThreshold } from "../staking/storage.ts";
import { getOwnerUid } from "../subnets/queries.ts";
import { isCommitExpired } from "../weights/reveal-period.ts";
import {
  CommitRevealWeightsEnabled,
  TimelockedWeightCommits,
  WeightCommits,
} from "../weights/storage.ts";
import { getMechanismStorageIndex } from "./mechanisms.ts";
import { BondRows, NO_ENTRIES, WeightRows } from "./rows.ts";
import {
  ActivityCutoffFactorMilli,
  AlphaSigmoidSteepness,
  AlphaValues,
  BondsMovingAverage,
  BondsPenalty,
  Kappa,
  LastMechansimStepBlock,
  LiquidAlphaOn,
  MaxAllowedValidators,
  Tempo,
  ValidatorPermit,
  Yuma3On,
} from "./storage.ts";

function parametersOf(ctx: StateCtx, netuid: NetUid): EpochParameters {
  const [alphaLow, alphaHigh] = AlphaValues.get(ctx, netuid);
  return {
    tempo: Tempo.get(ctx, netuid),
    activityCutoffFactorMilli: ActivityCutoffFactorMilli.get(ctx, netuid),
    maxAllowedValidators: MaxAllowedValidators.get(ctx, netuid),
    kappa: Kappa.get(ctx, netuid),
    bondsPenalty: BondsPenalty.get(ctx, netuid),
    bondsMovingAverage: BondsMovingAverage.get(ctx, netuid),
    yuma3: Yuma3On.get(ctx, netuid),
    liquidAlpha: LiquidAlphaOn.get(ctx, netuid),
    alphaLow,
    alphaHigh,
    alphaSigmoidSteepness: AlphaSigmoidSteepness.get(ctx, netuid),
    commitReveal: CommitRevealWeightsEnabled.get(ctx, netuid),
    stakeThreshold: StakeThreshold.get(ctx),
  };
}

function rowsOf(
  ctx: StateCtx,
  item: typeof WeightRows,
  index: NetUidStorageIndex,
  n: number,
): StoredRow[] {
  const rows = new Array<StoredRow>(n).fill(NO_ENTRIES);
  for (const [[, uid], row] of item.entries(ctx, index)) if (uid < n) rows[uid] = row;
  return rows;
}

/** Block of each uid's earliest commit, of either kind, that can still be revealed. */
function commitBlocks(
  ctx: Ctx,
  {
    netuid,
    index,
    n,
  }: { readonly netuid: NetUid; readonly index: NetUidStorageIndex; readonly n: number },
  uidOf: ReadonlyMap<AccountId, number>,
): (bigint | null)[] {
  const blocks = new Array<bigint | null>(n).fill(null);
  const note = (who: AccountId, block: bigint) => {
    const uid = uidOf.get(who);
    if (uid === undefined || uid >= n) return;
    const before = blocks[uid];
    if (before === null || before === undefined || block < before) blocks[uid] = block;
  };
  for (const [[, who], queue] of WeightCommits.entries(ctx, index)) {
    const earliest = queue.find(([, epoch]) => !isCommitExpired(ctx, netuid, epoch));
    if (earliest) note(who, earliest[2]);
  }
  for (const [[, epoch], queue] of TimelockedWeightCommits.entries(ctx, index))
    if (!isCommitExpired(ctx, netuid, epoch)) for (const [who, block] of queue) note(who, block);
  return blocks;
}

/**
 * Everything that one mechanism's epoch depends on, as it stands now.
 * @param uidOf uid of each registered hotkey
 * @param emission alpha that the mechanism distributes
 */
export function readEpochInput(
  ctx: Ctx,
  netuid: NetUid,
  {
    mecid,
    emission,
    uidOf,
  }: {
    readonly mecid: MechId;
    readonly emission: Alpha;
    readonly uidOf: ReadonlyMap<AccountId, number>;
  },
): EpochInput {
  const index = getMechanismStorageIndex(netuid, mecid);
  const hotkeys = hotkeysByUid(ctx, netuid);
  const n = hotkeys.length;
  const parameters = parametersOf(ctx, netuid);
  return {
    parameters,
    block: ctx.block,
    lastMechanismStepBlock: LastMechansimStepBlock.get(ctx, netuid),
    emission,
    stake: getStakeWeightsForNetwork(ctx, netuid, hotkeys).map(({ total }) => total),
    ownerUid: getOwnerUid(ctx, netuid) ?? null,
    lastUpdate: getLastUpdate(ctx, index),
    blockAtRegistration: hotkeys.map((hotkey, uid) =>
      hotkey === undefined ? 0n : BlockAtRegistration.get(ctx, netuid, uid),
    ),
    validatorPermit: ValidatorPermit.get(ctx, netuid),
    weights: rowsOf(ctx, WeightRows, index, n),
    bonds: rowsOf(ctx, BondRows, index, n),
    commitBlocks: parameters.commitReveal ? commitBlocks(ctx, { netuid, index, n }, uidOf) : [],
  };
}
