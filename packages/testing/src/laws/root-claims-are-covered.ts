import type { StateCtx } from "@ganglion/frame";
import type { AccountId } from "@ganglion/primitives";
import { type Law, S } from "./law.ts";
import { PaidTwice } from "./paid-twice.ts";
import { worthOf } from "./shares.ts";

const ONE = 1n << 32n;
const ROOT = 0 as never;

function rootStakes(ctx: StateCtx, hotkey: AccountId): (readonly [AccountId, bigint])[] {
  const value = S.TotalHotkeyAlpha.get(ctx, hotkey, ROOT);
  const all = S.TotalHotkeySharesV2.get(ctx, hotkey, ROOT);
  return S.AlphaV2.entries(ctx, hotkey).flatMap(([[, coldkey, netuid], share]) =>
    netuid === 0 ? [[coldkey, worthOf(value, share, all)] as const] : [],
  );
}

/** What root may still claim lies in the subnet: outside the pool, and in nobody's stake. */
export function rootClaimsAreCovered(): Law {
  const again = new PaidTwice();
  return {
    sentence: "What root stake may claim of a subnet is there, and only of subnets that are.",
    step(step) {
      const { ctx } = step.happened;
      again.note(step);
      return step
        .changes(S.RootClaimed)
        .filter(({ key, after }) => after > 0n && !S.NetworksAdded.get(ctx, key[0]))
        .map(({ key }) => `claims of subnet ${key[0]}, which is gone, are counted`);
    },
    whole(ctx) {
      const owed = new Map<number, bigint>();
      const found: string[] = [];
      for (const [[hotkey], rates] of S.RootClaimable.entries(ctx)) {
        const stakes = rates.length > 0 ? rootStakes(ctx, hotkey) : [];
        for (const [netuid, rate] of rates) {
          if (!S.NetworksAdded.get(ctx, netuid))
            found.push(`${hotkey} earns on ${netuid}, which is gone`);
          for (const [coldkey, stake] of stakes) {
            const due = (rate * stake) / ONE - S.RootClaimed.get(ctx, netuid, hotkey, coldkey);
            if (due > 0n) owed.set(netuid, (owed.get(netuid) ?? 0n) + due);
          }
        }
      }
      for (const [netuid, due] of owed) {
        let there: bigint = S.SubnetAlphaOut.get(ctx, netuid as never);
        for (const [[, on], amount] of S.TotalHotkeyAlpha.entries(ctx))
          if (on === netuid) there -= amount;
        if (due > there + again.of(netuid))
          found.push(`root is owed ${due} of subnet ${netuid}, ${there} are nobody's`);
      }
      return found;
    },
  };
}
