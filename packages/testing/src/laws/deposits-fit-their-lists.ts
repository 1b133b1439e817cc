import { ProxyPallet } from "@ganglion/runtime";
import { type Law, NOTHING } from "./law.ts";

const { Proxies, Announcements, LastCallResult } = ProxyPallet.storage;

/** A base and a part for each entry, in rao; the most entries. */
const KINDS = [
  { item: Proxies, base: 60_000_000n, each: 33_000_000n, most: 20 },
  { item: Announcements, base: 36_000_000n, each: 68_000_000n, most: 75 },
] as const;

export function depositsFitTheirLists(): Law {
  return {
    sentence:
      "A list of proxies or announcements is neither empty nor too long, and its deposit is what so many cost.",
    step: (step) =>
      KINDS.flatMap(({ item, base, each, most }) =>
        step
          .changes<readonly unknown[], unknown, readonly [readonly unknown[], bigint]>(
            item as never,
          )
          .flatMap(({ key, after: [list, deposit] }) => {
            if (list.length === 0)
              return deposit === 0n ? [] : [`${key[0]}: ${deposit} for nothing`];
            if (list.length > most) return [`${key[0]} lists ${list.length}`];
            const due = base + each * BigInt(list.length);
            return deposit === due ? [] : [`${key[0]}: ${deposit} for ${list.length}, not ${due}`];
          }),
      ),
    block: (ctx) =>
      LastCallResult.keysOf(ctx).length === 0 ? NOTHING : ["results of calls outlive their block"],
  };
}
