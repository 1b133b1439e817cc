import type { Ctx } from "@ganglion/frame";
import { type AccountId, type Rao, rao } from "@ganglion/primitives";
import { reserve, unreserve } from "../balances/reserve.ts";
import type { Price } from "./constants.ts";

/** What so many entries are to be backed with. */
export const depositFor = (count: number, { base, factor }: Price): Rao =>
  rao(count === 0 ? 0n : base + factor * BigInt(count));

/** Brings a deposit from one amount to another. @throws Refusal as `reserve` */
export function adjustDeposit(ctx: Ctx, who: AccountId, from: Rao, to: Rao): void {
  if (to > from) reserve(ctx, who, to - from);
  else unreserve(ctx, who, from - to);
}
