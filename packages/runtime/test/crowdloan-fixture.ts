import {
  type AnyCall,
  type ChainMode,
  type Context,
  type RuntimeCall,
  runtimeCallOf,
} from "@ganglion/frame";
import { type AccountId, accountId, rao } from "@ganglion/primitives";
import type { Of } from "@ganglion/scale";
import { contribute } from "../src/pallets/crowdloan/calls/contribute.ts";
import { create } from "../src/pallets/crowdloan/calls/create.ts";
import { finalize } from "../src/pallets/crowdloan/calls/finalize.ts";
import { Contributions, Crowdloans } from "../src/pallets/crowdloan/storage.ts";
// Binds the outer enum of calls, with which a crowdloan stores its own.
import "../src/runtime.ts";
import { as } from "./staking-fixture.ts";
import { account, emptyChain, endow, UNIT } from "./subnet-fixture.ts";

export const CREATOR = account(1);
/** Gets what is raised. */
export const TARGET = account(9);
/** Account of the first crowdloan: `modl`, `bt/cloan`, the id as a u32. */
export const FUNDS = accountId(`0x6d6f646c62742f636c6f616e00000000${"00".repeat(16)}`);
/** Block of the chain; a crowdloan made by default ends as soon as it may. */
export const NOW = 100n;
export const END = 50_500;

/** Accounts 1 to 5 with 1000 TAO each. */
export function crowdloanChain(chain?: ChainMode): Context {
  const ctx = emptyChain(NOW, chain);
  for (const n of [1, 2, 3, 4, 5]) endow(ctx, account(n), 1000n * UNIT);
  ctx.events.length = 0;
  return ctx;
}

type CreateArgs = { readonly [K in keyof typeof create.args]: Of<(typeof create.args)[K]> };
const DEFAULTS: CreateArgs = {
  deposit: rao(50n * UNIT),
  minContribution: rao(10n * UNIT),
  cap: rao(300n * UNIT),
  end: END,
  call: undefined,
  targetAddress: TARGET,
};
/** 50 of 300 TAO, at least 10 each, for `TARGET` unless a call is given. */
export function creating(ctx: Context, options: Partial<CreateArgs> = {}): string {
  const target = options.call ? { targetAddress: undefined } : {};
  return as(ctx, CREATOR, create, { ...DEFAULTS, ...target, ...options });
}
/** A chain with such a crowdloan, its events forgotten. */
export function crowdloan(options: Partial<CreateArgs> = {}, ctx = crowdloanChain()): Context {
  const outcome = creating(ctx, options);
  if (outcome !== "ok") throw new Error(`no crowdloan: ${outcome}`);
  ctx.events.length = 0;
  return ctx;
}

export const contributing = (ctx: Context, who: AccountId, amount: bigint, crowdloanId = 0) =>
  as(ctx, who, contribute, { crowdloanId, amount: rao(amount) });
export const finalizing = (ctx: Context, who = CREATOR, crowdloanId = 0) =>
  as(ctx, who, finalize, { crowdloanId });

/** Accounts 2 and 3 give what lacks to 300 TAO. */
export function raise(ctx: Context): Context {
  contributing(ctx, account(2), 150n * UNIT);
  contributing(ctx, account(3), 100n * UNIT);
  ctx.events.length = 0;
  return ctx;
}

export const stored = (ctx: Context, id = 0) => Crowdloans.get(ctx, id);
/** Who gave how much, in whole TAO. */
export const given = (ctx: Context, id = 0): readonly (readonly [AccountId, bigint])[] =>
  Contributions.entries(ctx, id).map(([[, who], amount]) => [who, amount / UNIT] as const);
/** Names and data of the events. */
export const events = (ctx: Context) =>
  ctx.events.map(({ event: { event, data } }) => [event.name, data] as const);
export const callOf = (call: AnyCall | undefined, args: Record<string, unknown>): RuntimeCall =>
  runtimeCallOf(call!, args as never);
