import { changeOf, type Law, NOTHING, S } from "./law.ts";

/**
 * The counter that emission follows rises by what a block mints and falls by what is recycled: what was
 * withdrawn (or minted) and not deposited again. Fees are deposited, so they cancel out. Dust counts where
 * SubtensorModule moved the TAO, and not where Balances did.
 */
export function subtensorIssuanceFollowsEvents(): Law {
  return {
    sentence: "SubtensorModule's issuance moves by what is minted, recycled and lost as dust.",
    step(step) {
      // It stops at zero: genesis hands TAO out that this counter never counted.
      if (S.TotalIssuance.get(step.happened.ctx) === 0n) return NOTHING;
      const sum = (name: string): bigint => step.total("Balances", name, "amount");
      const dust = sum("DustLost");
      const told = sum("Deposit") - sum("Withdraw");
      const moved = changeOf(step.changes(S.TotalIssuance));
      const { ran } = step.happened;
      const byBalances = ran.some((path) => path.startsWith("Balances."));
      const bySubtensor =
        ran.some((path) => path.startsWith("SubtensorModule.")) || ran.length === 0;
      const fits =
        (moved === told && (dust === 0n || byBalances)) || (moved === told - dust && bySubtensor);
      return fits ? NOTHING : [`moved by ${moved}, events tell ${told} and dust of ${dust}`];
    },
  };
}
