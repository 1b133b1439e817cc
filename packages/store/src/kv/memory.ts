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
type Tree = InstanceType<typeof sortedBtree<Hex, Uint8Array>>;

const byBytes = (a: Hex, b: Hex): number => (a < b ? -1 : a > b ? 1 : 0);

/** The twin of the LMDB store without a disk: tests, `--dev`, simulations, browsers. */
export class MemoryKv implements Kv {
  readonly #tables: Record<Table, Tree>;
  #open = true;

  constructor() {
    this.#tables = Object.fromEntries(
      TABLES.map((table) => [table, new BTree<Hex, Uint8Array>(undefined, byBytes)]),
    ) as Record<Table, Tree>;
  }

  get(table: Table, key: Hex): Uint8Array | undefined {
    return this.#tree(table).get(key);
  }

  peek(table: Table, key: Hex): Uint8Array | undefined {
    return this.#tree(table).get(key);
  }

  floor(table: Table, key: Hex): [Hex, Uint8Array] | undefined {
    return this.#tree(table).getPairOrNextLower(key);
  }

  keys(table: Table, range: KvRange): Hex[] {
    return this.entries(table, range).map(([key]) => key);
  }

  entries(table: Table, { prefix = "0x", after, limit }: KvRange): [Hex, Uint8Array][] {
    const tree = this.#tree(table);
    const out: [Hex, Uint8Array][] = [];
    if (limit <= 0) return out;
    const from = after !== undefined && after > prefix ? after : prefix;
    for (const pair of tree.entries(from)) {
      if (!pair[0].startsWith(prefix)) break;
      if (pair[0] === after) continue;
      out.push([pair[0], pair[1]]);
      if (out.length === limit) break;
    }
    return out;
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

  #tree(table: Table): Tree {
    if (!this.#open) throw closedError();
    return this.#tables[table];
  }
}
