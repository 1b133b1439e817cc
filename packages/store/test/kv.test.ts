import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { equalBytes, type Hex } from "@ganglion/primitives";
import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { type Kv, type KvOp, MAX_KEY_BYTES, MemoryKv, StoreError } from "../src/index.ts";
import { LmdbKv } from "../src/kv/lmdb.ts";

const folders: string[] = [];
const open: Kv[] = [];
afterEach(async () => {
  for (const kv of open.splice(0)) await kv.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});
const keep = (kv: Kv): Kv => {
  open.push(kv);
  return kv;
};
function lmdb(): Kv {
  const folder = mkdtempSync(join(tmpdir(), "ganglion-kv-"));
  folders.push(folder);
  return keep(new LmdbKv(folder));
}
const put = (key: Hex, ...value: number[]): KvOp => ({
  table: "state",
  key,
  value: Uint8Array.from(value),
});
const remove = (key: Hex): KvOp => ({ table: "state", key, value: undefined });
const codeOf = (action: () => unknown): string => {
  try {
    action();
  } catch (error) {
    if (error instanceof StoreError) return error.code;
    throw error;
  }
  return "no error";
};

for (const [name, make] of [
  ["in memory", () => keep(new MemoryKv())],
  ["lmdb", lmdb],
] as const)
  describe(`the byte store ${name}`, () => {
    test("what a transaction wrote can be read at once, tables apart", () => {
      const kv = make();
      expect(kv.get("state", "0x01")).toBeUndefined();
      kv.transaction([put("0x01", 7, 8), { table: "meta", key: "0x01", value: new Uint8Array() }]);
      expect(kv.get("state", "0x01")).toEqual(Uint8Array.of(7, 8));
      expect(kv.peek("state", "0x01")).toEqual(Uint8Array.of(7, 8));
      expect(kv.get("meta", "0x01")).toEqual(new Uint8Array());
      expect(kv.get("dead", "0x01")).toBeUndefined();
      kv.transaction([put("0x01", 9)]);
      expect(kv.get("state", "0x01")).toEqual(Uint8Array.of(9));
      kv.transaction([remove("0x01"), remove("0xee")]);
      expect(kv.get("state", "0x01")).toBeUndefined();
    });

    test("the last operation on a key wins", () => {
      const kv = make();
      kv.transaction([put("0x01", 1), remove("0x01"), put("0x02", 1), put("0x02", 2)]);
      expect(kv.entries("state", { limit: 9 })).toEqual([["0x02", Uint8Array.of(2)]]);
      kv.transaction([remove("0x02"), put("0x02", 3)]);
      expect(kv.get("state", "0x02")).toEqual(Uint8Array.of(3));
    });

    test("ranges are in byte order and respect prefix, start and limit", () => {
      const kv = make();
      const keys: Hex[] = [
        "0x00",
        "0x01",
        "0x0100",
        "0x01ff",
        "0x01ff00",
        "0x02",
        "0xff",
        "0xff00",
        "0xffff",
      ];
      kv.transaction([...keys].reverse().map((key) => put(key, 1)));
      expect(kv.keys("state", { limit: 99 })).toEqual(keys);
      expect(kv.keys("state", { limit: 2 })).toEqual(keys.slice(0, 2));
      expect(kv.keys("state", { limit: 0 })).toEqual([]);
      expect(kv.keys("state", { prefix: "0x01", limit: 99 })).toEqual(keys.slice(1, 5));
      expect(kv.keys("state", { prefix: "0x01ff", limit: 99 })).toEqual(keys.slice(3, 5));
      expect(kv.keys("state", { prefix: "0xff", limit: 99 })).toEqual(keys.slice(6));
      expect(kv.keys("state", { prefix: "0x01", after: "0x01", limit: 2 })).toEqual(
        keys.slice(2, 4),
      );
      expect(kv.keys("state", { prefix: "0x01", after: "0x010055", limit: 9 })).toEqual(
        keys.slice(3, 5),
      );
      expect(kv.keys("state", { prefix: "0x01", after: "0x00", limit: 9 })).toEqual(
        keys.slice(1, 5),
      );
      expect(kv.keys("state", { prefix: "0x01", after: "0x02", limit: 9 })).toEqual([]);
      expect(kv.keys("state", { prefix: "0x03", limit: 9 })).toEqual([]);
    });

    test("large values come back whole, small ones after them too", () => {
      const kv = make();
      const large = Uint8Array.from({ length: 300_000 }, (_, i) => i % 251);
      kv.transaction([{ table: "diffs", key: "0x01", value: large }, put("0x02", 5)]);
      expect(equalBytes(kv.get("diffs", "0x01")!, large)).toBe(true);
      expect(equalBytes(kv.peek("diffs", "0x01")!, large)).toBe(true);
      expect(kv.get("state", "0x02")).toEqual(Uint8Array.of(5));
      const kept = kv.get("state", "0x02");
      kv.get("diffs", "0x01");
      expect(kept).toEqual(Uint8Array.of(5));
    });

    test("a key that is too long is refused and nothing of its transaction is kept", () => {
      const kv = make();
      const longest = `0x${"ab".repeat(MAX_KEY_BYTES)}` as const;
      kv.transaction([put(longest, 1)]);
      expect(kv.get("state", longest)).toEqual(Uint8Array.of(1));
      expect(codeOf(() => kv.transaction([put("0x01", 1), put(`${longest}ab`, 1)]))).toBe(
        "BAD_KEY",
      );
      expect(kv.get("state", "0x01")).toBeUndefined();
    });

    test("the empty key holds nothing and can't be written", () => {
      const kv = make();
      expect(kv.get("state", "0x")).toBeUndefined();
      expect(codeOf(() => kv.transaction([put("0x01", 1), put("0x", 1)]))).toBe("BAD_KEY");
      expect(kv.keys("state", { limit: 9 })).toEqual([]);
    });

    test("after closing everything is refused, closing again does nothing", async () => {
      const kv = make();
      await kv.close();
      await kv.close();
      expect(codeOf(() => kv.get("state", "0x01"))).toBe("CLOSED");
      expect(codeOf(() => kv.keys("state", { limit: 1 }))).toBe("CLOSED");
      expect(codeOf(() => kv.transaction([put("0x01", 1)]))).toBe("CLOSED");
    });
  });

test("both byte stores answer alike after any sequence of transactions", () => {
  const key = fc
    .array(fc.constantFrom("00", "01", "7f", "ff"), { minLength: 1, maxLength: 4 })
    .map((parts): Hex => `0x${parts.join("")}`);
  const op = fc.record({
    table: fc.constantFrom("state" as const, "dead" as const),
    key,
    value: fc.option(fc.uint8Array({ maxLength: 40 }), { nil: undefined }),
  });
  const prefix = fc.oneof(fc.constant<Hex>("0x"), key);
  fc.assert(
    fc.property(
      fc.array(fc.array(op, { maxLength: 8 }), { maxLength: 5 }),
      fc.array(fc.tuple(prefix, fc.option(key, { nil: undefined }), fc.nat(6)), { maxLength: 6 }),
      (transactions, queries) => {
        const stores = [keep(new MemoryKv()), lmdb()];
        for (const ops of transactions) for (const kv of stores) kv.transaction(ops);
        for (const [from, after, limit] of queries) {
          const range = { prefix: from, limit, ...(after && { after }) };
          const [a, b] = stores.map((kv) => kv.entries("state", range));
          expect(a).toEqual(b);
          expect(stores[1]!.keys("state", range)).toEqual(a!.map(([k]) => k));
        }
        for (const ops of transactions)
          for (const { table, key } of ops)
            expect(stores[0]!.get(table, key)).toEqual(stores[1]!.get(table, key));
      },
    ),
    { numRuns: 25 },
  );
});
