import type { Hex } from "@ganglion/primitives";
import { u32, vec } from "@ganglion/scale";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Backing, State } from "../src/index.ts";

function backingOf(content: ReadonlyMap<Hex, Uint8Array>): Backing {
  return {
    get: (key) => content.get(key),
    keys: (prefix, startAfter) =>
      [...content.keys()]
        .filter((key) => key.startsWith(prefix) && (startAfter === undefined || key > startAfter))
        .sort(),
  };
}
const item = (n: number): Hex => `0x${n.toString(16).padStart(2, "0").repeat(32)}`;
const keyArbitrary = fc.tuple(fc.nat(2), fc.nat(9)).map(([a, b]): Hex => `${item(a)}0${b}` as Hex);
const valueArbitrary = fc.option(fc.uint8Array({ minLength: 1, maxLength: 3 }), { nil: undefined });
const step = fc.oneof(
  fc.record({ kind: fc.constant("write" as const), key: keyArbitrary, value: valueArbitrary }),
  fc.record({ kind: fc.constant("mark" as const) }),
  fc.record({ kind: fc.constant("rollback" as const) }),
  fc.record({ kind: fc.constant("settle" as const) }),
);

describe("state", () => {
  test("behaves like a plain map with snapshots, whatever is written, rolled back and settled", () => {
    fc.assert(
      fc.property(
        fc.dictionary(keyArbitrary, fc.uint8Array({ minLength: 1, maxLength: 3 })),
        fc.array(step, { maxLength: 40 }),
        (initial, steps) => {
          const beneath = new Map(Object.entries(initial) as [Hex, Uint8Array][]);
          const state = new State(backingOf(beneath));
          let model = new Map(beneath);
          let layers: { mark: number; model: Map<Hex, Uint8Array> }[] = [];
          for (const each of steps) {
            if (each.kind === "write") {
              if (each.value) model.set(each.key, each.value);
              else model.delete(each.key);
              state.writeRaw(each.key, each.value);
            } else if (each.kind === "mark")
              layers.push({ mark: state.mark(), model: new Map(model) });
            else if (each.kind === "rollback") {
              const layer = layers.pop();
              if (layer) {
                state.rollback(layer.mark);
                model = layer.model;
              }
            } else {
              for (const [key, raw] of state.changes()) {
                if (raw) beneath.set(key, raw);
                else beneath.delete(key);
              }
              state.settle();
              layers = [];
              expect(new Map(beneath)).toEqual(model);
            }
            for (const prefix of ["0x", item(0), item(1)] as Hex[]) {
              const present = [...model.keys()].filter((key) => key.startsWith(prefix)).sort();
              expect(state.keys(prefix)).toEqual(present);
              const startAfter: Hex = `${item(1)}04`;
              expect(state.keys(prefix, { startAfter, limit: 2 })).toEqual(
                present.filter((key) => key > startAfter).slice(0, 2),
              );
            }
            for (const key of model.keys()) expect(state.readRaw(key)).toEqual(model.get(key));
            for (const prefix of [item(0), item(1), item(2)]) {
              const some = [...model.keys()].some((key) => key.startsWith(prefix));
              // In between it may say less than it could, but never that a key isn't there that is.
              const empty = state.isEmpty(state.family(prefix)!);
              if (each.kind === "settle") expect(empty).toBe(!some);
              else expect(empty && some).toBe(false);
            }
          }
        },
      ),
    );
  });
  test("a list that was handed out stays as it was, whatever comes and goes", () => {
    const state = new State(
      backingOf(new Map<Hex, Uint8Array>([[`${item(1)}01`, Uint8Array.of(1)]])),
    );
    const before = state.places(item(1));
    state.writeRaw(`${item(1)}00`, Uint8Array.of(2));
    state.remove(`${item(1)}01`);
    expect(before.map(({ key }) => key)).toEqual([`${item(1)}01`]);
    expect(state.keys(item(1))).toEqual([`${item(1)}00`]);
  });
  test("a list is right after thousands of comings that nobody asked about", () => {
    const state = new State(backingOf(new Map()));
    state.places(item(1));
    const mark = state.mark();
    for (let i = 0; i < 3000; i++)
      state.writeRaw(`${item(1)}${i.toString(16).padStart(4, "0")}`, Uint8Array.of(1));
    expect(state.keys(item(1))).toHaveLength(3000);
    state.rollback(mark);
    expect(state.keys(item(1))).toEqual([]);
  });
  test("a place is the state's own until the state forgets it", () => {
    const beneath = new Map([[item(1), Uint8Array.of(1)]]);
    const state = new State(backingOf(beneath));
    const place = state.place(item(1));
    expect(state.hasAt(place)).toBe(true);
    expect(place.owner).toBe(state);
    beneath.delete(item(1));
    state.forget();
    expect(place.owner).toBeUndefined();
    expect(state.hasAt(state.place(item(1)))).toBe(false);
  });
  test("an item is empty until something is written, and asks beneath only once", () => {
    const beneath = new Map<Hex, Uint8Array>();
    const backing = backingOf(beneath);
    let asked = 0;
    const keys = (prefix: Hex) => {
      asked++;
      return backing.keys(prefix);
    };
    const state = new State({ get: backing.get, keys });
    const family = state.family(item(1))!;
    expect([state.isEmpty(family), state.isEmpty(family)]).toEqual([true, true]);
    expect(asked).toBe(1);
    const mark = state.mark();
    state.writeRaw(`${item(1)}00`, Uint8Array.of(1));
    expect(state.isEmpty(family)).toBe(false);
    state.rollback(mark);
    state.settle();
    expect(state.isEmpty(family)).toBe(true);
    beneath.set(`${item(1)}00`, Uint8Array.of(1));
    state.forget();
    expect(state.isEmpty(family)).toBe(false);
  });
  test("nobody keeps places of a brief state", () => {
    const state = new State(backingOf(new Map()), { brief: true });
    expect(state.place(item(1)).owner).toBeUndefined();
    expect(state.family(item(1))).toBeUndefined();
  });
  test("keys that were not asked for since the last sweep are let go, and read again when asked for", () => {
    const beneath = backingOf(new Map([[item(1), Uint8Array.of(1)]]));
    const state = new State(beneath, { keptKeys: 4 });
    const place = state.place(item(1));
    const fill = (from: number, to: number) => {
      for (let i = from; i < to; i++) state.has(`${item(2)}${i.toString(16).padStart(6, "0")}`);
      state.settle();
    };
    expect(state.hasAt(place)).toBe(true);
    fill(0, 4);
    expect(place.owner).toBe(state);
    fill(0, 7);
    expect(place.owner).toBeUndefined();
    expect(state.readRaw(item(1))).toEqual(Uint8Array.of(1));
  });
  test("a raw write is seen by the next decoded read, and a decoded write by the next raw one", () => {
    const state = new State(backingOf(new Map()));
    state.write(item(1), u32, 7);
    expect(state.readRaw(item(1))).toEqual(Uint8Array.of(7, 0, 0, 0));
    state.writeRaw(item(1), Uint8Array.of(9, 0, 0, 0));
    expect(state.read(item(1), u32)).toBe(9);
  });
  test("a value that was written is handed out again without being decoded", () => {
    const state = new State(backingOf(new Map()));
    const list = vec(u32);
    const value = [1, 2, 3];
    state.write(item(2), list, value);
    expect(state.read(item(2), list)).toBe(value);
  });
  test("writing back what was there is no change", () => {
    const state = new State(backingOf(new Map([[item(1), Uint8Array.of(1)]])));
    state.writeRaw(item(1), Uint8Array.of(2));
    state.writeRaw(item(1), Uint8Array.of(1));
    expect(state.changes()).toEqual([]);
  });
});
