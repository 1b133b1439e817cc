import type { AnyCall } from "@ganglion/frame";
import { expect, test } from "vitest";
import { AdminUtils } from "../src/pallets/admin-utils/pallet.ts";
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

// Source: pallets/admin-utils/src/lib.rs and weights.rs; a read is 25_000_000 ps, a write 100_000_000.
test.each([
  ["sudoSetCkBurn", {}, 15_650_000n + 125_000_000n],
  ["sudoSetSubnetOwnerHotkey", {}, 3_918_000n + 100_000_000n],
  ["sudoSetRecycleOrBurn", {}, 20_000_000n + 250_000_000n],
  ["swapAuthorities", { newAuthorities: [] }, 4_442_146n + 100_000_000n],
  [
    "swapAuthorities",
    { newAuthorities: [HOTKEY, NOMINATOR] },
    4_442_146n + 2n * 29_392n + 100_000_000n,
  ],
])("%s(%j) weighs what it weighs in the reference", (name, args, refTime) => {
  const call = (AdminUtils.calls as Readonly<Record<string, AnyCall>>)[name]!;
  const weight = call.weight(args, stakingChain());
  expect(weight).toEqual({ refTime, proofSize: 0n });
});
