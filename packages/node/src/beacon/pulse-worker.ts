import type { Keypair } from "@ganglion/crypto";
import type { ChainMode, PulseClaim } from "@ganglion/frame";
import { toHex } from "@ganglion/primitives";
import type { BeaconStatus, Pulse } from "@ganglion/runtime";
import type { Chain } from "../chain/chain.ts";
import type { Env, Timer } from "../env.ts";
import { PoolError } from "../pool/error.ts";
import type { Pool } from "../pool/pool.ts";
import { BeaconError, beaconUrl, fetchPulse } from "./drand-http.ts";
import { pulseExtrinsic, statusOf } from "./pulse-extrinsic.ts";

/** Source: pallets/drand/src/lib.rs, MAX_PULSES_TO_FETCH */
const PULSES_AT_MOST = 50;
/** A beacon that doesn't answer is asked again later and later, up to this. */
const LONGEST_PAUSE_MS = 300_000;

export interface PulseWorkerOptions {
  readonly chain: Chain;
  readonly mode: ChainMode;
  readonly pool: Pool;
  readonly env: Env;
  /** Signs the payloads; any sr25519 key will do. */
  readonly key: Keypair;
  /** Addresses of the beacon, asked in turn until one answers; with or without the chain's hash at the end. */
  readonly urls: readonly string[];
  /** Checks what came before it is sent on. */
  readonly verifyPulse: (claim: PulseClaim) => boolean | undefined;
  readonly onTrouble: (what: string, details: Readonly<Record<string, unknown>>) => void;
}

/**
 * Fetches the pulses that the chain doesn't have yet and sends them into the pool, as the reference's off-chain
 * worker does: each once, the oldest first, one to an extrinsic.
 */
export class PulseWorker {
  readonly #options: PulseWorkerOptions;
  /** Fetched and checked, not yet on the chain, by round. */
  readonly #waiting = new Map<bigint, Pulse>();
  #timer: Timer | undefined;
  #stopped = false;
  #failures = 0;

  constructor(options: PulseWorkerOptions) {
    this.#options = options;
  }

  start(): void {
    this.#stopped = false;
    this.#schedule(0);
  }

  stop(): void {
    this.#stopped = true;
    this.#timer?.cancel();
  }

  /** Asks the beacon once. Answers the milliseconds after which to ask again. */
  async poll(): Promise<number> {
    const status = this.#status();
    const periodMs = Math.max(1, status.config.period) * 1000;
    try {
      await this.#fetch(status);
    } catch (error) {
      if (!(error instanceof BeaconError)) throw error;
      return this.#failed(error, periodMs);
    }
    if (this.#failures > 0) this.#options.onTrouble("the beacon answers again", {});
    this.#failures = 0;
    return periodMs;
  }

  #schedule(ms: number): void {
    if (this.#stopped) return;
    this.#timer = this.#options.env.after(ms, () => {
      this.poll().then(
        (next) => this.#schedule(next),
        (error) => {
          if (this.#stopped) return;
          this.#options.onTrouble("fetching pulses failed", { error: String(error) });
          this.#schedule(LONGEST_PAUSE_MS);
        },
      );
    });
  }

  #failed(error: BeaconError, periodMs: number): number {
    const pause = Math.min(periodMs * 2 ** Math.min(this.#failures, 20), LONGEST_PAUSE_MS);
    // Told once; whoever is offline doesn't want a line every few seconds.
    if (this.#failures++ === 0)
      this.#options.onTrouble("no pulses from the beacon", {
        error: error.message,
        urls: this.#options.urls,
        hint: "timelocked commits wait until there are. Offline, --drand dev makes pulses of its own",
      });
    return pause;
  }

  #status(): BeaconStatus {
    return statusOf(this.#options.chain, this.#options.mode);
  }

  async #fetch({ config, lastStoredRound }: BeaconStatus): Promise<void> {
    const hash = toHex(config.hash).slice(2);
    const newest = await this.#fromAny(hash);
    // A chain without pulses begins with the newest one.
    const last = lastStoredRound === 0n ? newest.round - 1n : lastStoredRound;
    for (const round of this.#waiting.keys()) if (round <= last) this.#waiting.delete(round);
    const most = last + BigInt(PULSES_AT_MOST);
    const until = newest.round < most ? newest.round : most;
    for (let round = last + 1n; round <= until && !this.#stopped; round++) {
      let pulse = this.#waiting.get(round);
      if (!pulse) {
        pulse = round === newest.round ? newest : await this.#fromAny(hash, round);
        this.#check(pulse, config.publicKey);
        this.#waiting.set(round, pulse);
      }
      if (!this.#stopped) this.#send(pulse);
    }
  }

  async #fromAny(hash: string, round?: bigint): Promise<Pulse> {
    let failure = new BeaconError("no address of a beacon is known");
    for (const url of this.#options.urls) {
      try {
        return await fetchPulse(beaconUrl(url, hash), round);
      } catch (error) {
        if (!(error instanceof BeaconError)) throw error;
        failure = error;
      }
    }
    throw failure;
  }

  #check({ round, signature }: Pulse, publicKey: Uint8Array): void {
    if (!this.#options.verifyPulse({ publicKey, round, signature }))
      throw new BeaconError(
        `the pulse of round ${round} is not signed with the key of the chain's beacon`,
      );
  }

  #send(pulse: Pulse): void {
    const { chain, pool, key, env, onTrouble } = this.#options;
    try {
      pool.submit(pulseExtrinsic(pulse, { blockNumber: chain.head.number, key, env }), "Local");
    } catch (error) {
      if (!(error instanceof PoolError)) throw error;
      // Sent before and still there, or a block brought it meanwhile.
      if (isExpected(error)) return;
      onTrouble("a pulse was not taken", { round: Number(pulse.round), error: error.message });
    }
  }
}

function isExpected({ refusal }: PoolError): boolean {
  if (refusal.kind === "invalid") return refusal.error.value.type === "Stale";
  return refusal.kind === "already-imported" || refusal.kind === "low-priority";
}
