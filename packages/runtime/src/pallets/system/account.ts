import { type Ctx, Refusal, type StateCtx } from "@ganglion/frame";
import type { AccountId } from "@ganglion/primitives";
import { Events } from "./events.ts";
import { Account } from "./storage.ts";
import type { AccountData } from "./types.ts";

const ConsumerRemaining = new Refusal({ type: "ConsumerRemaining" });
const NoProviders = new Refusal({ type: "NoProviders" });
const TooManyConsumers = new Refusal({ type: "TooManyConsumers" });
/** Consumers that one account may have. Source: runtime/src/lib.rs MaxConsumers. */
const MAX_CONSUMERS = 16;

/** True if anything keeps the account alive. */
export function accountExists(ctx: StateCtx, who: AccountId): boolean {
  const { providers, sufficients } = Account.get(ctx, who);
  return providers > 0 || sufficients > 0;
}

/** One more reason to keep the account. */
export function incProviders(ctx: Ctx, who: AccountId): void {
  const info = Account.get(ctx, who);
  if (info.providers === 0 && info.sufficients === 0) {
    Account.set(ctx, who, { ...info, providers: 1 });
    ctx.deposit(Events.NewAccount({ account: who }));
  } else {
    Account.set(ctx, who, { ...info, providers: info.providers + 1 });
  }
}

/** One reason less; without any the account is gone. @throws Refusal ConsumerRemaining */
export function decProviders(ctx: Ctx, who: AccountId): void {
  if (!Account.has(ctx, who)) return;
  const info = Account.get(ctx, who);
  const providers = Math.max(info.providers, 1);
  if (providers === 1 && info.consumers > 0) throw ConsumerRemaining;
  if (providers === 1 && info.sufficients === 0) {
    Account.remove(ctx, who);
    ctx.deposit(Events.KilledAccount({ account: who }));
  } else {
    Account.set(ctx, who, { ...info, providers: providers - 1 });
  }
}

/** True if losing a provider would leave nobody stranded. */
export function canDecProvider(ctx: StateCtx, who: AccountId): boolean {
  const { consumers, providers } = Account.get(ctx, who);
  return consumers === 0 || providers > 1;
}

/** @throws Refusal NoProviders, TooManyConsumers */
export function incConsumers(ctx: Ctx, who: AccountId): void {
  const info = Account.get(ctx, who);
  if (info.providers === 0) throw NoProviders;
  if (info.consumers >= MAX_CONSUMERS) throw TooManyConsumers;
  Account.set(ctx, who, { ...info, consumers: info.consumers + 1 });
}

export function decConsumers(ctx: Ctx, who: AccountId): void {
  const info = Account.get(ctx, who);
  if (info.consumers > 0) Account.set(ctx, who, { ...info, consumers: info.consumers - 1 });
}

/** Stores balances of an account, which stays only as long as something provides for it. Source: frame_system StoredMap. */
export function setAccountData(ctx: Ctx, who: AccountId, data: AccountData): void {
  if (accountExists(ctx, who)) Account.mutate(ctx, who, (info) => ({ ...info, data }));
  else Account.remove(ctx, who);
}
