import type { Context } from "@ganglion/frame";
import { alpha, type NetUid, netUid } from "@ganglion/primitives";
import { describe, expect, test } from "vitest";
import { Bonds, Emission } from "../src/pallets/subtensor/epoch/storage.ts";
import { Keys } from "../src/pallets/subtensor/registration/storage.ts";
import { Delegates } from "../src/pallets/subtensor/staking/storage.ts";
import { NetworksAdded } from "../src/pallets/subtensor/subnets/storage.ts";
import { Weights } from "../src/pallets/subtensor/weights/storage.ts";
import { ask } from "./ask-fixture.ts";
import { genesisState } from "./clients-fixture.ts";
import {
  account,
  addStake,
  addSubnet,
  mechanismIndex,
  UNIT,
  VALIDATOR,
  votingSubnet,
} from "./subnet-fixture.ts";
import { MODES, runtimeOf } from "./surface-fixture.ts";

const addRoot = (ctx: Context): void => NetworksAdded.set(ctx, netUid(0), true);
const GONE = 9;

describe("neurons", () => {
  test("are listed by uid, with all stake under the hotkey in its owner's name", () => {
    const { ctx, netuid } = votingSubnet();
    addStake(ctx, netuid, { hotkey: VALIDATOR, coldkey: account(99), amount: 5n * UNIT });
    const neurons = ask(ctx, "getNeuronsLite", { netuid });
    expect(
      neurons.map(({ uid, hotkey }: { uid: number; hotkey: string }) => [uid, hotkey]),
    ).toEqual([
      [0, account(20)],
      [1, account(21)],
      [2, account(22)],
    ]);
    expect(neurons[0]).toMatchObject({
      coldkey: account(120),
      stake: [[account(120), 1005n * UNIT]],
      validatorPermit: true,
      rank: 0,
      trust: 0,
      pruningScore: 65_535,
    });
  });

  test("are listed up to the first uid without hotkey", () => {
    const { ctx, netuid } = votingSubnet();
    Keys.remove(ctx, netuid, 1);
    expect(ask(ctx, "getNeurons", { netuid })).toHaveLength(1);
    expect(ask(ctx, "getNeuron", { netuid, uid: 1 })).toBeUndefined();
    expect(ask(ctx, "getNeuron", { netuid, uid: 2 }).hotkey).toBe(account(22));
  });

  test("show their weights and bonds above zero", () => {
    const { ctx, netuid } = votingSubnet();
    Weights.set(ctx, mechanismIndex(1), 0, [
      [0, 0],
      [2, 7],
    ]);
    Bonds.set(ctx, mechanismIndex(1), 0, [
      [1, 65_535],
      [2, 0],
    ]);
    expect(ask(ctx, "getNeuron", { netuid, uid: 0 })).toMatchObject({
      weights: [[2, 7]],
      bonds: [[1, 65_535]],
    });
  });

  test("of a subnet that isn't there are none", () => {
    const { ctx } = votingSubnet();
    for (const method of ["getNeurons", "getNeuronsLite"])
      expect(ask(ctx, method, { netuid: GONE })).toEqual([]);
    for (const method of ["getNeuron", "getNeuronLite"])
      expect(ask(ctx, method, { netuid: GONE, uid: 0 })).toBeUndefined();
  });
});

describe("delegates", () => {
  function delegating(): { ctx: Context; netuid: NetUid } {
    const { ctx, netuid } = votingSubnet();
    Delegates.set(ctx, VALIDATOR, 11_796);
    addStake(ctx, netuid, { hotkey: VALIDATOR, coldkey: account(99), amount: 500n * UNIT });
    return { ctx, netuid };
  }

  test("tell nominators in the order of accounts, networks, permits and returns", () => {
    const { ctx, netuid } = delegating();
    addRoot(ctx);
    addStake(ctx, netUid(0), { hotkey: VALIDATOR, coldkey: account(99), amount: 1000n * UNIT });
    Emission.set(ctx, netuid, [alpha(100n * UNIT), alpha(0n), alpha(0n)]);
    expect(ask(ctx, "getDelegates")).toEqual([
      {
        delegateSs58: VALIDATOR,
        take: 11_796,
        nominators: [
          [
            account(99),
            [
              [0, 1000n * UNIT],
              [1, 500n * UNIT],
            ],
          ],
          [account(120), [[1, 1000n * UNIT]]],
        ],
        ownerSs58: account(120),
        registrations: [1],
        validatorPermits: [1],
        // 20 epochs a day of 100 alpha each; 53739/65535 of it for each thousand of the thousand TAO on root.
        returnPer_1000: 1_640_009_155_413n,
        totalDailyReturn: 2000n * UNIT,
      },
    ]);
  });

  test("lose nominators of subnets whose netuid is no place in the list of subnets", () => {
    // Subnet 1 is the only one and stands at place 0: the reference looks at place 1.
    expect(ask(delegating().ctx, "getDelegate", { delegateAccount: VALIDATOR }).nominators).toEqual(
      [],
    );
  });

  test("of a coldkey come with its stake, subnet by subnet, and without nominators", () => {
    const { ctx } = delegating();
    const delegated = ask(ctx, "getDelegated", { delegateeAccount: account(99) });
    expect(delegated).toHaveLength(1);
    expect(delegated[0][0]).toMatchObject({ delegateSs58: VALIDATOR, nominators: [] });
    expect(delegated[0][1]).toEqual([1, 500n * UNIT]);
    expect(ask(ctx, "getDelegated", { delegateeAccount: account(98) })).toEqual([]);
  });

  test("are those with a take: others are none", () => {
    const { ctx } = delegating();
    expect(ask(ctx, "getDelegate", { delegateAccount: account(21) })).toBeUndefined();
  });
});

describe("stakes", () => {
  const COLDKEY = account(120);

  test("above zero are listed for each coldkey", () => {
    const { ctx } = votingSubnet();
    const answer = ask(ctx, "getStakeInfoForColdkeys", { coldkeyAccounts: [COLDKEY, account(99)] });
    expect(answer.map(([who, list]: [string, unknown[]]) => [who, list.length])).toEqual([
      [COLDKEY, 1],
      [account(99), 0],
    ]);
    expect(answer[0][1][0]).toMatchObject({
      hotkey: VALIDATOR,
      netuid: 1,
      stake: 1000n * UNIT,
      isRegistered: true,
    });
  });

  test("of nothing are told where one position is asked for", () => {
    const { ctx } = votingSubnet();
    const position = { hotkeyAccount: VALIDATOR, coldkeyAccount: account(99), netuid: GONE };
    expect(ask(ctx, "getStakeInfoForHotkeyColdkeyNetuid", position)).toMatchObject({
      stake: 0n,
      isRegistered: false,
    });
  });

  test("that are available come by account and netuid, each once, where there is any", () => {
    const { ctx } = votingSubnet();
    addSubnet(ctx, 2);
    const available = (netuids?: number[]) =>
      ask(ctx, "getStakeAvailabilityForColdkeys", {
        coldkeyAccounts: [COLDKEY, account(99), COLDKEY],
        netuids,
      });
    const row = [1, { total: 1000n * UNIT, locked: 0n, available: 1000n * UNIT }];
    const found = [
      [account(99), []],
      [COLDKEY, [row]],
    ];
    expect(available()).toEqual(found);
    expect(available([2, 1, 1])).toEqual(found);
    expect(available([GONE, 1])).toEqual(found);
  });

  test("are not looked up for a request of no subnet, or of more than there are", () => {
    const { ctx } = votingSubnet();
    const available = (netuids: number[]) =>
      ask(ctx, "getStakeAvailabilityForColdkeys", { coldkeyAccounts: [COLDKEY], netuids });
    expect(available([])).toEqual([[COLDKEY, []]]);
    expect(available([1, 2])).toEqual([[COLDKEY, []]]);
  });

  test("pay the pool's fee where they arrive, and none for staying", () => {
    const { ctx } = votingSubnet();
    const fee = (origin?: [string, number], destination?: [string, number]) =>
      ask(ctx, "getStakeFee", {
        origin,
        originColdkeyAccount: COLDKEY,
        destination,
        destinationColdkeyAccount: COLDKEY,
        amount: UNIT,
      });
    // 33 of 65535 parts, floored.
    expect(fee(undefined, [VALIDATOR, 1])).toBe(503_547n);
    expect(fee([VALIDATOR, 1], undefined)).toBe(503_547n);
    expect(fee([VALIDATOR, 1], [VALIDATOR, 1])).toBe(0n);
    expect(fee()).toBe(0n);
    expect(fee([VALIDATOR, 1], [VALIDATOR, 0])).toBe(0n);
  });
});

describe("prices", () => {
  test("are rao per whole alpha", () => {
    const { ctx, netuid } = votingSubnet();
    expect(ask(ctx, "currentAlphaPrice", { netuid })).toBe(UNIT);
  });

  test("quote nothing where the swap would be refused", () => {
    const { ctx, netuid } = votingSubnet();
    // A swap may put in a thousand times what the pool has at most.
    const quote = ask(ctx, "simSwapTaoForAlpha", { netuid, tao: 2n ** 63n });
    expect(new Set(Object.values(quote))).toEqual(new Set([0n]));
  });

  test("quote a swap with its fee on the side that is paid in", () => {
    const { ctx, netuid } = votingSubnet();
    const bought = ask(ctx, "simSwapTaoForAlpha", { netuid, tao: UNIT });
    const sold = ask(ctx, "simSwapAlphaForTao", { netuid, alpha: UNIT });
    expect(bought).toMatchObject({ taoAmount: UNIT - 503_547n, taoFee: 503_547n, alphaFee: 0n });
    expect(sold).toMatchObject({ alphaAmount: UNIT - 503_547n, alphaFee: 503_547n, taoFee: 0n });
    // Both sides of the pool are alike, so both ways give the same: 1000 × 0.999… / 1000.999…
    expect(bought.alphaAmount).toBe(sold.taoAmount);
    expect(bought.alphaSlippage).toBe(UNIT - bought.alphaAmount);
    expect(sold.taoSlippage).toBe(UNIT - sold.taoAmount);
    expect(bought.alphaAmount).toBe(((UNIT - 503_547n) * 1000n * UNIT) / (1001n * UNIT - 503_547n));
  });
});

test("a question leaves the state as it was, also where the answer writes", () => {
  const runtime = runtimeOf(MODES.localnet);
  const state = genesisState(runtime);
  const method = "SubnetRegistrationRuntimeApi_get_network_registration_cost";
  runtime.call(state, method, new Uint8Array());
  expect(state.changes()).toEqual([]);
});
