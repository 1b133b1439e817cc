import type { AnyItem } from "@ganglion/frame";
import type { NetUid } from "@ganglion/primitives";
import { type Law, partsOf, S } from "./law.ts";

/**
 * What holds money or names of a subnet. Rules that outlive a subnet are the reference's choice, and so are shares
 * (AlphaV2) in a pool that held nothing when its subnet went: holders are found by TotalHotkeyAlpha.
 */
const GONE: Readonly<Record<string, AnyItem>> = {
  SubnetTAO: S.SubnetTAO,
  SubnetAlphaIn: S.SubnetAlphaIn,
  SubnetAlphaOut: S.SubnetAlphaOut,
  SubnetProtocolAlpha: S.SubnetProtocolAlpha,
  SubnetOwner: S.SubnetOwner,
  SubnetworkN: S.SubnetworkN,
  Keys: S.Keys,
  Uids: S.Uids,
  Lock: S.Lock,
  HotkeyLock: S.HotkeyLock,
  OwnerLock: S.OwnerLock,
  TotalHotkeyAlpha: S.TotalHotkeyAlpha,
  TotalHotkeySharesV2: S.TotalHotkeySharesV2,
  ChildKeys: S.ChildKeys,
  ParentKeys: S.ParentKeys,
};

/** Where the netuid stands in an item's key. */
const PLACE: Readonly<Record<string, number>> = {
  Lock: 1,
  TotalHotkeyAlpha: 1,
  TotalHotkeySharesV2: 1,
  ChildKeys: 1,
  ParentKeys: 1,
};

export function subnetsThatGoLeaveNothing(): Law {
  return {
    sentence: "The count of subnets is right, and nothing is owned on one that isn't there.",
    whole(ctx) {
      const there = new Set<NetUid>(
        S.NetworksAdded.entries(ctx).flatMap(([[netuid], added]) => (added ? [netuid] : [])),
      );
      const count = S.TotalNetworks.get(ctx);
      const found = count === there.size ? [] : [`${count} subnets counted, ${there.size} there`];
      for (const [name, item] of Object.entries(GONE))
        for (const key of ctx.state.keys(item.prefix)) {
          const netuid = partsOf(item, key)[PLACE[name] ?? 0] as NetUid;
          // A hotkey swap on a subnet that isn't there writes lists of nobody.
          const empty = ctx.state.readRaw(key)!.every((byte) => byte === 0);
          if (!there.has(netuid) && !empty)
            found.push(`${name} of subnet ${netuid}, which is gone`);
        }
      return found;
    },
  };
}
