import { type Keypair, keypairFromSeed } from "@ganglion/crypto";
import type { ChainMode } from "@ganglion/frame";
import type { SlotTime } from "../author/slots.ts";
import type { Chain } from "../chain/chain.ts";
import type { Env } from "../env.ts";
import type { Pool } from "../pool/pool.ts";
import { DevBeacon } from "./dev-beacon.ts";
import type { NodeBeaconHost } from "./host.ts";
import { PulseWorker } from "./pulse-worker.ts";

/** Where a node takes pulses from. */
export interface BeaconOptions {
  /** The development beacon, or addresses of a real one. */
  readonly from: "dev" | readonly string[];
  /** The one that the runtime was made with. */
  readonly host: NodeBeaconHost;
}

/** What feeds a chain with pulses. */
export interface BeaconFeed {
  readonly devBeacon: DevBeacon | undefined;
  /** Extrinsics that the author brings into a block of this time by itself. */
  extrinsics(time: SlotTime): readonly Uint8Array[];
  start(): void;
  stop(): void;
}

type Trouble = (what: string, details: Readonly<Record<string, unknown>>) => void;

/** As often as the line about timelocks that don't open may come. */
const HINT_EVERY_MS = 60_000;

export function beaconFeed(
  { from, host }: BeaconOptions,
  node: {
    readonly chain: Chain;
    readonly mode: ChainMode;
    readonly pool: Pool;
    readonly env: Env;
    readonly onTrouble: Trouble;
  },
): BeaconFeed {
  const { env, onTrouble } = node;
  // As the reference makes a key of type "drnd" where there is none.
  const key: Keypair = keypairFromSeed(env.random(32));
  tellUnopened(host, { env, onTrouble, isDev: from === "dev" });
  if (from === "dev") {
    const devBeacon = new DevBeacon({ ...node, key, host });
    return {
      devBeacon,
      extrinsics: (time) => devBeacon.extrinsics(time),
      start() {},
      stop() {},
    };
  }
  const verifyPulse = host.verifyPulse.bind(host);
  const worker = new PulseWorker({ ...node, key, urls: from, verifyPulse });
  return {
    devBeacon: undefined,
    extrinsics: () => [],
    start: () => worker.start(),
    stop: () => worker.stop(),
  };
}

function tellUnopened(
  host: NodeBeaconHost,
  {
    env,
    onTrouble,
    isDev,
  }: { readonly env: Env; readonly onTrouble: Trouble; readonly isDev: boolean },
): void {
  let toldMs = Number.NEGATIVE_INFINITY;
  host.onUnopened = () => {
    if (env.monotonicMs() - toldMs < HINT_EVERY_MS) return;
    toldMs = env.monotonicMs();
    onTrouble("a timelocked commit did not open and is dropped", {
      hint: isDev
        ? "this chain runs on the development beacon: encrypt for the key in Drand.BeaconConfig, as Ganglion's SDK does; what bittensor-drand encrypts for quicknet opens only with real pulses (--drand URL)"
        : "it is no ciphertext for the beacon in Drand.BeaconConfig and the round that it names",
    });
  };
}
