import { describe, expect, test } from "vitest";
import {
  type ComputeDocument,
  ComputeError,
  computations,
  computeEmission,
  computeEpoch,
  computeMath,
  computeSwap,
  parseDocument,
} from "../src/index.ts";
import { vectors } from "./vectors.ts";

type Compute = (document: ComputeDocument) => ComputeDocument;

function refusal(compute: Compute, document: ComputeDocument): string {
  try {
    compute(document);
  } catch (error) {
    if (error instanceof ComputeError) return error.message;
    throw error;
  }
  return "";
}

const epochLine = (vectors("epoch") as { in: ComputeDocument }[])[0] as { in: ComputeDocument };
const order = {
  op: "swap",
  pool: { alpha: "1000000000", tao: "1000000000", quote_weight: "500000000000000000" },
  side: "buy",
  amount: "1000",
  limit_price_rao: "1000000000000000",
  fee_rate: 33,
  drop_fees: false,
};

test("the four subjects are found by name", () => {
  expect(Object.keys(computations)).toEqual(["epoch", "swap", "emission", "math"]);
  expect(computations.swap(order)).toEqual(computeSwap(order));
});

test("numbers that JSON.parse would round are read to the last digit, texts as they stand", () => {
  expect(
    parseDocument(
      '{"a":18446744073709551615,"b":[-9223372036854775808, 7],"c":"x:18446744073709551615","d":1234567890123456.5,"e\\"":1e300}',
    ),
  ).toEqual({
    a: "18446744073709551615",
    b: ["-9223372036854775808", 7],
    c: "x:18446744073709551615",
    d: 1234567890123456.5,
    'e"': 1e300,
  });
  expect(() => parseDocument("{")).toThrow(SyntaxError);
});

test("a line that is no object is refused by what it is", () => {
  for (const line of [null, [], 7, "text"])
    expect(() => computations.math(line)).toThrow(/the line: expected an object, got /);
});

describe("a document that cannot be computed names the field", () => {
  const cases: [string, Compute, ComputeDocument, RegExp][] = [
    ["no operation", computeSwap, {}, /^op: expected one of swap.*got nothing$/],
    ["an unknown operation", computeMath, { op: "cbrt" }, /^op: .*got "cbrt"$/],
    ["an inherited name as operation", computeMath, { op: "toString" }, /^op: /],
    ["no pool", computeSwap, { ...order, pool: null }, /^pool: expected an object, got null$/],
    ["a fractional amount", computeSwap, { ...order, amount: 1.5 }, /^amount: /],
    ["a negative amount", computeSwap, { ...order, amount: "-1" }, /^amount: .*2\^64-1/],
    [
      "an amount beyond u64",
      computeSwap,
      { ...order, amount: "18446744073709551616" },
      /^amount: /,
    ],
    ["a word as amount", computeSwap, { ...order, amount: "many" }, /^amount: .*decimal string/],
    ["an empty amount", computeSwap, { ...order, amount: "" }, /^amount: /],
    [
      "a side that is none",
      computeSwap,
      { ...order, side: "hold" },
      /^side: expected one of buy, sell/,
    ],
    ["a fee rate beyond 16 bits", computeSwap, { ...order, fee_rate: 65_536 }, /^fee_rate: /],
    ["a switch that is none", computeSwap, { ...order, drop_fees: "no" }, /^drop_fees: /],
    [
      "a weight above one",
      computeSwap,
      { ...order, pool: { ...order.pool, quote_weight: "1000000000000000001" } },
      /^quote_weight: /,
    ],
    [
      "subnets that are no list",
      computeEmission,
      { op: "subnet_shares", subnets: {} },
      /^subnets: /,
    ],
    [
      "raw bits beyond their format",
      computeMath,
      { op: "exp_safe", x: "9223372036854775808" },
      /^x: expected raw bits of I32F32/,
    ],
    [
      "a list of the wrong length",
      computeEpoch,
      { ...epochLine.in, alpha: [] },
      /^alpha: .*as many as n/,
    ],
    [
      "a weight that is no pair",
      computeEpoch,
      { ...epochLine.in, weights: [[[1]], [], [], [], []] },
      /^weights\[0\]\[0\]: expected \[uid, value\]/,
    ],
    [
      "a weight beyond 16 bits",
      computeEpoch,
      { ...epochLine.in, weights: [[], [[0, 65_536]], [], [], []] },
      /^weights\[1\]\[0\]: /,
    ],
    ["a block before zero", computeEpoch, { ...epochLine.in, block: -1 }, /^block: /],
    [
      "a steepness beyond i16",
      computeEpoch,
      { ...epochLine.in, alpha_sigmoid_steepness: 40_000 },
      /^alpha_sigmoid_steepness: /,
    ],
  ];
  test.each(cases)("%s", (_, compute, document, expected) => {
    expect(refusal(compute, document)).toMatch(expected);
  });
});

test("a trace comes only when asked for", () => {
  expect(computeEpoch(epochLine.in)).not.toHaveProperty("trace");
  expect(computeEpoch({ ...epochLine.in, trace: true })).toHaveProperty("trace");
  expect(computeEpoch({ ...epochLine.in, trace: false })).not.toHaveProperty("trace");
});

test("a price given with a pool is not believed", () => {
  const lied = { ...order, pool: { ...order.pool, price: "1" } };
  expect(computeSwap(lied)).toEqual(computeSwap(order));
});

test("computing leaves the document as it was", () => {
  const copy = structuredClone(epochLine.in);
  computeEpoch(epochLine.in);
  expect(epochLine.in).toEqual(copy);
});
