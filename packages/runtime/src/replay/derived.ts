import type { Context } from "@ganglion/frame";
import { totalIssuance } from "../pallets/balances/currency.ts";
import { getStakeForHotkeyAndColdkeyOnSubnet } from "../pallets/subtensor/staking/stake-utils.ts";
import { AlphaV2 } from "../pallets/subtensor/staking/storage.ts";
import { getAllSubnetNetuids, getNetworkLockCost } from "../pallets/subtensor/subnets/queries.ts";
import { currentAlphaPrice } from "../pallets/swap/queries.ts";
import { Account } from "../pallets/system/storage.ts";
import { nameOf } from "./accounts.ts";
import type { Plain } from "./plain.ts";

/** What scenarios list beside storage: answers of the reference's getters. */
export function derived(ctx: Context): Map<string, Plain> {
  const out = new Map<string, Plain>();
  out.set("block", String(ctx.block));
  out.set("balances_total_issuance", String(totalIssuance(ctx)));
  // Getters of the reference may write (the lock cost rewrites BlockEmission): not so here.
  const mark = ctx.mark();
  out.set("network_lock_cost", String(getNetworkLockCost(ctx)));
  for (const netuid of getAllSubnetNetuids(ctx))
    out.set(`price[${netuid}]`, String(currentAlphaPrice(ctx, netuid)));
  for (const [[hotkey, coldkey, netuid]] of AlphaV2.entries(ctx))
    out.set(
      `stake[${nameOf(hotkey)},${nameOf(coldkey)},${netuid}]`,
      String(getStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, coldkey, netuid)),
    );
  for (const [[who], { data }] of Account.entries(ctx))
    if (data.free > 0n) out.set(`free[${nameOf(who)}]`, String(data.free));
  ctx.rollback(mark);
  return out;
}
