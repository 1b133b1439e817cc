import type { Ctx } from "@ganglion/frame";
import type { AccountId, NetUidStorageIndex } from "@ganglion/primitives";
import { Uids } from "../registration/storage.ts";
import { ROOT_NETUID } from "../subnets/queries.ts";
import { getNetuidAndSubid } from "./mechanisms.ts";
import { Bonds, BondsResetOn } from "./storage.ts";

/**
 * Takes every validator's bond in a miner away, where the subnet lets miners ask for it.
 * Source: epoch/run_epoch.rs
 */
export function doResetBonds(ctx: Ctx, index: NetUidStorageIndex, hotkey: AccountId): void {
  const netuid = getNetuidAndSubid(ctx, index)?.netuid ?? ROOT_NETUID;
  if (!BondsResetOn.get(ctx, netuid)) return;
  const uid = Uids.get(ctx, netuid, hotkey);
  if (uid === undefined) return;
  for (const [[, validator], row] of Bonds.entries(ctx, index))
    Bonds.set(
      ctx,
      index,
      validator,
      row.filter(([miner]) => miner !== uid),
    );
}
