import { Swap } from "@ganglion/runtime";
import { type Law, S } from "./law.ts";

const ONE = 1e18;
/** Digits of a double, with some to spare. */
const DOUBLE = 1e-12;

/**
 * What a weighted pool holds, alpha^w1 · TAO^w2, does not fall by swaps: who swaps pays at least what the curve
 * asks. A rao of rounding weighs as much as it is of the smaller reserve. Emission shifts weights on purpose,
 * so the start of a block is left out.
 */
export function poolsKeepTheirProduct(): Law {
  return {
    sentence: "The product of a pool does not fall by swaps, rounding apart.",
    step(step) {
      const { kind, ctx, ran } = step.happened;
      if (kind === "start") return [];
      // A subnet that came or went has another pool, not a changed one.
      if (ran.some((path) => /network/.test(path))) return [];
      const tao = new Map(step.changes(S.SubnetTAO).map((change) => [change.key[0], change]));
      const alpha = new Map(step.changes(S.SubnetAlphaIn).map((change) => [change.key[0], change]));
      return [...new Set([...tao.keys(), ...alpha.keys()])].flatMap((netuid) => {
        if (S.SubnetMechanism.get(ctx, netuid) !== 1) return [];
        const quote = Number(Swap.storage.SwapBalancer.get(ctx, netuid).quote) / ONE;
        const y = S.SubnetTAO.get(ctx, netuid);
        const x = S.SubnetAlphaIn.get(ctx, netuid);
        const product = (alphaIn: bigint, taoIn: bigint): number =>
          (1 - quote) * Math.log(Number(alphaIn)) + quote * Math.log(Number(taoIn));
        const before = product(alpha.get(netuid)?.before ?? x, tao.get(netuid)?.before ?? y);
        const after = product(x, y);
        const rounding = 2 / Number(x) + 2 / Number(y) + DOUBLE;
        return after >= before - rounding
          ? []
          : [`pool ${netuid} fell from e^${before} to e^${after}: ${x} alpha, ${y} TAO`];
      });
    },
  };
}
