import type { CodeRequest } from "../protocol.ts";
import { type Program, type Ran, type Sandbox, sandbox } from "../sandbox/sandbox.ts";

/** A proposal that needs more than this for one test is taken for one that hangs. */
const MOST_TICKS = 4;
/** Proposals are small changes of one program, and the validator judges in a realm of its own whatever they are. */
const HOW = { goOn: true, shared: true } as const;

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
  #ticksPerCall = MOST_TICKS;

  constructor(request: CodeRequest, budget: number, box: Sandbox = sandbox()) {
    this.#request = request;
    this.#box = box;
    this.left = budget;
    this.#wanted = request.tests.map(({ expected }) => ordered(expected));
  }

  /** Runs the program that was asked about. What it takes for the tests that it passes, tells when a proposal hangs. */
  async begin(): Promise<Trial> {
    this.left--;
    const [ran] = await this.#runAll([this.#request.source], this.#calls());
    const trial = this.#trial(ran!);
    const taken = trial.passes.map((pass, i) => (pass ? ran!.ticksOfCalls[i]! : 0));
    this.#ticksPerCall = Math.min(MOST_TICKS, 1 + Math.max(...taken));
    return trial;
  }

  async run(sources: readonly string[]): Promise<readonly Trial[]> {
    this.left -= sources.length;
    const runs = await this.#runAll(sources, this.#calls());
    return runs.map((ran) => this.#trial(ran));
  }

  /** Which statements each test reaches; none if the program doesn't load. */
  async coverage(watched: string): Promise<readonly ReadonlySet<number>[]> {
    const [ran] = await this.#runAll([watched], this.#calls(), { coverage: true });
    return this.#request.tests.map(
      (_, i) => new Set((JSON.parse(ran!.covered[i] ?? "[]") as number[]).slice(1)),
    );
  }

  /** What programs make of other arguments, as text; the last line of defence against a fix that fits the tests alone. */
  async behaviours(
    sources: readonly string[],
    inputs: readonly (readonly unknown[])[],
  ): Promise<readonly string[]> {
    const runs = await this.#runAll(sources, inputs);
    return runs.map((ran) =>
      ran.calls.map((called) => (called.ok ? called.json : `!${called.reason}`)).join("\n"),
    );
  }

  #calls(): readonly (readonly unknown[])[] {
    return this.#request.tests.map(({ args }) => args);
  }

  #runAll(
    sources: readonly string[],
    calls: readonly (readonly unknown[])[],
    more: Partial<Program> = {},
  ): Promise<readonly Ran[]> {
    const { entry } = this.#request;
    const ticksPerCall = this.#ticksPerCall;
    return this.#box.runAll(
      sources.map((source) => ({ ...HOW, ...more, source, entry, calls, ticksPerCall })),
      "proposal",
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
