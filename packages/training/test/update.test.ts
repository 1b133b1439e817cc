import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  compress,
  decodeUpdate,
  densify,
  encodeUpdate,
  indexOverlap,
  norm,
  type SparseUpdate,
} from "../src/index.ts";

const small = { chunk: 4, kept: 2, decay: 0.5 };
const singles = (...values: number[]): Float32Array => Float32Array.from(values);
const zeros = (length: number): Float32Array => new Float32Array(length);

describe("compressing", () => {
  // Chunks of 4: of [1, -8, 3, 4] the two largest are -8 and 4; 4 of 8 is code round(63.5) = 64.
  const pseudoGradient = singles(1, -8, 3, 4, 0, 2, 0);
  const made = compress(pseudoGradient, zeros(7), small);

  test("keeps the largest of each chunk, as codes of the chunk's largest", () => {
    expect([...made.update.index]).toEqual([1, 3, 4, 5]);
    expect([...made.update.value]).toEqual([-127, 64, 0, 127]);
    expect([...made.update.scale]).toEqual([8, 2]);
    const dense = densify(made.update);
    expect(dense[1]).toBe(-8);
    expect(dense[3]).toBeCloseTo((64 / 127) * 8, 6);
    expect(dense[0]).toBe(0);
  });
  test("leaves the rest, rounding included, to the next window, where it decays", () => {
    const [left0, , left2, left3] = made.errorFeedback;
    expect([left0, left2]).toEqual([1, 3]);
    expect(left3).toBeCloseTo(4 - (64 / 127) * 8, 6);
    const { update } = compress(zeros(7), made.errorFeedback, small);
    // 0.5 · 3 is now the largest of its chunk.
    expect(update.scale[0]).toBe(1.5);
  });
  test("of equal values keeps the earlier", () => {
    const { update } = compress(singles(1, 1, 1, 1), zeros(4), small);
    expect([...update.index]).toEqual([0, 1]);
  });
  test("of nothing is nothing", () => {
    const { update } = compress(zeros(6), zeros(6), small);
    expect(norm(update)).toBe(0);
    expect(densify(update)).toEqual(zeros(6));
  });
  test("the default keeps a hundredth of the bytes", () => {
    const { update } = compress(zeros(70_896), zeros(70_896));
    expect(encodeUpdate(update).length).toBeLessThan((4 * 70_896) / 50);
  });
});

test("an update's length and what two have in common are counted by values that aren't zero", () => {
  const a = compress(singles(3, -4, 0, 0), zeros(4), small).update;
  const b = compress(singles(0, 1, 9, 0), zeros(4), small).update;
  const c = compress(singles(0, 0, 0, 5), zeros(4), small).update;
  expect(norm(a)).toBeCloseTo(5, 1);
  expect([indexOverlap(a, a), indexOverlap(a, b), indexOverlap(a, c)]).toEqual([1, 0.5, 0]);
  const nothing = compress(zeros(4), zeros(4), small).update;
  expect(indexOverlap(nothing, a)).toBe(0);
});

describe("bytes", () => {
  const values = fc.array(fc.float({ noNaN: true, min: -9, max: 9 }), {
    minLength: 1,
    maxLength: 40,
  });
  test("come back as the same update", () => {
    fc.assert(
      fc.property(
        values,
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 12 }),
        (all, chunk, kept) => {
          const options = { chunk, kept: Math.min(kept, chunk) };
          const { update } = compress(Float32Array.from(all), zeros(all.length), options);
          const read = decodeUpdate(encodeUpdate(update), all.length);
          expect(read).toEqual({ ok: true, update });
        },
      ),
    );
  });
  test("of any kind are an update or refused, never an exception", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat({ max: 20 }), (bytes, size) => {
        const read = decodeUpdate(bytes, size);
        if (read.ok) expect(encodeUpdate(read.update)).toEqual(bytes);
        else expect(read.reason).toMatch(/^[a-z_]+$/);
      }),
      { numRuns: 500 },
    );
  });

  const { update } = compress(singles(1, -8, 3, 4, 0, 2, 0), zeros(7), small);
  const good = encodeUpdate(update);
  const changed = (change: (bytes: Uint8Array, view: DataView) => void): Uint8Array => {
    const bytes = good.slice();
    change(bytes, new DataView(bytes.buffer));
    return bytes;
  };
  const of = (change: Partial<SparseUpdate>): Uint8Array => encodeUpdate({ ...update, ...change });
  test.each([
    ["cut off", good.subarray(0, -1), "wrong_length"],
    ["too long", Uint8Array.of(...good, 0), "wrong_length"],
    ["empty", new Uint8Array(), "wrong_length"],
    ["of another model", changed((_, view) => view.setUint32(0, 8, true)), "wrong_size"],
    ["of chunks of nothing", changed((_, view) => view.setUint32(4, 0, true)), "wrong_size"],
    ["of huge chunks", changed((_, view) => view.setUint32(4, 5000, true)), "wrong_size"],
    ["keeping more than there is", changed((_, view) => view.setUint32(8, 5, true)), "wrong_size"],
    ["with NaN", of({ scale: singles(Number.NaN, 2) }), "not_finite"],
    ["with infinity", of({ scale: singles(8, Number.POSITIVE_INFINITY) }), "not_finite"],
    ["with a negative scale", of({ scale: singles(-8, 2) }), "not_finite"],
    ["with one place twice", of({ index: Uint32Array.of(3, 3, 4, 5) }), "index_twice"],
    ["in no order", of({ index: Uint32Array.of(3, 1, 4, 5) }), "index_twice"],
    ["with a place outside", of({ index: Uint32Array.of(1, 9, 4, 5) }), "index_out_of_range"],
    ["beyond the last chunk", of({ index: Uint32Array.of(1, 3, 4, 7) }), "index_out_of_range"],
    ["with a code that there isn't", of({ value: Int8Array.of(-128, 0, 0, 0) }), "bad_code"],
  ])("%s are refused with a reason", (_, bytes, reason) => {
    expect(decodeUpdate(bytes, 7)).toMatchObject({ ok: false, reason });
  });
  test("of other chunks than agreed are refused", () => {
    expect(decodeUpdate(good, 7, { chunk: 4, kept: 2 }).ok).toBe(true);
    expect(decodeUpdate(good, 7, { chunk: 8 })).toMatchObject({ ok: false, reason: "wrong_size" });
  });
});
