import type { StateCtx } from "@ganglion/frame";
import { blake2_256Hex } from "@ganglion/hash";
import { type AccountId, fromHex } from "@ganglion/primitives";
import { Crowdloan, System } from "@ganglion/runtime";
import { decode, encode, str, tuple, u32 } from "@ganglion/scale";
import { type Law, S } from "./law.ts";

const EXISTENTIAL_DEPOSIT = 500n;

const seed = tuple(str, u32);
/** Keys of a lease: kept alive while it lasts, and for good if it ends while something is reserved or with its subnet. */
function leased(ctx: StateCtx, who: AccountId): boolean {
  const ids = Array.from({ length: S.NextSubnetLeaseId.get(ctx) }, (_, id) => id);
  return ids.some((id) =>
    ["leasing/coldkey", "leasing/hotkey"].some(
      (name) => blake2_256Hex(encode(seed, [name, id])) === who,
    ),
  );
}
/** `modl` and `bt/cloan`; behind them stands the crowdloan's id. */
const FUNDS = "0x6d6f646c62742f636c6f616e";
/** Where the money of a crowdloan lies that isn't dissolved. */
function raising(ctx: StateCtx, who: AccountId): boolean {
  if (!who.startsWith(FUNDS)) return false;
  const id = decode(u32, fromHex(`0x${who.slice(FUNDS.length, FUNDS.length + 8)}`));
  return Crowdloan.storage.Crowdloans.has(ctx, id);
}
const keeps = (ctx: StateCtx, who: AccountId): boolean => raising(ctx, who) || leased(ctx, who);

export function accountsLiveAboveTheDeposit(): Law {
  return {
    sentence:
      "An account holds nothing or at least the existential deposit, and has a provider for it.",
    step: (step) =>
      step.changes(System.storage.Account).flatMap(({ key, after }) => {
        const { free, reserved } = after.data;
        if (free > 0n && free < EXISTENTIAL_DEPOSIT && reserved === 0n)
          return [`${key[0]} holds ${free}`];
        const provided = free >= EXISTENTIAL_DEPOSIT ? 1 : 0;
        const more = after.providers - provided;
        const { ctx } = step.happened;
        // Looked up only where it matters: hardly any account has another provider.
        const right = more === 0 ? !raising(ctx, key[0]) : more === 1 && keeps(ctx, key[0]);
        return right ? [] : [`${key[0]}: ${after.providers} providers, ${free} rao`];
      }),
  };
}
