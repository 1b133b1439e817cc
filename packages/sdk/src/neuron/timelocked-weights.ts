import { accountOf, type Keypair, sealTimelock } from "@ganglion/crypto";
import { twox128 } from "@ganglion/hash";
import {
  type AccountId,
  fromHex,
  type Hash,
  type Hex,
  type NetUid,
  toHex,
  utf8Bytes,
} from "@ganglion/primitives";
import { bytes, encode, struct, u16, u64, vec } from "@ganglion/scale";
import type { ChainClient } from "../chain/client.ts";
import { ChainError } from "../chain/error.ts";
import { type CallRef, type Submitted, submit } from "../chain/submit.ts";
import { revealBlock, roundKnownAt } from "./reveal-schedule.ts";
import { ensureSome, type WireWeights } from "./weights.ts";

/** What is encrypted. Source: coinbase/reveal_commits.rs */
const payload = struct("WeightsTlockPayload", {
  hotkey: bytes,
  uids: vec(u16),
  values: vec(u16),
  versionKey: u64,
});

/** Blocks whose times tell how long a block takes. */
const SAMPLE_BLOCKS = 8;
const TIMESTAMP_NOW = (toHex(twox128(utf8Bytes("Timestamp"))) +
  toHex(twox128(utf8Bytes("Now"))).slice(2)) as Hex;

interface BeaconConfig {
  readonly public_key: Uint8Array;
  readonly period: number;
  readonly genesis_time: number;
}

/** What the chain says that decides for which round to encrypt. */
export interface TimelockTerms {
  /** 96 bytes. */
  readonly beaconKey: Uint8Array;
  readonly revealRound: bigint;
  /** Block in which the commit should be opened. */
  readonly revealBlock: number;
  /** Newest pulse of the chain; 0 if none came yet: then commits expire unless pulses begin to come. */
  readonly lastStoredRound: bigint;
  readonly version: number;
}

async function timeAt(client: ChainClient, hash: Hash): Promise<number | undefined> {
  const raw = await client.request<Hex | null>("state_getStorage", [TIMESTAMP_NOW, hash]);
  if (raw === null) return undefined;
  const at = fromHex(raw);
  return Number(new DataView(at.buffer, at.byteOffset).getBigUint64(0, true));
}

const median = (sorted: readonly number[]): number => sorted[Math.floor(sorted.length / 2)]!;

/** When the head was, and how long a block takes: the median of the last ones, as a clock may have jumped. */
async function chainClock(
  client: ChainClient,
  head: { readonly number: number; readonly hash: Hash },
): Promise<{ readonly nowMs: number; readonly blockMs: number }> {
  const numbers = Array.from(
    { length: Math.min(SAMPLE_BLOCKS, head.number - 1) },
    (_, i) => head.number - 1 - i,
  );
  const earlier = async (number: number) => {
    const hash = await client.request<Hash | null>("chain_getBlockHash", [number]);
    return hash === null ? undefined : timeAt(client, hash);
  };
  // A node that doesn't keep old states answers with an error for them.
  const times = await Promise.all([
    timeAt(client, head.hash),
    ...numbers.map((number) => earlier(number).catch(() => undefined)),
  ]);
  const [nowMs] = times;
  if (nowMs === undefined)
    throw new ChainError("NOT_FOUND", "the chain does not say what time it is");
  const steps = times
    .slice(1)
    .flatMap((time, i) => (time === undefined || times[i] === undefined ? [] : [times[i]! - time]))
    .sort((a, b) => a - b);
  const slotMs = Number(await client.api.constants.Aura!.SlotDuration!());
  return { nowMs, blockMs: steps.length > 0 ? median(steps) : slotMs };
}

/**
 * For which round weights of a subnet are to be encrypted if they are committed now, and with which key: by the
 * chain's own clock and beacon. Chooses as bittensor-drand does.
 * @throws ChainError NOT_FOUND if the chain has no beacon or the subnet no epochs
 */
export async function timelockTerms(client: ChainClient, netuid: NetUid): Promise<TimelockTerms> {
  const head = await client.head();
  const at = { at: head.hash };
  const { Drand, SubtensorModule: subtensor } = client.api.query;
  if (!Drand?.BeaconConfig)
    throw new ChainError("NOT_FOUND", "this chain has no Drand beacon, so it opens no timelocks");
  const number = async (item: string, ...key: unknown[]): Promise<number> =>
    Number(await subtensor![item]!.getValue(...(key as never[]), at as never));
  const [beacon, lastStoredRound, clock, revealPeriod, version, ...schedule] = await Promise.all([
    Drand.BeaconConfig.getValue(at) as Promise<BeaconConfig>,
    Drand.LastStoredRound!.getValue(at) as Promise<bigint>,
    chainClock(client, head),
    number("RevealPeriodEpochs", netuid),
    number("CommitRevealWeightsVersion"),
    number("Tempo", netuid),
    number("LastEpochBlock", netuid),
    number("PendingEpochAt", netuid),
    number("BlocksSinceLastStep", netuid),
  ]);
  const [tempo, lastEpochBlock, pendingEpochAt, blocksSinceLastStep] = schedule as [
    number,
    number,
    number,
    number,
  ];
  if (tempo === 0)
    throw new ChainError("NOT_FOUND", `subnet ${netuid} has no epochs: its tempo is 0`);
  const block = revealBlock(
    { block: head.number, tempo, lastEpochBlock, pendingEpochAt, blocksSinceLastStep },
    revealPeriod,
  );
  const revealMs = clock.nowMs + (block - head.number) * clock.blockMs;
  const round = roundKnownAt({ period: beacon.period, genesisTime: beacon.genesis_time }, revealMs);
  return {
    beaconKey: beacon.public_key,
    // The chain refuses what its newest pulse would open already.
    revealRound: round > lastStoredRound ? round : lastStoredRound + 1n,
    revealBlock: block,
    lastStoredRound,
    version,
  };
}

/** The call that commits to weights which the chain opens at the terms' round. `mecid`: default 0, the main mechanism. */
export function timelockedCommit(
  options: {
    readonly hotkey: AccountId;
    readonly netuid: NetUid;
    readonly mecid?: number;
    readonly weights: WireWeights;
    readonly versionKey?: bigint;
    readonly random?: (length: number) => Uint8Array;
  },
  terms: TimelockTerms,
): CallRef {
  const { hotkey, netuid, mecid = 0, weights, versionKey = 0n, random } = options;
  ensureSome(weights);
  const message = encode(payload, {
    hotkey: fromHex(hotkey),
    uids: [...weights.uids],
    values: [...weights.values],
    versionKey,
  });
  const commit = sealTimelock({
    message,
    publicKey: terms.beaconKey,
    round: terms.revealRound,
    ...(random ? { random } : {}),
  });
  const args = {
    netuid,
    commit,
    reveal_round: terms.revealRound,
    commit_reveal_version: terms.version,
  };
  return mecid === 0
    ? { pallet: "SubtensorModule", name: "commit_timelocked_weights", args }
    : {
        pallet: "SubtensorModule",
        name: "commit_timelocked_mechanism_weights",
        args: { ...args, mecid },
      };
}

/**
 * Commits to weights in the hotkey's name that the chain opens by itself in their reveal epoch.
 * @throws ChainError, also NOT_FOUND if the chain has no beacon
 */
export async function commitTimelockedWeights(
  client: ChainClient,
  options: {
    readonly hotkey: Keypair;
    readonly netuid: NetUid;
    readonly mecid?: number;
    readonly weights: WireWeights;
    readonly versionKey?: bigint;
  },
): Promise<Submitted & { readonly terms: TimelockTerms }> {
  ensureSome(options.weights);
  const terms = await timelockTerms(client, options.netuid);
  const random = client.random ? { random: client.random } : {};
  const call = timelockedCommit(
    { ...options, hotkey: accountOf(options.hotkey), ...random },
    terms,
  );
  return { ...(await submit(client, call, { signer: options.hotkey })), terms };
}
