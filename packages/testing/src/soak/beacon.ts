import { blake2_256 } from "@ganglion/hash";
import { concatBytes, equalBytes } from "@ganglion/primitives";
import type { BeaconHost } from "@ganglion/runtime";
import { encode, u64 } from "@ganglion/scale";

// A beacon that costs a hash: its pulses and timelocks behave like those on BLS12-381, and anybody could make
// them. For runs that must be quick and nothing else.

/** Bytes of a signature of quicknet; others are no point of its curve. */
const SIGNATURE = 48;
const SEAL = 16;

/** The signature of a round under a beacon's key. */
export function signRound(publicKey: Uint8Array, round: bigint): Uint8Array {
  const first = blake2_256(concatBytes(publicKey, encode(u64, round)));
  return concatBytes(first, blake2_256(first)).slice(0, SIGNATURE);
}

/** What only the signature of that round opens. */
export function sealFor(publicKey: Uint8Array, round: bigint, secret: Uint8Array): Uint8Array {
  return concatBytes(blake2_256(signRound(publicKey, round)).slice(0, SEAL), secret);
}

/** Checks and opens for the runtime what the functions above make. */
export const hashBeacon: BeaconHost = {
  verifyPulse({ publicKey, round, signature }) {
    if (signature.length !== SIGNATURE) return undefined;
    return equalBytes(signature, signRound(publicKey, round));
  },
  openTimelock(sealed, signature) {
    const key = blake2_256(signature).slice(0, SEAL);
    return equalBytes(sealed.slice(0, SEAL), key) ? sealed.slice(SEAL) : undefined;
  },
};
