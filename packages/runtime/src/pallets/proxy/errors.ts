import { errors } from "@ganglion/frame";

// The Python SDK's own tests compare these sentences, which it reads from the metadata: those that they know are a
// part of the interface, word by word.
export const Errors = errors({
  TooMany: [0, "An account has at most 20 proxies, a delegate at most 75 announcements."],
  NotFound: [1, "Proxy registration not found."],
  NotProxy: [2, "Sender is not a proxy of the account to be proxied."],
  Unproxyable: [3, "No proxy may make this call."],
  Duplicate: [4, "Account is already a proxy."],
  NoPermission: [5, "The caller was not made by create_pure with these arguments."],
  Unannounced: [6, "Announcement, if made at all, was made too recently."],
  NoSelfProxy: [7, "Cannot add self as proxy."],
  AnnouncementDepositInvariantViolated: [8, "No deposit after an announcement."],
  InvalidDerivedAccountId: [9, "No account can be derived."],
});
