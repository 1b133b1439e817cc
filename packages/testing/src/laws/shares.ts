import type { StateCtx } from "@ganglion/frame";
import type { AccountId, NetUid } from "@ganglion/primitives";
import { S } from "./law.ts";

interface Share {
  readonly mantissa: bigint;
  readonly exponent: bigint;
}

/** What a share of a pool is worth, floored: value · share / all shares, in whole numbers. */
export function worthOf(value: bigint, share: Share, all: Share): bigint {
  if (all.mantissa === 0n) return 0n;
  const shift = share.exponent - all.exponent;
  const [up, down] = shift >= 0n ? [10n ** shift, 1n] : [1n, 10n ** -shift];
  return (value * share.mantissa * up) / (all.mantissa * down);
}

/** Alpha of one coldkey under a hotkey on a subnet. */
export function stakeOf(
  ctx: StateCtx,
  hotkey: AccountId,
  coldkey: AccountId,
  netuid: NetUid,
): bigint {
  const share = S.AlphaV2.get(ctx, hotkey, coldkey, netuid);
  const all = S.TotalHotkeySharesV2.get(ctx, hotkey, netuid);
  return worthOf(S.TotalHotkeyAlpha.get(ctx, hotkey, netuid), share, all);
}
