import { multiSignature } from "@ganglion/frame";
import { blake2_256 } from "@ganglion/hash";
import { fromHex, utf8Bytes } from "@ganglion/primitives";
import { fixedBytes, type Of, option, struct, u32, u64, variant, vec } from "@ganglion/scale";
import { boundedBytesUpTo } from "../../bounded.ts";

const KEY = boundedBytesUpTo(96);
const HASH = boundedBytesUpTo(32);

/**
 * A beacon: its public key on BLS12-381's G2, seconds between two rounds, and when round 1 was, in seconds since 1970.
 * Source: pallets/drand/src/types.rs
 */
export const beaconConfiguration = struct("pallet_drand::types::BeaconConfiguration", {
  publicKey: KEY,
  period: u32,
  genesisTime: u32,
  hash: HASH,
  groupHash: HASH,
  schemeId: HASH,
  metadata: struct("pallet_drand::types::Metadata", { beaconId: HASH }),
});
export type BeaconConfiguration = Of<typeof beaconConfiguration>;

/** What became known of a round: the beacon's signature, 48 bytes, and its sha256. Source: pallets/drand/src/types.rs */
export const pulse = struct("pallet_drand::types::Pulse", {
  round: u64,
  randomness: HASH,
  signature: boundedBytesUpTo(144),
});
export type Pulse = Of<typeof pulse>;

/** Whose key signed a payload. */
const multiSigner = variant("sp_runtime::MultiSigner", {
  Ed25519: fixedBytes(32),
  Sr25519: fixedBytes(32),
  Ecdsa: fixedBytes(33),
});
export type MultiSigner = Of<typeof multiSigner>;
const signerParams = { Public: multiSigner, BlockNumber: u32 };

/** Pulses, the block at which they were fetched, and who says so. Source: pallets/drand/src/types.rs */
export const pulsesPayload = struct(
  "pallet_drand::types::PulsesPayload<sp_runtime::MultiSigner, u32>",
  { blockNumber: u32, pulses: vec(pulse), public: multiSigner },
  signerParams,
);
export type PulsesPayload = Of<typeof pulsesPayload>;
/** Source: pallets/drand/src/types.rs */
export const configPayload = struct(
  "pallet_drand::types::BeaconConfigurationPayload<sp_runtime::MultiSigner, u32>",
  { blockNumber: u32, config: beaconConfiguration, public: multiSigner },
  signerParams,
);
export type ConfigPayload = Of<typeof configPayload>;
export const maybeSignature = option(multiSignature);
export { multiSigner };

/** Drand's beacon quicknet: a round every three seconds. Source: pallets/drand/src/lib.rs, DefaultBeaconConfig */
export const QUICKNET: BeaconConfiguration = {
  publicKey: fromHex(
    "0x83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a",
  ),
  period: 3,
  genesisTime: 1_692_803_367,
  hash: fromHex("0x52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"),
  groupHash: fromHex("0xf477d5c89f21a17c863a7f937c6a6d15859414d2be09cd448d4279af331c5d3e"),
  schemeId: utf8Bytes("bls-unchained-g1-rfc9380"),
  metadata: { beaconId: utf8Bytes("quicknet") },
};

const DEVELOPMENT = utf8Bytes("ganglion-dev");
/** Quicknet's rounds under another key. */
export const developmentBeacon = (publicKey: Uint8Array): BeaconConfiguration => ({
  ...QUICKNET,
  publicKey,
  hash: blake2_256(publicKey),
  groupHash: blake2_256(DEVELOPMENT),
  metadata: { beaconId: DEVELOPMENT },
});
