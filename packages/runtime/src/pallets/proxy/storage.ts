import { dispatchResult, map, map2, twox } from "@ganglion/frame";
import { rao } from "@ganglion/primitives";
import { accountId, unit } from "@ganglion/scale";
import { announcementsWithDeposit, proxiesWithDeposit } from "./types.ts";

/** Who may act for an account, in the order of their definitions, and the account's deposit for it. */
export const Proxies = map(twox(accountId), proxiesWithDeposit, [[], rao(0n)]);
/** What a delegate announced, oldest first, and the delegate's deposit for it. */
export const Announcements = map(twox(accountId), announcementsWithDeposit, [[], rao(0n)]);
/** How the last call ended that was made for an account in this block; forgotten at the block's end. */
export const LastCallResult = map(twox(accountId), dispatchResult);
/** (account, delegate) where the account pays the fees of the delegate's calls for it. */
export const RealPaysFee = map2(twox(accountId), twox(accountId), unit);
