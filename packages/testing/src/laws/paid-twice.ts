import type { AccountId } from "@ganglion/primitives";
import { AlphaAssets } from "@ganglion/runtime";
import { changeBy, S, type Step } from "./law.ts";

/**
 * Alpha that is given out a second time, by netuid: what may be owned beyond what there is. Two rules of the
 * reference do it.
 *
 * A coldkey swap takes a claim on a subnet along only where the coldkey holds alpha of that subnet with the
 * hotkey; elsewhere the new coldkey begins with nothing claimed, and its root stake earned all that the old one
 * had already (swap/swap_coldkey.rs, transfer_coldkey_stake).
 *
 * An epoch recycles what childkeys burn of their parents' dividends, and pays out the whole pending alpha all the
 * same: dividends count by their proportions only (coinbase/run_coinbase.rs, distribute_dividends_and_incentives).
 */
export class PaidTwice {
  readonly #bySubnet = new Map<number, bigint>();

  note(step: Step): void {
    const { ctx, kind } = step.happened;
    for (const data of step.events("SubtensorModule", "NetworkRemoved"))
      this.#bySubnet.delete(Number(data["netuid"]));
    for (const data of step.events("SubtensorModule", "ColdkeySwapped")) {
      const [from, to] = [data["oldColdkey"]! as AccountId, data["newColdkey"]! as AccountId];
      for (const hotkey of S.StakingHotkeys.get(ctx, to))
        for (const [netuid] of S.RootClaimable.get(ctx, hotkey))
          this.#add(netuid, S.RootClaimed.get(ctx, netuid, hotkey, from));
    }
    // Outside epochs a block recycles root's part, which nobody gets then: more is allowed than needs to be.
    if (kind === "start")
      for (const [netuid, amount] of changeBy(step.changes(AlphaAssets.storage.AlphaRecycled), 0))
        this.#add(netuid, amount);
  }

  #add(netuid: number, amount: bigint): void {
    if (amount > 0n) this.#bySubnet.set(netuid, this.of(netuid) + amount);
  }

  of(netuid: number): bigint {
    return this.#bySubnet.get(netuid) ?? 0n;
  }
}
