import { type Hex, toHex } from "@ganglion/primitives";
import { encode, u32, u64, unit, vec } from "@ganglion/scale";
import { beforeEach, describe, expect, test } from "vitest";
import { blake2, type ChainMode, map, State, type StateCtx, value } from "../src/index.ts";

// System.set_storage takes any bytes for any key. The reference reads on; so must we.

const Single = value(u64, 7n);
const Optional = value(u64);
const Marked = map(blake2(u32), unit);
const Listed = map(blake2(u32), vec(u32));
for (const [name, item] of Object.entries({ Single, Optional, Marked, Listed }))
  item.bind("Probe", name);

const chain: ChainMode = { fast: true, faucet: false };
let state: State;
let ctx: StateCtx;
beforeEach(() => {
  state = new State({ get: () => undefined, keys: () => [] });
  ctx = { state, chain } as StateCtx;
});

describe("bytes that no codec wrote", () => {
  test("what follows a value is ignored and stays", () => {
    const raw = Uint8Array.of(...encode(u64, 5n), 1, 2, 3);
    state.writeRaw(Single.keyOf(), raw);
    expect(Single.get(ctx)).toBe(5n);
    expect(toHex(state.readRaw(Single.keyOf())!)).toBe(toHex(raw));
  });

  test("too few bytes read as if nothing were stored, though the key is there", () => {
    const raw = Uint8Array.of(1, 2, 3);
    state.writeRaw(Single.keyOf(), raw);
    state.writeRaw(Optional.keyOf(), raw);
    expect(Single.get(ctx)).toBe(7n);
    expect(Optional.get(ctx)).toBeUndefined();
    expect(Single.has(ctx)).toBe(true);
    expect(toHex(state.readRaw(Single.keyOf())!)).toBe("0x010203");
  });

  test("a change of such a value begins at the default", () => {
    state.writeRaw(Single.keyOf(), Uint8Array.of(1));
    Single.mutate(ctx, (before) => before + 1n);
    expect(Single.get(ctx)).toBe(8n);
  });

  test("an iteration leaves out values and keys that can't be decoded", () => {
    Listed.set(ctx, 1, [10]);
    Listed.set(ctx, 2, [20]);
    state.writeRaw(Listed.keyOf(2), Uint8Array.of(8, 1));
    state.writeRaw(`${Listed.prefix}0102` as Hex, encode(vec(u32), [30]));
    expect(Listed.entries(ctx)).toEqual([[[1], [10]]]);
    expect(
      Listed.keysOf(ctx)
        .map(([key]) => key)
        .sort(),
    ).toEqual([1, 2]);
    expect(Listed.clear(ctx)).toBe(3);
  });

  test("a value of no bytes is there all the same", () => {
    Marked.set(ctx, 4, undefined);
    expect(Marked.entries(ctx)).toEqual([[[4], undefined]]);
  });
});
