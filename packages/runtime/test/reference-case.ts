import { type Context, Refusal } from "@ganglion/frame";
import { expect } from "vitest";
import { type Args, ReplayChain } from "../src/replay/chain.ts";
import { readEntry } from "../src/replay/flat.ts";
import type { Plain } from "../src/replay/plain.ts";
import { ANSWERS } from "./reference-answers.ts";
import { payAndCall } from "./reference-fees.ts";
import { INNER } from "./reference-steps.ts";

/** What an entry must be after a step: a plain value, or one of these. */
export type Expectation =
  | Plain
  | {
      /** Near this, or as many fraction bits as `fraction` says as a value. */
      readonly about?: Plain;
      /** Further from the value before the step than this. */
      readonly change?: string;
      readonly above?: string;
      readonly below?: string;
      readonly within?: string | number;
      readonly fraction?: number;
    };
export interface FactStep {
  readonly op: string;
  readonly args?: Args;
  /** "ok" if not given. */
  readonly result?: string;
  /** What `poke` writes. */
  readonly state?: Readonly<Record<string, Plain>>;
  readonly expect?: Readonly<Record<string, Expectation>>;
  /** Events among those of the step. */
  readonly emits?: readonly string[];
}
export interface FactCase {
  readonly name: string;
  readonly source: string;
  /** Steps that several cases begin with. */
  readonly world?: string;
  readonly steps: readonly FactStep[];
}

const RULES = ["about", "change", "above", "below"];
const isRule = (wanted: Expectation): wanted is Exclude<Expectation, Plain> =>
  wanted !== null &&
  typeof wanted === "object" &&
  RULES.some((rule) => Object.hasOwn(wanted, rule));

interface Read {
  readonly stored: boolean;
  readonly plain: Plain;
}

/** An entry of state or an answer, or a field of it (`Lock[1,1,2].locked_mass`); null if there is none. */
function read(ctx: Context, entry: string): Read {
  const field = /^(.*\])\.(\w+)$/.exec(entry);
  if (field) {
    const { stored, plain } = read(ctx, field[1]!);
    return { stored, plain: (plain as Record<string, Plain> | null)?.[field[2]!] ?? null };
  }
  const found = readEntry(ctx, entry);
  if (found) return found;
  const [, name, keys] = /^(\w+)(?:\[(.*)\])?$/.exec(entry)!;
  const answer = ANSWERS[name!];
  if (!answer) throw new RangeError(`neither storage nor an answer: ${entry}`);
  // Some answers write, as the reference's getters do.
  const mark = ctx.mark();
  const plain = answer(ctx, ...(keys === undefined ? [] : keys.split(",")));
  ctx.rollback(mark);
  return { stored: plain !== null, plain: typeof plain === "bigint" ? String(plain) : plain };
}

function expectNear(
  got: Plain,
  wanted: Plain,
  rule: { within: number; fraction: number },
  at: string,
): void {
  if (Array.isArray(wanted)) {
    expect((got as readonly Plain[]).length, `${at}: entries`).toBe(wanted.length);
    wanted.forEach((each: Plain, i) => {
      expectNear((got as readonly Plain[])[i]!, each, rule, `${at}[${i}]`);
    });
    return;
  }
  if (rule.fraction === 0 && Number.isInteger(rule.within)) {
    const apart = BigInt(got as string) - BigInt(wanted as string);
    expect(
      apart < 0n ? -apart : apart,
      `${at}: ${String(got)} is not near ${String(wanted)}`,
    ).toBeLessThanOrEqual(BigInt(rule.within));
    return;
  }
  const value = Number(BigInt(got as string)) / 2 ** rule.fraction;
  expect(
    Math.abs(value - Number(wanted)),
    `${at}: ${value} is not near ${String(wanted)}`,
  ).toBeLessThanOrEqual(rule.within);
}

function expectEntry(
  ctx: Context,
  entry: string,
  wanted: Expectation,
  before: Plain | undefined,
  at: string,
): void {
  const { stored, plain } = read(ctx, entry);
  const where = `${at}: ${entry}`;
  if (wanted === null) {
    expect(stored ? plain : null, where).toBeNull();
    return;
  }
  if (!isRule(wanted)) {
    expect(canonical(plain), where).toBe(canonical(wanted));
    return;
  }
  const { about, change, above, below, within, fraction } = wanted;
  const rule = { within: Number(within ?? 0), fraction: fraction ?? 0 };
  if (about !== undefined) expectNear(plain, about, rule, where);
  if (change !== undefined)
    expectNear(String(BigInt(plain as string) - BigInt(before as string)), change, rule, where);
  if (above !== undefined) expect(BigInt(plain as string), where).toBeGreaterThan(BigInt(above));
  if (below !== undefined) expect(BigInt(plain as string), where).toBeLessThan(BigInt(below));
}

/** Numbers and their decimal strings are the same. */
const canonical = (plain: Plain): string =>
  JSON.stringify(plain, (_key, value: unknown) =>
    typeof value === "number" ? String(value) : value,
  );

function perform(chain: ReplayChain, { op, args = {}, state = {} }: FactStep): string {
  const inner = INNER[op];
  if (inner) {
    try {
      inner(chain, args);
    } catch (thrown) {
      if (thrown instanceof Refusal) return thrown.label;
      throw thrown;
    }
  } else if (op === "blocks") chain.nextBlocks(Number(args["n"] ?? 1), 0n);
  else if (op === "jump") chain.jump(BigInt(args["to"] as string));
  else if (op === "poke") chain.write(state);
  else if (op === "paid") return payAndCall(chain, args);
  else if (op !== "look") return chain.dispatch(op, args);
  return "ok";
}

/** Does the steps of a case from block 1 of an empty chain and compares what each of them expects. */
export function runCase({ steps }: FactCase, world: readonly FactStep[]): void {
  const chain = new ReplayChain();
  chain.jump(1n);
  [...world, ...steps].forEach((step, i) => {
    const { ctx } = chain;
    const at = i < world.length ? `world step ${i}` : `step ${i - world.length}`;
    const expected = Object.entries(step.expect ?? {});
    const before = new Map(expected.map(([entry]) => [entry, read(ctx, entry).plain]));
    ctx.events.length = 0;
    const result = perform(chain, step);
    expect(result, `${at}: result of ${step.op}`).toBe(step.result ?? "ok");
    for (const [entry, wanted] of expected)
      expectEntry(ctx, entry, wanted, before.get(entry), `${at} (${step.op})`);
    if (step.emits) {
      const seen = ctx.events.map(({ event }) => event.event.name);
      expect(seen, `${at}: events`).toEqual(expect.arrayContaining([...step.emits]));
    }
  });
}
