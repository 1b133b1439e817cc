import { type Law, NOTHING, S } from "./law.ts";

const SUPPLY = 21_000_000_000_000_000n;
const FIRST = 1_000_000_000n;

/** Half the supply at the first rate, half of the rest at half of it … */
function emissionAt(issued: bigint): bigint {
  if (issued >= SUPPLY) return 0n;
  let emission = FIRST;
  for (let left = SUPPLY - issued; left * 2n <= SUPPLY && emission > 0n; left *= 2n) emission /= 2n;
  return emission;
}

export function blocksMintByHalvings(): Law {
  return {
    sentence: "Every block mints once, by the halving that the issuance has reached.",
    step(step) {
      const issued = step.events("Balances", "Issued");
      if (step.happened.kind !== "start") {
        // Root may set a balance, and what is above the old one is issued.
        const set = step.events("Balances", "BalanceSet");
        return issued.length <= set.length
          ? NOTHING
          : ["TAO was issued outside the start of a block"];
      }
      const [change] = step.changes(S.TotalIssuance);
      const before = change?.before ?? S.TotalIssuance.get(step.happened.ctx);
      const due = emissionAt(before);
      const minted = issued.map(({ amount }) => BigInt(amount!));
      const once = minted.length === 1 && minted[0] === due;
      return once || (minted.length === 0 && due === 0n)
        ? NOTHING
        : [`minted ${minted.join(" and ")}, due at ${before} is ${due}`];
    },
  };
}
