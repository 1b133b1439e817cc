import { blake2_128, twox64, twox128 } from "@ganglion/hash";
import { type Hex, toHex, utf8Bytes } from "@ganglion/primitives";
import { bytes, encode, tuple, u16, u16Pairs, u32, u64, vec } from "@ganglion/scale";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { blake2, Context, identity, map, mapN, State, twox, value } from "../src/index.ts";

const hex = (part: Uint8Array): string => toHex(part).slice(2);
const prefixOf = (pallet: string, item: string): string =>
  hex(twox128(utf8Bytes(pallet))) + hex(twox128(utf8Bytes(item)));

function bound<I extends { bind(pallet: string, name: string): void }>(item: I): I {
  item.bind("Pallet", "Item");
  return item;
}
const emptyContext = (): Context =>
  new Context({
    state: new State({ get: () => undefined, keys: () => [] }),
    chain: { fast: false, faucet: false },
    specVersion: 425,
    block: 1n,
    dispatcher: () => ({ ok: true, info: {} }),
  });

/** A chain whose state keeps few keys, and what a block leaves beneath. */
function smallChain(keptKeys: number): { readonly ctx: Context; commit(): void } {
  const beneath = new Map<Hex, Uint8Array>();
  const keys = (prefix: Hex): Hex[] =>
    [...beneath.keys()].filter((key) => key.startsWith(prefix)).sort();
  const state = new State({ get: (key) => beneath.get(key), keys }, { keptKeys });
  const ctx = new Context({
    state,
    chain: { fast: false, faucet: false },
    specVersion: 425,
    block: 1n,
    dispatcher: () => ({ ok: true, info: {} }),
  });
  const commit = (): void => {
    for (const [key, raw] of state.changes())
      if (raw) beneath.set(key, raw);
      else beneath.delete(key);
    state.settle();
  };
  return { ctx, commit };
}

describe("storage keys", () => {
  test("are prefix, hash and key for every part, however often and in whatever order they are asked for", () => {
    const item = bound(mapN([identity(u16), twox(u64), blake2(u32)], u32));
    // Few values, so that parts come again in other company and the same key twice.
    const small = fc.nat(3);
    fc.assert(
      fc.property(fc.array(fc.tuple(small, small, small), { maxLength: 30 }), (asked) => {
        for (const [a, b, c] of asked) {
          const [first, second, third] = [encode(u16, a), encode(u64, BigInt(b)), encode(u32, c)];
          const key = `0x${prefixOf("Pallet", "Item")}${hex(first)}${hex(twox64(second))}${hex(second)}${hex(blake2_128(third))}${hex(third)}`;
          expect(item.keyOf(a, BigInt(b), c)).toBe(key);
        }
      }),
    );
  });

  test("lead to what is stored, however often the state lets go of those not asked for lately", () => {
    const { ctx, commit } = smallChain(4);
    const item = bound(map(identity(u16), u32, 0));
    for (let round = 1; round <= 5; round++)
      for (let block = 0; block < 8; block++) {
        for (let i = 0; i < 4; i++) item.set(ctx, 4 * block + i, 100 * round + i);
        commit();
        expect(item.get(ctx, 4 * block)).toBe(100 * round);
        expect(item.get(ctx, (4 * block + 17) % 32)).toBe(
          block < 4 && round === 1 ? 0 : 100 * (block < 4 ? round - 1 : round) + 1,
        );
      }
    expect(ctx.state.sweeps).toBeGreaterThan(3);
    expect(item.keysOf(ctx)).toHaveLength(32);
  });

  test("lead to the state that is asked, though another was asked before", () => {
    const item = bound(map(identity(u16), u32, 0));
    const [one, other] = [emptyContext(), emptyContext()];
    item.set(one, 1, 7);
    item.set(other, 1, 8);
    expect([item.get(one, 1), item.get(other, 1), item.get(one, 1)]).toEqual([7, 8, 7]);
    one.state.forget();
    expect([item.get(one, 1), item.get(other, 1)]).toEqual([0, 8]);
  });

  test("of bytes follow the bytes, though they be the same array with other content", () => {
    const item = bound(map(identity(bytes), u32));
    const name = Uint8Array.of(1);
    const before = item.keyOf(name);
    name[0] = 2;
    expect(item.keyOf(name)).not.toBe(before);
    expect(item.keyOf(Uint8Array.of(1))).toBe(before);
  });

  test("are refused for an item of no pallet, as all such items would share them", () => {
    expect(() => value(u32).keyOf()).toThrow("no assembled pallet");
    expect(() => map(identity(u16), u32).keyOf(1)).toThrow("no assembled pallet");
  });

  test("follow the item when it is bound anew", () => {
    const item = bound(map(identity(u16), u32));
    item.keyOf(1);
    item.bind("Pallet", "Other");
    expect(item.keyOf(1)).toBe(`0x${prefixOf("Pallet", "Other")}0100` as Hex);
  });

  test("of an iteration are those of now: written, removed and rolled back ones alike", () => {
    const item = bound(mapN([identity(u16), identity(u16)], u32, 0));
    const ctx = emptyContext();
    item.set(ctx, 1, 7, 70);
    item.set(ctx, 1, 8, 80);
    item.set(ctx, 2, 9, 90);
    expect(item.keysOf(ctx, 1)).toEqual([
      [1, 7],
      [1, 8],
    ]);
    const mark = ctx.mark();
    item.remove(ctx, 1, 7);
    item.set(ctx, 1, 9, 91);
    expect(item.entries(ctx, 1)).toEqual([
      [[1, 8], 80],
      [[1, 9], 91],
    ]);
    ctx.rollback(mark);
    expect(item.entries(ctx, 1)).toEqual([
      [[1, 7], 70],
      [[1, 8], 80],
    ]);
    expect(item.clear(ctx, 1)).toBe(2);
    expect(item.keysOf(ctx)).toEqual([[2, 9]]);
  });
});

describe("an item through another codec", () => {
  const pairsItem = () => map(identity(u16), vec(tuple(u16, u16)), []);
  test("has the same keys, and each sees what the other wrote", () => {
    const item = bound(pairsItem());
    const flat = item.through(u16Pairs, new Uint16Array());
    const ctx = emptyContext();
    expect(flat.keyOf(5)).toBe(item.keyOf(5));
    item.set(ctx, 5, [[1, 2]]);
    expect(flat.get(ctx, 5)).toEqual(Uint16Array.of(1, 2));
    flat.set(ctx, 5, Uint16Array.of(3, 4, 5, 6));
    expect(item.get(ctx, 5)).toEqual([
      [3, 4],
      [5, 6],
    ]);
    expect(flat.entries(ctx)).toEqual([[[5], Uint16Array.of(3, 4, 5, 6)]]);
    item.remove(ctx, 5);
    expect(flat.get(ctx, 5)).toEqual(new Uint16Array());
  });
  test("may be made before the item has a pallet, and follows it", () => {
    const item = pairsItem();
    const flat = item.through(u16Pairs, new Uint16Array());
    expect(() => flat.keyOf(1)).toThrow("no assembled pallet");
    item.bind("Pallet", "Item");
    expect(flat.keyOf(1)).toBe(item.keyOf(1));
  });
});
