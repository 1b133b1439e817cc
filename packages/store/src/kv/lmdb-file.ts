import { closeSync, fstatSync, ftruncateSync, openSync, readSync } from "node:fs";
import { corrupt } from "../error.ts";

const MAGIC = 0xbeefc0de;
// struct MDB_meta of lmdb 3.5's liblmdb, from its magic on. The struct follows a page header of 24 bytes.
const META_AT = 24;
const PAGE_SIZE_AT = 24;
const LAST_PAGE_AT = 120;
const META_BYTES = 136;

/**
 * Lengthens a data file with zeros to the size that its own header states. LMDB maps the file: a
 * read of a page that was cut off would kill the process, a page of zeros is an error to report.
 * A healthy file may be shorter too, when its last pages were free: it loses nothing by this.
 * @throws StoreError CORRUPT if it is no LMDB file
 */
export function padDataFile(path: string): void {
  const file = openSync(path, "r+");
  try {
    const { size } = fstatSync(file);
    if (size === 0) return;
    const first = readMeta(file, 0);
    const second = readMeta(file, first.pageSize);
    const needed = (Math.max(first.lastPage, second.lastPage) + 1) * first.pageSize;
    if (size < needed) ftruncateSync(file, needed);
  } finally {
    closeSync(file);
  }
}

function readMeta(file: number, pageAt: number): { pageSize: number; lastPage: number } {
  const bytes = Buffer.alloc(META_BYTES);
  const read = readSync(file, bytes, 0, META_BYTES, pageAt + META_AT);
  if (read < META_BYTES || bytes.readUInt32LE(0) !== MAGIC)
    throw corrupt("data.mdb does not begin like an LMDB file");
  return {
    pageSize: bytes.readUInt32LE(PAGE_SIZE_AT),
    lastPage: Number(bytes.readBigUInt64LE(LAST_PAGE_AT)),
  };
}
