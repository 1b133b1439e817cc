import { describe, expect, test } from "vitest";
import { type EpochSchedule, revealBlock, roundKnownAt } from "../../src/index.ts";

const BASE: EpochSchedule = {
  block: 105,
  tempo: 20,
  lastEpochBlock: 100,
  pendingEpochAt: 0,
  blocksSinceLastStep: 3,
};

// Blocks from the head to the reveal, as get_encrypted_commit_v2 of bittensor-drand 2.0.0 has them: asked with
// a block time of 3,000,000 seconds, a block is a million rounds of the answer.
describe("a commit is opened where bittensor-drand would have it opened", () => {
  test.each<[Partial<EpochSchedule> & { period?: number }, number]>([
    [{}, 18],
    [{ blocksSinceLastStep: 60 }, 18],
    [{ block: 100 }, 23],
    [{ block: 118 }, 5],
    // The commit's block is the epoch's: it belongs to the new one.
    [{ block: 119 }, 24],
    [{ block: 120 }, 24],
    [{ block: 130 }, 24],
    [{ period: 2 }, 38],
    [{ period: 3 }, 58],
    [{ period: 0 }, 4],
    [{ tempo: 1 }, 5],
    [{ pendingEpochAt: 110 }, 8],
    [{ pendingEpochAt: 105 }, 24],
    [{ pendingEpochAt: 106 }, 24],
    [{ pendingEpochAt: 50 }, 24],
    [{ pendingEpochAt: 118 }, 16],
    [{ pendingEpochAt: 119 }, 17],
    [{ pendingEpochAt: 121 }, 18],
    [{ pendingEpochAt: 118, period: 2 }, 36],
    [{ lastEpochBlock: 95 }, 13],
    [{ lastEpochBlock: 86 }, 24],
    [{ lastEpochBlock: 84 }, 24],
    [{ lastEpochBlock: 105 }, 23],
    [{ lastEpochBlock: 200 }, 118],
    // The safety net: an epoch comes after 50,400 blocks without one.
    [{ lastEpochBlock: 0, tempo: 60_000, blocksSinceLastStep: 50_399, block: 50_399 }, 6],
    [{ lastEpochBlock: 0, tempo: 60_000, blocksSinceLastStep: 50_400, block: 50_400 }, 5],
    [{ lastEpochBlock: 0, tempo: 60_000, blocksSinceLastStep: 50_000, block: 50_399 }, 405],
    [{ lastEpochBlock: 0, tempo: 60_000, blocksSinceLastStep: 50_401, block: 50_400 }, 50_406],
  ])("%j: in %d blocks", ({ period = 1, ...change }, blocks) => {
    const schedule = { ...BASE, ...change };
    expect(revealBlock(schedule, period) - schedule.block).toBe(blocks);
  });
  test("not at all on a subnet without epochs", () => {
    expect(() => revealBlock({ ...BASE, tempo: 0 }, 1)).toThrow("no epochs");
  });
});

describe("the round to encrypt for", () => {
  const quicknet = { period: 3, genesisTime: 1_692_803_367 };
  // Round 1000 was published 2,997 s after the first moment.
  test("is the last one that is surely known then", () => {
    expect(roundKnownAt(quicknet, (1_692_803_367 + 3000) * 1000)).toBe(1000n);
    expect(roundKnownAt(quicknet, (1_692_803_367 + 3000) * 1000 - 1)).toBe(999n);
  });
  test("is the first one before there was any", () => {
    expect(roundKnownAt(quicknet, 0)).toBe(1n);
    expect(roundKnownAt(quicknet, 1_692_803_367_000)).toBe(1n);
  });
});
