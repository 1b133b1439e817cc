import type { Hex } from "@ganglion/primitives";
import sortedBtree from "sorted-btree";
import {
  checkKvKey,
  closedError,
  type Kv,
  type KvOp,
  type KvRange,
  TABLES,
  type Table,
} from "./kv.ts";

// The package is CommonJS: in Node its default export sits one level deeper than its types say.
const BTree = (sortedBtree as unknown as { default?: typeof sortedBtree }).default ?? sortedBtree;

const byBytes = (a: Hex, b: Hex): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Values by key, and the keys in order. A tree alone would do, but each of its look-ups compares
 * long keys that begin alike a dozen times, and most writes go to keys that are there already.
 */
class MemoryTable {
  readonly values = new Map<Hex, Uint8Array>();
  readonly order = new BTree<Hex, undefined>(undefined, byBytes);

  set(key: Hex, value: Uint8Array): void {
    const { values } = this;
    const before = values.size;
    values.set(key, value);
    if (values.size !== before) this.order.set(key, undefined);
  }

  delete(key: Hex): void {
    if (this.values.delete(key)) this.order.delete(key);
  }
}

/** The twin of the LMDB store without a disk: tests, `--dev`, simulations, browsers. */
export class MemoryKv implements Kv {
  readonly #tables: Record<Table, MemoryTable>;
  #open = true;

  constructor() {
    this.#tables = Object.fromEntries(TABLES.map((table) => [table, new MemoryTable()])) as Record<
      Table,
      MemoryTable
    >;
  }

  get(table: Table, key: Hex): Uint8Array | undefined {
    return this.#table(table).values.get(key);
  }

  peek(table: Table, key: Hex): Uint8Array | undefined {
    return this.#table(table).values.get(key);
  }

  floor(table: Table, key: Hex): [Hex, Uint8Array] | undefined {
    const { values, order } = this.#table(table);
    const found = values.has(key) ? key : order.nextLowerKey(key);
    return found === undefined ? undefined : [found, values.get(found)!];
  }

  keys(table: Table, { prefix = "0x", after, limit }: KvRange): Hex[] {
    const { order } = this.#table(table);
    const out: Hex[] = [];
    if (limit <= 0) return out;
    const from = after !== undefined && after > prefix ? after : prefix;
    for (const key of order.keys(from)) {
      if (!key.startsWith(prefix)) break;
      if (key === after) continue;
      out.push(key);
      if (out.length === limit) break;
    }
    return out;
  }

  entries(table: Table, range: KvRange): [Hex, Uint8Array][] {
    const { values } = this.#table(table);
    return this.keys(table, range).map((key) => [key, values.get(key)!]);
  }

  transaction(ops: readonly KvOp[]): void {
    if (!this.#open) throw closedError();
    for (const op of ops) checkKvKey(op.key);
    for (const { table, key, value } of ops) {
      if (value === undefined) this.#tables[table].delete(key);
      // A copy: the value may be a small part of a large buffer, which would stay in memory with it.
      else this.#tables[table].set(key, new Uint8Array(value));
    }
  }

  async close(): Promise<void> {
    this.#open = false;
  }

  #table(table: Table): MemoryTable {
    if (!this.#open) throw closedError();
    return this.#tables[table];
  }
}
