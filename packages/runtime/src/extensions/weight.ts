import {
  addWeight,
  type Ctx,
  type DispatchClass,
  type PostInfo,
  type Weight,
  weigh,
} from "@ganglion/frame";
import { type Of, unit } from "@ganglion/scale";
import { Constants } from "../pallets/system/constants.ts";
import { AllExtrinsicsLen, BlockWeight } from "../pallets/system/storage.ts";
import type { perClassWeight } from "../pallets/system/types.ts";
import { invalid } from "../validity.ts";
import { marker } from "./checks.ts";
import { extension, type Subject } from "./extension.ts";

type PerClass = Of<typeof perClassWeight>;
const CLASS = { Normal: "normal", Operational: "operational", Mandatory: "mandatory" } as const;
const exceeds = (a: Weight, b: Weight): boolean =>
  a.refTime > b.refTime || a.proofSize > b.proofSize;
const exhausted = invalid("ExhaustsResources");

/** Length of the block with this extrinsic in it. @throws Invalid ExhaustsResources */
export function checkLengthAndWeight(
  ctx: Ctx,
  subject: Pick<Subject, "length" | "weight" | "class">,
): number {
  const limits = Constants.BlockLength.get(ctx).max;
  const length = (AllExtrinsicsLen.get(ctx) ?? 0) + subject.length;
  if (length > limits[CLASS[subject.class]]) throw exhausted;
  const most = Constants.BlockWeights.get(ctx).perClass[CLASS[subject.class]].maxExtrinsic;
  if (most && exceeds(subject.weight, most)) throw exhausted;
  return length;
}

/** Notes length and weight in the block. @throws Invalid ExhaustsResources if the block is full */
export function reserveWeight(
  ctx: Ctx,
  subject: Pick<Subject, "length" | "weight" | "class">,
): void {
  const length = checkLengthAndWeight(ctx, subject);
  const { maxBlock, perClass } = Constants.BlockWeights.get(ctx);
  const name = CLASS[subject.class];
  const limits = perClass[name];
  const used = BlockWeight.get(ctx);
  const own = addWeight(addWeight(subject.weight, limits.baseExtrinsic), {
    refTime: 0n,
    proofSize: BigInt(subject.length),
  });
  const next: PerClass = { ...used, [name]: addWeight(used[name], own) };
  if (limits.maxTotal && exceeds(next[name], limits.maxTotal)) throw exhausted;
  const total = addWeight(addWeight(next.normal, next.operational), next.mandatory);
  if (exceeds(total, maxBlock) && limits.reserved && exceeds(next[name], limits.reserved))
    throw exhausted;
  AllExtrinsicsLen.set(ctx, length);
  BlockWeight.set(ctx, next);
}

/** Adds weight that no extrinsic asked for: what the hooks of a block spend. */
export function registerWeight(ctx: Ctx, weight: Weight, dispatchClass: DispatchClass): void {
  BlockWeight.mutate(ctx, (used) => ({
    ...used,
    [CLASS[dispatchClass]]: addWeight(used[CLASS[dispatchClass]], weight),
  }));
}

/** Weight that the call really had; at most what was announced. */
export function actualWeight(
  subject: Pick<Subject, "weight" | "extensionWeight">,
  post: PostInfo,
): Weight {
  if (!post.actualWeight) return subject.weight;
  const actual = addWeight(post.actualWeight, subject.extensionWeight);
  return {
    refTime: actual.refTime < subject.weight.refTime ? actual.refTime : subject.weight.refTime,
    proofSize:
      actual.proofSize < subject.weight.proofSize ? actual.proofSize : subject.weight.proofSize,
  };
}

export const checkWeight = extension<object, undefined>({
  identifier: "CheckWeight",
  extra: marker("frame_system::extensions::check_weight::CheckWeight"),
  additional: unit,
  additionalOf: () => undefined,
  weight: () => weigh(3_006_000n),
  validate(ctx, subject) {
    checkLengthAndWeight(ctx, subject);
    return undefined;
  },
  prepare(ctx, subject) {
    reserveWeight(ctx, subject);
    return undefined;
  },
  after(ctx, subject, _extra, _pre, post) {
    const actual = actualWeight(subject, post);
    const name = CLASS[subject.class];
    BlockWeight.mutate(ctx, (used) => ({
      ...used,
      [name]: {
        refTime: used[name].refTime - (subject.weight.refTime - actual.refTime),
        proofSize: used[name].proofSize - (subject.weight.proofSize - actual.proofSize),
      },
    }));
  },
});
