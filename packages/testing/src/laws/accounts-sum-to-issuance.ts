import { Balances, System } from "@ganglion/runtime";
import { type Law, NOTHING } from "./law.ts";

const { Account } = System.storage;
const { TotalIssuance } = Balances.storage;
const held = ({
  data,
}: {
  readonly data: { readonly free: bigint; readonly reserved: bigint };
}): bigint => data.free + data.reserved;

/** Nothing is on its way between the parts of a block: what was minted or withdrawn has arrived or is gone. */
export function accountsSumToIssuance(): Law {
  let sum = 0n;
  /** What root moved the counter by, without any account. */
  let forced = 0n;
  return {
    sentence: "All accounts together hold what Balances counts as issued.",
    open(ctx) {
      sum = Account.entries(ctx).reduce((total, [, account]) => total + held(account), 0n);
      forced = TotalIssuance.get(ctx) - sum;
    },
    step(step) {
      for (const { before, after } of step.changes(Account)) sum += held(after) - held(before);
      for (const data of step.events("Balances", "TotalIssuanceForced"))
        forced += BigInt(data["new"]!) - BigInt(data["old"]!);
      const issued = TotalIssuance.get(step.happened.ctx);
      if (issued === sum + forced) return NOTHING;
      const off = issued - sum - forced;
      forced += off;
      return [`issued ${issued}, accounts ${issued - off} with what root forced: ${off} off`];
    },
    whole(ctx) {
      const total = Account.entries(ctx).reduce((all, [, account]) => all + held(account), 0n);
      return total === sum ? NOTHING : [`accounts hold ${total}, changes add up to ${sum}`];
    },
  };
}
