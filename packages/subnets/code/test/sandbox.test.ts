import { afterAll, describe, expect, test } from "vitest";
import { type Program, Sandbox } from "../sandbox/sandbox.ts";

const box = new Sandbox();
afterAll(() => box.stop());

/** What `f(1)` comes to: its JSON, or the reason why it has none. */
async function outcome(source: string, more: Partial<Program> = {}): Promise<string> {
  const ran = await box.run({ source, entry: "f", calls: [[1]], intact: true, ...more });
  if (ran.trouble) return ran.trouble.reason;
  const called = ran.calls[0]!;
  return called.ok ? called.json : called.reason;
}

describe("a guest", () => {
  test("is called with JSON and gives JSON", async () => {
    expect(await outcome("function f(x) { return { b: [x, 1.5, null], a: 'q\"' } }")).toBe(
      '{"b":[1,1.5,null],"a":"q\\""}',
    );
    expect(await outcome("const f = (x) => x + 1;")).toBe("2");
  });
  test("has clock and randomness that are the same in every run", async () => {
    const source =
      "function f() { return [Math.random(), Date.now(), new Date().toISOString(), Date().length > 0] }";
    const first = await outcome(source);
    expect(first).toMatch(/^\[0\.\d+,1577836800000,"2020-01-01T00:00:00.000Z",true\]$/);
    expect(await outcome(source)).toBe(first);
  });
  test("sees no files, no network, no process and no other modules", async () => {
    expect(
      await outcome(
        "function f() { return [typeof process, typeof fetch, typeof require, typeof WebAssembly, typeof setTimeout, typeof console] }",
      ),
    ).toBe(JSON.stringify(Array(6).fill("undefined")));
    expect(await outcome("import fs from 'fs'; function f() { return 1 }")).toBe("syntax");
    expect(await outcome("function f() { return import('fs') }")).toBe("not_plain");
    expect(await outcome("function f() { return require('fs') }")).toBe("threw");
  });
});

describe("is stopped, with its reason:", () => {
  const endless: Readonly<Record<string, string>> = {
    "a loop without end": "function f() { while (true); }",
    "a loop while loading": "while (true); function f() {}",
    "a loop that catches what stops it":
      "function f() { for (;;) { try { for (;;); } catch {} finally { continue } } }",
    "a regular expression that backtracks for ever":
      "function f() { return /^(a+)+$/.test('a'.repeat(40) + 'b') }",
    "a thrown object whose getter never ends": "throw { get message() { while (1); } }",
  };
  for (const [name, source] of Object.entries(endless))
    test(name, async () => expect(["timeout", "threw"]).toContain(await outcome(source)));

  test("work that is counted, so that it ends at the same place every time", async () => {
    const source = "let n = 0; function f() { for (;;) n++; }";
    const ticks = async () => (await box.run({ source, entry: "f", calls: [[]] })).ticks;
    expect(await ticks()).toBe(await ticks());
  });
  test("one call of a built-in function that nobody can interrupt; the next guest has a new thread", async () => {
    // What isn't ended by the clock must be through by then, on a machine that is busy too.
    const quick = new Sandbox({ wallMs: { stranger: 2_500 } });
    const calls = [[1]];
    const hanging = "function f() { return [].indexOf.call({ length: 2 ** 52 }, 1) }";
    const [first, second] = await quick.runAll([
      { source: "function f(x) { return x }", entry: "f", calls },
      { source: hanging, entry: "f", calls },
    ]);
    expect(first?.calls).toEqual([{ ok: true, json: "1" }]);
    expect(second?.trouble?.reason).toBe("timeout");
    const after = await quick.run({ source: "function f(x) { return x }", entry: "f", calls });
    expect(after.calls).toEqual([{ ok: true, json: "1" }]);
    await quick.stop();
  });
  test("memory: long lists, large buffers, endless texts", async () => {
    expect(await outcome("function f() { return new Array(1e7).fill(1) }")).toBe("out_of_memory");
    expect(await outcome("function f() { return new Uint8Array(1e9) }")).toBe("out_of_memory");
    expect(await outcome("function f() { let a = 'x'; for (;;) a += a; }")).toBe("threw");
    expect(["out_of_memory", "timeout"]).toContain(
      await outcome("function f() { const a = []; for (;;) a.push([a.length]); }"),
    );
  });
  test("recursion: of its own, through a built-in function, of the parser", async () => {
    expect(await outcome("function f(x) { return f(x + 1) + 1 }")).toBe("stack_overflow");
    expect(
      await outcome("function f(x) { return JSON.stringify({ toJSON() { return f(x) } }) }"),
    ).toBe("stack_overflow");
    const deep = `function f() { return ${"(".repeat(10_000)}1${")".repeat(10_000)} }`;
    expect(await outcome(deep)).toBe("stack_overflow");
    // Nothing of that is left behind.
    expect(await outcome("function f(x) { return x }")).toBe("1");
  });
  test("results that are too large or too deep", async () => {
    expect(await outcome("function f() { return 'x'.repeat(1e6) }")).toBe("too_large");
    expect(await outcome("function f() { return new Array(4e9) }")).toBe("too_large");
    expect(
      await outcome("function f() { let a = []; for (let i = 0; i < 1e4; i++) a = [a]; return a }"),
    ).toBe("too_large");
    expect(await outcome("function f() { const a = []; a.push(a); return a }")).toBe("too_large");
  });
  test("what isn't JSON or only pretends to be", async () => {
    expect(await outcome("function f() {}")).toBe("not_json");
    expect(await outcome("function f() { return NaN }")).toBe("not_json");
    expect(await outcome("function f() { return Symbol() }")).toBe("not_json");
    expect(await outcome("function f() { return { toJSON() { return 1 } } }")).toBe("not_json");
    expect(await outcome("function f() { return new Proxy([1], {}) }")).toBe("not_plain");
    expect(await outcome("function f() { return Proxy.revocable({}, {}).proxy }")).toBe(
      "not_plain",
    );
    expect(await outcome("function f() { return { get a() { return 1 } } }")).toBe("not_plain");
    expect(await outcome("function f() { return new (class A {})() }")).toBe("not_plain");
    expect(await outcome("function f() { return [1, , 2] }")).toBe("not_plain");
    expect(await outcome("async function f() { return 1 }")).toBe("not_plain");
  });
  test("a source that is none, or without the function", async () => {
    expect(await outcome("function f( {")).toBe("syntax");
    expect(await outcome("function g() { return 1 }")).toBe("no_entry");
    expect(await outcome("const f = 1;")).toBe("no_entry");
    expect(await outcome("throw new Error('no')")).toBe("threw");
  });
});

describe("tampering", () => {
  const tricks: Readonly<Record<string, string>> = {
    "a property on every object": "Object.prototype.x = 1;",
    "a getter on every object": "Object.defineProperty(Object.prototype, 'get', { value: 1 });",
    "lists that swallow what is put in":
      "Object.defineProperty(Array.prototype, '0', { set() {}, get() { return 7 } });",
    "another JSON": "JSON.stringify = () => '9'; JSON.parse = () => [9];",
    "another apply and another equality":
      "Reflect.apply = () => 9; Object.is = () => true; Object.hasOwn = () => true;",
    "another toString": "Number.prototype.toString = () => '9';",
    "an iterator that lies": "Array.prototype[Symbol.iterator] = function* () { yield 9 };",
  };
  for (const [name, trick] of Object.entries(tricks))
    test(`is seen, and doesn't reach what is read from outside: ${name}`, async () => {
      const source = `${trick} function f(x) { return [x] }`;
      expect(await outcome(source)).toBe("tampering");
      expect(await outcome(source, { intact: false })).toBe("[1]");
    });
  test("in a call is seen too", async () => {
    expect(await outcome("function f(x) { Array.prototype.map = 1; return x }")).toBe("tampering");
  });
  test("of arguments stays in the call that did it", async () => {
    const ran = await box.run({
      source: "function f(list) { list.push(9); return list.length }",
      entry: "f",
      calls: [[[1]], [[1]]],
    });
    expect(ran.calls.map((called) => called.ok && called.json)).toEqual(["2", "2"]);
  });
});

describe("programs that share a realm", () => {
  const calls = [[1]];
  const all = async (sources: readonly string[]): Promise<readonly string[]> => {
    const programs = sources.map((source) => ({ source, entry: "f", calls, shared: true }));
    const runs = await box.runAll(programs);
    return runs.map(({ trouble, calls: [called] }) =>
      trouble ? trouble.reason : called!.ok ? called!.json : called!.reason,
    );
  };
  test("keep their names apart", async () => {
    expect(
      await all([
        "const a = 1; const f = () => a;",
        "const a = 2; function f() { return a }",
        "function f() { return typeof a }",
        "function g() {}",
        "function f() { return 4 } // and no more",
      ]),
    ).toEqual(["1", "2", '"undefined"', "no_entry", "4"]);
  });
  test("are told what is wrong with each, and the others run on", async () => {
    expect(
      await all([
        "function f( {",
        "function f() { for (;;); }",
        "function f(x) { return f(x) + 1 }",
        "function f() { return new Array(1e7).fill(1) }",
        "throw new Error('no')",
        "function f(x) { return x }",
      ]),
    ).toEqual(["syntax", "timeout", "stack_overflow", "out_of_memory", "threw", "1"]);
  });
  test("are done with when one overruns a limit: what it left is not there any more", async () => {
    const dirty = "Array.prototype.mark = 1; function f() { for (;;); }";
    expect(await all([dirty, "function f() { return typeof [].mark }"])).toEqual([
      "timeout",
      '"undefined"',
    ]);
  });
  test("leave nothing to one that doesn't share", async () => {
    const dirty = { source: "Array.prototype.mark = 1; function f() {}", entry: "f", calls };
    const clean = { source: "function f() { return typeof [].mark }", entry: "f", calls };
    const [, alone] = await box.runAll([{ ...dirty, shared: true }, clean]);
    expect(alone?.calls).toEqual([{ ok: true, json: '"undefined"' }]);
  });
});

test("a program that the clock ends takes neither those before nor those after with it", async () => {
  const quick = new Sandbox({ wallMs: { stranger: 2_500 } });
  const hanging = "function f() { return [].indexOf.call({ length: 2 ** 52 }, 1) }";
  const sources = ["function f() { return 1 }", hanging, "function f() { return 3 }", hanging];
  const programs = sources.map((source) => ({ source, entry: "f", calls: [[]], shared: true }));
  const [one, two, three, four] = await quick.runAll(programs);
  expect(one?.calls).toEqual([{ ok: true, json: "1" }]);
  expect(two?.trouble?.reason).toBe("timeout");
  expect(three?.calls).toEqual([{ ok: true, json: "3" }]);
  expect(four?.trouble?.reason).toBe("timeout");
  await quick.stop();
});

test("a sandbox that is stopped says so to what ran and to what waited", async () => {
  const ended = new Sandbox();
  const program = {
    source: "function f() { return [].indexOf.call({ length: 2 ** 52 }, 1) }",
    entry: "f",
    calls: [[]],
  };
  const running = ended.run(program);
  const waiting = ended.run(program);
  await ended.stop();
  expect((await running).trouble?.reason).toBe("crashed");
  expect((await waiting).trouble?.reason).toBe("crashed");
});
