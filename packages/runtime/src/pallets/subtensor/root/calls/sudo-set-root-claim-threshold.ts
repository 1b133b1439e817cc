import { call, ensure, weigh } from "@ganglion/frame";
import { I96F32 } from "@ganglion/math";
import { netUid, u64 } from "@ganglion/scale";
import { Errors } from "../../errors.ts";
import { ensureSubnetOwnerOrRoot } from "../../owner-rights.ts";
import { RootClaimableThreshold } from "../storage.ts";

/** Rao of alpha. Source: lib.rs */
const MAX_ROOT_CLAIM_THRESHOLD = 10_000_000n;

/** The subnet's owner or root: sets how much alpha must be owed before a claim pays it. */
export const sudoSetRootClaimThreshold = call({
  index: 124,
  args: { netuid: netUid, newValue: u64 },
  weight: weigh(5_681_000n, 0n, { writes: 1n }),
  run(ctx, origin, { netuid, newValue }) {
    ensureSubnetOwnerOrRoot(ctx, origin, netuid);
    ensure(newValue <= MAX_ROOT_CLAIM_THRESHOLD, Errors.InvalidRootClaimThreshold);
    RootClaimableThreshold.set(ctx, netuid, I96F32.fromInteger(newValue));
  },
});
