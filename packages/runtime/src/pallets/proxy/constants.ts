import { constant } from "@ganglion/frame";
import { rao } from "@ganglion/primitives";
import { rao as raoCodec, u32 } from "@ganglion/scale";

/** Proxies of one account. */
export const MAX_PROXIES = 20;
/** Announcements of one delegate. */
export const MAX_PENDING = 75;

/** A deposit: so much once, and so much for each entry. */
export interface Price {
  readonly base: bigint;
  readonly factor: bigint;
}
export const PROXY_PRICE: Price = { base: 60_000_000n, factor: 33_000_000n };
export const ANNOUNCEMENT_PRICE: Price = { base: 36_000_000n, factor: 68_000_000n };

/** Source: runtime/src/lib.rs, pallet_proxy::Config. */
export const Constants = {
  ProxyDepositBase: constant(raoCodec, rao(PROXY_PRICE.base)),
  ProxyDepositFactor: constant(raoCodec, rao(PROXY_PRICE.factor)),
  MaxProxies: constant(u32, MAX_PROXIES),
  MaxPending: constant(u32, MAX_PENDING),
  AnnouncementDepositBase: constant(raoCodec, rao(ANNOUNCEMENT_PRICE.base)),
  AnnouncementDepositFactor: constant(raoCodec, rao(ANNOUNCEMENT_PRICE.factor)),
};
