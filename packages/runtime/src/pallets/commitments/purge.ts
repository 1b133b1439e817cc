import type { Ctx } from "@ganglion/frame";
import type { NetUid } from "@ganglion/primitives";
import {
  CommitmentOf,
  LastBondsReset,
  LastCommitment,
  RevealedCommitments,
  TimelockedIndex,
  UsedSpaceOf,
} from "./storage.ts";

/** Forgets all that neurons of a subnet published; called when it is dissolved. Source: pallets/commitments/src/lib.rs */
export function purgeNetuid(ctx: Ctx, netuid: NetUid): void {
  for (const map of [
    CommitmentOf,
    LastCommitment,
    LastBondsReset,
    RevealedCommitments,
    UsedSpaceOf,
  ])
    map.clear(ctx, netuid);
  TimelockedIndex.mutate(ctx, (index) => index.filter(([each]) => each !== netuid));
}
