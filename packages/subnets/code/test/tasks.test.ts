import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { randomFrom } from "@ganglion/sdk";
import { describe, expect, test } from "vitest";
import { sandbox } from "../sandbox/sandbox.ts";
import { runTests } from "../scoring/judge.ts";
import { CORPUS } from "../tasks/corpus/corpus.ts";
import { makeTask } from "../tasks/make-task.ts";
import { mutate, mutationsOf } from "../tasks/mutations.ts";

const seed = new Uint8Array(32).fill(7);
const secret = new Uint8Array(32).fill(9);

describe("the corpus", () => {
  test("has at least forty functions of different names", () => {
    expect(new Set(CORPUS.map(({ name }) => name)).size).toBe(CORPUS.length);
    expect(CORPUS.length).toBeGreaterThanOrEqual(40);
  });
  test("runs on what its generators make, in less than a tick for each call", async () => {
    const programs = CORPUS.map(({ name, source, arguments: draw }) => {
      const random = randomFrom(seed, name);
      return {
        source,
        entry: name,
        calls: Array.from({ length: 10 }, () => draw(random)),
        intact: true,
      };
    });
    const runs = await sandbox().runAll(programs.map((each) => ({ ...each, ticksPerCall: 2 })));
    const wrong = runs.flatMap(({ trouble, calls }, i) =>
      trouble || calls.some((called) => !called.ok) ? [programs[i]!.entry] : [],
    );
    expect(wrong).toEqual([]);
  });
  test("does what its comments say, on examples worked out by hand", async () => {
    const examples: readonly [string, readonly unknown[], unknown][] = [
      ["runLengthEncode", ["aabccc"], "a2bc3"],
      ["caesar", ["xyz!", 3], "abc!"],
      ["editDistance", ["kitten", "sitting"], 3],
      ["wrapWords", ["aa bb cc", 5], ["aa bb", "cc"]],
      [
        "spiral",
        [
          [
            [1, 2, 3],
            [4, 5, 6],
            [7, 8, 9],
          ],
        ],
        [1, 2, 3, 6, 9, 8, 7, 4, 5],
      ],
      ["trapWater", [[3, 0, 2]], 2],
      ["largestSum", [[-2, 3, -1, 4, -9]], 6],
      [
        "mergeIntervals",
        [
          [
            [5, 6],
            [1, 3],
            [2, 4],
          ],
        ],
        [
          [1, 4],
          [5, 6],
        ],
      ],
      ["primeFactors", [60], [2, 2, 3, 5]],
      ["toBase", [-255, 16], "-ff"],
      ["powerMod", [3, 4, 7], 4],
      ["changeCoins", [[2, 5], 3], -1],
      ["pascalRow", [4], [1, 4, 6, 4, 1]],
      ["romanToNumber", ["XCIV"], 94],
      ["numberToRoman", [49], "XLIX"],
      ["evaluatePostfix", ["3 4 + 2 *"], 14],
      ["calculate", ["2+3*4-5"], 9],
      ["splitCsvLine", ['a,"b,""c"""'], ["a", 'b,"c"']],
      ["compareVersions", ["1.2", "1.2.1"], -1],
      ["parseDuration", ["1h1m1s"], 3661],
      ["kthLargest", [[4, 4, 2], 3], 2],
      ["rankScores", [[5, 9, 5]], [2, 1, 2]],
      ["countInversions", [[3, 1, 2]], 2],
      ["distances", [3, [[0, 1]], 0], [0, 1, -1]],
      ["topologicalOrder", [3, [[2, 0]]], [1, 2, 0]],
      [
        "islands",
        [
          [
            [1, 0],
            [0, 1],
          ],
        ],
        2,
      ],
    ];
    for (const [name, args, expected] of examples) {
      const { source } = CORPUS.find((each) => each.name === name)!;
      const result = await runTests(source, { entry: name, source, tests: [{ args, expected }] });
      expect([name, result.failed]).toEqual([name, undefined]);
    }
  });
});

describe("a mutation", () => {
  test("changes one place, and all of them can be read", () => {
    const source = "function f(a, b) { if (a < b && !b) return a - 1; return b; }";
    const mutants = mutationsOf(source).map((mutation) => mutate(source, [mutation]));
    expect(mutants).toContain("function f(a, b) { if ((a <= b) && !b) return a - 1; return b; }");
    expect(mutants).toContain("function f(a, b) { if (a < b && b) return a - 1; return b; }");
    expect(mutants).toContain("function f(a, b) { if (a < b && !b) return a - 2; return b; }");
    expect(mutants).toContain("function f(a, b) { if (a < b && !b) return a - 1; return a; }");
    for (const mutant of mutants) expect(() => mutationsOf(mutant)).not.toThrow();
  });
});

describe("a task", () => {
  test("is the same for everyone who knows seed, index and secret, and for nobody else", async () => {
    const task = await makeTask(seed, 0, secret);
    expect(await makeTask(seed, 0, secret)).toEqual(task);
    const others = [await makeTask(seed, 1, secret), await makeTask(seed, 0, seed)];
    for (const other of others) expect(other.truth.hidden).not.toEqual(task.truth.hidden);
  });
  test("fails a visible test, ends on all, and is solved by the original alone", async () => {
    for (let index = 0; index < 8; index++) {
      const { request, truth } = await makeTask(seed, index, secret);
      const { entry, source, tests } = request;
      const visible = await runTests(source, { entry, source, tests, countAll: true });
      expect(visible.passed).toBeLessThan(tests.length);
      expect(visible.failed?.reason).not.toBe("timeout");
      const all = [...tests, ...truth.hidden];
      expect(
        (await runTests(truth.original, { entry, source, tests: all })).failed,
      ).toBeUndefined();
      const seen = new Set(tests.map(({ args }) => JSON.stringify(args)));
      expect(truth.hidden.filter(({ args }) => seen.has(JSON.stringify(args)))).toEqual([]);
    }
  });
});

test("the miner shares no code with tasks and scoring, nor they with it", () => {
  const folder = dirname(dirname(fileURLToPath(import.meta.url)));
  const importsOf = (part: string): string[] =>
    readdirSync(join(folder, part), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .flatMap((name) =>
        [...readFileSync(join(folder, part, name), "utf8").matchAll(/from "([^"]+)"/g)].map(
          (match) => match[1]!,
        ),
      );
  const miner = importsOf("miner");
  expect(miner.length).toBeGreaterThan(5);
  expect(miner.filter((from) => /tasks|scoring/.test(from))).toEqual([]);
  const judges = [...importsOf("tasks"), ...importsOf("scoring")];
  expect(judges.filter((from) => /miner/.test(from))).toEqual([]);
});
