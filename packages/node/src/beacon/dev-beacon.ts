import type { Keypair } from "@ganglion/crypto";
import type { ChainMode } from "@ganglion/frame";
import { equalBytes } from "@ganglion/primitives";
import { type BeaconStatus, roundAt } from "@ganglion/runtime";
import type { SlotTime } from "../author/slots.ts";
import type { Chain } from "../chain/chain.ts";
import type { Env } from "../env.ts";
import { DEVELOPMENT_BEACON_KEY, developmentBeacon } from "./development-key.ts";
import type { NodeBeaconHost } from "./host.ts";
import { pulseExtrinsic, statusOf } from "./pulse-extrinsic.ts";

/** As many rounds as the reference fetches for a block. Source: pallets/drand/src/lib.rs, MAX_PULSES_TO_FETCH */
const PULSES_AT_MOST = 50;
/** Where nobody waits, a round a minute is enough: making one takes longer than an ordinary block. */
const IDLE_ROUNDS = 20n;

/** How a test bends the beacon. */
export interface BeaconCheats {
  /** No pulse comes. */
  withhold: boolean;
  /** Pulses come so many rounds after their time. */
  delayRounds: number;
}

export interface DevBeaconOptions {
  readonly chain: Chain;
  readonly mode: ChainMode;
  readonly env: Env;
  /** Signs the payloads; any sr25519 key will do. */
  readonly key: Keypair;
  readonly host?: NodeBeaconHost;
  readonly onTrouble: (what: string, details: Readonly<Record<string, unknown>>) => void;
}

/**
 * A beacon under a key that everybody knows, for chains without the real one. Its clock is the chain's:
 * a block brings the rounds that something waits for once their time has come, and once a minute the newest.
 */
export class DevBeacon {
  readonly cheats: BeaconCheats = { withhold: false, delayRounds: 0 };
  readonly #options: DevBeaconOptions;
  #jump = 0n;
  #isForeign = false;

  constructor(options: DevBeaconOptions) {
    this.#options = options;
  }

  /** The next block brings a round that is so far ahead, and none before it: those in between never come. */
  jump(rounds: number): void {
    this.#jump = BigInt(rounds);
  }

  status(): BeaconStatus {
    return statusOf(this.#options.chain, this.#options.mode);
  }

  /** Extrinsics that write the pulses of a block at this time. */
  extrinsics(time: SlotTime): readonly Uint8Array[] {
    const status = this.status();
    if (!this.#isOurs(status) || this.cheats.withhold) return [];
    return this.#dueRounds(status, time).map((round) => this.#extrinsic(round));
  }

  /** Rising; the newest last. */
  #dueRounds({ config, lastStoredRound, awaited }: BeaconStatus, time: SlotTime): bigint[] {
    const now = roundAt(config, time.timestampMs);
    if (this.#jump > 0n) {
      const ahead = now + this.#jump;
      this.#jump = 0n;
      return ahead > lastStoredRound ? [ahead] : [];
    }
    const newest = now - BigInt(this.cheats.delayRounds);
    const due = awaited.filter((round) => round <= newest);
    const isIdle = lastStoredRound === 0n || newest >= lastStoredRound + IDLE_ROUNDS;
    if (isIdle && due.at(-1) !== newest) due.push(newest);
    return due.slice(0, PULSES_AT_MOST);
  }

  #extrinsic(round: bigint): Uint8Array {
    const { chain, env, key, host } = this.#options;
    const pulse = developmentBeacon().signRound(round);
    host?.remember({ publicKey: DEVELOPMENT_BEACON_KEY, round, signature: pulse.signature });
    return pulseExtrinsic(pulse, { blockNumber: chain.head.number, key, env });
  }

  #isOurs({ config }: BeaconStatus): boolean {
    const isOurs = equalBytes(config.publicKey, DEVELOPMENT_BEACON_KEY);
    if (!isOurs && !this.#isForeign)
      this.#options.onTrouble(
        "the development beacon is silent: the chain takes another's pulses",
        {
          hint: "the chain began without --drand dev, or root set another beacon: Drand.BeaconConfig",
        },
      );
    this.#isForeign = !isOurs;
    return isOurs;
  }
}
