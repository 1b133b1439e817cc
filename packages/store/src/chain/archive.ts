import { type Hex, toHex } from "@ganglion/primitives";
import { corrupt } from "../error.ts";
import type { Kv, KvOp } from "../kv/kv.ts";
import { hashBytes, metaKey, numberKey } from "./keys.ts";

/** The newest block. */
export interface Head {
  readonly number: number;
  readonly hash: Hex;
}

/** A block as it goes into the archive. */
export interface ArchivedBlock extends Head {
  /** SCALE bytes of the header. */
  readonly header: Uint8Array;
  /** One element per extrinsic, as on the wire. */
  readonly body: readonly Uint8Array[];
  readonly justification?: Uint8Array;
}

const HEAD = metaKey("store", "head");

/** Headers and bodies by hash, hashes and state roots by number, and the head pointer. */
export class BlockArchive {
  readonly #kv: Kv;
  #head: Head | undefined;
  #root: Hex | undefined;

  /** @throws StoreError CORRUPT */
  constructor(kv: Kv) {
    this.#kv = kv;
    this.reload();
  }

  /** Reads the head pointer again, after a transaction that moved it. */
  reload(): void {
    const bytes = this.#kv.get("meta", HEAD);
    this.#head = undefined;
    this.#root = undefined;
    if (bytes === undefined) return;
    if (bytes.length !== 4) throw corrupt("the head pointer can't be read");
    const number = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
    const canon = this.#canon(number);
    if (canon === undefined) throw corrupt(`the head, block ${number}, is missing`);
    this.#head = { number, hash: canon.hash };
    this.#root = canon.root;
  }

  get head(): Head | undefined {
    return this.#head;
  }

  /** State root at the head. */
  get headRoot(): Hex | undefined {
    return this.#root;
  }

  hashOf(number: number): Hex | undefined {
    if (number === this.#head?.number) return this.#head.hash;
    return this.#canon(number)?.hash;
  }

  rootOf(number: number): Hex | undefined {
    return this.#canon(number)?.root;
  }

  numberOf(hash: Hex): number | undefined {
    if (hash === this.#head?.hash) return this.#head.number;
    const bytes = this.#kv.peek("headers", hash);
    if (bytes === undefined) return undefined;
    if (bytes.length < 4) throw corrupt(`the header of ${hash} can't be read`);
    return new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  }

  header(hash: Hex): Uint8Array | undefined {
    const bytes = this.#kv.get("headers", hash);
    if (bytes !== undefined && bytes.length < 4)
      throw corrupt(`the header of ${hash} can't be read`);
    return bytes?.subarray(4);
  }

  body(hash: Hex): Uint8Array[] | undefined {
    const bytes = this.#kv.get("bodies", hash);
    return bytes && decodeBody(bytes, hash);
  }

  justification(hash: Hex): Uint8Array | undefined {
    return this.#kv.get("justifications", hash);
  }

  append(block: ArchivedBlock, root: Hex): KvOp[] {
    const { number, hash, header, body, justification } = block;
    const numbered = new Uint8Array(4 + header.length);
    new DataView(numbered.buffer).setUint32(0, number);
    numbered.set(header, 4);
    const canon = new Uint8Array(64);
    canon.set(hashBytes(hash));
    canon.set(hashBytes(root), 32);
    const ops: KvOp[] = [
      { table: "headers", key: hash, value: numbered },
      { table: "bodies", key: hash, value: encodeBody(body) },
      { table: "canon", key: numberKey(number), value: canon },
      headOp(number),
    ];
    if (justification) ops.push({ table: "justifications", key: hash, value: justification });
    return ops;
  }

  /** Forgets every block above `to`. */
  cut({ from, to }: { from: number; to: number }): KvOp[] {
    const ops: KvOp[] = [];
    for (let number = from; number > to; number--) {
      const hash = this.hashOf(number);
      if (hash === undefined) throw corrupt(`block ${number} is missing`);
      for (const table of ["headers", "bodies", "justifications"] as const)
        ops.push({ table, key: hash, value: undefined });
      ops.push({ table: "canon", key: numberKey(number), value: undefined });
    }
    ops.push(headOp(to));
    return ops;
  }

  #canon(number: number): { hash: Hex; root: Hex } | undefined {
    const bytes = this.#kv.peek("canon", numberKey(number));
    if (bytes === undefined) return undefined;
    if (bytes.length !== 64) throw corrupt(`the hash of block ${number} can't be read`);
    return { hash: toHex(bytes, 0, 32), root: toHex(bytes, 32, 64) };
  }
}

function headOp(number: number): KvOp {
  const value = new Uint8Array(4);
  new DataView(value.buffer).setUint32(0, number);
  return { table: "meta", key: HEAD, value };
}

/** Count (u32), then length (u32) and bytes of each extrinsic. */
function encodeBody(body: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(body.reduce((sum, part) => sum + 4 + part.length, 4));
  const view = new DataView(out.buffer);
  view.setUint32(0, body.length);
  let at = 4;
  for (const part of body) {
    view.setUint32(at, part.length);
    out.set(part, at + 4);
    at += 4 + part.length;
  }
  return out;
}

function decodeBody(bytes: Uint8Array, hash: Hex): Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const out: Uint8Array[] = [];
  let at = 4;
  try {
    for (let left = view.getUint32(0); left > 0; left--) {
      const end = at + 4 + view.getUint32(at);
      if (end > bytes.length) throw new RangeError("an extrinsic reaches beyond the body");
      out.push(bytes.subarray(at + 4, end));
      at = end;
    }
  } catch (cause) {
    throw corrupt(`the body of ${hash} can't be read`, cause);
  }
  if (at !== bytes.length) throw corrupt(`the body of ${hash} has bytes left over`);
  return out;
}
