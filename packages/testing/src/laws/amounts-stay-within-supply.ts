import type { Item } from "@ganglion/frame";
import { AlphaAssets, Balances, System } from "@ganglion/runtime";
import { type Law, S } from "./law.ts";

const SUPPLY = 21_000_000_000_000_000n;

// Unsigned numbers that went below zero are enormous, and so are those that were added twice too often.
// biome-ignore lint/suspicious/noExplicitAny: items with different keys have no better type in common
const AMOUNTS: readonly (readonly [string, Item<any, bigint, bigint>])[] = [
  ["TotalIssuance", S.TotalIssuance],
  ["TotalStake", S.TotalStake],
  ["Balances.TotalIssuance", Balances.storage.TotalIssuance],
  ["SubnetTAO", S.SubnetTAO],
  ["SubnetAlphaIn", S.SubnetAlphaIn],
  ["SubnetAlphaOut", S.SubnetAlphaOut],
  ["SubnetProtocolAlpha", S.SubnetProtocolAlpha],
  ["PendingServerEmission", S.PendingServerEmission],
  ["PendingValidatorEmission", S.PendingValidatorEmission],
  ["PendingRootAlphaDivs", S.PendingRootAlphaDivs],
  ["PendingOwnerCut", S.PendingOwnerCut],
  ["TotalHotkeyAlpha", S.TotalHotkeyAlpha],
  ["TotalAlphaIssuance", AlphaAssets.storage.TotalAlphaIssuance],
  ["AlphaBurned", AlphaAssets.storage.AlphaBurned],
  ["AlphaRecycled", AlphaAssets.storage.AlphaRecycled],
  ["SubnetLocked", S.SubnetLocked],
];

export function amountsStayWithinSupply(): Law {
  return {
    sentence: "No amount is negative or more than there can ever be.",
    step(step) {
      const found = AMOUNTS.flatMap(([name, item]) =>
        step
          .changes(item)
          .filter(({ after }) => after < 0n || after > SUPPLY)
          .map(({ key, after }) => `${name}[${key.join(",")}] is ${after}`),
      );
      for (const { key, after } of step.changes(System.storage.Account))
        if (after.data.free > SUPPLY || after.data.reserved > SUPPLY)
          found.push(`account ${key[0]} holds ${after.data.free}`);
      for (const { key, after } of step.changes(S.Lock))
        if (after && after.lockedMass > SUPPLY)
          found.push(`lock ${key.join(" ")} holds ${after.lockedMass}`);
      return found;
    },
  };
}
