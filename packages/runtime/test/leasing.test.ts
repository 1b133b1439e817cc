import type { Context } from "@ganglion/frame";
import { alpha, netUid, rao } from "@ganglion/primitives";
import { describe, expect, test } from "vitest";
import { distributeLeasedNetworkDividends } from "../src/pallets/subtensor/leasing/dividends.ts";
import {
  AccumulatedLeaseDividends,
  SubnetLeaseShares,
  SubnetLeases,
} from "../src/pallets/subtensor/leasing/storage.ts";
import { getStakeForHotkeyAndColdkeyOnSubnet } from "../src/pallets/subtensor/staking/stake-utils.ts";
import {
  account,
  addNeuron,
  addStake,
  addSubnet,
  emptyChain,
  eventNames,
  UNIT,
} from "./subnet-fixture.ts";

const NETUID = netUid(1);
const LEASE = 0;
const LEASE_COLDKEY = account(40);
const LEASE_HOTKEY = account(41);
const BENEFICIARY = account(50);
const ONE = 1n << 64n;

/** A lease with 30 % for contributors: 51 has a quarter of it, 52 an eighth. */
function leased(block: bigint): Context {
  const ctx = emptyChain(block);
  addSubnet(ctx, 1);
  addNeuron(ctx, NETUID, 41);
  addStake(ctx, NETUID, { hotkey: LEASE_HOTKEY, coldkey: LEASE_COLDKEY, amount: 1000n * UNIT });
  SubnetLeases.set(ctx, LEASE, {
    beneficiary: BENEFICIARY,
    coldkey: LEASE_COLDKEY,
    hotkey: LEASE_HOTKEY,
    emissionsShare: 30,
    endBlock: 5000,
    netuid: NETUID,
    cost: rao(0n),
  });
  SubnetLeaseShares.set(ctx, LEASE, account(51), ONE / 4n);
  SubnetLeaseShares.set(ctx, LEASE, account(52), ONE / 8n);
  return ctx;
}
const stakes = (ctx: Context) =>
  [51, 52, 50].map((n) =>
    getStakeForHotkeyAndColdkeyOnSubnet(ctx, LEASE_HOTKEY, account(n), NETUID),
  );
const waiting = (ctx: Context) => AccumulatedLeaseDividends.get(ctx, LEASE);

describe("dividends of a leased subnet", () => {
  test("wait between the payouts, the contributors' part rounded up", () => {
    const ctx = leased(1001n);
    distributeLeasedNetworkDividends(ctx, LEASE, alpha(10n * UNIT + 1n));
    // 30 % of 10,000,000,001 is 3,000,000,000.3.
    expect(waiting(ctx)).toBe(3n * UNIT + 1n);
    expect(stakes(ctx)).toEqual([0n, 0n, 0n]);
  });
  test("are paid out every hundredth block: shares rounded up, the rest to the beneficiary", () => {
    const ctx = leased(1100n);
    AccumulatedLeaseDividends.set(ctx, LEASE, alpha(UNIT));
    distributeLeasedNetworkDividends(ctx, LEASE, alpha(10n * UNIT + 1n));
    // 4,000,000,001 in all: a quarter is 1,000,000,000.25, an eighth 500,000,000.125.
    expect(stakes(ctx)).toEqual([1_000_000_001n, 500_000_001n, 2_499_999_999n]);
    expect(waiting(ctx)).toBe(0n);
    expect(
      eventNames(ctx).filter((name) => name === "SubnetLeaseDividendsDistributed"),
    ).toHaveLength(3);
  });
  test("that are too small to be moved wait, and nobody is paid", () => {
    const ctx = leased(1100n);
    distributeLeasedNetworkDividends(ctx, LEASE, alpha(10_000n));
    expect(waiting(ctx)).toBe(3000n);
    expect(stakes(ctx)).toEqual([0n, 0n, 0n]);
    expect(ctx.events).toEqual([]);
  });
  test("end with the lease", () => {
    const ctx = leased(5000n);
    distributeLeasedNetworkDividends(ctx, LEASE, alpha(10n * UNIT));
    expect(waiting(ctx)).toBe(0n);
  });
  test("of no lease are nobody's", () => {
    const ctx = leased(1100n);
    distributeLeasedNetworkDividends(ctx, 9, alpha(10n * UNIT));
    expect(AccumulatedLeaseDividends.has(ctx, 9)).toBe(false);
  });
});
