import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { pythonStr } from "../../src/index.ts";

// [value, whether its numbers are floats, what Python 3.11's str() makes of it]
const file = new URL("../fixtures/python-str.json", import.meta.url);
const vectors = JSON.parse(readFileSync(file, "utf8")) as [unknown, boolean, string][];

describe("Python's str", () => {
  test.each(vectors)("of %j (floats: %s) is %s", (value, floats, text) => {
    expect(pythonStr(value, { floats })).toBe(text);
  });
  test("a missing field is None, an absent entry is not there", () => {
    expect(pythonStr(undefined)).toBe("None");
    expect(pythonStr({ a: undefined, b: 1 })).toBe("{'b': 1}");
  });
  test("a lone surrogate is shown by its number", () => {
    expect(pythonStr(["\ud800"])).toBe("['\\ud800']");
  });
});
