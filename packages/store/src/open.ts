import { metaKey } from "./chain/keys.ts";
import { corrupt, StoreError } from "./error.ts";
import type { Kv } from "./kv/kv.ts";
import { MemoryKv } from "./kv/memory.ts";
import { Store, type StoreOptions } from "./store.ts";

/** Layout of the tables; grows when an older program could not read a newer folder. */
export const FORMAT_VERSION = 1;
const FORMAT = metaKey("store", "format");

/** A store in memory. */
export function memoryStore(options: StoreOptions): Store {
  return storeOn(new MemoryKv(), options);
}

/**
 * A store on tables that are given, for simulations and tests of failing disks.
 * @throws StoreError NEWER_FORMAT, OTHER_GENESIS, CORRUPT, BAD_OPTION
 */
export function storeOn(kv: Kv, options: StoreOptions): Store {
  const bytes = kv.get("meta", FORMAT);
  if (bytes === undefined) {
    const value = new Uint8Array(4);
    new DataView(value.buffer).setUint32(0, FORMAT_VERSION);
    if (kv.keys("meta", { limit: 1 }).length > 0) throw corrupt("its format version is missing");
    kv.transaction([{ table: "meta", key: FORMAT, value }]);
  } else {
    if (bytes.length !== 4) throw corrupt("its format version can't be read");
    const found = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
    if (found > FORMAT_VERSION)
      throw new StoreError("NEWER_FORMAT", {
        message: `the data folder has format ${found}; this program knows formats up to ${FORMAT_VERSION}`,
        hint: "update the program, or choose another folder with --data",
      });
  }
  return new Store(kv, options);
}

/**
 * A store in a folder, which is made if it does not exist, or in memory if there is no path.
 * Unless `verify` is false it reads the whole state once and compares its root: damage shows now
 * and not in the middle of a block, and the first block finds the trie built.
 * @throws StoreError LOCKED, NEWER_FORMAT, OTHER_GENESIS, CANNOT_OPEN, CORRUPT, BAD_OPTION
 */
export async function openStore({
  path,
  verify = true,
  ...options
}: StoreOptions & { readonly path?: string; readonly verify?: boolean }): Promise<Store> {
  if (path === undefined) return memoryStore(options);
  // Loaded only here: a browser or a simulation has no LMDB.
  const { LmdbKv } = await import("./kv/lmdb.ts");
  const kv = new LmdbKv(path);
  try {
    const store = storeOn(kv, options);
    if (verify) store.verify();
    return store;
  } catch (error) {
    await kv.close();
    throw error;
  }
}
