import type { CodeRequest } from "../protocol.ts";
import { type Ran, type Sandbox, sandbox } from "../sandbox/sandbox.ts";

/** A proposal that needs more than this for one test is taken for one that hangs. */
const TICKS = 4;

/** How a program does on the tests that the miner can see. */
export interface Trial {
  readonly passes: readonly boolean[];
  readonly passed: number;
}

/** Runs programs of one question on its tests, as many as there is budget for. */
export class Trials {
  /** Programs that may still be run. */
  left: number;
  readonly #request: CodeRequest;
  readonly #box: Sandbox;
  readonly #wanted: readonly string[];

  constructor(request: CodeRequest, budget: number, box: Sandbox = sandbox()) {
    this.#request = request;
    this.#box = box;
    this.left = budget;
    this.#wanted = request.tests.map(({ expected }) => ordered(expected));
  }

  async run(sources: readonly string[]): Promise<readonly Trial[]> {
    this.left -= sources.length;
    const { entry, tests } = this.#request;
    const calls = tests.map(({ args }) => args);
    const runs = await this.#box.runAll(
      sources.map((source) => ({ source, entry, calls, goOn: true, ticksPerCall: TICKS })),
    );
    return runs.map((ran) => this.#trial(ran));
  }

  /** Which statements each test reaches; undefined if the program doesn't load. */
  async coverage(watched: string): Promise<readonly ReadonlySet<number>[]> {
    const { entry, tests } = this.#request;
    const calls = tests.map(({ args }) => args);
    const ran = await this.#box.run({
      source: watched,
      entry,
      calls,
      goOn: true,
      ticksPerCall: TICKS,
      coverage: true,
    });
    return tests.map((_, i) => new Set((JSON.parse(ran.covered[i] ?? "[]") as number[]).slice(1)));
  }

  /** What programs make of other arguments, as text; the last line of defence against a fix that fits the tests alone. */
  async behaviours(
    sources: readonly string[],
    inputs: readonly (readonly unknown[])[],
  ): Promise<readonly string[]> {
    const { entry } = this.#request;
    const runs = await this.#box.runAll(
      sources.map((source) => ({ source, entry, calls: inputs, goOn: true, ticksPerCall: TICKS })),
    );
    return runs.map((ran) =>
      ran.calls.map((called) => (called.ok ? called.json : `!${called.reason}`)).join("\n"),
    );
  }

  #trial(ran: Ran): Trial {
    const passes = this.#wanted.map((wanted, i) => {
      const called = ran.calls[i];
      return !ran.trouble && called?.ok === true && ordered(JSON.parse(called.json)) === wanted;
    });
    return { passes, passed: passes.filter(Boolean).length };
  }
}

/** JSON with its keys in order and its fractions to nine digits, so that equal values are equal texts. */
const ordered = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part === "number" && !Number.isInteger(part)) return Number(part.toPrecision(9));
    if (typeof part !== "object" || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
