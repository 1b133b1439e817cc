import { describe, expect, test } from "vitest";
import type { Block, Neuron, Subnet } from "../src/api/shapes.ts";
import { reasonWords } from "../src/ask/reasons.ts";
import { blockInterval, withBlock } from "../src/chain/use-chain.ts";
import { age, count, percent, shortKey, span, tokens } from "../src/parts/amounts.ts";
import { readRoute } from "../src/parts/use-route.ts";
import { measuresOf, words } from "../src/subnet/measures.ts";
import { sorted, sortedBy } from "../src/subnet/sorting.ts";

describe("amounts", () => {
  test.each([
    ["0", "0"],
    ["1", "< 0.001"],
    ["499999", "< 0.001"],
    ["500000", "0.001"],
    ["1500000000", "1.5"],
    ["7885704893", "7.886"],
    ["999999999999", "1 000"],
    ["1234567890123456789", "1 234 567 890.123"],
    ["18446744073709551615", "18 446 744 073.71"],
  ])("%s rao are %s", (rao, shown) => expect(tokens(rao).replaceAll("\u202f", " ")).toBe(shown));

  test.each([
    [0, "0 %"],
    [1, "< 0.1 %"],
    [66, "0.1 %"],
    [32_768, "50.0 %"],
    [65_534, "100 %"],
    [65_535, "100 %"],
  ])("%i of 65535 is %s", (u16, shown) => expect(percent(u16)).toBe(shown));

  test.each([
    [0, "0 ms"],
    [940, "940 ms"],
    [999.9, "1 s"],
    [1_000, "1 s"],
    [1_540, "1.5 s"],
    [12_400, "12 s"],
    [120_000, "2 min"],
    [7_200_000, "2 h"],
    [259_200_000, "3 d"],
  ])("%i ms are %s", (ms, shown) => expect(span(ms)).toBe(shown));

  test("an age is whole seconds, and a clock that runs ahead says now", () => {
    expect([age(-500), age(900), age(3_900), age(61_000)]).toEqual([
      "now",
      "now",
      "3 s ago",
      "61 s ago",
    ]);
  });
  test("numbers are grouped, keys are shortened, short ones are not", () => {
    expect(count(1_234_567)).toBe("1\u202f234\u202f567");
    expect(shortKey("5DRwf7nU8YudtcJsERceqpPHP7j5EHVyPtbxNLzCJqRjFkCv")).toBe("5DRwf7…FkCv");
    expect(shortKey("0x12345678")).toBe("0x12345678");
  });
});

describe("addresses", () => {
  test.each([
    ["", { page: "ask" }],
    ["#/", { page: "ask" }],
    ["#/blocks", { page: "blocks" }],
    ["#/subnet", { page: "subnet" }],
    ["#/subnet/prompting", { page: "subnet", name: "prompting" }],
    ["#/q/abc", { page: "ask", query: "abc" }],
    ["#/q/", { page: "ask" }],
    ["#/q/%E0%A4%A", { page: "ask" }],
    ["#/nowhere", { page: "ask" }],
  ])("%s", (hash, route) => expect(readRoute(hash)).toEqual(route));
});

describe("blocks", () => {
  const block = (number: number, hash = `0x${number}`, timeMs: number | null = number * 1_000) =>
    ({
      number,
      hash,
      timeMs,
      extrinsics: 2,
      signed: 0,
      extrinsicHashes: [],
      events: [],
    }) satisfies Block;
  test("a new one goes first, a known one changes nothing, and sixty are kept", () => {
    const many = Array.from({ length: 70 }, (_, i) => block(i + 1)).reduce(
      withBlock,
      [] as readonly Block[],
    );
    expect([many.length, many[0]!.number, many.at(-1)!.number]).toEqual([60, 70, 11]);
    expect(withBlock(many, block(69))).toBe(many);
  });
  test("another block of the same height means that the chain began anew", () => {
    const old = [block(3), block(2)];
    expect(withBlock(old, block(2, "0xother"))).toEqual([block(2, "0xother")]);
    expect(withBlock(old, block(1))).toEqual([block(1)]);
  });
  test("their interval is the mean of the last ones, and unknown of too few", () => {
    expect(blockInterval([block(9), block(8), block(7)])).toBe(1_000);
    expect(blockInterval([block(9), block(8)])).toBeUndefined();
    expect(blockInterval([block(9), block(8), block(7, "0x7", null)])).toBeUndefined();
  });
});

describe("sorting", () => {
  const neuron = (uid: number, change: Partial<Neuron> = {}): Neuron => ({
    uid,
    hotkey: "",
    coldkey: "",
    role: "miner",
    name: null,
    stake: "0",
    incentive: 0,
    dividends: 0,
    emission: "0",
    active: true,
    validatorPermit: false,
    lastUpdate: 0,
    registeredAt: 0,
    axon: null,
    ...change,
  });
  test("compares rao as whole numbers, not as text or floats", () => {
    const neurons = [
      neuron(0, { emission: "9" }),
      neuron(1, { emission: "9007199254740993" }),
      neuron(2, { emission: "9007199254740992" }),
    ];
    const by = sorted(neurons, { by: "emission", descending: true });
    expect(by.map(({ uid }) => uid)).toEqual([1, 2, 0]);
  });
  test("equals stay in the order of their uids both ways", () => {
    const neurons = [neuron(2), neuron(0), neuron(1)];
    for (const descending of [true, false])
      expect(sorted(neurons, { by: "stake", descending }).map(({ uid }) => uid)).toEqual([0, 1, 2]);
  });
  test("the same column turns round, another begins with what matters", () => {
    const first = sortedBy({ by: "stake", descending: true }, "stake");
    expect(first).toEqual({ by: "stake", descending: false });
    expect(sortedBy(first, "emission")).toEqual({ by: "emission", descending: true });
    expect(sortedBy(first, "role")).toEqual({ by: "role", descending: false });
  });
});

test("reasons are told in words, unknown ones as they are", () => {
  expect(reasonWords("duplicate_of_4")).toBe("the same as uid 4's answer");
  expect(reasonWords("declined")).toBe("said that it can't answer");
  expect(reasonWords("some_new_reason")).toBe("some new reason");
});

describe("what a subnet measures", () => {
  const stats = (said: object): Subnet["stats"] => ({
    block: 9,
    tempo: 20,
    lastEpochBlock: 0,
    nextEpochBlock: 20,
    alphaInPool: "1",
    alphaOutstanding: "1",
    taoInPool: "1",
    maxUids: 256,
    ...said,
  });
  test("names become words", () => {
    expect(words("heldOutBitsPerByte")).toBe("Held out bits per byte");
  });
  test("nothing of the validator's is nothing to show", () => {
    expect(measuresOf(stats({}))).toEqual({
      history: undefined,
      figures: [],
      columns: [],
      miners: [],
    });
  });
  test("figures, verdicts and a curve are read; whatever has another form is left out", () => {
    const read = measuresOf(
      stats({
        window: 3,
        lossScore: 0.12345,
        checkpoint: { hash: "0x1" },
        history: [[1, 2], [2, "x"], 7, [3, 1.5]],
        miners: [{ uid: 1, share: 0.5, reason: "correct" }, { uid: "x" }, null],
      }),
    );
    expect(read.figures).toEqual([
      ["Window", "3"],
      ["Loss score", "0.123"],
    ]);
    expect(read.history).toEqual({
      title: "History",
      points: [
        [1, 2],
        [3, 1.5],
      ],
    });
    expect(read.columns).toEqual(["share", "reason"]);
    expect(read.miners).toEqual([{ uid: 1, cells: { share: "0.500", reason: "correct" } }]);
  });
});
