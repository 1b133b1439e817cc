import { AlphaAssets } from "@ganglion/runtime";
import { changeBy, type Law, S } from "./law.ts";

const { AlphaRecycled } = AlphaAssets.storage;
/** Four parts are floored, each on its own. */
const ROUNDING = 4n;

export function emissionWaitsForEpochs(): Law {
  return {
    sentence: "Alpha that a block emits is pending or recycled until the subnet's epoch.",
    step(step) {
      if (step.happened.kind !== "start") return [];
      const { ctx } = step.happened;
      const pending = new Map<number, bigint>();
      for (const item of [
        S.PendingServerEmission,
        S.PendingValidatorEmission,
        S.PendingRootAlphaDivs,
        S.PendingOwnerCut,
      ])
        for (const [netuid, amount] of changeBy(step.changes(item), 0))
          pending.set(netuid, (pending.get(netuid) ?? 0n) + amount);
      const recycled = changeBy(step.changes(AlphaRecycled), 0);
      const ran = new Set(step.changes(S.LastEpochBlock).map(({ key }) => key[0] as number));
      return [...pending].flatMap(([netuid, amount]) => {
        if (ran.has(netuid)) return [];
        const emitted = S.SubnetAlphaOutEmission.get(ctx, netuid as never);
        const lost = emitted - amount - (recycled.get(netuid) ?? 0n);
        return lost >= 0n && lost <= ROUNDING
          ? []
          : [`subnet ${netuid}: ${lost} of ${emitted} is nowhere`];
      });
    },
  };
}
