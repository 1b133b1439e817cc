import { type Ctx, ensure, ensureSigned, type Origin, Refusal } from "@ganglion/frame";
import { maxUpscaleU16 } from "@ganglion/math";
import { type MechId, mechId, type NetUid } from "@ganglion/primitives";
import { ensureMechanismExists, getMechanismStorageIndex } from "../epoch/mechanisms.ts";
import { Errors } from "../errors.ts";
import { Events } from "../events.ts";
import { setLastUpdateForUid } from "../registration/neuron-vectors.ts";
import { getUidForNetAndHotkey, isHotkeyRegisteredOnNetwork } from "../registration/uids.ts";
import { ROOT_NETUID } from "../subnets/queries.ts";
import {
  checkLength,
  checkLenUidsWithinAllowed,
  checkRateLimit,
  checkValidatorPermit,
  checkVersionKey,
  checkWeightsMinStake,
  containsInvalidUids,
  hasDuplicateUids,
} from "./checks.ts";
import { CommitRevealWeightsEnabled, Weights } from "./storage.ts";

/** The first mechanism: the one that every subnet has. */
export const MAIN_MECHANISM = mechId(0);

/** What a validator says of its peers: a u16 per uid, any scale. */
export interface WeightVector {
  readonly uids: readonly number[];
  readonly values: readonly number[];
  readonly versionKey: bigint;
}

/**
 * Stores the signer's weights for one mechanism, scaled so that the largest is 65535. Serves direct
 * setting and revealing: with commit-reveal the rate was limited, and the update noted, at the commit.
 * @throws Refusal as the checks say, in this order
 * Source: subnets/weights.rs, internal_set_weights
 */
export function doSetMechanismWeights(
  ctx: Ctx,
  origin: Origin,
  { netuid, mecid }: { readonly netuid: NetUid; readonly mecid: MechId },
  { uids, values, versionKey }: WeightVector,
): void {
  const index = getMechanismStorageIndex(netuid, mecid);
  const hotkey = ensureSigned(origin);
  ensure(netuid !== ROOT_NETUID, Errors.CanNotSetRootNetworkWeights);
  ensure(uids.length === values.length, Errors.WeightVecNotEqualSize);
  ensureMechanismExists(ctx, netuid, mecid);
  ensure(checkLenUidsWithinAllowed(ctx, netuid, uids), Errors.UidsLengthExceedUidsInSubNet);
  ensure(isHotkeyRegisteredOnNetwork(ctx, netuid, hotkey), Errors.HotKeyNotRegisteredInSubNet);
  ensure(checkWeightsMinStake(ctx, hotkey, netuid), Errors.NotEnoughStakeToSetWeights);
  ensure(checkVersionKey(ctx, netuid, versionKey), Errors.IncorrectWeightVersionKey);
  const uid = getUidForNetAndHotkey(ctx, netuid, hotkey);
  const direct = !CommitRevealWeightsEnabled.get(ctx, netuid);
  if (direct) ensure(checkRateLimit(ctx, index, uid, ctx.block), Errors.SettingWeightsTooFast);
  const given = { uids, weights: values };
  ensure(checkValidatorPermit(ctx, netuid, uid, given), Errors.NeuronNoValidatorPermit);
  ensure(!hasDuplicateUids(uids), Errors.DuplicateUids);
  ensure(!containsInvalidUids(ctx, netuid, uids), Errors.UidVecContainInvalidOne);
  ensure(checkLength(ctx, netuid, uid, given), Errors.WeightVecLengthIsLow);
  // The reference checks a weight limit here; it is fixed at 65535, which no u16 exceeds.

  const upscaled = maxUpscaleU16(values);
  Weights.set(
    ctx,
    index,
    uid,
    uids.map((to, i) => [to, upscaled[i]!]),
  );
  if (direct) setLastUpdateForUid(ctx, index, uid, ctx.block);
  ctx.deposit(Events.WeightsSet({ netuidIndex: index, uid }));
}

/** As `doSetMechanismWeights`, for the first mechanism. Source: subnets/weights.rs */
export function doSetWeights(
  ctx: Ctx,
  origin: Origin,
  netuid: NetUid,
  weights: WeightVector,
): void {
  doSetMechanismWeights(ctx, origin, { netuid, mecid: MAIN_MECHANISM }, weights);
}

/**
 * Runs one piece of work per subnet; what is refused is told in events, the rest stays.
 * Source: subnets/weights.rs, do_batch_set_weights and do_batch_commit_weights
 */
export function forEachSubnetOfBatch(
  ctx: Ctx,
  origin: Origin,
  netuids: readonly NetUid[],
  work: (netuid: NetUid, place: number) => void,
): void {
  const hotkey = ensureSigned(origin);
  const failed: { readonly netuid: NetUid; readonly error: Refusal["error"] }[] = [];
  netuids.forEach((netuid, place) => {
    try {
      work(netuid, place);
    } catch (thrown) {
      if (!(thrown instanceof Refusal)) throw thrown;
      failed.push({ netuid, error: thrown.error });
    }
  });
  if (failed.length > 0) ctx.deposit(Events.BatchCompletedWithErrors({}));
  for (const each of failed) ctx.deposit(Events.BatchWeightItemFailed(each));
  ctx.deposit(Events.BatchWeightsCompleted({ netuids: [...netuids], hotkey }));
}
