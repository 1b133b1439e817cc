import { describe, expect, test } from "vitest";
import {
  corpusFromTexts,
  DEFAULT_SHAPE,
  gzipBitsPerByte,
  loadDefaultCorpus,
  ngramBitsPerByte,
  randomOf,
  sampleBatch,
  unigramBitsPerByte,
} from "../src/index.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const documents = (count: number, length = 2_000) =>
  Array.from({ length: count }, (_, i) => ({
    name: `d${String(i).padStart(2, "0")}`,
    text: String.fromCharCode(97 + i).repeat(length),
  }));

describe("a corpus", () => {
  test("holds out every eighth document, in the order of the names", () => {
    const { shards, heldOut } = corpusFromTexts(documents(16).reverse());
    expect(heldOut.map((text) => String.fromCharCode(text[0]!))).toEqual(["h", "p"]);
    expect(shards).toHaveLength(14);
  });
  test("of a few documents holds out the last", () => {
    const { shards, heldOut } = corpusFromTexts(documents(3));
    expect([shards.length, heldOut.length]).toEqual([2, 1]);
    expect(heldOut[0]![0]).toBe(99);
  });
  test.each([
    ["too few", documents(2)],
    ["too short", documents(9, 100)],
  ])("of %s documents is refused", (_, few) => {
    expect(() => corpusFromTexts(few)).toThrow(/three documents of 1024 bytes/);
  });
  test("comes with the package: no held-out address stands in a shard", async () => {
    const { shards, heldOut } = await loadDefaultCorpus();
    expect([shards.length, heldOut.length]).toEqual([62, 8]);
    const text = (part: Uint8Array) => Buffer.from(part).toString("utf8");
    expect(shards.map(text).join(" ")).toContain("Fellow-Citizens of the Senate");
    const beginnings = new Set(shards.map((shard) => text(shard).slice(200, 400)));
    for (const each of heldOut) expect(beginnings.has(text(each).slice(200, 400))).toBe(false);
  });
});

describe("a batch", () => {
  test("is rows of the text, the same for the same draws", () => {
    const text = Uint8Array.from({ length: 500 }, (_, i) => i % 251);
    const draw = () => {
      const { unit } = randomOf(bytes("seed"), "x");
      return sampleBatch(text, DEFAULT_SHAPE, { rows: 3, unit });
    };
    const batch = draw();
    expect(batch).toHaveLength(3 * 65);
    for (let row = 0; row < 3; row++) {
      const [first] = batch.subarray(row * 65);
      for (let i = 0; i < 65; i++) expect(batch[row * 65 + i]).toBe((first! + i) % 251);
    }
    expect(draw()).toEqual(batch);
  });
  test("of a text that is one row long is that row; of a shorter one there is none", () => {
    const draws = { rows: 1, unit: () => 0.999 };
    const text = new Uint8Array(65).fill(7);
    expect(sampleBatch(text, DEFAULT_SHAPE, draws)).toEqual(text);
    expect(() => sampleBatch(text.subarray(1), DEFAULT_SHAPE, draws)).toThrow(/65 bytes/);
  });
});

describe("what a model has to beat", () => {
  test("unigram: with one of each more, bytes cost by how often they were seen", () => {
    // 256 more of 'a': (256 + 1) / (256 + 256) for it, 1 / 512 for any other.
    const training = [bytes("a".repeat(256))];
    expect(unigramBitsPerByte(training, [bytes("b")])).toBe(9);
    expect(unigramBitsPerByte(training, [bytes("a")])).toBeCloseTo(Math.log2(512 / 257), 12);
  });
  test("n-gram of order 1: worked out by hand", () => {
    // Of "aab": order 0 has a 2, b 1 (n 3, d 2); after 'a' come a 1, b 1 (n 2, d 2).
    const p0 = (seen: number) => (seen + 2 / 256) / 5;
    const p1 = (seen: number, below: number) => (seen + 2 * below) / 4;
    const expected = -(Math.log2(p0(2)) + Math.log2(p1(1, p0(1)))) / 2;
    expect(ngramBitsPerByte([bytes("aab")], [bytes("ab")], 1)).toBeCloseTo(expected, 12);
  });
  test("n-gram knows a text that repeats, and gzip finds it", () => {
    const text = bytes("the state of the union ".repeat(200));
    expect(ngramBitsPerByte([text], [text])).toBeLessThan(0.6);
    expect(gzipBitsPerByte([text])).toBeLessThan(0.2);
  });
});
