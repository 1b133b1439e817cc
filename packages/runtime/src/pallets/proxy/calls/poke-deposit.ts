import { type Ctx, call, ensureSigned, type Item } from "@ganglion/frame";
import type { AccountId, Rao } from "@ganglion/primitives";
import type { Of } from "@ganglion/scale";
import { ANNOUNCEMENT_PRICE, PROXY_PRICE, type Price } from "../constants.ts";
import { adjustDeposit, depositFor } from "../deposit.ts";
import { Events } from "../events.ts";
import { Announcements, Proxies } from "../storage.ts";
import type { depositKind } from "../types.ts";
import { Weights } from "../weights.ts";

/** Brings one deposit to what it costs now; says whether it was another. */
function poke<T>(
  ctx: Ctx,
  who: AccountId,
  options: {
    readonly item: Item<[AccountId], readonly [readonly T[], Rao], readonly [readonly T[], Rao]>;
    readonly price: Price;
    readonly kind: Of<typeof depositKind>;
  },
): boolean {
  const { item, price, kind } = options;
  const [entries, oldDeposit] = item.get(ctx, who);
  const newDeposit = depositFor(entries.length, price);
  adjustDeposit(ctx, who, oldDeposit, newDeposit);
  if (entries.length === 0) item.remove(ctx, who);
  if (newDeposit === oldDeposit) return false;
  if (entries.length > 0) item.set(ctx, who, [entries, newDeposit]);
  ctx.deposit(Events.DepositPoked({ who, kind, oldDeposit, newDeposit }));
  return true;
}

/** Brings the signer's deposits to what they cost now. Free if that changed any. */
export const pokeDeposit = call({
  index: 10,
  args: {},
  weight: Weights.pokeDeposit,
  run(ctx, origin) {
    const who = ensureSigned(origin);
    const proxies = poke(ctx, who, { item: Proxies, price: PROXY_PRICE, kind: "Proxies" });
    const announcements = poke(ctx, who, {
      item: Announcements,
      price: ANNOUNCEMENT_PRICE,
      kind: "Announcements",
    });
    return { pays: proxies || announcements ? "No" : "Yes" };
  },
});
