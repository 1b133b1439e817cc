import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  blockEmission,
  bumpedBurn,
  decayedBurn,
  decayFactorQ32,
  I96F32,
  INITIAL_BLOCK_EMISSION,
  movingAlphaPrice,
  mulByQ32,
  nextMovingPrice,
  powQ32,
  proportionFromU64,
  rootProportion,
  rootSellFlag,
  type SubnetForShares,
  subnetShares,
  subnetTerms,
  TOTAL_SUPPLY,
  U64_MAX,
  U64F64,
  U96F32,
} from "../src/index.ts";

const u64 = fc.bigInt({ min: 0n, max: U64_MAX });

describe("block emission", () => {
  test("halves when half of what was left is out", () => {
    expect(blockEmission(0n)).toBe(INITIAL_BLOCK_EMISSION);
    expect(blockEmission(10_499_990_000_000_000n)).toBe(INITIAL_BLOCK_EMISSION);
    expect(blockEmission(10_500_000_000_000_000n)).toBe(INITIAL_BLOCK_EMISSION / 2n);
    expect(blockEmission(15_750_000_000_000_000n)).toBe(INITIAL_BLOCK_EMISSION / 4n);
    expect(blockEmission(18_375_000_000_000_000n)).toBe(INITIAL_BLOCK_EMISSION / 8n);
  });

  test("ends with the supply", () => {
    expect(blockEmission(TOTAL_SUPPLY)).toBe(0n);
    expect(blockEmission(U64_MAX)).toBe(0n);
  });

  test("never grows with issuance", () => {
    const issued = fc.bigInt({ min: 0n, max: TOTAL_SUPPLY });
    fc.assert(
      fc.property(issued, issued, (a, b) => {
        const [less, more] = a < b ? [a, b] : [b, a];
        expect((blockEmission(more) as bigint) <= (blockEmission(less) as bigint)).toBe(true);
      }),
    );
  });
});

const subnet = fc.record({
  netuid: fc.integer({ min: 1, max: 65_535 }),
  mechanism: fc.constantFrom(0, 1, 1, 1),
  movingPrice: fc.bigInt({ min: 0n, max: 1n << 34n }),
  minerBurned: fc.bigInt({ min: 0n, max: 1n << 33n }),
  emissionEnabled: fc.boolean(),
});
const subnets = fc.uniqueArray(subnet, { selector: ({ netuid }) => netuid, maxLength: 20 });

function plain(netuid: number, rest: Partial<SubnetForShares> = {}): SubnetForShares {
  return {
    netuid,
    mechanism: 1,
    movingPrice: I96F32.one / 2n,
    minerBurned: 0n,
    emissionEnabled: true,
    ...rest,
  };
}

describe("shares of a block", () => {
  test("never exceed the block and come in netuid order", () => {
    fc.assert(
      fc.property(subnets, u64, (list, block) => {
        const shares = subnetShares(block, list);
        const paid = shares.reduce((sum, { emission }) => sum + emission, 0n);
        expect(paid <= U96F32.fromInteger(block)).toBe(true);
        const order = shares.map(({ netuid }) => netuid);
        expect(order).toEqual([...order].sort((a, b) => a - b));
      }),
    );
  });

  test("a subnet without TAO emission leaves its part to the others", () => {
    const list = [plain(1), plain(2, { emissionEnabled: false }), plain(3)];
    const emissions = subnetShares(1_000n, list).map(({ emission }) => emission >> 32n);
    expect(emissions).toEqual([500n, 0n, 500n]);
  });

  test("nobody is paid when no subnet has TAO emission", () => {
    const list = [plain(1, { emissionEnabled: false }), plain(2, { emissionEnabled: false })];
    expect(subnetShares(1_000n, list).map(({ emission }) => emission)).toEqual([0n, 0n]);
  });

  test("a subnet that burns all of its miner emission gets nothing while others do not", () => {
    const list = [plain(1, { minerBurned: U96F32.one }), plain(2)];
    expect(subnetShares(1_000n, list).map(({ share }) => share)).toEqual([0n, U64F64.one]);
  });

  test("if all burn everything the price shares stand", () => {
    const list = [plain(1, { minerBurned: U96F32.one }), plain(2, { minerBurned: U96F32.max })];
    expect(subnetShares(1_000n, list).map(({ share }) => share)).toEqual([
      U64F64.one / 2n,
      U64F64.one / 2n,
    ]);
  });

  test("all prices zero means no emission", () => {
    const list = [plain(1, { movingPrice: 0n }), plain(2, { movingPrice: -5n })];
    expect(subnetShares(1_000n, list).map(({ emission }) => emission)).toEqual([0n, 0n]);
  });

  test("no subnets, no shares", () => {
    expect(subnetShares(1_000n, [])).toEqual([]);
    expect(rootSellFlag([])).toBe(false);
  });

  test("root sells only when prices sum to more than one", () => {
    expect(rootSellFlag([plain(1), plain(2)])).toBe(false);
    expect(rootSellFlag([plain(1), plain(2, { movingPrice: I96F32.one / 2n + 1n })])).toBe(true);
    expect(rootSellFlag([plain(1, { mechanism: 0 }), plain(2)])).toBe(true);
  });
});

describe("terms of a subnet", () => {
  test("TAO in and excess add up to the emission", () => {
    const bits = fc.bigInt({ min: 0n, max: 1n << 63n });
    fc.assert(
      fc.property(
        bits,
        bits,
        fc.bigInt({ min: 0n, max: U64F64.max }),
        u64,
        (tao, alpha, price, r) => {
          const terms = subnetTerms({
            taoEmission: tao,
            alphaEmission: alpha,
            price,
            rootProportion: proportionFromU64(r),
          });
          expect(terms.taoIn + terms.excessTao >= tao).toBe(true);
          expect(terms.excessTao <= tao).toBe(true);
        },
      ),
    );
  });

  test("without a price all TAO joins and no alpha", () => {
    const terms = subnetTerms({
      taoEmission: 10n,
      alphaEmission: 10n,
      price: 0n,
      rootProportion: U96F32.one,
    });
    expect(terms).toEqual({ taoIn: 10n, alphaIn: 0n, excessTao: 0n });
  });

  test("alpha beyond the root proportion turns TAO into a purchase", () => {
    const terms = subnetTerms({
      taoEmission: U96F32.fromInteger(100),
      alphaEmission: U96F32.fromInteger(100),
      price: U64F64.one,
      rootProportion: U96F32.one / 4n,
    });
    expect(terms.alphaIn).toBe(U96F32.fromInteger(25));
    expect(terms.taoIn).toBe(U96F32.fromInteger(25));
    expect(terms.excessTao).toBe(U96F32.fromInteger(75));
  });

  test("root's part is one without alpha, zero without root stake or weight", () => {
    expect(rootProportion(1_000n, U64_MAX, 0n)).toBe(U96F32.one);
    expect(rootProportion(1_000n, U64_MAX, 3_000n)).toBe(U96F32.one / 4n);
    expect(rootProportion(0n, U64_MAX, 3_000n)).toBe(0n);
    expect(rootProportion(0n, 0n, 0n)).toBe(0n);
  });
});

describe("moving price", () => {
  const base = {
    block: 201_600n,
    firstEmissionBlock: 1n,
    halvingBlocks: 201_600n,
    movingAlpha: I96F32.one,
    movingPrice: 0n,
    price: U64F64.one,
  };

  test("moves by half the gap after one halving time", () => {
    expect(nextMovingPrice(base)).toBe(I96F32.one / 2n);
  });

  test("counts no price above one", () => {
    expect(nextMovingPrice({ ...base, price: U64F64.max })).toBe(I96F32.one / 2n);
  });

  test("stays where it is at the start", () => {
    expect(nextMovingPrice({ ...base, block: 0n, movingPrice: U64F64.one / 4n })).toBe(
      I96F32.one / 4n,
    );
  });

  test("a start in the future counts as now", () => {
    expect(nextMovingPrice({ ...base, firstEmissionBlock: 10n ** 9n })).toBe(0n);
  });

  test("at price 1 the stored value stays 0 for 15 blocks", () => {
    const settings = { ...base, movingAlpha: 12_884n, halvingBlocks: 201_600n };
    let stored = 0n;
    let block = 0n;
    while (stored === 0n) {
      block += 1n;
      const movingPrice = movingAlphaPrice({ netuid: 1, mechanism: 1, movingPrice: stored });
      stored = nextMovingPrice({ ...settings, block, movingPrice });
    }
    expect(block).toBe(16n);
  });

  test("root and 1:1 subnets have price one", () => {
    expect(movingAlphaPrice({ netuid: 0, mechanism: 1, movingPrice: 5n })).toBe(U64F64.one);
    expect(movingAlphaPrice({ netuid: 9, mechanism: 0, movingPrice: 5n })).toBe(U64F64.one);
  });
});

describe("registration price", () => {
  const bounds = { minBurn: 500_000n, maxBurn: 100_000_000_000n };

  test("the factor for 360 blocks is the measured one", () => {
    expect(decayFactorQ32(360)).toBe(4_286_705_684n);
    expect(decayFactorQ32(0)).toBe(1n << 32n);
  });

  test("a factor taken to its half life is at most one half, the next larger one is more", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 65_535 }), (halfLife) => {
        const factor = decayFactorQ32(halfLife);
        expect(powQ32(factor, halfLife) <= 1n << 31n).toBe(true);
        expect(powQ32(factor + 1n, halfLife) > 1n << 31n).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  test("a product beyond u64 clamps", () => {
    expect(mulByQ32(U64_MAX, U64_MAX)).toBe(U64_MAX);
  });

  test("decay starts after block 1 and stops at the minimum", () => {
    const input = { ...bounds, halfLife: 360 };
    expect(decayedBurn(1_000_000_000n, { ...input, block: 1n })).toBe(1_000_000_000n);
    expect(decayedBurn(1_000_000_000n, { ...input, block: 2n })).toBe(998_076_443n);
    expect(decayedBurn(500_001n, { ...input, block: 2n })).toBe(500_000n);
    expect(decayedBurn(1_000_000_000n, { ...input, halfLife: 0, block: 2n })).toBe(1_000_000_000n);
  });

  test("a registration raises by the multiplier, never lowers, and stops at the maximum", () => {
    const multiplier = U64F64.safeDiv(U64F64.fromInteger(126), U64F64.fromInteger(100));
    expect(bumpedBurn(1_000_000_000n, { ...bounds, multiplier })).toBe(1_259_999_999n);
    expect(bumpedBurn(1_000_000_000n, { ...bounds, multiplier: 0n })).toBe(1_000_000_000n);
    expect(bumpedBurn(90_000_000_000n, { ...bounds, multiplier })).toBe(100_000_000_000n);
  });

  test("a maximum under the minimum wins", () => {
    const crossed = { minBurn: 10n, maxBurn: 5n, multiplier: U64F64.one };
    expect(bumpedBurn(1n, crossed)).toBe(5n);
  });
});
