import type { Hex } from "@ganglion/primitives";
import { StoreError } from "../error.ts";

/** The named tables of a data folder. */
export const TABLES = [
  "meta", // name -> bytes: format, head, and whatever the node keeps
  "state", // storage key -> current record
  "dead", // storage key -> record of a deletion that older states still need
  "diffs", // block number -> records as they were before the block
  "canon", // block number -> hash, state root
  "headers", // block hash -> number, header
  "bodies", // block hash -> extrinsics
  "justifications", // block hash -> justification
] as const;
export type Table = (typeof TABLES)[number];

/** LMDB with pages of 4096 bytes takes 1978; both stores refuse more, so that they stay twins. */
export const MAX_KEY_BYTES = 1900;

/** Which keys, in byte order: those with `prefix`, strictly after `after`, at most `limit`. */
export interface KvRange {
  readonly prefix?: Hex;
  readonly after?: Hex;
  readonly limit: number;
}

/** Writes `value`, or removes the key if it is undefined. */
export interface KvOp {
  readonly table: Table;
  readonly key: Hex;
  readonly value: Uint8Array | undefined;
}

/**
 * An ordered byte store: all that the rest of the package asks of a disk.
 * Values handed in or out are never mutated by either side.
 */
export interface Kv {
  get(table: Table, key: Hex): Uint8Array | undefined;
  /** As `get`, but the bytes may be reused by the next call: read them at once. */
  peek(table: Table, key: Hex): Uint8Array | undefined;
  /** The entry with the last key that is not after `key`. */
  floor(table: Table, key: Hex): [Hex, Uint8Array] | undefined;
  /** One consistent page of keys. */
  keys(table: Table, range: KvRange): Hex[];
  /** One consistent page of entries. */
  entries(table: Table, range: KvRange): [Hex, Uint8Array][];
  /**
   * All or nothing, on disk when it returns. Later operations on a key win.
   * @throws StoreError DISK_FULL, WRITE_FAILED, BAD_KEY, CLOSED; the tables are then unchanged
   */
  transaction(ops: readonly KvOp[]): void;
  /** Releases files and locks. Calls after it throw CLOSED; a second close does nothing. */
  close(): Promise<void>;
}

const SCAN_PAGE = 1024;

/** All entries with a prefix, page by page. */
export function* scan(kv: Kv, table: Table, prefix: Hex): Iterable<[Hex, Uint8Array]> {
  let after: Hex | undefined;
  for (;;) {
    const page = kv.entries(table, {
      prefix,
      limit: SCAN_PAGE,
      ...(after !== undefined && { after }),
    });
    yield* page;
    if (page.length < SCAN_PAGE) return;
    after = page.at(-1)![0];
  }
}

/** @throws StoreError BAD_KEY */
export function checkKvKey(key: Hex): void {
  if (key.length >= 4 && key.length <= 2 + 2 * MAX_KEY_BYTES) return;
  throw new StoreError("BAD_KEY", {
    message: `a key has 1 to ${MAX_KEY_BYTES} bytes, got ${(key.length - 2) / 2}`,
    hint: "use a storage key within these bounds",
  });
}

export function closedError(): StoreError {
  return new StoreError("CLOSED", {
    message: "the store is closed",
    hint: "open it again before reading or writing",
  });
}
