import { type Keypair, sign } from "@ganglion/crypto";
import type { ChainMode } from "@ganglion/frame";
import {
  type BeaconStatus,
  bareExtrinsic,
  beaconStatus,
  type Pulse,
  writePulseCall,
} from "@ganglion/runtime";
import type { Chain } from "../chain/chain.ts";
import type { Env } from "../env.ts";

/** How the beacon stands at the head. */
export const statusOf = (chain: Chain, mode: ChainMode): BeaconStatus =>
  chain.peek((state) =>
    beaconStatus({ state, chain: mode, specVersion: chain.runtime.version.specVersion }),
  );

/** The extrinsic that writes a pulse. `blockNumber`: of the head. */
export function pulseExtrinsic(
  pulse: Pulse,
  options: { readonly blockNumber: number; readonly key: Keypair; readonly env: Env },
): Uint8Array {
  const { blockNumber, key, env } = options;
  const random = env.reproducible ? { random: (length: number) => env.random(length) } : {};
  const call = writePulseCall({
    pulse,
    blockNumber,
    publicKey: key.publicKey,
    sign: (message) => sign(key, message, random),
  });
  return bareExtrinsic(call);
}
