import { type Ctx, ensure, type StateCtx } from "@ganglion/frame";
import { saturatingSubUnsigned } from "@ganglion/math";
import type { AccountId, NetUid } from "@ganglion/primitives";
import { Errors } from "../errors.ts";
import { isHotkeyRegisteredOnNetwork } from "../registration/uids.ts";
import type { AxonInfo, PrometheusInfo } from "../types.ts";
import { Axons, Prometheus, ServingRateLimit } from "./storage.ts";

/** What a hotkey says of its axon: all but the block, which the chain adds. */
export type AxonClaim = Omit<AxonInfo, "block">;
/** What a hotkey says of its Prometheus endpoint. */
export type PrometheusClaim = Omit<PrometheusInfo, "block">;

const NO_AXON: AxonInfo = {
  block: 0n,
  version: 0,
  ip: 0n,
  port: 0,
  ipType: 0,
  protocol: 0,
  placeholder1: 0,
  placeholder2: 0,
};
const NO_PROMETHEUS: PrometheusInfo = { block: 0n, version: 0, ip: 0n, port: 0, ipType: 0 };

/** Where the hotkey serves; all zero if it never said. Source: subnets/serving.rs */
export function getAxonInfo(ctx: StateCtx, netuid: NetUid, hotkey: AccountId): AxonInfo {
  return Axons.get(ctx, netuid, hotkey) ?? NO_AXON;
}

/** Source: subnets/serving.rs */
export function getPrometheusInfo(
  ctx: StateCtx,
  netuid: NetUid,
  hotkey: AccountId,
): PrometheusInfo {
  return Prometheus.get(ctx, netuid, hotkey) ?? NO_PROMETHEUS;
}

/** True if the last announcement is long enough ago. Source: subnets/serving.rs */
export function passesServingRateLimit(ctx: Ctx, netuid: NetUid, lastServed: bigint): boolean {
  const limit = ServingRateLimit.get(ctx, netuid);
  return limit === 0n || lastServed === 0n || saturatingSubUnsigned(ctx.block, lastServed) >= limit;
}

/** 4 and 6. Source: subnets/serving.rs */
export function isValidIpType(ipType: number): boolean {
  return ipType === 4 || ipType === 6;
}

const IPV4_LOCALHOST = 0x7f000001n;
const IPV4_BROADCAST = 0xffffffffn;
const IPV6_LOCALHOST = 1n;
const IPV6_LAST = (1n << 128n) - 1n;

/**
 * True unless nobody else could reach it: only 127.0.0.1 and ::1 count as this machine; private
 * networks pass.
 * @param ip the address as a number, v4 in the low 32 bits
 * Source: subnets/serving.rs
 */
export function isValidIpAddress(
  ipType: number,
  ip: bigint,
  { allowZero }: { readonly allowZero: boolean },
): boolean {
  if (ip === 0n && !allowZero) return false;
  if (ipType === 4) return ip < IPV4_BROADCAST && ip !== IPV4_LOCALHOST;
  if (ipType === 6) return ip !== IPV6_LAST && ip !== IPV6_LOCALHOST;
  return true;
}

/**
 * @throws Refusal HotKeyNotRegisteredInNetwork, InvalidIpType, InvalidIpAddress, ServingRateLimitExceeded,
 *   InvalidPort
 * Source: subnets/serving.rs
 */
export function validateServeAxon(
  ctx: Ctx,
  hotkey: AccountId,
  netuid: NetUid,
  claim: AxonClaim,
): void {
  ensure(isHotkeyRegisteredOnNetwork(ctx, netuid, hotkey), Errors.HotKeyNotRegisteredInNetwork);
  ensure(isValidIpType(claim.ipType), Errors.InvalidIpType);
  // Zero withdraws the endpoint.
  ensure(isValidIpAddress(claim.ipType, claim.ip, { allowZero: true }), Errors.InvalidIpAddress);
  const last = getAxonInfo(ctx, netuid, hotkey).block;
  ensure(passesServingRateLimit(ctx, netuid, last), Errors.ServingRateLimitExceeded);
  ensure(claim.port !== 0, Errors.InvalidPort);
}

/**
 * @throws Refusal InvalidIpType, InvalidIpAddress, HotKeyNotRegisteredInNetwork, ServingRateLimitExceeded,
 *   InvalidPort
 * Source: subnets/serving.rs
 */
export function validateServePrometheus(
  ctx: Ctx,
  hotkey: AccountId,
  netuid: NetUid,
  claim: PrometheusClaim,
): void {
  ensure(isValidIpType(claim.ipType), Errors.InvalidIpType);
  ensure(isValidIpAddress(claim.ipType, claim.ip, { allowZero: false }), Errors.InvalidIpAddress);
  ensure(isHotkeyRegisteredOnNetwork(ctx, netuid, hotkey), Errors.HotKeyNotRegisteredInNetwork);
  const last = getPrometheusInfo(ctx, netuid, hotkey).block;
  ensure(passesServingRateLimit(ctx, netuid, last), Errors.ServingRateLimitExceeded);
  ensure(claim.port !== 0, Errors.InvalidPort);
}
