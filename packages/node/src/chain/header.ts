import { blake2_256 } from "@ganglion/hash";
import { fromHex, type Hash, type Hex, hash, toHex } from "@ganglion/primitives";
import {
  type Codec,
  compact,
  DecodeError,
  h256,
  Reader,
  readLength,
  u32,
  Writer,
  writeLength,
} from "@ganglion/scale";
import type { DigestItem } from "../runtime-port.ts";

export interface Header {
  readonly parentHash: Hash;
  readonly number: number;
  readonly stateRoot: Hash;
  readonly extrinsicsRoot: Hash;
  readonly digest: readonly DigestItem[];
}

// Source: sp_runtime::generic::digest, DigestItemType.
const INDEX_OF: Readonly<Record<DigestItem["type"], number>> = {
  Other: 0,
  Consensus: 4,
  Seal: 5,
  PreRuntime: 6,
};
const TYPE_OF = new Map(
  Object.entries(INDEX_OF).map(([type, index]) => [index, type as DigestItem["type"]]),
);

function writeItem(w: Writer, item: DigestItem): void {
  w.byte(INDEX_OF[item.type]);
  if (item.type !== "Other") w.put(fromHex(item.engine ?? "0x00000000"));
  writeLength(w, item.data.length);
  w.put(item.data);
}

function readItem(r: Reader): DigestItem {
  const index = r.bytes[r.take(1)]!;
  const type = TYPE_OF.get(index);
  if (type === undefined) throw new DecodeError(`no digest item has index ${index}`, r.at - 1);
  const engine = type === "Other" ? undefined : toHex(r.slice(4));
  const data = r.slice(readLength(r));
  return engine === undefined ? { type, data } : { type, engine, data };
}

const number = compact(u32);
const hashCodec: Codec<Hash> = h256;

/** SCALE bytes of a header. Source: sp_runtime::generic::Header. */
export function encodeHeader(header: Header): Uint8Array {
  const w = new Writer(256);
  hashCodec.write(w, header.parentHash);
  number.write(w, header.number);
  hashCodec.write(w, header.stateRoot);
  hashCodec.write(w, header.extrinsicsRoot);
  writeLength(w, header.digest.length);
  for (const item of header.digest) writeItem(w, item);
  return w.bytes.slice(0, w.at);
}

/** @throws DecodeError */
export function decodeHeader(bytes: Uint8Array): Header {
  const r = new Reader(bytes);
  const parentHash = hashCodec.read(r);
  const height = number.read(r);
  const stateRoot = hashCodec.read(r);
  const extrinsicsRoot = hashCodec.read(r);
  const digest: DigestItem[] = [];
  for (let left = readLength(r); left > 0; left--) digest.push(readItem(r));
  r.end();
  return { parentHash, number: height, stateRoot, extrinsicsRoot, digest };
}

/** SCALE bytes of one log line. */
export function encodeDigestItem(item: DigestItem): Uint8Array {
  const w = new Writer(64);
  writeItem(w, item);
  return w.bytes.slice(0, w.at);
}

/** The hash that names a block: blake2b-256 of the encoded header, its seal included. */
export const hashHeader = (encoded: Uint8Array): Hash => hash(toHex(blake2_256(encoded)));

/** A header as JSON-RPC shows it. */
export interface HeaderJson {
  readonly parentHash: Hex;
  readonly number: Hex;
  readonly stateRoot: Hex;
  readonly extrinsicsRoot: Hex;
  readonly digest: { readonly logs: readonly Hex[] };
}

export function headerJson(header: Header): HeaderJson {
  return {
    parentHash: header.parentHash,
    number: `0x${header.number.toString(16)}`,
    stateRoot: header.stateRoot,
    extrinsicsRoot: header.extrinsicsRoot,
    digest: { logs: header.digest.map((item) => toHex(encodeDigestItem(item))) },
  };
}

/** A little-endian u64 as number. */
export function u64Number(bytes: Uint8Array): number {
  return Number(new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getBigUint64(0, true));
}

/** A number as little-endian u64. */
export function u64Bytes(value: number | bigint): Uint8Array {
  const out = new Uint8Array(8);
  new DataView(out.buffer).setBigUint64(0, BigInt(value), true);
  return out;
}
