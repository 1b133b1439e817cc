import type { StateCtx } from "@ganglion/frame";
import type { AccountId, NetUid } from "@ganglion/primitives";
import { Keys, SubnetworkN } from "./storage.ts";

/** The subnet's hotkeys by uid, as many as it has uids; undefined for a uid without one. */
export function hotkeysByUid(ctx: StateCtx, netuid: NetUid): (AccountId | undefined)[] {
  return Array.from(
    { length: SubnetworkN.get(ctx, netuid) },
    (_, uid) =>
      Keys.stored(ctx, netuid, uid) ??
      // Bytes that are no account are the default one.
      (Keys.has(ctx, netuid, uid) ? Keys.get(ctx, netuid, uid) : undefined),
  );
}
