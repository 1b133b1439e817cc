import { alpha } from "@ganglion/primitives";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  decreaseStakeForHotkeyAndColdkeyOnSubnet,
  getStakeForHotkeyAndColdkeyOnSubnet,
  getStakeForHotkeyOnSubnet,
  increaseStakeForHotkeyAndColdkeyOnSubnet,
  increaseStakeForHotkeyOnSubnet,
  tryIncreaseStakeForHotkeyAndColdkeyOnSubnet,
} from "../src/pallets/subtensor/staking/stake-utils.ts";
import {
  AlphaV2,
  Alpha as LegacyShares,
  TotalHotkeyShares as LegacyTotalShares,
  StakingHotkeys,
  TotalHotkeyAlpha,
  TotalHotkeySharesV2,
} from "../src/pallets/subtensor/staking/storage.ts";
import {
  account,
  COLDKEY,
  COLDKEY_2,
  everything,
  HOTKEY,
  SUBNET,
  stakingChain,
  UNIT,
} from "./staking-fixture.ts";

const stakeOf = (ctx: ReturnType<typeof stakingChain>, coldkey = COLDKEY) =>
  getStakeForHotkeyAndColdkeyOnSubnet(ctx, HOTKEY, coldkey, SUBNET);

describe("a hotkey's pool of shares", () => {
  test("pays dividends to its coldkeys by their stake, in one write", () => {
    const ctx = stakingChain();
    increaseStakeForHotkeyAndColdkeyOnSubnet(ctx, HOTKEY, COLDKEY, SUBNET, alpha(3n * UNIT));
    increaseStakeForHotkeyAndColdkeyOnSubnet(ctx, HOTKEY, COLDKEY_2, SUBNET, alpha(UNIT));
    increaseStakeForHotkeyOnSubnet(ctx, HOTKEY, SUBNET, alpha(8n * UNIT));
    expect([stakeOf(ctx), stakeOf(ctx, COLDKEY_2)]).toEqual([9n * UNIT, 3n * UNIT]);
    expect(getStakeForHotkeyOnSubnet(ctx, HOTKEY, SUBNET)).toBe(12n * UNIT);
  });

  test("leaves nothing behind when all is taken out", () => {
    const ctx = stakingChain();
    const before = everything(ctx).state.length;
    increaseStakeForHotkeyAndColdkeyOnSubnet(ctx, HOTKEY, COLDKEY, SUBNET, alpha(UNIT));
    decreaseStakeForHotkeyAndColdkeyOnSubnet(ctx, HOTKEY, COLDKEY, SUBNET, alpha(UNIT));
    expect([AlphaV2, TotalHotkeyAlpha, TotalHotkeySharesV2].map((i) => i.keysOf(ctx))).toEqual([
      [],
      [],
      [],
    ]);
    // Only the list of hotkeys stays.
    expect(everything(ctx).state.length).toBe(before + 1);
    expect(StakingHotkeys.get(ctx, COLDKEY)).toEqual([HOTKEY]);
  });

  test("gives nothing to who asks for more than they have, or has nothing", () => {
    const ctx = stakingChain();
    increaseStakeForHotkeyAndColdkeyOnSubnet(ctx, HOTKEY, COLDKEY, SUBNET, alpha(UNIT));
    const before = everything(ctx);
    decreaseStakeForHotkeyAndColdkeyOnSubnet(ctx, HOTKEY, COLDKEY, SUBNET, alpha(UNIT + 1n));
    decreaseStakeForHotkeyAndColdkeyOnSubnet(ctx, HOTKEY, COLDKEY_2, SUBNET, alpha(1n));
    expect(everything(ctx)).toEqual(before);
  });

  test("takes no amount that is too small to move a share", () => {
    const ctx = stakingChain();
    increaseStakeForHotkeyAndColdkeyOnSubnet(ctx, HOTKEY, COLDKEY, SUBNET, alpha(UNIT));
    expect(tryIncreaseStakeForHotkeyAndColdkeyOnSubnet(ctx, HOTKEY, SUBNET, alpha(0n))).toBe(false);
    expect(tryIncreaseStakeForHotkeyAndColdkeyOnSubnet(ctx, HOTKEY, SUBNET, alpha(1n))).toBe(true);
  });

  test("reads shares of the older format and rewrites them in the newer one", () => {
    const ctx = stakingChain();
    TotalHotkeyAlpha.set(ctx, HOTKEY, SUBNET, alpha(100n));
    LegacyTotalShares.set(ctx, HOTKEY, SUBNET, 4n << 64n);
    LegacyShares.set(ctx, HOTKEY, COLDKEY, SUBNET, 3n << 64n);
    LegacyShares.set(ctx, HOTKEY, COLDKEY_2, SUBNET, 1n << 64n);
    expect([stakeOf(ctx), stakeOf(ctx, COLDKEY_2)]).toEqual([75n, 25n]);

    decreaseStakeForHotkeyAndColdkeyOnSubnet(ctx, HOTKEY, COLDKEY, SUBNET, alpha(25n));
    expect([stakeOf(ctx), stakeOf(ctx, COLDKEY_2)]).toEqual([50n, 25n]);
    expect(LegacyShares.keysOf(ctx)).toEqual([[HOTKEY, COLDKEY_2, SUBNET]]);
    expect(LegacyTotalShares.has(ctx, HOTKEY, SUBNET)).toBe(false);
    expect(AlphaV2.keysOf(ctx)).toEqual([[HOTKEY, COLDKEY, SUBNET]]);
  });

  test("law: holders never own more than the pool, and lose at most a rao each to rounding", () => {
    const amount = fc.bigInt({ min: 1n, max: 10n ** 15n });
    const step = fc.record({ who: fc.integer({ min: 0, max: 4 }), amount, add: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), amount, (steps, dividends) => {
        const ctx = stakingChain();
        const holders = [180, 181, 182, 183, 184].map(account);
        for (const { who, amount, add } of steps) {
          const change = add
            ? increaseStakeForHotkeyAndColdkeyOnSubnet
            : decreaseStakeForHotkeyAndColdkeyOnSubnet;
          change(ctx, HOTKEY, holders[who]!, SUBNET, alpha(amount));
        }
        if (getStakeForHotkeyOnSubnet(ctx, HOTKEY, SUBNET) > 0n)
          increaseStakeForHotkeyOnSubnet(ctx, HOTKEY, SUBNET, alpha(dividends));
        const total = getStakeForHotkeyOnSubnet(ctx, HOTKEY, SUBNET);
        let owned = 0n;
        for (const holder of holders) owned += stakeOf(ctx, holder);
        expect(owned).toBeLessThanOrEqual(total);
        expect(total - owned).toBeLessThanOrEqual(BigInt(holders.length));
      }),
      { numRuns: 100 },
    );
  });
});
