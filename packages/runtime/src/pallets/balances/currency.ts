import { Arithmetic, type Ctx, ensure, type Refusal, type StateCtx, Token } from "@ganglion/frame";
import { U64_MAX } from "@ganglion/math";
import { type AccountId, type Rao, rao } from "@ganglion/primitives";
import {
  canDecProvider,
  decConsumers,
  decProviders,
  incConsumers,
  incProviders,
  setAccountData,
} from "../system/account.ts";
import { Account } from "../system/storage.ts";
import type { AccountData } from "../system/types.ts";
import { EXISTENTIAL_DEPOSIT } from "./constants.ts";
import { Errors } from "./errors.ts";
import { Events } from "./events.ts";
import { TotalIssuance } from "./storage.ts";

/** May the account die of it? `protect`: only if something else provides for it. */
export type Preservation = "expendable" | "protect" | "preserve";
/** All of it or nothing, or as much as there is. */
export type Precision = "exact" | "bestEffort";

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const most = (a: bigint, b: bigint): bigint => (a > b ? a : b);
const saturatingSub = (a: bigint, b: bigint): bigint => (a > b ? a - b : 0n);

/** What an account can dispose of, frozen part included. */
export function freeBalance(ctx: StateCtx, who: AccountId): Rao {
  return rao(Account.get(ctx, who).data.free);
}
/** Free and reserved. */
export function totalBalance(ctx: StateCtx, who: AccountId): Rao {
  const { free, reserved } = Account.get(ctx, who).data;
  return rao(free + reserved);
}
export function totalIssuance(ctx: StateCtx): Rao {
  return TotalIssuance.get(ctx);
}

/**
 * What may be taken from an account.
 * @param force ignores freezes
 * Source: pallet_balances impl_fungible, reducible_balance
 */
export function reducibleBalance(
  ctx: StateCtx,
  who: AccountId,
  preservation: Preservation,
  force = false,
): Rao {
  const { data, providers } = Account.get(ctx, who);
  let untouchable = force ? 0n : saturatingSub(data.frozen, data.reserved);
  if (
    preservation === "preserve" ||
    (preservation === "protect" && data.free > 0n && providers === 1) ||
    (preservation === "expendable" && data.free > 0n && !canDecProvider(ctx, who))
  )
    untouchable = most(untouchable, EXISTENTIAL_DEPOSIT);
  return rao(saturatingSub(data.free, untouchable));
}

/** Writes new balances, keeping reference counts; returns what was lost as dust. Source: try_mutate_account. */
export function writeAccount(ctx: Ctx, who: AccountId, next: AccountData): bigint {
  const info = Account.get(ctx, who);
  const before = info.data;
  const isNew = before.free === 0n && before.reserved === 0n && before.frozen === 0n;
  const didProvide = before.free >= EXISTENTIAL_DEPOSIT;
  const doesProvide = next.free >= EXISTENTIAL_DEPOSIT;
  const didConsume = !isNew && (before.reserved > 0n || before.frozen > 0n);
  const doesConsume = next.reserved > 0n || next.frozen > 0n;
  if (!didProvide && doesProvide) incProviders(ctx, who);
  if (didConsume && !doesConsume) decConsumers(ctx, who);
  if (!didConsume && doesConsume) incConsumers(ctx, who);
  if (didProvide && !doesProvide) decProviders(ctx, who);
  const dust = next.free < EXISTENTIAL_DEPOSIT && next.reserved === 0n ? next.free : 0n;
  setAccountData(ctx, who, dust > 0n ? { ...next, free: 0n } : next);
  // Even with nothing: an account without any data that pays or gets nothing is announced each time.
  if (isNew) ctx.deposit(Events.Endowed({ account: who, freeBalance: rao(next.free) }));
  if (dust > 0n) ctx.deposit(Events.DustLost({ account: who, amount: rao(dust) }));
  return dust;
}

/** Changes balances of an account; what is lost as dust is issued no more. A refusal changes nothing. */
export function mutateAccount(
  ctx: Ctx,
  who: AccountId,
  change: (data: AccountData) => AccountData,
): void {
  const next = change(Account.get(ctx, who).data);
  const dust = ctx.transaction(() => writeAccount(ctx, who, next));
  if (dust > 0n) TotalIssuance.mutate(ctx, (issued) => rao(saturatingSub(issued, dust)));
}

function writeFree(ctx: Ctx, who: AccountId, free: bigint): void {
  const { data } = Account.get(ctx, who);
  ensure(
    saturatingSub(data.free, free) <= reducibleBalance(ctx, who, "expendable", true),
    Errors.InsufficientBalance,
  );
  mutateAccount(ctx, who, (before) => ({ ...before, free }));
}

/** @returns what was really taken. @throws Refusal Token FundsUnavailable */
export function decrease(
  ctx: Ctx,
  who: AccountId,
  amount: bigint,
  options: {
    readonly preservation: Preservation;
    readonly precision: Precision;
    readonly force?: boolean;
  },
): Rao {
  const reducible = reducibleBalance(ctx, who, options.preservation, options.force);
  const taken = options.precision === "bestEffort" ? least(amount, reducible) : amount;
  ensure(reducible >= taken, Token.FundsUnavailable);
  const before = freeBalance(ctx, who);
  writeFree(ctx, who, before - taken);
  return rao(taken);
}

/** @returns what was really added. @throws Refusal Arithmetic Overflow, Token BelowMinimum */
export function increase(ctx: Ctx, who: AccountId, amount: bigint, precision: Precision): Rao {
  const before = freeBalance(ctx, who);
  const after = precision === "bestEffort" ? least(before + amount, U64_MAX) : before + amount;
  if (after > U64_MAX) throw Arithmetic.Overflow;
  if (after < EXISTENTIAL_DEPOSIT) {
    if (precision === "bestEffort") return rao(0n);
    throw Token.BelowMinimum;
  }
  if (after === before) return rao(0n);
  writeFree(ctx, who, after);
  return rao(after - before);
}

/** Why a withdrawal would fail, if it would. Source: can_withdraw. */
function withdrawRefusal(
  ctx: StateCtx,
  who: AccountId,
  amount: bigint,
  keepAlive: boolean,
): Refusal | undefined {
  if (amount === 0n) return undefined;
  if (totalIssuance(ctx) < amount) return Arithmetic.Underflow;
  const { free, reserved } = Account.get(ctx, who).data;
  if (free < amount) return Token.FundsUnavailable;
  if (amount > reducibleBalance(ctx, who, "expendable")) return Token.Frozen;
  const left = free - amount;
  if (left >= EXISTENTIAL_DEPOSIT && left + reserved >= EXISTENTIAL_DEPOSIT) return undefined;
  if (!canDecProvider(ctx, who)) return Token.OnlyProvider;
  return keepAlive ? Token.NotExpendable : undefined;
}

/** True if the whole amount could be withdrawn and the account would stay. Source: WithdrawConsequence::Success. */
export function canWithdrawKeeping(ctx: StateCtx, who: AccountId, amount: bigint): boolean {
  return withdrawRefusal(ctx, who, amount, true) === undefined;
}

/** True if the whole amount could be withdrawn, were it the end of the account. */
export function canWithdraw(ctx: StateCtx, who: AccountId, amount: bigint): boolean {
  return withdrawRefusal(ctx, who, amount, false) === undefined;
}

/**
 * Moves TAO between accounts.
 * @throws Refusal Token, Arithmetic
 * Source: frame_support fungible Mutate::transfer
 */
export function transfer(
  ctx: Ctx,
  options: {
    readonly from: AccountId;
    readonly to: AccountId;
    readonly amount: bigint;
    readonly preservation: Preservation;
  },
): Rao {
  const { from, to, amount, preservation } = options;
  const refusal = withdrawRefusal(ctx, from, amount, preservation !== "expendable");
  if (refusal) throw refusal;
  if (amount > 0n) {
    const after = freeBalance(ctx, to) + amount;
    if (after > U64_MAX) throw Arithmetic.Overflow;
    if (after < EXISTENTIAL_DEPOSIT) throw Token.BelowMinimum;
  }
  if (from !== to) {
    decrease(ctx, from, amount, { preservation, precision: "bestEffort" });
    // Checked above; nothing may be given even to an account that isn't there.
    increase(ctx, to, amount, "bestEffort");
    ctx.deposit(Events.Transfer({ from, to, amount: rao(amount) }));
  }
  return rao(amount);
}

/** Makes new TAO in an account. @throws Refusal Arithmetic Overflow, Token BelowMinimum */
export function mintInto(ctx: Ctx, who: AccountId, amount: bigint): Rao {
  if (totalIssuance(ctx) + amount > U64_MAX) throw Arithmetic.Overflow;
  const added = increase(ctx, who, amount, "exact");
  TotalIssuance.mutate(ctx, (issued) => rao(least(issued + added, U64_MAX)));
  ctx.deposit(Events.Minted({ who, amount: added }));
  return added;
}

/** Destroys TAO of an account. @throws Refusal Token FundsUnavailable, Arithmetic Overflow */
export function burnFrom(
  ctx: Ctx,
  who: AccountId,
  amount: bigint,
  options: {
    readonly preservation: Preservation;
    readonly precision: Precision;
    readonly force?: boolean;
  },
): Rao {
  const available = least(reducibleBalance(ctx, who, options.preservation, options.force), amount);
  ensure(available === amount || options.precision === "bestEffort", Token.FundsUnavailable);
  // Named an overflow there too.
  if (totalIssuance(ctx) < available) throw Arithmetic.Overflow;
  const burned = decrease(ctx, who, available, { ...options, precision: "bestEffort" });
  TotalIssuance.mutate(ctx, (issued) => rao(saturatingSub(issued, burned)));
  ctx.deposit(Events.Burned({ who, amount: burned }));
  return burned;
}

// Credits: TAO on its way, in no account. It must be deposited, or given up by `dropCredit`;
// the issuance still counts it until then. Source: frame_support fungible Balanced.

/** Makes new TAO that is in no account yet. Saturates at u64; of nothing it tells nothing. */
export function issue(ctx: Ctx, amount: bigint): Rao {
  const before = totalIssuance(ctx);
  const after = rao(least(before + amount, U64_MAX));
  TotalIssuance.set(ctx, after);
  const issued = rao(after - before);
  if (issued > 0n) ctx.deposit(Events.Issued({ amount: issued }));
  return issued;
}

/** Takes TAO out of an account as a credit. @throws Refusal Token FundsUnavailable */
export function withdraw(
  ctx: Ctx,
  who: AccountId,
  amount: bigint,
  options: { readonly preservation: Preservation; readonly precision?: Precision },
): Rao {
  const taken = decrease(ctx, who, amount, {
    preservation: options.preservation,
    precision: options.precision ?? "exact",
  });
  ctx.deposit(Events.Withdraw({ who, amount: taken }));
  return taken;
}

/** Puts a credit into an account. @throws Refusal Token BelowMinimum, Arithmetic Overflow */
export function resolve(ctx: Ctx, who: AccountId, credit: Rao): void {
  const added = increase(ctx, who, credit, "exact");
  ctx.deposit(Events.Deposit({ who, amount: added }));
}

/** Puts as much of a credit as possible into an account; says how much that was. */
export function depositBestEffort(ctx: Ctx, who: AccountId, credit: Rao): Rao {
  const added = increase(ctx, who, credit, "bestEffort");
  ctx.deposit(Events.Deposit({ who, amount: added }));
  return added;
}

/** Gives a credit up: the issuance falls by it, silently. */
export function dropCredit(ctx: Ctx, credit: Rao): void {
  if (credit > 0n) TotalIssuance.mutate(ctx, (issued) => rao(saturatingSub(issued, credit)));
}

/** Root's way of setting a balance; below the existential deposit it is zero. Source: force_set_balance. */
export function forceSetBalance(ctx: Ctx, who: AccountId, amount: bigint): void {
  const free = amount < EXISTENTIAL_DEPOSIT ? 0n : amount;
  const { data } = Account.get(ctx, who);
  mutateAccount(ctx, who, (before) => ({ ...before, free }));
  if (free > data.free) {
    const amount = rao(free - data.free);
    TotalIssuance.mutate(ctx, (issued) => rao(least(issued + amount, U64_MAX)));
    ctx.deposit(Events.Issued({ amount }));
  } else if (free < data.free) {
    const amount = rao(data.free - free);
    TotalIssuance.mutate(ctx, (issued) => rao(saturatingSub(issued, amount)));
    ctx.deposit(Events.Rescinded({ amount }));
  }
  ctx.deposit(Events.BalanceSet({ who, free: rao(free) }));
}
