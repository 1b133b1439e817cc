import { Balances } from "@ganglion/runtime";
import { changeOf, type Law, NOTHING } from "./law.ts";

const { TotalIssuance } = Balances.storage;

/** A credit that is neither deposited nor withdrawn from anybody is one that was dropped: burned or recycled. */
export function balancesIssuanceFollowsEvents(): Law {
  return {
    sentence: "What Balances counts as issued moves by the rao that its events tell.",
    step(step) {
      const sum = (name: string): bigint => step.total("Balances", name, "amount");
      let told = sum("Deposit") + sum("Minted") - sum("Withdraw") - sum("Burned") - sum("DustLost");
      for (const data of step.events("Balances", "TotalIssuanceForced"))
        told += BigInt(data["new"]!) - BigInt(data["old"]!);
      // Elsewhere what is issued is deposited with somebody, or dropped; here it is somebody's at once.
      if (step.events("Balances", "BalanceSet").length > 0)
        told += sum("Issued") - sum("Rescinded");
      const moved = changeOf(step.changes(TotalIssuance));
      return moved === told ? NOTHING : [`moved by ${moved}, events tell ${told}`];
    },
  };
}
