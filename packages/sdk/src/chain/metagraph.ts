import {
  type AccountId,
  type Alpha,
  alpha,
  fromSs58,
  type NetUid,
  netUid,
  utf8Text,
} from "@ganglion/primitives";
import type { ChainClient } from "./client.ts";
import { ChainError } from "./error.ts";

/** Where a neuron serves. */
export interface AxonAddress {
  /** Dotted for version 4, grouped for version 6. */
  readonly ip: string;
  readonly port: number;
  readonly ipType: number;
  readonly protocol: number;
  readonly version: number;
  /** Block in which it was announced. */
  readonly block: number;
}

/** One neuron of a subnet, as the chain sees it. u16 values: 65535 = 100 %. */
export interface Neuron {
  readonly uid: number;
  readonly hotkey: AccountId;
  readonly coldkey: AccountId;
  readonly active: boolean;
  readonly validatorPermit: boolean;
  readonly lastUpdate: number;
  /** Of the last epoch. */
  readonly emission: Alpha;
  readonly incentive: number;
  readonly dividends: number;
  readonly consensus: number;
  readonly alphaStake: Alpha;
  /** Alpha and weighted root stake together: what weighs in consensus. */
  readonly totalStake: bigint;
  readonly blockAtRegistration: number;
  /** Absent if it serves nothing. */
  readonly axon: AxonAddress | undefined;
}

/** A subnet at one block. */
export interface Metagraph {
  readonly netuid: NetUid;
  readonly name: string;
  readonly symbol: string;
  readonly block: number;
  readonly tempo: number;
  readonly lastStep: number;
  readonly blocksSinceLastStep: number;
  readonly ownerHotkey: AccountId;
  readonly ownerColdkey: AccountId;
  readonly alphaIn: bigint;
  readonly alphaOut: bigint;
  readonly taoIn: bigint;
  readonly maxUids: number;
  readonly burn: bigint;
  readonly commitRevealEnabled: boolean;
  readonly weightsRateLimit: number;
  readonly weightsVersion: bigint;
  readonly neurons: readonly Neuron[];
}

interface RawAxon {
  readonly ip: bigint;
  readonly port: number;
  readonly ip_type: number;
  readonly protocol: number;
  readonly version: number;
  readonly block: bigint;
}

/** An address as the chain stores it, a number, in its usual form. */
export function ipText(ip: bigint, ipType: number): string {
  if (ipType === 4) return [24n, 16n, 8n, 0n].map((shift) => (ip >> shift) & 255n).join(".");
  return Array.from({ length: 8 }, (_, i) =>
    ((ip >> BigInt(112 - 16 * i)) & 0xffffn).toString(16),
  ).join(":");
}
/** A dotted address as the chain stores it. @throws RangeError */
export function ipNumber(text: string): bigint {
  const parts = text.split(".").map(Number);
  if (parts.length !== 4 || parts.some((part) => !Number.isInteger(part) || part < 0 || part > 255))
    throw new RangeError(`not an IPv4 address: ${text}`);
  return parts.reduce((sum, part) => (sum << 8n) | BigInt(part), 0n);
}

const axonOf = (raw: RawAxon): AxonAddress | undefined =>
  raw.port === 0
    ? undefined
    : {
        ip: ipText(raw.ip, raw.ip_type),
        port: raw.port,
        ipType: raw.ip_type,
        protocol: raw.protocol,
        version: raw.version,
        block: Number(raw.block),
      };
const text = (codes: readonly number[]): string => utf8Text(Uint8Array.from(codes));

/** The metagraph of a subnet at the best block. @throws ChainError NOT_FOUND if there is no such subnet */
export async function metagraph(client: ChainClient, netuid: NetUid): Promise<Metagraph> {
  // biome-ignore lint/suspicious/noExplicitAny: typed by the live metadata only
  const raw = (await client.api.apis.SubnetInfoRuntimeApi!.get_metagraph!(netuid)) as any;
  if (raw === undefined)
    throw new ChainError("NOT_FOUND", `there is no subnet ${netuid}`, {
      hint: "ganglion subnets list shows those that exist.",
    });
  const hotkeys = raw.hotkeys as readonly string[];
  const neurons = hotkeys.map(
    (hotkey, uid): Neuron => ({
      uid,
      hotkey: fromSs58(hotkey),
      coldkey: fromSs58(raw.coldkeys[uid]),
      active: raw.active[uid] ?? false,
      validatorPermit: raw.validator_permit[uid] ?? false,
      lastUpdate: Number(raw.last_update[uid] ?? 0),
      emission: alpha(BigInt(raw.emission[uid] ?? 0)),
      incentive: raw.incentives[uid] ?? 0,
      dividends: raw.dividends[uid] ?? 0,
      consensus: raw.consensus[uid] ?? 0,
      alphaStake: alpha(BigInt(raw.alpha_stake[uid] ?? 0)),
      totalStake: BigInt(raw.total_stake[uid] ?? 0),
      blockAtRegistration: Number(raw.block_at_registration[uid] ?? 0),
      axon: axonOf(raw.axons[uid]),
    }),
  );
  return {
    netuid: netUid(raw.netuid),
    name: text(raw.name),
    symbol: text(raw.symbol),
    block: Number(raw.block),
    tempo: raw.tempo,
    lastStep: Number(raw.last_step),
    blocksSinceLastStep: Number(raw.blocks_since_last_step),
    ownerHotkey: fromSs58(raw.owner_hotkey),
    ownerColdkey: fromSs58(raw.owner_coldkey),
    alphaIn: BigInt(raw.alpha_in),
    alphaOut: BigInt(raw.alpha_out),
    taoIn: BigInt(raw.tao_in),
    maxUids: raw.max_uids,
    burn: BigInt(raw.burn),
    commitRevealEnabled: raw.commit_reveal_weights_enabled,
    weightsRateLimit: Number(raw.weights_rate_limit),
    weightsVersion: BigInt(raw.weights_version),
    neurons,
  };
}
