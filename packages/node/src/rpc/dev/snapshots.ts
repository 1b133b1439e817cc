import type { RpcContext } from "../context.ts";
import { type Params, textParam } from "../params.ts";

/** Remembers where the chain stands; answers an id for `dev_revert`. */
export const dev_snapshot = (node: RpcContext): string => node.snapshots.take();

/** Goes back to a snapshot and uses it up. */
export function dev_revert(node: RpcContext, params: Params): true {
  node.snapshots.revert(textParam(params, 0, "snapshot id"));
  return true;
}
