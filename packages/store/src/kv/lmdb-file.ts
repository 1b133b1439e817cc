import { closeSync, fstatSync, ftruncateSync, openSync, readSync } from "node:fs";
import { corrupt } from "../error.ts";

// What lmdb 3.5's liblmdb writes, little-endian. Offsets of MDB_meta count from behind the page's header.
const MAGIC = 0xbeefc0de;
const PAGE_HEADER = 24;
const META_AT = PAGE_HEADER;
const PAGE_SIZE_AT = 24;
/** Root pages of the tree of free pages, and of the tree of the tables' trees. */
const ROOTS_AT = [64, 112];
const LAST_PAGE_AT = 120;
const TXN_AT = 128;
const META_BYTES = 136;
/** Root of a tree without pages. */
const NO_PAGE = 2n ** 64n - 1n;

const PAGE_FLAGS_AT = 18;
const BRANCH = 0x01;
const LEAF = 0x02;
/** End of the list of places of nodes, two bytes each, which begins behind the header. */
const LOWER_AT = 20;
const NODE_HEADER = 8;
/** The value lies in pages of its own: their first number, a transaction, how many. */
const BIG_DATA = 0x01;
/** The value is a tree, its root in the last 8 of 48 bytes. */
const SUB_DATA = 0x02;
const SUB_ROOT_AT = 40;

interface Meta {
  readonly pageSize: number;
  readonly lastPage: number;
  readonly txn: bigint;
  readonly roots: readonly bigint[];
}

/**
 * Lengthens a data file with zeros to the size that its own header states, if the missing pages were free: a healthy
 * file may be shorter by those. LMDB maps the file, so that a read of a page that was cut off would kill the process;
 * a page of zeros where one is in use would too, by an assertion. Only a file that is too short is read for this.
 * @throws StoreError CORRUPT if it is no LMDB file, or pages in use are missing
 */
export function padDataFile(path: string): void {
  const file = openSync(path, "r+");
  try {
    const { size } = fstatSync(file);
    if (size === 0) return;
    const first = readMeta(file, 0);
    const second = readMeta(file, first.pageSize);
    const needed = (Math.max(first.lastPage, second.lastPage) + 1) * first.pageSize;
    if (size >= needed) return;
    checkPages(file, second.txn > first.txn ? second : first);
    ftruncateSync(file, needed);
  } finally {
    closeSync(file);
  }
}

function readMeta(file: number, pageAt: number): Meta {
  const bytes = Buffer.alloc(META_BYTES);
  const read = readSync(file, bytes, 0, META_BYTES, pageAt + META_AT);
  if (read < META_BYTES || bytes.readUInt32LE(0) !== MAGIC)
    throw corrupt("data.mdb does not begin like an LMDB file");
  return {
    pageSize: bytes.readUInt32LE(PAGE_SIZE_AT),
    lastPage: Number(bytes.readBigUInt64LE(LAST_PAGE_AT)),
    txn: bytes.readBigUInt64LE(TXN_AT),
    roots: ROOTS_AT.map((at) => bytes.readBigUInt64LE(at)),
  };
}

/** Sees whether every page that the trees lead to is in the file. @throws StoreError CORRUPT */
function checkPages(file: number, { pageSize, roots }: Meta): void {
  const page = Buffer.alloc(pageSize);
  const load = (number: bigint): void => {
    const read = readSync(file, page, 0, pageSize, Number(number) * pageSize);
    if (read < pageSize) throw corrupt(`data.mdb was cut off before its page ${number}`);
  };
  const open = roots.filter((root) => root !== NO_PAGE);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    load(next);
    const branch = (page.readUInt16LE(PAGE_FLAGS_AT) & BRANCH) !== 0;
    if (!branch && (page.readUInt16LE(PAGE_FLAGS_AT) & LEAF) === 0)
      throw corrupt(`page ${next} of data.mdb is in use and empty`);
    const ends: bigint[] = [];
    for (let i = 0; i < page.readUInt16LE(LOWER_AT) >> 1; i++) {
      const node = PAGE_HEADER + page.readUInt16LE(PAGE_HEADER + 2 * i);
      const flags = page.readUInt16LE(node + 4);
      const value = node + NODE_HEADER + page.readUInt16LE(node + 6);
      // In a branch the flags' place holds the upper part of the page's number.
      if (branch) open.push(BigInt(page.readUInt32LE(node)) + (BigInt(flags) << 32n));
      else if (flags & SUB_DATA) {
        const root = page.readBigUInt64LE(value + SUB_ROOT_AT);
        if (root !== NO_PAGE) open.push(root);
      } else if (flags & BIG_DATA)
        ends.push(page.readBigUInt64LE(value) + page.readBigUInt64LE(value + 16) - 1n);
    }
    for (const end of ends) load(end);
  }
}
