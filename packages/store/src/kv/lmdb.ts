import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Hex } from "@ganglion/primitives";
import { type Database, open, type RootDatabase } from "lmdb";
import { corrupt, StoreError } from "../error.ts";
import { type FolderLock, lockFolder } from "./folder-lock.ts";
import {
  checkKvKey,
  closedError,
  type Kv,
  type KvOp,
  type KvRange,
  TABLES,
  type Table,
} from "./kv.ts";
import { padDataFile } from "./lmdb-file.ts";

type Binary = Database<Uint8Array, Uint8Array>;

// Error numbers of LMDB and of the system that mean something to a person.
const DAMAGED = new Set([-30797, -30796, -30793]); // MDB_PAGE_NOTFOUND, MDB_CORRUPTED, MDB_INVALID
const FULL = new Set([27, 28, 122, -30792]); // EFBIG, ENOSPC, EDQUOT, MDB_MAP_FULL

const codec = { encoding: "binary", keyEncoding: "binary" } as const;

/** Tables in an LMDB file in a folder of its own. Reads are synchronous and come from the page cache. */
export class LmdbKv implements Kv {
  readonly #path: string;
  readonly #lock: FolderLock;
  readonly #root: RootDatabase<Uint8Array, Uint8Array>;
  readonly #tables: Record<Table, Binary>;
  #open = true;

  /**
   * Opens the folder, or makes it.
   * @throws StoreError LOCKED, CANNOT_OPEN, CORRUPT
   */
  constructor(path: string) {
    this.#path = path;
    try {
      mkdirSync(path, { recursive: true });
    } catch (cause) {
      throw cannotOpen(path, cause);
    }
    this.#lock = lockFolder(path);
    try {
      const file = join(path, "data.mdb");
      if (existsSync(file)) padDataFile(file);
      // A commit must be on disk when it returns: no overlapping sync. Our records are small and
      // mostly random: no compression.
      this.#root = open<Uint8Array, Uint8Array>({
        path,
        noSubdir: false,
        maxDbs: TABLES.length + 1,
        pageSize: 4096,
        overlappingSync: false,
        noMemInit: true,
        compression: false,
        cache: false,
        ...codec,
      });
      this.#tables = Object.fromEntries(
        TABLES.map((name) => [name, this.#root.openDB<Uint8Array, Uint8Array>({ name, ...codec })]),
      ) as Record<Table, Binary>;
    } catch (cause) {
      this.#lock.release();
      if (cause instanceof StoreError) throw cause;
      throw DAMAGED.has(numberOf(cause))
        ? corrupt(messageOf(cause), cause)
        : cannotOpen(path, cause);
    }
  }

  get(table: Table, key: Hex): Uint8Array | undefined {
    return this.peek(table, key)?.slice();
  }

  peek(table: Table, key: Hex): Uint8Array | undefined {
    const db = this.#table(table);
    if (key.length < 4) return undefined;
    return this.#reading(() => {
      const found = db.getBinaryFast(keyBytes(key));
      // A Buffer whose `slice` would not copy, and whose `length` lmdb overrides: a plain view instead.
      return found && new Uint8Array(found.buffer, found.byteOffset, found.length);
    });
  }

  keys(table: Table, range: KvRange): Hex[] {
    const db = this.#table(table);
    if (range.limit <= 0) return [];
    return this.#reading(() => {
      const out: Hex[] = [];
      for (const key of db.getKeys(lmdbRange(range))) out.push(hexOf(key));
      return out;
    });
  }

  entries(table: Table, range: KvRange): [Hex, Uint8Array][] {
    const db = this.#table(table);
    if (range.limit <= 0) return [];
    return this.#reading(() => {
      const out: [Hex, Uint8Array][] = [];
      for (const { key, value } of db.getRange(lmdbRange(range)))
        out.push([hexOf(key), new Uint8Array(value)]);
      return out;
    });
  }

  transaction(ops: readonly KvOp[]): void {
    if (!this.#open) throw closedError();
    for (const { key } of ops) checkKvKey(key);
    try {
      this.#root.transactionSync(() => {
        for (const { table, key, value } of ops) {
          if (value === undefined) this.#tables[table].removeSync(keyBytes(key));
          else this.#tables[table].putSync(keyBytes(key), value);
        }
      });
    } catch (cause) {
      if (FULL.has(numberOf(cause)))
        throw new StoreError("DISK_FULL", {
          message: `no room left for ${this.#path}: ${messageOf(cause)}`,
          hint: "make room on the disk; nothing of this write was kept",
          cause,
        });
      throw new StoreError("WRITE_FAILED", {
        message: `can't write to ${this.#path}: ${messageOf(cause)}`,
        hint: "check the disk and the folder's permissions; nothing of this write was kept",
        cause,
      });
    }
  }

  async close(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    await this.#root.close();
    this.#lock.release();
  }

  #table(table: Table): Binary {
    if (!this.#open) throw closedError();
    return this.#tables[table];
  }

  #reading<T>(read: () => T): T {
    try {
      return read();
    } catch (cause) {
      throw corrupt(messageOf(cause), cause);
    }
  }
}

function lmdbRange({ prefix = "0x", after, limit }: KvRange) {
  // The first key after another one is that key with a zero byte.
  const from = after !== undefined && after >= prefix ? `${after}00` : prefix;
  const end = keyBytes(prefix);
  let last = end.length - 1;
  while (last >= 0 && end[last] === 255) last--;
  if (last >= 0) end[last]!++;
  return {
    limit,
    ...(from.length > 2 && { start: keyBytes(from) }),
    ...(last >= 0 && { end: end.subarray(0, last + 1) }),
  };
}

const keyBytes = (key: string): Buffer => Buffer.from(key.slice(2), "hex");
const hexOf = (key: Uint8Array): Hex =>
  `0x${Buffer.from(key.buffer, key.byteOffset, key.length).toString("hex")}`;
const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : `${cause}`);
const numberOf = (cause: unknown): number =>
  cause instanceof Error && "code" in cause ? Number(cause.code) : Number.NaN;

function cannotOpen(path: string, cause: unknown): StoreError {
  return new StoreError("CANNOT_OPEN", {
    message: `can't open the data folder ${path}: ${messageOf(cause)}`,
    hint: "check that the path is a folder that this user may write to",
    cause,
  });
}
