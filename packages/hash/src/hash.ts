import { fromHex, type Hex, toHex } from "@ganglion/primitives";
import { createBLAKE2b } from "hash-wasm";
import xxhash from "xxhash-wasm";

// One start-up await; afterwards every hash is synchronous. The instances are reused: making one costs more than a hash.
const [b64, b128, b256, b512, xx] = await Promise.all([
  createBLAKE2b(64),
  createBLAKE2b(128),
  createBLAKE2b(256),
  createBLAKE2b(512),
  xxhash(),
]);

/** blake2b with 8 bytes of output: ids of runtime APIs. */
export const blake2_64 = (data: Uint8Array): Uint8Array => b64.init().update(data).digest("binary");
/** blake2b with 16 bytes of output. */
export const blake2_128 = (data: Uint8Array): Uint8Array =>
  b128.init().update(data).digest("binary");
/** blake2b with 32 bytes of output: hashes of extrinsics, headers and trie nodes. */
export const blake2_256 = (data: Uint8Array): Uint8Array =>
  b256.init().update(data).digest("binary");
/** blake2b with 64 bytes of output. */
export const blake2_512 = (data: Uint8Array): Uint8Array =>
  b512.init().update(data).digest("binary");

function xx64(data: Uint8Array, seed: bigint, out: DataView, at: number): void {
  out.setBigUint64(at, xx.h64Raw(data, seed), true);
}
/** xxHash64, little-endian, 8 bytes. */
export function twox64(data: Uint8Array): Uint8Array {
  const out = new Uint8Array(8);
  xx64(data, 0n, new DataView(out.buffer), 0);
  return out;
}
/** Two rounds of xxHash64 with seeds 0 and 1: prefixes of pallets and storage items. */
export function twox128(data: Uint8Array): Uint8Array {
  const out = new Uint8Array(16);
  const view = new DataView(out.buffer);
  xx64(data, 0n, view, 0);
  xx64(data, 1n, view, 8);
  return out;
}
/** Four rounds of xxHash64. */
export function twox256(data: Uint8Array): Uint8Array {
  const out = new Uint8Array(32);
  const view = new DataView(out.buffer);
  for (let i = 0; i < 4; i++) xx64(data, BigInt(i), view, 8 * i);
  return out;
}
/** blake2b-256 as hex. */
export const blake2_256Hex = (data: Uint8Array): Hex => toHex(blake2_256(data));
/** blake2b-256 of bytes given as hex, as hex. */
export const hashHex = (hex: Hex): Hex => blake2_256Hex(fromHex(hex));
