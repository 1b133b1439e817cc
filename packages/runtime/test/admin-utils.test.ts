import { expect, test } from "vitest";
import { sudoSetNominatorMinRequiredStake } from "../src/pallets/admin-utils/root-calls.ts";
import { getStakeForHotkeyAndColdkeyOnSubnet } from "../src/pallets/subtensor/staking/stake-utils.ts";
import { NominatorMinRequiredStake } from "../src/pallets/subtensor/staking/storage.ts";
import {
  asRoot,
  giveAlpha,
  HOTKEY,
  NOMINATOR,
  SUBNET,
  stakingChain,
  UNIT,
} from "./staking-fixture.ts";

// Source: pallets/admin-utils/src/lib.rs: what is set is millionths of the least stake (0.002 TAO), what it is
// compared with is the stake that the one before comes to: 1000 times as much is 2 TAO, 2_000_000_000 rao.
test.each([
  [2_000_000_000n, UNIT],
  [2_000_000_001n, 0n],
])(
  "root asks nominators for %s millionths after 1000 times: one with 1 alpha is left %s",
  (factor, left) => {
    const ctx = stakingChain();
    giveAlpha(ctx, SUBNET, { hotkey: HOTKEY, coldkey: NOMINATOR, amount: UNIT });
    NominatorMinRequiredStake.set(ctx, 1_000_000_000n);
    expect(asRoot(ctx, sudoSetNominatorMinRequiredStake, { minStake: factor })).toBe("ok");
    expect(NominatorMinRequiredStake.get(ctx)).toBe(factor);
    expect(getStakeForHotkeyAndColdkeyOnSubnet(ctx, HOTKEY, NOMINATOR, SUBNET)).toBe(left);
  },
);
