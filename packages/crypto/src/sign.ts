import { concatBytes } from "@ganglion/primitives";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { blake2b } from "@noble/hashes/blake2.js";
import { sign as sr25519SignWith } from "@scure/sr25519";
import { CryptoError } from "./error.ts";
import type { Keypair } from "./keypair.ts";
import type { Random } from "./random.ts";
import { ed25519Sign, sr25519Sign } from "./wasm.ts";

/**
 * Signs a message: 64 bytes, with ecdsa 65 (r, s, recovery id) over the message's blake2b-256.
 * sr25519 mixes in randomness, so two signatures of one message differ. `random` replaces the
 * platform's: a simulation that hashes extrinsics needs the same bytes twice.
 */
export function sign(
  keypair: Keypair,
  message: Uint8Array,
  options: { random?: Random } = {},
): Uint8Array {
  if (keypair.type === "sr25519") {
    if (!options.random) return sr25519Sign(keypair.publicKey, keypair.secretKey, message);
    const nonce = options.random(32);
    if (nonce.length !== 32)
      throw new CryptoError("BAD_RANDOM", `random(32) gave ${nonce.length} bytes`);
    // wasm-crypto seeds its own generator once, so it cannot be told its randomness; this one can.
    // Measured: 490 a second against 4400.
    return sr25519SignWith(keypair.secretKey, message, nonce);
  }
  if (keypair.type === "ed25519")
    return ed25519Sign(keypair.publicKey, keypair.secretKey.subarray(0, 32), message);
  const signed = secp256k1.sign(blake2b(message, { dkLen: 32 }), keypair.secretKey, {
    prehash: false,
    format: "recovered",
  });
  return concatBytes(signed.subarray(1), signed.subarray(0, 1));
}
