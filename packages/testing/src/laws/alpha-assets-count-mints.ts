import type { StateCtx } from "@ganglion/frame";
import { AlphaAssets } from "@ganglion/runtime";
import { changeBy, type Law, S } from "./law.ts";

const { AlphaBurned, AlphaRecycled, TotalAlphaIssuance } = AlphaAssets.storage;

const emits = (ctx: StateCtx, netuid: never): boolean =>
  S.FirstEmissionBlockNumber.has(ctx, netuid) &&
  S.SubtokenEnabled.get(ctx, netuid) &&
  S.NetworkRegistrationAllowed.get(ctx, netuid);

export function alphaAssetsCountMints(): Law {
  return {
    sentence: "AlphaAssets counts alpha up as it is emitted and down as it is recycled.",
    step(step) {
      const { ctx, kind } = step.happened;
      const issued = changeBy(step.changes(TotalAlphaIssuance), 0);
      const recycled = changeBy(step.changes(AlphaRecycled), 0);
      const found: string[] = [];
      const touched = new Set([...issued.keys(), ...recycled.keys()]);
      for (const netuid of touched) {
        const minted =
          kind === "start" && emits(ctx, netuid as never)
            ? S.SubnetAlphaInEmission.get(ctx, netuid as never) +
              S.SubnetAlphaOutEmission.get(ctx, netuid as never)
            : 0n;
        const due = minted - (recycled.get(netuid) ?? 0n);
        const moved = issued.get(netuid) ?? 0n;
        if (moved !== due) found.push(`subnet ${netuid}: moved by ${moved}, due ${due}`);
      }
      for (const item of [AlphaBurned, AlphaRecycled])
        for (const [netuid, amount] of changeBy(step.changes(item), 0))
          if (amount < 0n) found.push(`subnet ${netuid}: ${-amount} came back from the dead`);
      return found;
    },
  };
}
