import { dispatchError, event } from "@ganglion/frame";
import { accountId, bool, h256 } from "@ganglion/scale";
import { dispatchEventInfo } from "./types.ts";

export const Events = {
  ExtrinsicSuccess: event(
    0,
    { dispatchInfo: dispatchEventInfo },
    "The call of an extrinsic did what it should.",
  ),
  ExtrinsicFailed: event(
    1,
    { dispatchError, dispatchInfo: dispatchEventInfo },
    "The call of an extrinsic was refused; its fee is kept.",
  ),
  CodeUpdated: event(2, {}),
  NewAccount: event(3, { account: accountId }, "An account came to life."),
  KilledAccount: event(4, { account: accountId }, "Nothing refers to an account any more."),
  Remarked: event(5, { sender: accountId, hash: h256 }, "A remark was made, with an event."),
  UpgradeAuthorized: event(6, { codeHash: h256, checkVersion: bool }),
  RejectedInvalidAuthorizedUpgrade: event(7, { codeHash: h256, error: dispatchError }),
};
