import { equalBytes, type Hex } from "@ganglion/primitives";
import { type Kv, type KvOp, scan } from "../kv/kv.ts";
import type { Changes } from "../trie/trie.ts";
import { RecordCache } from "./cache.ts";
import { deletedIn, diffOps, dropDiff, readDiff, recordBefore } from "./diff.ts";
import { decodeRecord, encodeRecords, nextRecord, olderDiff, type StateRecord } from "./record.ts";

/** A change that really changes something, with what was there before. */
export interface Effect {
  readonly key: Hex;
  readonly old: StateRecord | undefined;
  readonly value: Uint8Array | undefined;
}

/** True if no key stands twice, and the next is always after the last. */
function isAscending(changes: Changes): boolean {
  for (let i = 1; i < changes.length; i++) if (changes[i - 1]![0] >= changes[i]![0]) return false;
  return true;
}

/** The current state and, through diffs, every state since the oldest one kept. */
export class StateHistory {
  readonly #kv: Kv;
  readonly #cache: RecordCache;

  constructor(kv: Kv, { cacheBytes }: { cacheBytes: number }) {
    this.#kv = kv;
    this.#cache = new RecordCache(cacheBytes);
  }

  /** The current value. */
  get(key: Hex): Uint8Array | undefined {
    return this.#live(key)?.value;
  }

  /** The value at the end of block `at`; the caller knows that its state is still kept. */
  getAt(key: Hex, at: number): Uint8Array | undefined {
    const record = this.#live(key) ?? this.#dead(key);
    return this.#resolve(key, record, at)?.value;
  }

  /** One page of current keys. */
  keys(prefix: Hex, { after, limit }: { after: Hex | undefined; limit: number }): Hex[] {
    return this.#kv.keys("state", { prefix, limit, ...(after !== undefined && { after }) });
  }

  /** All current keys and values. */
  *entries(): Iterable<[Hex, Uint8Array]> {
    for (const [key, bytes] of scan(this.#kv, "state", "0x"))
      yield [key, decodeRecord(bytes, key).value!];
  }

  /** The next keys at the end of block `at`, possibly none, and where to go on. */
  keysAt(
    prefix: Hex,
    { after, at, limit }: { after: Hex | undefined; at: number; limit: number },
  ): { keys: Hex[]; next: Hex | undefined } {
    const range = { prefix, limit, ...(after !== undefined && { after }) };
    const live = this.#kv.entries("state", range);
    const dead = this.#kv.entries("dead", range);
    // Beyond the shorter full page the other table's keys are not known to be the next.
    const ends = [live, dead]
      .filter((page) => page.length === limit)
      .map((page) => page.at(-1)![0]);
    const end = ends.length === 0 ? undefined : ends.reduce((a, b) => (a < b ? a : b));
    const keys: Hex[] = [];
    for (const [key, bytes] of [...live, ...dead]) {
      if (end !== undefined && key > end) continue;
      if (this.#resolve(key, decodeRecord(bytes, key), at)?.value !== undefined) keys.push(key);
    }
    return { keys: keys.sort(), next: end };
  }

  /**
   * What of `changes` differs from the head; the last change of a key counts.
   * @param check is called with each key that the head does not have: those that it has passed once
   */
  effects(changes: Changes, check?: (key: Hex) => void): Effect[] {
    const last = isAscending(changes) ? changes : new Map(changes);
    const out: Effect[] = [];
    for (const [key, value] of last) {
      const live = this.#live(key);
      if (live === undefined) check?.(key);
      if (value === undefined) {
        if (live !== undefined) out.push({ key, old: live, value });
      } else if (live === undefined) out.push({ key, old: this.#dead(key), value });
      else if (!equalBytes(live.value!, value)) out.push({ key, old: live, value });
    }
    return out;
  }

  /** What block `number` writes. `committed` is to be called once it is on disk. */
  write(effects: readonly Effect[], number: number): { ops: KvOp[]; committed: () => void } {
    const ops: KvOp[] = [];
    // In key order neighbours share pages of the tree.
    const sorted = [...effects].sort((a, b) => (a.key < b.key ? -1 : 1));
    const records = sorted.map(({ old, value }) => nextRecord(old, { value, block: number }));
    const encoded = encodeRecords(records);
    sorted.forEach(({ key, old, value }, i) => {
      const dies = value === undefined;
      ops.push({ table: "state", key, value: dies ? undefined : encoded[i] });
      if (dies) ops.push({ table: "dead", key, value: encoded[i] });
      else if (old !== undefined && old.value === undefined)
        ops.push({ table: "dead", key, value: undefined });
    });
    const diff = sorted.map(({ key, old, value }) => ({ key, old, deletes: value === undefined }));
    // Nobody reads the state before block 0.
    if (number > 0) for (const op of diffOps(number, diff)) ops.push(op);
    return {
      ops,
      committed: () => {
        sorted.forEach(({ key, value }, i) => {
          this.#cache.set(key, value === undefined ? null : records[i]!);
        });
      },
    };
  }

  /** Drops what only the states before block `number` need. */
  *prune(number: number): Iterable<KvOp> {
    yield* dropDiff(this.#kv, number);
    for (const key of deletedIn(this.#kv, number))
      if (this.#dead(key)?.block === number) yield { table: "dead", key, value: undefined };
  }

  /** The records of the state at the end of `to` that differ from the one at the end of `from`. */
  difference({ from, to }: { from: number; to: number }): Map<Hex, StateRecord | undefined> {
    const out = new Map<Hex, StateRecord | undefined>();
    for (let number = from; number > to; number--) {
      for (const { key, old } of readDiff(this.#kv, number)) out.set(key, old);
    }
    return out;
  }

  /** Makes the state at the end of `to` the current one. */
  revert({ from, to }: { from: number; to: number }): { ops: KvOp[]; committed: () => void } {
    const ops: KvOp[] = [];
    const past = [...this.difference({ from, to })];
    const encoded = encodeRecords(past.map(([, record]) => record));
    past.forEach(([key, record], i) => {
      const lives = record?.value !== undefined;
      ops.push({ table: "state", key, value: lives ? encoded[i] : undefined });
      ops.push({ table: "dead", key, value: lives ? undefined : encoded[i] });
    });
    for (let number = from; number > to; number--)
      for (const op of dropDiff(this.#kv, number)) ops.push(op);
    return {
      ops,
      committed: () => {
        this.#cache.clear();
      },
    };
  }

  #live(key: Hex): StateRecord | undefined {
    const cached = this.#cache.get(key);
    if (cached !== undefined) return cached ?? undefined;
    const bytes = this.#kv.peek("state", key);
    const record = bytes && decodeRecord(bytes, key);
    this.#cache.set(key, record ?? null);
    return record;
  }

  #dead(key: Hex): StateRecord | undefined {
    const bytes = this.#kv.peek("dead", key);
    return bytes && decodeRecord(bytes, key);
  }

  #resolve(key: Hex, record: StateRecord | undefined, at: number): StateRecord | undefined {
    let current = record;
    while (current !== undefined) {
      const older = olderDiff(current, at);
      if (older === undefined) return current;
      current = recordBefore(this.#kv, older, key);
    }
    return undefined;
  }
}
