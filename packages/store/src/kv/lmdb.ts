import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { fromHex, type Hex, toHex } from "@ganglion/primitives";
import { type Database, open, type RootDatabase } from "lmdb";
import { corrupt, StoreError } from "../error.ts";
import { isOutOfRoom } from "./disk-room.ts";
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

type Binary = Database<Uint8Array, Hex>;

// Error numbers of LMDB and of the system that mean something to a person.
const DAMAGED = new Set([-30797, -30796, -30793]); // MDB_PAGE_NOTFOUND, MDB_CORRUPTED, MDB_INVALID
const FULL = new Set([27, 28, 122, -30792]); // EFBIG, ENOSPC, EDQUOT, MDB_MAP_FULL
const PARTLY_WRITTEN = 5; // EIO

// Keys go from hexadecimal straight into lmdb's own buffers and back.
const codec = {
  encoding: "binary",
  keyEncoder: {
    writeKey(key: Hex, target: Uint8Array, start: number): number {
      let at = start;
      for (let i = 2; i < key.length; i += 2)
        target[at++] = (digit(key.charCodeAt(i)) << 4) | digit(key.charCodeAt(i + 1));
      return at;
    },
    readKey: (source: Buffer, start: number, end: number): Hex =>
      `0x${source.toString("hex", start, end)}`,
  },
} as const;

const digit = (code: number): number => (code <= 57 ? code - 48 : code - 87);

/** Tables in an LMDB file in a folder of its own. Reads are synchronous and come from the page cache. */
export class LmdbKv implements Kv {
  readonly #path: string;
  readonly #file: string;
  readonly #lock: FolderLock;
  readonly #root: RootDatabase<Uint8Array, Hex>;
  readonly #tables: Record<Table, Binary>;
  #open = true;

  /**
   * Opens the folder, or makes it.
   * @throws StoreError LOCKED, CANNOT_OPEN, CORRUPT
   */
  constructor(path: string) {
    this.#path = path;
    this.#file = join(path, "data.mdb");
    try {
      mkdirSync(path, { recursive: true });
    } catch (cause) {
      throw cannotOpen(path, cause);
    }
    this.#lock = lockFolder(path);
    try {
      if (existsSync(this.#file)) padDataFile(this.#file);
      // A commit must be on disk when it returns: no overlapping sync. Our records are small and
      // mostly random: no compression.
      this.#root = open<Uint8Array, Hex>({
        path,
        noSubdir: false,
        maxDbs: TABLES.length + 1,
        // 8 KiB: a commit of 5,000 random keys took 46 ms instead of 62 with 4 KiB.
        pageSize: 8192,
        overlappingSync: false,
        noMemInit: true,
        compression: false,
        cache: false,
        ...codec,
      });
      this.#tables = Object.fromEntries(
        TABLES.map((name) => [name, this.#root.openDB<Uint8Array, Hex>({ name, ...codec })]),
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
      const found = db.getBinaryFast(key);
      // A Buffer whose `slice` would not copy, and whose `length` lmdb overrides: a plain view instead.
      return found && new Uint8Array(found.buffer, found.byteOffset, found.length);
    });
  }

  floor(table: Table, key: Hex): [Hex, Uint8Array] | undefined {
    const db = this.#table(table);
    if (key.length < 4) return undefined;
    return this.#reading(() => {
      for (const found of db.getRange({ start: key, reverse: true, limit: 1 }))
        return [found.key, new Uint8Array(found.value)];
      return undefined;
    });
  }

  keys(table: Table, range: KvRange): Hex[] {
    const db = this.#table(table);
    if (range.limit <= 0) return [];
    return this.#reading(() => {
      const out: Hex[] = [];
      for (const key of db.getKeys(lmdbRange(range))) out.push(key);
      return out;
    });
  }

  entries(table: Table, range: KvRange): [Hex, Uint8Array][] {
    const db = this.#table(table);
    if (range.limit <= 0) return [];
    return this.#reading(() => {
      const out: [Hex, Uint8Array][] = [];
      for (const { key, value } of db.getRange(lmdbRange(range)))
        out.push([key, new Uint8Array(value)]);
      return out;
    });
  }

  transaction(ops: readonly KvOp[]): void {
    if (!this.#open) throw closedError();
    for (const { key } of ops) checkKvKey(key);
    try {
      this.#root.transactionSync(() => {
        for (const { table, key, value } of ops) {
          if (value === undefined) this.#tables[table].removeSync(key);
          else this.#tables[table].putSync(key, value);
        }
      });
    } catch (cause) {
      const number = numberOf(cause);
      if (FULL.has(number) || (number === PARTLY_WRITTEN && isOutOfRoom(this.#path, this.#file)))
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
  const from: Hex = after !== undefined && after >= prefix ? `${after}00` : prefix;
  const end = firstBehind(prefix);
  // No key is empty; lmdb would take an absent start for something else.
  return { limit, start: from === "0x" ? ("0x00" as const) : from, ...(end && { end }) };
}

/** The first key behind all that begin with `prefix`; undefined if none can be. */
function firstBehind(prefix: Hex): Hex | undefined {
  const bytes = fromHex(prefix);
  let size = bytes.length;
  while (size > 0 && bytes[size - 1] === 255) size--;
  if (size === 0) return undefined;
  bytes[size - 1]!++;
  return toHex(bytes, 0, size);
}

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
