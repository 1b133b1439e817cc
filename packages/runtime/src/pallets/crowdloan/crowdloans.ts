import { type Ctx, ensure, type StateCtx } from "@ganglion/frame";
import { type AccountId, rao } from "@ganglion/primitives";
import { encode, u32 } from "@ganglion/scale";
import { palletAccount } from "../../pallet-account.ts";
import { transfer } from "../balances/currency.ts";
import { Constants } from "./constants.ts";
import { Errors } from "./errors.ts";
import { Crowdloans } from "./storage.ts";
import type { CrowdloanInfo } from "./types.ts";

// Source: pallets/crowdloan/src/lib.rs

/** The account that holds what a crowdloan raised. */
export const fundsAccountOf = (ctx: StateCtx, id: number): AccountId =>
  palletAccount(Constants.PalletId.get(ctx), encode(u32, id));

/** @throws Refusal InvalidCrowdloanId */
export function existing(ctx: StateCtx, id: number): CrowdloanInfo {
  const crowdloan = Crowdloans.get(ctx, id);
  ensure(crowdloan !== undefined, Errors.InvalidCrowdloanId);
  return crowdloan;
}

/** @throws Refusal InvalidCrowdloanId, AlreadyFinalized */
export function open(ctx: StateCtx, id: number): CrowdloanInfo {
  const crowdloan = existing(ctx, id);
  ensure(!crowdloan.finalized, Errors.AlreadyFinalized);
  return crowdloan;
}

/** @throws Refusal InvalidCrowdloanId, AlreadyFinalized, InvalidOrigin */
export function openOfCreator(ctx: StateCtx, id: number, who: AccountId): CrowdloanInfo {
  const crowdloan = open(ctx, id);
  ensure(who === crowdloan.creator, Errors.InvalidOrigin);
  return crowdloan;
}

/** @throws Refusal CannotEndInPast, BlockDurationTooShort, BlockDurationTooLong */
export function ensureValidEnd(ctx: Ctx, end: number): void {
  const duration = end - Number(ctx.block);
  ensure(duration > 0, Errors.CannotEndInPast);
  ensure(duration >= Constants.MinimumBlockDuration.get(ctx), Errors.BlockDurationTooShort);
  ensure(duration <= Constants.MaximumBlockDuration.get(ctx), Errors.BlockDurationTooLong);
}

/** Money in or out of a crowdloan; the account it comes from may be closed by it. @throws Refusal as `transfer` */
export function pay(
  ctx: Ctx,
  from: AccountId,
  { to, amount }: { readonly to: AccountId; readonly amount: bigint },
): void {
  transfer(ctx, { from, to, amount, preservation: "expendable" });
}

/** The smallest of amounts. */
export const least = (first: bigint, ...others: readonly bigint[]) =>
  rao(others.reduce((a, b) => (a < b ? a : b), first));
