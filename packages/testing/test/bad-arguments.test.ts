import { type Context, NONE, type Origin, ROOT, type RuntimeCall, signed } from "@ganglion/frame";
import { beforeAll, describe, expect, test } from "vitest";
import { ALL_CALLS, atEdges, type Soak, withEdges } from "../src/index.ts";
import { changedSince, populatedChain } from "./populated.ts";

/** The author's own call: whatever is wrong with it, the block is, and it is no refusal. */
const INHERENT = "Timestamp.set";
const LONG = 2_000;

let soak: Soak;
let ctx: Context;
beforeAll(() => {
  soak = populatedChain();
  soak.chain.begin();
  ctx = soak.chain.ctx as Context;
});

/** Cases and how many of them were done: a test of refusals alone would prove little. */
const counts = { cases: 0, done: 0 };

/** What went wrong with a call, as a line each; nothing if it was done or refused as it should. */
function complaints(path: string, origin: Origin, call: RuntimeCall): string[] {
  counts.cases++;
  const mark = ctx.mark();
  const what = `${path} as ${origin.kind} with ${show(call.args)}`;
  try {
    const result = ctx.dispatch(origin, call);
    if (!result.ok) {
      const changed = changedSince(ctx, mark.state);
      const told = ctx.events.length - mark.events;
      return [
        ...(changed.length > 0 ? [`${what} was refused and changed ${changed.length} keys`] : []),
        ...(told > 0 ? [`${what} was refused and left ${told} events`] : []),
        ...(result.refusal.label === "" ? [`${what} was refused without a name`] : []),
      ];
    }
    counts.done++;
    // Values are encoded when the block ends: what doesn't fit would stop the chain there.
    for (const key of ctx.state.writesSince(mark.state).keys()) ctx.state.readRaw(key);
    return goesOn(what, mark.state);
  } catch (error) {
    return [`${what} threw ${String(error)}`];
  } finally {
    ctx.rollback(mark);
  }
}

/** The next block begins over what the call left. */
function goesOn(what: string, mark: number): string[] {
  try {
    const { runtime, state, number } = soak.chain;
    const parentHash = `0x${"5a".repeat(32)}` as never;
    const next = runtime.initializeBlock(state, { number: number + 1, parentHash, digest: [] });
    for (const key of state.writesSince(mark).keys()) state.readRaw(key);
    return next.ctx.block === BigInt(number + 1) ? [] : [`${what}: no next block`];
  } catch (error) {
    return [`after ${what} the next block threw ${String(error)}`];
  }
}

const show = (args: RuntimeCall["args"]): string =>
  JSON.stringify(args, (_key, value: unknown) =>
    typeof value === "bigint"
      ? String(value)
      : value instanceof Uint8Array
        ? `${value.length} bytes`
        : value !== null && typeof value === "object" && "run" in value
          ? "call"
          : value,
  ).slice(0, 300);

describe("every call with every argument at its edges", () => {
  const origins: readonly Origin[] = [ROOT, NONE];

  test("is done or refused by name, and a refusal changes nothing", () => {
    const found: string[] = [];
    const owner = soak.chain.ctx;
    const accounts = soak.somebody(owner);
    for (const [path, call] of ALL_CALLS) {
      if (path === INHERENT) continue;
      const cases = atEdges(call, { accounts, long: LONG });
      for (const each of cases)
        for (const origin of [...origins, ...accounts.map((who) => signed(who as never))])
          found.push(...complaints(path, origin, each));
    }
    expect(found).toEqual([]);
  }, 900_000);

  test("the same holds where one argument is at its edge and the others are good", () => {
    const found: string[] = [];
    const accounts = soak.somebody(soak.chain.ctx);
    for (const { path, who, call } of soak.goodCalls())
      for (const each of withEdges(call, { accounts, long: LONG }))
        found.push(
          ...complaints(path, who === "root" ? ROOT : who === "nobody" ? NONE : signed(who), each),
        );
    expect(found).toEqual([]);
    expect(counts.cases).toBeGreaterThan(3_000);
    expect(counts.done).toBeGreaterThan(1_000);
  }, 900_000);
});
