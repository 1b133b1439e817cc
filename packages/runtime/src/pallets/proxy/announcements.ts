import { type Ctx, ensure } from "@ganglion/frame";
import type { AccountId } from "@ganglion/primitives";
import { ANNOUNCEMENT_PRICE, MAX_PENDING } from "./constants.ts";
import { adjustDeposit, depositFor } from "./deposit.ts";
import { Errors } from "./errors.ts";
import { Announcements } from "./storage.ts";
import type { Announcement } from "./types.ts";

/** Adds one to those of a delegate, at the delegate's deposit. @throws Refusal TooMany, or as `reserve` */
export function addAnnouncement(ctx: Ctx, delegate: AccountId, added: Announcement): void {
  const [pending, deposit] = Announcements.get(ctx, delegate);
  ensure(pending.length < MAX_PENDING, Errors.TooMany);
  const next = depositFor(pending.length + 1, ANNOUNCEMENT_PRICE);
  adjustDeposit(ctx, delegate, deposit, next);
  Announcements.set(ctx, delegate, [[...pending, added], next]);
}

/** Removes all of a delegate that are meant. @throws Refusal NotFound if none is */
export function removeAnnouncements(
  ctx: Ctx,
  delegate: AccountId,
  isMeant: (each: Announcement) => boolean,
): void {
  const [pending, deposit] = Announcements.get(ctx, delegate);
  const kept = pending.filter((each) => !isMeant(each));
  ensure(kept.length < pending.length, Errors.NotFound);
  const next = depositFor(kept.length, ANNOUNCEMENT_PRICE);
  adjustDeposit(ctx, delegate, deposit, next);
  if (kept.length > 0) Announcements.set(ctx, delegate, [kept, next]);
  else Announcements.remove(ctx, delegate);
}
