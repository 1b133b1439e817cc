import { type Ctx, ensure, type StateCtx } from "@ganglion/frame";
import type { AccountId } from "@ganglion/primitives";
import { unreserve } from "../balances/reserve.ts";
import { MAX_PROXIES, PROXY_PRICE } from "./constants.ts";
import { adjustDeposit, depositFor } from "./deposit.ts";
import { Errors } from "./errors.ts";
import { Events } from "./events.ts";
import { Proxies, RealPaysFee } from "./storage.ts";
import { PROXY_TYPES, type ProxyDefinition, type ProxyType } from "./types.ts";

/** Who lets whom do what, and after how many blocks of notice. */
export interface Delegation {
  readonly delegator: AccountId;
  readonly delegatee: AccountId;
  readonly proxyType: ProxyType;
  readonly delay: number;
}

const definitionOf = ({ delegatee, proxyType, delay }: Delegation): ProxyDefinition => ({
  delegate: delegatee,
  proxyType,
  delay,
});

/** By delegate, then type, then delay: the order in which they are stored, and found. */
function compare(a: ProxyDefinition, b: ProxyDefinition): number {
  if (a.delegate !== b.delegate) return a.delegate < b.delegate ? -1 : 1;
  const types = PROXY_TYPES.indexOf(a.proxyType) - PROXY_TYPES.indexOf(b.proxyType);
  return types || a.delay - b.delay;
}

/**
 * Lets an account act for another, at the latter's deposit.
 * @throws Refusal NoSelfProxy, Duplicate, TooMany, or as `reserve`
 * Source: pallets/proxy/src/lib.rs add_proxy_delegate
 */
export function addProxyDelegate(ctx: Ctx, delegation: Delegation): void {
  const { delegator, delegatee } = delegation;
  ensure(delegator !== delegatee, Errors.NoSelfProxy);
  const [proxies, deposit] = Proxies.get(ctx, delegator);
  const added = definitionOf(delegation);
  ensure(!proxies.some((each) => compare(each, added) === 0), Errors.Duplicate);
  ensure(proxies.length < MAX_PROXIES, Errors.TooMany);
  const next = [...proxies, added].sort(compare);
  const nextDeposit = depositFor(next.length, PROXY_PRICE);
  adjustDeposit(ctx, delegator, deposit, nextDeposit);
  Proxies.set(ctx, delegator, [next, nextDeposit]);
  ctx.deposit(Events.ProxyAdded(delegation));
}

/**
 * Takes that back.
 * @throws Refusal NotFound
 * Source: pallets/proxy/src/lib.rs remove_proxy_delegate
 */
export function removeProxyDelegate(ctx: Ctx, delegation: Delegation): void {
  const { delegator, delegatee } = delegation;
  const [proxies, deposit] = Proxies.get(ctx, delegator);
  const removed = definitionOf(delegation);
  const next = proxies.filter((each) => compare(each, removed) !== 0);
  ensure(next.length < proxies.length, Errors.NotFound);
  const nextDeposit = depositFor(next.length, PROXY_PRICE);
  adjustDeposit(ctx, delegator, deposit, nextDeposit);
  if (next.length > 0) Proxies.set(ctx, delegator, [next, nextDeposit]);
  else Proxies.remove(ctx, delegator);
  // Even if the delegate is still a proxy of another type.
  RealPaysFee.remove(ctx, delegator, delegatee);
  ctx.deposit(Events.ProxyRemoved(delegation));
}

/** Takes all back and tells nothing but the deposit. Source: remove_all_proxy_delegates. */
export function removeAllProxyDelegates(ctx: Ctx, delegator: AccountId): void {
  const [, deposit] = Proxies.take(ctx, delegator);
  unreserve(ctx, delegator, deposit);
  RealPaysFee.clear(ctx, delegator);
}

/**
 * The first definition by which a delegate may act for an account, of any type unless one is named.
 * @throws Refusal NotProxy
 */
export function findProxy(
  ctx: StateCtx,
  {
    real,
    delegate,
    forced,
  }: {
    readonly real: AccountId;
    readonly delegate: AccountId;
    readonly forced?: ProxyType | undefined;
  },
): ProxyDefinition {
  const [proxies] = Proxies.get(ctx, real);
  const found = proxies.find(
    (each) => each.delegate === delegate && (forced === undefined || each.proxyType === forced),
  );
  ensure(found, Errors.NotProxy);
  return found;
}
