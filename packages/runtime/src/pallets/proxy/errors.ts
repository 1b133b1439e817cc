import { errors } from "@ganglion/frame";

export const Errors = errors({
  TooMany: [0, "An account has at most 20 proxies, a delegate at most 75 announcements."],
  NotFound: [1, "There is no such proxy or announcement."],
  NotProxy: [2, "The sender is no proxy of that account, or none of that type."],
  Unproxyable: [3, "This call cannot be made by a proxy."],
  Duplicate: [4, "There is such a proxy already."],
  NoPermission: [5, "The caller was not made by create_pure with these arguments."],
  Unannounced: [6, "The call was not announced, or not long enough ago."],
  NoSelfProxy: [7, "An account cannot be its own proxy."],
  AnnouncementDepositInvariantViolated: [8, "No deposit after an announcement."],
  InvalidDerivedAccountId: [9, "No account can be derived."],
});
