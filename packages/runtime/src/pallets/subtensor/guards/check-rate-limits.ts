import { type Ctx, ensure, type Refusal, weigh } from "@ganglion/frame";
import { type AccountId, mechId, type NetUid } from "@ganglion/primitives";
import { getMechanismStorageIndex } from "../epoch/mechanisms.ts";
import { Errors } from "../errors.ts";
import { passesRateLimit } from "../keys/rate-limits.ts";
import { Uids } from "../registration/storage.ts";
import { registerNetwork } from "../subnets/calls/register-network.ts";
import { commitMechanismWeights } from "../weights/calls/commit-mechanism-weights.ts";
import { commitWeights } from "../weights/calls/commit-weights.ts";
import { setMechanismWeights } from "../weights/calls/set-mechanism-weights.ts";
import { setWeights } from "../weights/calls/set-weights.ts";
import { checkRateLimit } from "../weights/checks.ts";
import { CommitRevealWeightsEnabled } from "../weights/storage.ts";
import { argsOf, type Guard, oneOf } from "./guard.ts";

const MAIN = mechId(0);

/** Who isn't registered passes here; the call itself refuses it. */
function ensureSlowEnough(
  ctx: Ctx,
  who: AccountId,
  { netuid, mecid = MAIN }: { readonly netuid: NetUid; readonly mecid?: typeof MAIN },
  refusal: Refusal,
): void {
  const uid = Uids.get(ctx, netuid, who);
  if (uid === undefined) return;
  const index = getMechanismStorageIndex(netuid, mecid);
  ensure(checkRateLimit(ctx, index, uid, ctx.block), refusal);
}

/** Weights of a neuron, and new subnets, must not follow too fast. Source: guards/check_rate_limits.rs */
export const checkRateLimits: Guard = {
  weight: weigh(35_376_000n, 4484n, { reads: 7n }),
  appliesTo: oneOf(
    commitWeights,
    commitMechanismWeights,
    setWeights,
    setMechanismWeights,
    registerNetwork,
  ),
  check(ctx, origin, call) {
    if (origin.kind !== "signed") return;
    const committed = argsOf(call, commitWeights) ?? argsOf(call, commitMechanismWeights);
    if (committed) ensureSlowEnough(ctx, origin.who, committed, Errors.CommittingWeightsTooFast);
    const set = argsOf(call, setWeights) ?? argsOf(call, setMechanismWeights);
    if (set && !CommitRevealWeightsEnabled.get(ctx, set.netuid))
      ensureSlowEnough(ctx, origin.who, set, Errors.SettingWeightsTooFast);
    if (argsOf(call, registerNetwork))
      ensure(
        passesRateLimit(ctx, "RegisterNetwork", origin.who),
        Errors.NetworkTxRateLimitExceeded,
      );
  },
};
