import {
  Arithmetic,
  type Ctx,
  ensure,
  type HoldReason,
  type StateCtx,
  Token,
} from "@ganglion/frame";
import { U64_MAX } from "@ganglion/math";
import { type AccountId, type Rao, rao } from "@ganglion/primitives";
import { Account } from "../system/storage.ts";
import { EXISTENTIAL_DEPOSIT } from "./constants.ts";
import { decrease, freeBalance, increase, reducibleBalance, writeAccount } from "./currency.ts";
import { Holds } from "./storage.ts";

// A hold moves TAO of an account from its free to its reserved part and remembers why. There is room for
// every reason there is. Source: frame_support traits/tokens/fungible/hold.rs, pallet_balances impl_fungible.rs

const same = (a: HoldReason, b: HoldReason): boolean =>
  a.pallet === b.pallet && a.reason === b.reason;

/** What is held of an account for a reason. */
export function balanceOnHold(ctx: StateCtx, reason: HoldReason, who: AccountId): Rao {
  return rao(Holds.get(ctx, who).find(({ id }) => same(id, reason))?.amount ?? 0n);
}

/** @throws Refusal Arithmetic */
function setBalanceOnHold(ctx: Ctx, reason: HoldReason, who: AccountId, amount: bigint): void {
  const { data } = Account.get(ctx, who);
  const before = Holds.get(ctx, who);
  const known = before.find(({ id }) => same(id, reason));
  const after = known
    ? before.map((each) => (each === known ? { ...each, amount } : each))
    : [...before, { id: reason, amount }];
  const reserved = data.reserved + amount - (known?.amount ?? 0n);
  if (reserved > U64_MAX) throw Arithmetic.Overflow;
  if (reserved < 0n) throw Arithmetic.Underflow;
  writeAccount(ctx, who, { ...data, reserved });
  // Stored even when it is empty.
  Holds.set(
    ctx,
    who,
    after.filter((each) => each.amount > 0n),
  );
}

/** @throws Refusal Token FundsUnavailable, Token CannotCreateHold */
export function hold(ctx: Ctx, reason: HoldReason, who: AccountId, amount: bigint): void {
  ensure(amount <= reducibleBalance(ctx, who, "protect", true), Token.FundsUnavailable);
  ensure(Account.get(ctx, who).providers > 0, Token.CannotCreateHold);
  decrease(ctx, who, amount, { preservation: "protect", precision: "exact", force: true });
  const held = balanceOnHold(ctx, reason, who);
  if (amount > 0n) setBalanceOnHold(ctx, reason, who, held + amount);
}

/**
 * Gives back what is held for a reason, as much of the amount as there is.
 * @throws Refusal Token CannotCreate if the account could not take it
 */
export function releaseBestEffort(
  ctx: Ctx,
  reason: HoldReason,
  who: AccountId,
  amount: bigint,
): Rao {
  const after = freeBalance(ctx, who) + amount;
  const takes = amount === 0n || (after <= U64_MAX && after >= EXISTENTIAL_DEPOSIT);
  ensure(takes, Token.CannotCreate);
  const held = balanceOnHold(ctx, reason, who);
  const released = amount < held ? amount : held;
  setBalanceOnHold(ctx, reason, who, held - released);
  return increase(ctx, who, released, "bestEffort");
}
