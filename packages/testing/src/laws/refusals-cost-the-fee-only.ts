import type { AnyItem } from "@ganglion/frame";
import type { Hex } from "@ganglion/primitives";
import { Aura, Balances, System } from "@ganglion/runtime";
import { encode } from "@ganglion/scale";
import { type Law, NOTHING, type Step, sameBytes } from "./law.ts";

/** Bookkeeping of the block itself. */
const OF_THE_BLOCK: readonly AnyItem[] = [
  System.storage.ExtrinsicCount,
  System.storage.AllExtrinsicsLen,
  System.storage.BlockWeight,
  System.storage.ExtrinsicWeightReclaimed,
];

/** Accounts of which only the nonce moved: who signs need not be who pays. */
function signersOnly(step: Step): Hex[] {
  const { Account } = System.storage;
  return step.changes(Account).flatMap(({ key, before, after }) => {
    const raised = { ...before, nonce: before.nonce + 1 };
    const same = sameBytes(encode(Account.value, raised), encode(Account.value, after));
    return same ? [Account.keyOf(...key)] : [];
  });
}

function changedKeys(step: Step): Hex[] {
  const { written, ctx } = step.happened;
  return [...written]
    .filter(([key, before]) => !sameBytes(before, ctx.state.readRaw(key)))
    .map(([key]) => key);
}

/** Who pays and who is paid, unless the fee came out of alpha: that moves a pool. */
export function refusalsCostTheFeeOnly(): Law {
  return {
    sentence: "A refused call changes nothing but the fee, an invalid extrinsic nothing at all.",
    step(step) {
      const { outcome, ctx } = step.happened;
      if (outcome === "invalid")
        return changedKeys(step).map((key) => `an invalid extrinsic changed ${key}`);
      if (outcome !== "refused") return NOTHING;
      if (step.events("SubtensorModule", "TransactionFeePaidWithAlpha").length > 0) return NOTHING;
      const paid = step.events("TransactionPayment", "TransactionFeePaid")[0];
      const author = Aura.storage.Authorities.get(ctx)[0];
      const may = new Set<Hex>(OF_THE_BLOCK.map(({ prefix }) => prefix));
      for (const who of [paid?.["who"], author])
        if (who) may.add(System.storage.Account.keyOf(who));
      may.add(Balances.storage.TotalIssuance.keyOf());
      for (const key of signersOnly(step)) may.add(key);
      return changedKeys(step)
        .filter((key) => !may.has(key))
        .map((key) => `a refused call changed ${key}`);
    },
  };
}
