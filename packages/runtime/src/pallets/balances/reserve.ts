import { Arithmetic, type Ctx, ensure } from "@ganglion/frame";
import { U64_MAX } from "@ganglion/math";
import { type AccountId, type Rao, rao } from "@ganglion/primitives";
import { Account } from "../system/storage.ts";
import { mutateAccount, totalBalance } from "./currency.ts";
import { Errors } from "./errors.ts";
import { Events } from "./events.ts";

// Reserved TAO belongs to its account and cannot be spent; the account stays open as long as there is any.
// Source: pallet_balances impl_currency, ReservableCurrency.

/**
 * Sets TAO of an account aside; of nothing it does nothing.
 * @throws Refusal InsufficientBalance, LiquidityRestrictions; ConsumerRemaining if less than the existential deposit
 * would stay free; NoProviders, TooManyConsumers
 */
export function reserve(ctx: Ctx, who: AccountId, amount: bigint): void {
  if (amount === 0n) return;
  mutateAccount(ctx, who, (data) => {
    ensure(data.free >= amount, Errors.InsufficientBalance);
    const [free, reserved] = [data.free - amount, data.reserved + amount];
    ensure(reserved <= U64_MAX, Arithmetic.Overflow);
    ensure(free >= data.frozen, Errors.LiquidityRestrictions);
    return { ...data, free, reserved };
  });
  ctx.deposit(Events.Reserved({ who, amount: rao(amount) }));
}

/** Gives set aside TAO back to its account, as much as there is; returns what was missing. */
export function unreserve(ctx: Ctx, who: AccountId, amount: bigint): Rao {
  if (amount === 0n) return rao(0n);
  if (totalBalance(ctx, who) === 0n) return rao(amount);
  const { reserved } = Account.get(ctx, who).data;
  const given = amount < reserved ? amount : reserved;
  mutateAccount(ctx, who, (data) => ({
    ...data,
    free: data.free + given,
    reserved: data.reserved - given,
  }));
  ctx.deposit(Events.Unreserved({ who, amount: rao(given) }));
  return rao(amount - given);
}
