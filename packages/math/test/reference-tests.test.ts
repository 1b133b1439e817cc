import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type Facts, factOperations, fromBits, toBits } from "./reference-facts.ts";

/** Some of the figures of the reference's own tests. Format: conformance/vectors/reference-tests/README.md. */
interface FactCase {
  readonly name: string;
  readonly source: string;
  readonly op: string;
  /** What all rows are given. */
  readonly given?: Facts;
  readonly within?: number;
  readonly relative?: number;
  readonly rows: readonly {
    readonly in: Facts;
    readonly out?: Facts;
    /** Gives the same result as this. */
    readonly sameAs?: Facts;
    readonly within?: number;
  }[];
}

const folder = new URL("../../../conformance/vectors/reference-tests/", import.meta.url);
const casesOf = (topic: string): readonly FactCase[] =>
  (JSON.parse(readFileSync(new URL(`${topic}.json`, folder), "utf8")) as { cases: FactCase[] })
    .cases;

/** How far numbers may lie apart: as values, or as a part of the wanted one. */
interface Tolerance {
  readonly within: number;
  readonly relative: number;
  /** Fraction bits of numbers that were computed as raw bits. */
  readonly fraction: number;
}

/** A wanted number is a value: without a tolerance, what was computed has the bits that come closest to it. */
function expectNumber(got: string | number, want: number, tolerance: Tolerance, at: string): void {
  const { within, relative, fraction } = tolerance;
  if (within + relative === 0) {
    const exact = typeof got === "string" ? String(toBits(want, fraction)) : want;
    expect(got, at).toBe(exact);
    return;
  }
  const value = typeof got === "string" ? fromBits(BigInt(got), fraction) : got;
  const apart = Math.abs(value - want);
  expect(apart, `${at}: ${value} is not ${want}`).toBeLessThanOrEqual(
    within + Math.abs(want) * relative,
  );
}

function expectFact(got: unknown, want: unknown, tolerance: Tolerance, at: string): void {
  if (Array.isArray(want)) {
    expect(Array.isArray(got) && got.length, `${at}: entries`).toBe(want.length);
    want.forEach((each, i) => {
      expectFact((got as unknown[])[i], each, tolerance, `${at}[${i}]`);
    });
  } else if (want !== null && typeof want === "object")
    for (const [key, each] of Object.entries(want))
      expectFact((got as Facts)[key], each, tolerance, `${at}.${key}`);
  else if (typeof want === "number" && (typeof got === "number" || typeof got === "string"))
    expectNumber(got, want, tolerance, at);
  else expect(got, at).toEqual(want);
}

describe.each(["math", "swap", "share-pool"])("the reference's tests of %s", (topic) => {
  test.each(casesOf(topic))("$name", ({ op, given, rows, within, relative }) => {
    const { run, fraction } = factOperations[op]!;
    expect(rows.length).toBeGreaterThan(0);
    rows.forEach((row, i) => {
      const want = row.sameAs ? run({ ...given, ...row.sameAs }) : row.out!;
      const got = run({ ...given, ...row.in });
      const tolerance = { within: row.within ?? within ?? 0, relative: relative ?? 0, fraction };
      expectFact(got, want, tolerance, `row ${i}, ${JSON.stringify(row.in)}`);
    });
  });
});
