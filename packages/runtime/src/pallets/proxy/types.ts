import { accountId, h256, literals, type Of, rao, struct, tuple, u32 } from "@ganglion/scale";
import { boundedVec } from "../../bounded.ts";
import { MAX_PENDING, MAX_PROXIES } from "./constants.ts";

/** Which calls a proxy may make. In the order of the wire; what each allows says filters.ts. */
export const PROXY_TYPES = [
  "Any",
  "Owner",
  "NonCritical",
  "NonTransfer",
  "Senate",
  "NonFungible",
  "Triumvirate",
  "Governance",
  "Staking",
  "Registration",
  "Transfer",
  "SmallTransfer",
  "RootWeights",
  "ChildKeys",
  "SudoUncheckedSetCode",
  "SwapHotkey",
  "SubnetLeaseBeneficiary",
  "RootClaim",
] as const;
export type ProxyType = (typeof PROXY_TYPES)[number];
/** Source: common/src/lib.rs ProxyType. */
export const proxyType = literals("subtensor_runtime_common::ProxyType", PROXY_TYPES);

/** That `delegate` may act for the account under whose key this stands. `delay`: blocks from announcement to call. */
export const proxyDefinition = struct(
  "pallet_subtensor_proxy::ProxyDefinition<sp_core::crypto::AccountId32, subtensor_runtime_common::ProxyType, u32>",
  { delegate: accountId, proxyType, delay: u32 },
  { AccountId: accountId, ProxyType: proxyType, BlockNumber: u32 },
);
export type ProxyDefinition = Of<typeof proxyDefinition>;

/** A call that a delegate is going to make: for whom, its blake2-256, since which block. */
export const announcement = struct(
  "pallet_subtensor_proxy::Announcement<sp_core::crypto::AccountId32, primitive_types::H256, u32>",
  { real: accountId, callHash: h256, height: u32 },
  { AccountId: accountId, Hash: h256, BlockNumber: u32 },
);
export type Announcement = Of<typeof announcement>;

/** Entries and the deposit that is reserved for them. */
export const proxiesWithDeposit = tuple(boundedVec(proxyDefinition, MAX_PROXIES, "entries"), rao);
export const announcementsWithDeposit = tuple(
  boundedVec(announcement, MAX_PENDING, "entries"),
  rao,
);

export const depositKind = literals("pallet_subtensor_proxy::DepositKind", [
  "Proxies",
  "Announcements",
]);
