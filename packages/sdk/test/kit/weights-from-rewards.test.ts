import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { weightsFromRewards } from "../../src/index.ts";

describe("weights", () => {
  test("rise with the cube of the reward and give the best the most", () => {
    expect(
      weightsFromRewards([
        [0, 1],
        [1, 0.5],
        [2, 0],
      ]),
    ).toEqual([
      [0, 65_535],
      [1, 8_192],
    ]);
  });
  test("ignore negative and broken rewards", () => {
    expect(
      weightsFromRewards([
        [0, -0.1],
        [1, Number.NaN],
        [2, 0.3],
        [3, Number.POSITIVE_INFINITY],
      ]),
    ).toEqual([[2, 65_535]]);
  });
  test("of a round in which nobody earned go to the burn uid or to no one, never to all alike", () => {
    expect(
      weightsFromRewards(
        [
          [0, 0],
          [1, 0],
        ],
        { burnUid: 9 },
      ),
    ).toEqual([[9, 65_535]]);
    expect(
      weightsFromRewards([
        [0, 0],
        [1, 0],
      ]),
    ).toEqual([]);
    expect(weightsFromRewards([])).toEqual([]);
  });
  test("keep the order of rewards, whatever they are", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { maxLength: 64 }),
        (rewards) => {
          const weights = new Map(
            weightsFromRewards(rewards.map((reward, uid) => [uid, reward] as const)),
          );
          rewards.forEach((a, i) => {
            rewards.forEach((b, j) => {
              if (a > b) expect(weights.get(i) ?? 0).toBeGreaterThanOrEqual(weights.get(j) ?? 0);
            });
          });
        },
      ),
    );
  });
  test("a steepness that is no whole number is a caller's bug", () => {
    expect(() => weightsFromRewards([[0, 1]], { steepness: 0.7 })).toThrow(RangeError);
  });
});
