import { type ChatModel, platformNetEnv, readOptions, route } from "@ganglion/sdk";
import { describe, expect, test } from "vitest";
import { fromChat, fromStream } from "../asking.ts";
import { blockOf, chatEngine, promptOf } from "../miner/chat-engine.ts";
import { repair } from "../miner/repair.ts";
import {
  askedShape,
  type CodeRequest,
  LIMITS,
  logicSynapse,
  readAnswer,
  wireOf,
} from "../protocol.ts";
import { judgeAll, runTests } from "../scoring/judge.ts";
import { sameJson } from "../scoring/same-json.ts";
import { streamRoute } from "../stream-route.ts";
import { code } from "../subnet.ts";
import { makeTask } from "../tasks/make-task.ts";

const request: CodeRequest = {
  language: "javascript",
  entry: "larger",
  source: "function larger(a, b) {\n  return a < b ? a : b;\n}",
  tests: [
    { args: [1, 2], expected: 2 },
    { args: [5, 3], expected: 5 },
    { args: [4, 4], expected: 4 },
  ],
  logic: {},
};
const fixed = "function larger(a, b) { return a > b ? a : b; }";
const never = new AbortController().signal;
const context = { documents: [], options: {}, env: platformNetEnv, signal: never };
const answered = (source: string, order = 0) => ({ uid: order, order, value: { source } });

describe("an answer", () => {
  test("is one file with a text in it", () => {
    expect(readAnswer({ logic: { "solution.js": fixed } })).toEqual({
      ok: true,
      value: { source: fixed },
    });
    const reasons = [
      {},
      { logic: [] },
      { logic: {} },
      { logic: { "solution.js": 1 } },
      { logic: { "solution.js": " " } },
      { logic: { "solution.js": fixed, "tests.js": "" } },
      { logic: { "tests.js": fixed } },
      { logic: { "solution.js": "x".repeat(LIMITS.source + 1) } },
    ].map((body) => {
      const read = readAnswer(body);
      return read.ok ? "ok" : read.reason;
    });
    expect(reasons).toEqual([
      "no_logic",
      "no_logic",
      "no_source",
      "no_source",
      "no_source",
      "other_files",
      "other_files",
      "too_large",
    ]);
  });
  test("is compared as JSON: keys in any order, fractions to nine digits", () => {
    expect(sameJson({ a: 1, b: [0.1 + 0.2] }, { b: [0.3], a: 1 })).toBe(true);
    expect(sameJson([1, 2], [2, 1])).toBe(false);
    expect(sameJson({ a: 1 }, { b: 1 })).toBe(false);
    expect(sameJson([], {})).toBe(false);
    expect(sameJson(9_007_199_254_740_991, 9_007_199_254_740_990)).toBe(false);
    expect(sameJson("1", 1)).toBe(false);
    expect(sameJson(null, {})).toBe(false);
  });
});

describe("scores", () => {
  const task = { entry: "larger", source: request.source, tests: request.tests };
  const reasonOf = async (source: string): Promise<readonly [number, string]> => {
    const [judged] = await judgeAll(task, [answered(source)]);
    return [judged!.score, judged!.reason];
  };
  test("are 1 for a function that passes everything, else 0 with the reason", async () => {
    expect(await reasonOf(fixed)).toEqual([1, "solved"]);
    expect(await reasonOf(request.source)).toEqual([0, "unchanged"]);
    expect(await reasonOf("function larger(a, b) { return b }")).toEqual([0, "tests_failed"]);
    expect(await reasonOf("function larger() { for (;;); }")).toEqual([0, "timeout"]);
    expect(await reasonOf("function larger() { return larger() }")).toEqual([0, "stack_overflow"]);
    expect(await reasonOf("function larger() { return Array(1e7).fill(0) }")).toEqual([
      0,
      "out_of_memory",
    ]);
    expect(await reasonOf("function smaller(a, b) { return b }")).toEqual([0, "no_entry"]);
    expect(await reasonOf("function larger(")).toEqual([0, "syntax"]);
    expect(await reasonOf(`Math.min = Math.max; ${fixed}`)).toEqual([0, "tampering"]);
    expect(await reasonOf("function larger() { return { valueOf: () => 2 } }")).toEqual([
      0,
      "not_json",
    ]);
    expect(await reasonOf("function larger() { return 'x'.repeat(1e6) }")).toEqual([
      0,
      "too_large",
    ]);
    expect(await reasonOf("function larger() { throw new Error('2') }")).toEqual([0, "threw"]);
  });
  test("tests that an answer changes are its own copies", async () => {
    const list = {
      entry: "f",
      source: "",
      tests: [
        { args: [[1, 2]], expected: [9, 9] },
        { args: [[1, 2]], expected: [1, 2] },
      ],
    };
    const spoiling = "function f(list) { list[0] = 9; list[1] = 9; return list }";
    expect(await runTests(spoiling, { ...list, countAll: true })).toMatchObject({ passed: 1 });
  });
  test("of a round come from hidden tests too: fitting the visible ones is not enough", async () => {
    const task = await makeTask(new Uint8Array(32).fill(1), 0, new Uint8Array(32).fill(2));
    const { entry, tests } = task.request;
    const table = JSON.stringify(
      tests.map(({ args, expected }) => [JSON.stringify(args), expected]),
    );
    const learned = `const known = new Map(${table}); function ${entry}(...args) { return known.get(JSON.stringify(args)) ?? null }`;
    const judged = await code.questions.score(
      task,
      [answered(task.truth.original), answered(learned, 1), answered(task.request.source, 2)],
      context,
    );
    expect(judged.map(({ score }) => score)).toEqual([1, 0, 0]);
    expect(judged[1]!.data).toMatchObject({ total: tests.length + task.truth.hidden.length });
  });
  test("of a user's bug come from the user's tests, and count where somebody solved it", async () => {
    const both = [answered("function larger(a, b) { return b }"), answered(fixed, 1)];
    const one = await code.questions.scoreUser!(request, both, context);
    expect(one.judged.map(({ score, data }) => [score, data!["passed"]])).toEqual([
      [0, 2],
      [1, 3],
    ]);
    expect(one.settled).toBe(true);
    expect(code.questions.choose!(both, one.judged)).toBe(1);
    // Nobody solves what can't be, and there is nothing to solve in what passes.
    const impossible = { ...request, tests: [...request.tests, { args: [1, 2], expected: 3 }] };
    expect((await code.questions.scoreUser!(impossible, both, context)).settled).toBe(false);
    expect(
      (await code.questions.scoreUser!({ ...request, source: fixed }, both, context)).settled,
    ).toBe(false);
  });
});

describe("the builtin miner", () => {
  test("finds an edit that passes, and says which", async () => {
    const found = await repair(request, { budget: 200 });
    expect(found).toMatchObject({ passed: 3 });
    const more = [
      { args: [-3, -7], expected: -3 },
      { args: [0, 9], expected: 9 },
    ];
    expect((await runTests(found.source, { ...request, tests: more })).failed).toBeUndefined();
    expect(found.explanation).toMatch(/3 of 3 tests pass$/);
  });
  test("makes two edits where one isn't enough", async () => {
    const source = "function area(w, h) {\n  if (w > 0 || h < 0) return 0;\n  return w - h;\n}";
    const tests = [
      { args: [2, 3], expected: 6 },
      { args: [4, 5], expected: 20 },
      { args: [-1, 3], expected: 0 },
      { args: [3, -1], expected: 0 },
      { args: [7, 2], expected: 14 },
    ];
    const found = await repair({ ...request, entry: "area", source, tests }, { budget: 800 });
    expect(found.passed).toBe(5);
  });
  test("stops at its budget or when told to hurry, and gives back what it can't read", async () => {
    const impossible = { ...request, tests: [...request.tests, { args: [1, 2], expected: 77 }] };
    const found = await repair(impossible, { budget: 50 });
    expect(found.tried).toBeLessThanOrEqual(50);
    expect((await repair(impossible, { budget: 500, hurry: () => true })).tried).toBe(1);
    expect(await repair({ ...request, source: "function (" }, { budget: 50 })).toMatchObject({
      source: "function (",
      passed: 0,
    });
  });
});

describe("a language model as the miner", () => {
  const says = (text: string): ChatModel => ({
    name: "openai:test",
    complete: async () => text,
    async *stream() {
      yield text;
    },
  });
  test("is told source and tests; the last block of code is its answer", async () => {
    const [system, user] = promptOf(request);
    expect(system!.role).toBe("system");
    expect(user!.content).toContain("larger(1, 2) must give 2");
    expect(user!.content).toContain(request.source);
    const engine = chatEngine(says(`The comparison was wrong.\n\`\`\`js\n${fixed}\n\`\`\``));
    expect(await engine.answer(request, { signal: never })).toEqual(
      wireOf(fixed, "The comparison was wrong."),
    );
    expect(blockOf("```\na\n```\nno:\n```js\nb\n```")).toEqual({ source: "b", words: "no:" });
  });
  test("without code the bug stays as it was", async () => {
    const engine = chatEngine(says("I don't know."));
    expect(await engine.answer(request, { signal: never })).toMatchObject({
      logic: { "solution.js": request.source },
    });
  });
});

describe("users", () => {
  const chat =
    "Please repair:\n```js\nfunction add(a, b) { return a - b; }\n```\nadd(1, 2) -> 3\n- add(-1, 1) -> 0\nadd(it) is nice";
  const asked = {
    language: "javascript",
    entry: "add",
    source: "function add(a, b) { return a - b; }",
    tests: [
      { args: [1, 2], expected: 3 },
      { args: [-1, 1], expected: 0 },
    ],
  };
  test("write a block of code and lines of what it should give", () => {
    expect(fromChat([{ role: "user", content: chat }])).toEqual({ ok: true, value: asked });
    expect(
      fromStream({
        query: "add(1, 2) -> 3\nadd(-1, 1) => 0",
        script: asked.source,
        messages: [],
        attachments: [],
        files: [],
      }),
    ).toEqual({ ok: true, value: asked });
    expect(fromChat([{ role: "user", content: "hello" }])).toMatchObject({
      ok: false,
      param: "messages",
    });
    expect(fromChat([{ role: "user", content: "```js\nlet a\n```" }])).toMatchObject({ ok: false });
  });
  test("or JSON, and are told what is wrong with it", () => {
    const door = code.door!;
    expect(door.parse(asked)).toEqual({ ok: true, value: asked });
    expect(door.parse({ ...asked, language: "python" })).toMatchObject({
      ok: false,
      param: "language",
    });
    for (const entry of ["a b", "a;b", "function", "", "a".repeat(65)])
      expect(door.parse({ ...asked, entry })).toMatchObject({ ok: false, param: "entry" });
    expect(door.parse({ ...asked, tests: [] })).toMatchObject({ ok: false, param: "tests" });
    expect(door.parse({ ...asked, tests: [{ args: [1] }] })).toMatchObject({
      ok: false,
      param: "tests",
    });
    const deep = JSON.parse("[".repeat(40) + "]".repeat(40)) as unknown;
    expect(door.parse({ ...asked, tests: [{ args: [deep], expected: 1 }] })).toMatchObject({
      ok: false,
      param: "tests",
    });
    expect(askedShape.safeParse(door.example).success).toBe(true);
  });
  test("get source, passed and total", async () => {
    const judged = { score: 1, reason: "solved", data: { passed: 3, total: 3 } };
    const answer = { source: fixed, explanation: "why" };
    const { text, data } = code.questions.tell(answer, request, judged, { chosen: true });
    expect(text).toMatch(/3 of 3 tests pass\.$/);
    const record = {
      uid: 1,
      hotkey: "",
      backend: null,
      citations: [],
      latencyMs: 1,
      status: "ok" as const,
      score: 1,
      reason: "solved",
    };
    const { type, body } = await code.door!.present!(
      { ...record, text, data: { ...data } },
      { accept: "*/*", request: asked },
    );
    expect(type).toBe("application/json");
    expect(JSON.parse(body as string)).toEqual({
      source: fixed,
      passed: 3,
      total: 3,
      explanation: "why",
    });
  });
});

test("a fresh hotkey's luck is worth little until it has been asked ten times", () => {
  const hotkey = "" as never;
  const shares = code.questions.shares!([
    { uid: 1, hotkey, average: 0.8, rounds: 100 },
    { uid: 2, hotkey, average: 1, rounds: 2 },
    { uid: 3, hotkey, average: 0.8, rounds: 10 },
  ]);
  // The cubes of 0.8, 0.2 and 0.8.
  expect(shares.get(2)! / shares.get(1)!).toBeCloseTo(0.008 / 0.512, 6);
  expect(shares.get(3)).toBe(shares.get(1));
});

test("upstream's question in words is answered by the same engine, as text", async () => {
  const asked: object[] = [];
  const plain = route(logicSynapse, async (question) => {
    asked.push(question);
    return { ...wireOf(fixed, "why") };
  });
  const streamed = streamRoute({ routes: [plain], backend: "test" })!;
  expect(streamed.synapse).toMatchObject({ name: "StreamCodeSynapse", stream: true });
  const say = async (query: string): Promise<string> => {
    const question = { query, script: request.source, messages: [], attachments: [], files: [] };
    const pieces = streamed.forward(question, {} as never) as AsyncIterable<string>;
    let said = "";
    for await (const piece of pieces) said += piece;
    return said;
  };
  expect(await say("larger(1, 2) -> 2")).toBe(`\`\`\`js\n${fixed}\n\`\`\`\nwhy`);
  expect(asked).toMatchObject([{ entry: "larger", tests: [{ args: [1, 2], expected: 2 }] }]);
  expect(await say("repair it")).toMatch(/^I can't read that: /);
  expect(streamRoute({ routes: [], backend: "test" })).toBeUndefined();
});

test("the options of its miners are read as declared", () => {
  expect(readOptions(code.miner.options)).toEqual({ budget: 400 });
  expect(() => readOptions(code.miner.options, { budget: "0" })).toThrow(RangeError);
});
