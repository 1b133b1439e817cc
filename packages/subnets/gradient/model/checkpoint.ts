import { utf8Bytes, utf8Text } from "@ganglion/primitives";
import type { Checked } from "@ganglion/sdk";
import { parametersToBytes } from "@ganglion/training";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { z } from "zod";
import { bytesToFloats, floatsHash } from "../protocol.ts";

/** Of the parameters; a block travels as one answer. */
const BLOCK_BYTES = 512 * 1024;
const HASH = z.string().regex(/^[0-9a-f]{64}$/);

/** What a checkpoint's hash is the hash of. */
const manifestShape = z.object({
  window: z.number().int().min(0),
  thetaHash: HASH,
  parameters: z.number().int().min(1),
  blocks: z.array(HASH).min(1).max(256),
});
export type Manifest = z.infer<typeof manifestShape>;

/** A model cut into blocks that are called by their SHA-256; `hash` is the manifest's. */
export interface Checkpoint {
  readonly hash: string;
  readonly window: number;
  readonly blocks: ReadonlyMap<string, Uint8Array>;
}

const hashOf = (bytes: Uint8Array): string => bytesToHex(sha256(bytes));

export function makeCheckpoint(theta: Float32Array, window: number): Checkpoint {
  const bytes = parametersToBytes(theta);
  const blocks = new Map<string, Uint8Array>();
  const names: string[] = [];
  for (let at = 0; at < bytes.length; at += BLOCK_BYTES) {
    const block = bytes.subarray(at, at + BLOCK_BYTES);
    names.push(hashOf(block));
    blocks.set(names.at(-1)!, block);
  }
  const manifest: Manifest = {
    window,
    thetaHash: floatsHash(theta),
    parameters: theta.length,
    blocks: names,
  };
  const text = utf8Bytes(JSON.stringify(manifest));
  const hash = hashOf(text);
  blocks.set(hash, text);
  return { hash, window, blocks };
}

/**
 * Puts a checkpoint together from blocks that somebody has. Every block is checked against its name, the whole against
 * the manifest: whoever serves it need not be trusted.
 * @param fetch gives the block of this hash, or undefined
 */
export async function readCheckpoint(
  hash: string,
  parameters: number,
  fetch: (hash: string) => Promise<Uint8Array | undefined>,
): Promise<Checked<{ readonly theta: Float32Array; readonly manifest: Manifest }>> {
  const block = async (name: string): Promise<Uint8Array | undefined> => {
    const bytes = await fetch(name);
    return bytes && hashOf(bytes) === name ? bytes : undefined;
  };
  const text = await block(hash);
  if (!text) return { ok: false, detail: `no block ${hash}`, reason: "block_missing" };
  const manifest = readManifest(text);
  if (!manifest) return { ok: false, detail: "the manifest can't be read", reason: "bad_manifest" };
  if (manifest.parameters !== parameters)
    return {
      ok: false,
      detail: `${manifest.parameters} parameters instead of ${parameters}`,
      reason: "wrong_shape",
    };
  const pieces: Uint8Array[] = [];
  for (const name of manifest.blocks) {
    const bytes = await block(name);
    if (!bytes) return { ok: false, detail: `no block ${name}`, reason: "block_missing" };
    pieces.push(bytes);
  }
  const floats = bytesToFloats(Buffer.concat(pieces), parameters);
  if (!floats.ok) return floats;
  if (floatsHash(floats.value) !== manifest.thetaHash)
    return { ok: false, detail: "not the parameters of the manifest", reason: "theta_hash" };
  return { ok: true, value: { theta: floats.value, manifest } };
}

function readManifest(bytes: Uint8Array): Manifest | undefined {
  try {
    return manifestShape.parse(JSON.parse(utf8Text(bytes)));
  } catch {
    return undefined;
  }
}
