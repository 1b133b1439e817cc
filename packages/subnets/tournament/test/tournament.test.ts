import { describe, expect, test } from "vitest";
import { UserEntries } from "../entries.ts";
import { builtinConfig } from "../miner.ts";
import { parametersOf, readConfig, sameConfig } from "../protocol.ts";
import { rankLosses } from "../scoring.ts";
import { tournament } from "../subnet.ts";
import { trainAndMeasure } from "../training.ts";

const GOOD = builtinConfig("0".repeat(16), "test", 0.004);
const reasonOf = (value: unknown): string => {
  const read = readConfig(value);
  return read.ok ? "ok" : read.reason;
};

describe("a configuration", () => {
  test("within its bounds may be trained", () => expect(reasonOf(GOOD)).toBe("ok"));
  test.each<[string, unknown]>([
    ["config_invalid", null],
    ["config_invalid", { ...GOOD, program: "rm -rf" }],
    ["width_invalid", { ...GOOD, width: 1e9 }],
    ["learningrate_invalid", { ...GOOD, learningRate: Number.NaN }],
    ["learningrate_invalid", { ...GOOD, learningRate: "0.1" }],
    ["steps_invalid", { ...GOOD, steps: 0.5 }],
    ["width_not_divisible", { ...GOOD, width: 40, heads: 2 }],
    ["context_not_divisible", { ...GOOD, context: 33 }],
    ["over_token_budget", { ...GOOD, steps: 65 }],
    ["too_many_parameters", { ...GOOD, width: 96, layers: 2 }],
  ])("is refused: %s", (reason, value) => expect(reasonOf(value)).toBe(reason));
  test("has the engine's number of parameters", () => {
    // 256 x 32 + 32 x 32 + 12 x 32 x 32 + 2 x 32 + 32
    expect(parametersOf({ ...GOOD, layers: 1 })).toBe(21_600);
  });
  test("that differs by less than a hundredth is the same entry", () => {
    expect(sameConfig(GOOD, { ...GOOD, learningRate: GOOD.learningRate * 1.005 })).toBe(true);
    expect(sameConfig(GOOD, { ...GOOD, learningRate: GOOD.learningRate * 1.05 })).toBe(false);
  });
});

describe("ranks", () => {
  test("decay to three tenths, the lowest loss first", () => {
    const judged = rankLosses(
      [
        { bits: 5, order: 0 },
        { bits: 4, order: 1 },
        { bits: 6, order: 2 },
      ],
      8,
    );
    expect(judged.map(({ score }) => score)).toEqual([0.3, 1, 0.09]);
  });
  test("of equal losses the earlier commit is ahead", () => {
    const judged = rankLosses(
      [
        { bits: 5, order: 1 },
        { bits: 5, order: 0 },
      ],
      8,
    );
    expect(judged.map(({ reason }) => reason)).toEqual(["rank_2", "rank_1"]);
  });
  test("are not for who learned less than half of what the best did", () => {
    const judged = rankLosses(
      [
        { bits: 4, order: 0 },
        { bits: 6.1, order: 1 },
      ],
      8,
    );
    expect(judged[1]).toEqual({ score: 0, reason: "learned_too_little" });
  });
  test("are not for what diverged or knows nothing", () => {
    const judged = rankLosses(
      [
        { bits: Number.NaN, order: 0 },
        { bits: 8.1, order: 1 },
      ],
      8,
    );
    expect(judged.map(({ score, reason }) => [score, reason])).toEqual([
      [0, "diverged"],
      [0, "no_better_than_guessing"],
    ]);
  });
});

test("a training gives the same bits again, and learns", async () => {
  const about = { seed: new Uint8Array(32).fill(1), hidden: new Uint8Array(32).fill(2) };
  const bits = await trainAndMeasure(GOOD, about);
  expect(bits).toBe(await trainAndMeasure(GOOD, about));
  expect(bits).toBeLessThan(7);
});

test("users' entries wait for the next round, four at most", () => {
  const entries = new UserEntries();
  for (let steps = 1; steps <= 5; steps++) entries.enter({ ...GOOD, steps });
  expect(entries.take().map(({ steps }) => steps)).toEqual([2, 3, 4, 5]);
  expect(entries.take()).toEqual([]);
});

test("the door takes a configuration and says which field is wrong", () => {
  expect(tournament.door!.parse({ config: GOOD })).toEqual({ ok: true, value: { config: GOOD } });
  expect(tournament.door!.parse({ config: { ...GOOD, steps: 0 } })).toMatchObject({
    ok: false,
    param: "config",
  });
  expect(tournament.door!.parse(null)).toMatchObject({ ok: false, param: "config" });
});
