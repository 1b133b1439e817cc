import type { StateCtx } from "@ganglion/frame";
import { AlphaAssets } from "@ganglion/runtime";
import { changeBy, type Law, S, type Step } from "./law.ts";
import { PaidTwice } from "./paid-twice.ts";

const { AlphaBurned } = AlphaAssets.storage;
const PENDING = [
  S.PendingServerEmission,
  S.PendingValidatorEmission,
  S.PendingRootAlphaDivs,
  S.PendingOwnerCut,
] as const;
/** Calls that give out what root has earned, or take positions away without selling them. */
const PAYS_ROOT = /claim_root|dissolve_network|register_(leased_)?network|nominator_min/;

/** Calls after which a nomination that became too small is sold. */
const CLEANS_UP = /unstake_all|remove_stake/;
/** Rao that a nomination must be worth for each million of the factor. */
const MIN_STAKE = 2_000_000n;
const MILLION = 1_000_000n;

/** Alpha that a nomination on a subnet is too small below, with a margin for the pool's weights. */
function leastOf(ctx: StateCtx, netuid: number): bigint {
  const least = (S.NominatorMinRequiredStake.get(ctx) * MIN_STAKE) / MILLION;
  const tao = S.SubnetTAO.get(ctx, netuid as never);
  return tao === 0n ? 0n : (2n * least * S.SubnetAlphaIn.get(ctx, netuid as never)) / tao;
}

/**
 * Alpha outside a pool is stake, waits for an epoch, was bought by the chain itself, is owed to root, or was
 * burned: burned alpha stays counted. Outside epochs and claims the rest moves by what is burned and nothing
 * else. An epoch may leave more behind (rounding, shares of nobody), and less only by what is paid twice. A
 * nomination that became too small and can't be sold is lost.
 */
export function alphaOutsideIsExplained(): Law {
  /** By netuid: what is neither stake nor waits nor belongs to the chain. */
  const rest = new Map<number, bigint>();
  const again = new PaidTwice();
  const restOf = (ctx: StateCtx): Map<number, bigint> => {
    const out = new Map<number, bigint>();
    const add = (netuid: number, amount: bigint): void => {
      out.set(netuid, (out.get(netuid) ?? 0n) + amount);
    };
    for (const [[netuid], amount] of S.SubnetAlphaOut.entries(ctx)) add(netuid, amount);
    for (const [[, netuid], amount] of S.TotalHotkeyAlpha.entries(ctx)) add(netuid, -amount);
    for (const item of [...PENDING, S.SubnetProtocolAlpha])
      for (const [[netuid], amount] of item.entries(ctx)) add(netuid, -amount);
    return out;
  };
  const moved = (step: Step): Map<number, bigint> => {
    const out = changeBy(step.changes(S.SubnetAlphaOut), 0);
    const take = (changes: ReadonlyMap<number, bigint>): void => {
      for (const [netuid, amount] of changes) out.set(netuid, (out.get(netuid) ?? 0n) - amount);
    };
    take(changeBy(step.changes(S.TotalHotkeyAlpha), 1));
    for (const item of [...PENDING, S.SubnetProtocolAlpha]) take(changeBy(step.changes(item), 0));
    return out;
  };
  return {
    sentence: "Alpha outside a pool is stake, pending, the chain's, root's or burned.",
    open(ctx) {
      for (const [netuid, amount] of restOf(ctx)) rest.set(netuid, amount);
    },
    step(step) {
      const { kind, ran, ctx } = step.happened;
      const burned = changeBy(step.changes(AlphaBurned), 0);
      const found: string[] = [];
      again.note(step);
      for (const [netuid, change] of moved(step)) {
        const now = (rest.get(netuid) ?? 0n) + change;
        rest.set(netuid, now);
        const fire = burned.get(netuid) ?? 0n;
        const free = kind === "start" || ran.some((path) => PAYS_ROOT.test(path));
        const lost = change - fire;
        const small = ran.some((path) => CLEANS_UP.test(path)) && lost <= leastOf(ctx, netuid);
        if (!free && lost !== 0n && !(small && lost > 0n))
          found.push(`subnet ${netuid}: rest moved by ${change}, burned ${fire}`);
        const least = -again.of(netuid);
        if (now < least)
          found.push(`subnet ${netuid}: ${least - now} more is owned than there is outside`);
        if (!S.NetworksAdded.get(ctx, netuid as never) && now !== 0n)
          found.push(`subnet ${netuid} is gone and ${now} alpha of it is not`);
      }
      return found;
    },
    whole(ctx) {
      const counted = restOf(ctx);
      return [...rest].flatMap(([netuid, amount]) =>
        (counted.get(netuid) ?? 0n) === amount
          ? []
          : [`subnet ${netuid}: rest ${counted.get(netuid)}, changes add up to ${amount}`],
      );
    },
  };
}
