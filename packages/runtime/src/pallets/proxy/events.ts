import { dispatchResult, event } from "@ganglion/frame";
import { accountId, bool, h256, rao, u16, u32 } from "@ganglion/scale";
import { depositKind, proxyType } from "./types.ts";

const pureAccount = { pure: accountId, who: accountId, proxyType, disambiguationIndex: u16 };
const delegation = { delegator: accountId, delegatee: accountId, proxyType, delay: u32 };

export const Events = {
  ProxyExecuted: event(
    0,
    { result: dispatchResult },
    "A proxy made a call; how that ended is inside.",
  ),
  PureCreated: event(1, pureAccount, "An account without a key was made."),
  PureKilled: event(
    2,
    { pure: accountId, spawner: accountId, proxyType, disambiguationIndex: u16 },
    "An account without a key was given up.",
  ),
  Announced: event(
    3,
    { real: accountId, proxy: accountId, callHash: h256 },
    "A proxy is going to make a call.",
  ),
  ProxyAdded: event(4, delegation, "An account has one more proxy."),
  ProxyRemoved: event(5, delegation, "An account has one proxy less."),
  DepositPoked: event(
    6,
    { who: accountId, kind: depositKind, oldDeposit: rao, newDeposit: rao },
    "A deposit was brought to what it costs now.",
  ),
  RealPaysFeeSet: event(
    7,
    { real: accountId, delegate: accountId, paysFee: bool },
    "Who pays for a proxy's calls was settled.",
  ),
};
