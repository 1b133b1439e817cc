import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { VirtualEnv } from "../src/env.ts";

describe("virtual time", () => {
  test("timers run in order of time, then of setting, each at its own time", () => {
    const env = new VirtualEnv({ startMs: 1000, seed: 1 });
    const seen: [string, number][] = [];
    env.after(20, () => seen.push(["b", env.now()]));
    env.after(10, () => {
      seen.push(["a", env.now()]);
      env.after(10, () => seen.push(["c", env.now()]));
    });
    env.after(99, () => seen.push(["never", env.now()]));
    env.advance(50);
    expect(seen).toEqual([
      ["a", 1010],
      ["b", 1020],
      ["c", 1020],
    ]);
    expect(env.now()).toBe(1050);
  });
  test("any set of timers runs sorted by time and order, cancelled ones left out", () => {
    const set = fc.array(fc.record({ ms: fc.nat(20), isCancelled: fc.boolean() }), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(set, (timers) => {
        const env = new VirtualEnv({ startMs: 0, seed: 1 });
        const seen: number[] = [];
        const handles = timers.map(({ ms }, i) => env.after(ms, () => seen.push(i)));
        timers.forEach(({ isCancelled }, i) => {
          if (isCancelled) handles[i]!.cancel();
        });
        env.advance(20);
        const expected = timers
          .map(({ ms, isCancelled }, i) => ({ ms, isCancelled, i }))
          .filter(({ isCancelled }) => !isCancelled)
          .sort((a, b) => a.ms - b.ms || a.i - b.i);
        expect(seen).toEqual(expected.map(({ i }) => i));
      }),
    );
  });
  test("a cancelled timer does not run", () => {
    const env = new VirtualEnv({ startMs: 0, seed: 1 });
    let ran = false;
    env.after(1, () => (ran = true)).cancel();
    env.advance(10);
    expect(ran).toBe(false);
  });
  test("promises that a timer woke settle before the next timer", async () => {
    const env = new VirtualEnv({ startMs: 0, seed: 1 });
    const seen: string[] = [];
    env.after(1, () => {
      Promise.resolve().then(() => seen.push("promise"));
    });
    env.after(2, () => seen.push("timer"));
    await env.advanceAsync(5, () => Promise.resolve());
    expect(seen).toEqual(["promise", "timer"]);
  });
  test("one seed gives the same randomness, another seed another", () => {
    const of = (seed: number) => new VirtualEnv({ startMs: 0, seed }).random(32);
    expect(of(5)).toEqual(of(5));
    expect(of(5)).not.toEqual(of(6));
    expect(new Set(of(5)).size).toBeGreaterThan(8);
  });
});
