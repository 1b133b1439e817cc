import { type Ctx, ensure, Refusal, type StateCtx } from "@ganglion/frame";
import { saturatingAddU64, saturatingSubUnsigned, TOTAL_SUPPLY } from "@ganglion/math";
import { type AccountId, type NetUid, type Rao, rao } from "@ganglion/primitives";
import { palletAccount } from "../../../pallet-account.ts";
import * as currency from "../../balances/currency.ts";
import { Constants } from "../constants.ts";
import { Errors } from "../errors.ts";
import { getSubnetAccountId } from "../subnets/queries.ts";
import { SubnetTAO, TotalIssuance } from "./storage.ts";

/** TAO that is withdrawn or minted and lies on no account yet. Whoever holds it must spend or recycle it. */
export type Credit = Rao;

/** Pool reserve of a subnet; its account may hold more. Source: coinbase/tao.rs */
export function getSubnetTao(ctx: StateCtx, netuid: NetUid): Rao {
  return SubnetTAO.get(ctx, netuid);
}

/** What the coldkey can give away if it may die. Source: coinbase/tao.rs */
export function getColdkeyBalance(ctx: StateCtx, coldkey: AccountId): Rao {
  return currency.reducibleBalance(ctx, coldkey, "expendable");
}

/** What the coldkey can give away and stay alive. Source: coinbase/tao.rs */
export function getKeepAliveBalance(ctx: StateCtx, coldkey: AccountId): Rao {
  return currency.reducibleBalance(ctx, coldkey, "preserve");
}

/** Source: coinbase/tao.rs */
export function canRemoveBalanceFromColdkeyAccount(
  ctx: StateCtx,
  coldkey: AccountId,
  amount: Rao,
): boolean {
  return amount <= getColdkeyBalance(ctx, coldkey);
}

/** The issuance that emission is computed from; Balances keeps its own. Source: coinbase/tao.rs */
export function getTotalIssuance(ctx: StateCtx): Rao {
  return TotalIssuance.get(ctx);
}

function lowerIssuance(ctx: StateCtx, amount: bigint): void {
  TotalIssuance.mutate(ctx, (total) => rao(saturatingSubUnsigned(total, amount)));
}

// An account that falls under the existential deposit dies with its dust, which Balances takes out of
// its issuance; ours follows.
function transferAllowDeathUpdateTi(
  ctx: Ctx,
  from: AccountId,
  { to, amount }: { readonly to: AccountId; readonly amount: Rao },
): void {
  const before = currency.totalIssuance(ctx);
  currency.transfer(ctx, { from, to, amount, preservation: "expendable" });
  const after = currency.totalIssuance(ctx);
  if (after < before) lowerIssuance(ctx, before - after);
}

/**
 * Moves TAO; the sender may die of it.
 * @throws Refusal InsufficientBalance, or what the currency refuses
 * Source: coinbase/tao.rs
 */
export function transferTao(ctx: Ctx, from: AccountId, to: AccountId, amount: Rao): void {
  ensure(amount <= getColdkeyBalance(ctx, from), Errors.InsufficientBalance);
  transferAllowDeathUpdateTi(ctx, from, { to, amount });
}

/** Moves all that can be moved; the sender dies. Source: coinbase/tao.rs */
export function transferAllTaoAndKill(ctx: Ctx, from: AccountId, to: AccountId): void {
  const amount = currency.reducibleBalance(ctx, from, "expendable");
  if (amount !== 0n) transferAllowDeathUpdateTi(ctx, from, { to, amount });
}

/**
 * Moves TAO into a subnet's account and keeps the sender alive: with less than asked for if need be.
 * @returns what was moved
 * @throws Refusal SubnetNotExists; InsufficientBalance if nothing can be moved
 * Source: coinbase/tao.rs
 */
export function transferTaoToSubnet(
  ctx: Ctx,
  netuid: NetUid,
  coldkey: AccountId,
  amount: Rao,
): Rao {
  if (amount === 0n) return rao(0n);
  const to = getSubnetAccountId(ctx, netuid);
  ensure(to !== undefined, Errors.SubnetNotExists);
  const most = getKeepAliveBalance(ctx, coldkey);
  const moved = amount < most ? amount : most;
  ensure(moved !== 0n, Errors.InsufficientBalance);
  currency.transfer(ctx, { from: coldkey, to, amount: moved, preservation: "preserve" });
  return moved;
}

/**
 * Moves TAO out of a subnet's account.
 * @throws Refusal SubnetNotExists, InsufficientBalance
 * Source: coinbase/tao.rs
 */
export function transferTaoFromSubnet(
  ctx: Ctx,
  netuid: NetUid,
  coldkey: AccountId,
  amount: Rao,
): void {
  const from = getSubnetAccountId(ctx, netuid);
  ensure(from !== undefined, Errors.SubnetNotExists);
  transferTao(ctx, from, coldkey, amount);
}

/** Sends TAO where nobody has the key: gone for good, still issued. Source: coinbase/tao.rs */
export function burnTao(ctx: Ctx, coldkey: AccountId, amount: Rao): void {
  transferTao(ctx, coldkey, palletAccount(Constants.BurnAccountId.get(ctx)), amount);
}

/**
 * Takes TAO out of existence so that it can be minted again; the account stays alive.
 * @throws Refusal InsufficientBalance, BalanceWithdrawalError
 * Source: coinbase/tao.rs
 */
export function recycleTao(ctx: Ctx, coldkey: AccountId, amount: Rao): void {
  ensure(amount <= getKeepAliveBalance(ctx, coldkey), Errors.InsufficientBalance);
  lowerIssuance(ctx, amount);
  let credit: Credit;
  try {
    credit = currency.withdraw(ctx, coldkey, amount, { preservation: "expendable" });
  } catch (thrown) {
    throw thrown instanceof Refusal ? Errors.BalanceWithdrawalError : thrown;
  }
  currency.dropCredit(ctx, credit);
}

/** Creates TAO, up to 21 million in all. Source: coinbase/tao.rs */
export function mintTao(ctx: Ctx, amount: Rao): Credit {
  const left = saturatingSubUnsigned(TOTAL_SUPPLY, currency.totalIssuance(ctx));
  const minted = rao(amount < left ? amount : left);
  TotalIssuance.mutate(ctx, (total) => rao(saturatingAddU64(total, minted)));
  currency.issue(ctx, minted);
  return minted;
}

/**
 * Puts a part of a credit on an account.
 * @returns what is left of the credit, and whether the part was spent: not if it exceeds the credit or
 * the account can't take it
 * Source: coinbase/tao.rs
 */
export function spendTao(
  ctx: Ctx,
  coldkey: AccountId,
  credit: Credit,
  part: Rao,
): { readonly spent: boolean; readonly left: Credit } {
  if (credit < part) return { spent: false, left: credit };
  try {
    ctx.transaction(() => currency.resolve(ctx, coldkey, part));
  } catch (thrown) {
    if (thrown instanceof Refusal) return { spent: false, left: credit };
    throw thrown;
  }
  return { spent: true, left: rao(credit - part) };
}

/** Ends a credit that nobody needs: neither issuance counts it any more. Source: coinbase/tao.rs */
export function recycleCredit(ctx: Ctx, credit: Credit): void {
  if (credit !== 0n) lowerIssuance(ctx, credit);
  currency.dropCredit(ctx, credit);
}
