import type { StateCtx } from "@ganglion/frame";
import { U96F32 } from "@ganglion/math";
import type { AccountId, Alpha, NetUid } from "@ganglion/primitives";
import { getStakeForHotkeyOnSubnet, getTaoWeight } from "../staking/stake-utils.ts";
import { ROOT_NETUID } from "../subnets/queries.ts";
import { type ByHotkey, byAccount } from "./parent-dividends.ts";

const { fromInteger, saturatingAdd, saturatingMul, saturatingSub, safeDiv } = U96F32;

/** What is paid by hotkey, U96F32 alpha. */
export interface DividendShares {
  readonly alphaDividends: ByHotkey<bigint>;
  readonly rootAlphaDividends: ByHotkey<bigint>;
}

/** `pool` split in the proportion of the parts. */
function shareOut(parts: readonly (readonly [AccountId, bigint])[], pool: Alpha): ByHotkey<bigint> {
  const total = parts.reduce((sum, [, part]) => saturatingAdd(sum, part), 0n);
  const amount = fromInteger(pool);
  return new Map(
    parts.map(([hotkey, part]) => [
      hotkey,
      part === 0n ? 0n : saturatingMul(amount, safeDiv(part, total)),
    ]),
  );
}

/**
 * Splits each hotkey's dividend into a root and an alpha part by the stake it holds, then shares the pending
 * alpha by the alpha parts and root's alpha by the root parts.
 * @param dividends U96F32 alpha by hotkey, as the epoch found it; only the proportions count
 * Source: coinbase/run_coinbase.rs, calculate_dividend_distribution
 */
export function calculateDividendDistribution(
  ctx: StateCtx,
  netuid: NetUid,
  dividends: ByHotkey<bigint>,
  pending: { readonly validator: Alpha; readonly root: Alpha },
): DividendShares {
  const taoWeight = getTaoWeight(ctx);
  const rootParts: (readonly [AccountId, bigint])[] = [];
  const alphaParts: (readonly [AccountId, bigint])[] = [];
  for (const [hotkey, dividend] of byAccount(dividends)) {
    if (dividend === 0n) {
      rootParts.push([hotkey, 0n]);
      alphaParts.push([hotkey, 0n]);
      continue;
    }
    const alphaStake = fromInteger(getStakeForHotkeyOnSubnet(ctx, hotkey, netuid));
    const rootStake = fromInteger(getStakeForHotkeyOnSubnet(ctx, hotkey, ROOT_NETUID));
    const root = saturatingMul(rootStake, taoWeight);
    const rootPart = saturatingMul(dividend, safeDiv(root, saturatingAdd(alphaStake, root)));
    rootParts.push([hotkey, rootPart]);
    alphaParts.push([hotkey, saturatingSub(dividend, rootPart)]);
  }
  return {
    alphaDividends: shareOut(alphaParts, pending.validator),
    rootAlphaDividends: shareOut(rootParts, pending.root),
  };
}
