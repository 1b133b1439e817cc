import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { replayBlock, Soak, soakChain } from "../src/index.ts";

const OPTIONS = { accounts: 40, subnets: 4, perBlock: 4, wholeEvery: 40 };
/** Blocks that the set-up needs, and some more. */
const BLOCKS = 260;

function run(seed: number, blocks: number) {
  const soak = new Soak({ ...OPTIONS, seed });
  soak.outcomes.start();
  try {
    const made = Array.from({ length: blocks }, () => soak.block());
    soak.court.whole(soak.chain.number, soak.chain.ctx);
    return { soak, made };
  } finally {
    soak.outcomes.stop();
  }
}

describe("a lively chain under all calls", () => {
  test("keeps every law in every block, whatever the seed", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 31 - 1 }), (seed) => {
        const { soak } = run(seed, BLOCKS);
        expect(soak.court.violations).toEqual([]);
        // It would be easy to keep laws by doing nothing.
        expect(soak.outcomes.applied).toBeGreaterThan(50);
      }),
      { numRuns: 2 },
    );
  });

  test("made again from its extrinsics has the same state root in every block", () => {
    const { made } = run(7, BLOCKS);
    const again = soakChain();
    for (const { extrinsics, root } of made) expect(replayBlock(again, extrinsics)).toBe(root);
  });
});
