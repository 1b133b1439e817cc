import type { Context } from "@ganglion/frame";
import { hash, type NetUid, netUid } from "@ganglion/primitives";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AlphaBurned, TotalAlphaIssuance } from "../src/pallets/alpha-assets/storage.ts";
import { totalIssuance } from "../src/pallets/balances/currency.ts";
import {
  PendingOwnerCut,
  PendingRootAlphaDivs,
  PendingServerEmission,
  PendingValidatorEmission,
  SubnetAlphaIn,
  SubnetAlphaOut,
  SubnetProtocolAlpha,
  SubnetTAO,
  TotalIssuance,
} from "../src/pallets/subtensor/coinbase/storage.ts";
import { LastUpdate, Yuma3On } from "../src/pallets/subtensor/epoch/storage.ts";
import { onInitialize } from "../src/pallets/subtensor/hooks.ts";
import { TotalHotkeyAlpha } from "../src/pallets/subtensor/staking/storage.ts";
import { subnetAccountOf } from "../src/pallets/subtensor/subnets/accounts.ts";
import { Weights } from "../src/pallets/subtensor/weights/storage.ts";
import { Account, ParentHash } from "../src/pallets/system/storage.ts";
import {
  account,
  addNeuron,
  addSubnet,
  emptyChain,
  endow,
  mechanismIndex,
  setOwnerHotkey,
  UNIT,
} from "./subnet-fixture.ts";

interface Plan {
  readonly tempo: number;
  readonly yuma3: boolean;
  readonly ownerMines: boolean;
  /** One per validator: its stake in alpha and its weights for the miners. */
  readonly validators: readonly { readonly stake: number; readonly weights: readonly number[] }[];
}
const MINERS = 3;
const plan: fc.Arbitrary<Plan> = fc.record({
  tempo: fc.integer({ min: 2, max: 7 }),
  yuma3: fc.boolean(),
  ownerMines: fc.boolean(),
  validators: fc.array(
    fc.record({
      stake: fc.integer({ min: 1, max: 100_000 }),
      weights: fc.array(fc.nat(65535), { minLength: MINERS, maxLength: MINERS }),
    }),
    { minLength: 1, maxLength: 4 },
  ),
});

function build(plans: readonly Plan[]): { readonly ctx: Context; readonly netuids: NetUid[] } {
  const ctx = emptyChain(100n);
  const netuids = plans.map((each, i) => {
    const netuid = addSubnet(ctx, i + 1, each.tempo);
    Yuma3On.set(ctx, netuid, each.yuma3);
    endow(ctx, subnetAccountOf(ctx.chain, netuid), 1000n * UNIT);
    for (let n = 0; n < MINERS; n++) addNeuron(ctx, netuid, 20 + n);
    // An owner whose own miner is paid nothing, or one that only owns.
    setOwnerHotkey(ctx, netuid, account(each.ownerMines ? 20 : 19));
    each.validators.forEach(({ stake, weights }, v) => {
      const { uid } = addNeuron(ctx, netuid, 40 + v, { stake: BigInt(stake) * UNIT, permit: true });
      Weights.set(
        ctx,
        mechanismIndex(netuid),
        uid,
        weights.map((weight, miner) => [miner, weight]),
      );
    });
    LastUpdate.mutate(ctx, mechanismIndex(netuid), (list) => list.map(() => 100n));
    TotalAlphaIssuance.set(ctx, netuid, SubnetAlphaIn.get(ctx, netuid));
    return netuid;
  });
  return { ctx, netuids };
}

const sum = (amounts: readonly bigint[]): bigint =>
  amounts.reduce((total, each) => total + each, 0n);

/** All alpha outside the pool that somebody has, or waits for. */
function alphaHeld(ctx: Context, netuid: NetUid): bigint {
  const staked = TotalHotkeyAlpha.entries(ctx)
    .filter(([[, on]]) => on === netuid)
    .map(([, amount]) => amount);
  return sum([
    ...staked,
    PendingOwnerCut.get(ctx, netuid),
    PendingRootAlphaDivs.get(ctx, netuid),
    PendingServerEmission.get(ctx, netuid),
    PendingValidatorEmission.get(ctx, netuid),
    SubnetProtocolAlpha.get(ctx, netuid),
    AlphaBurned.get(ctx, netuid),
  ]);
}

describe("laws of the coinbase, whatever subnets there are", () => {
  const BLOCKS = 12;
  /** Each block floors five parts, each epoch up to six per neuron. */
  const MOST_DUST = BigInt(BLOCKS * 5 + BLOCKS * 6 * 7);

  test("TAO is where the issuance says, and alpha is with somebody but for dust", () => {
    fc.assert(
      fc.property(fc.array(plan, { minLength: 1, maxLength: 3 }), (plans) => {
        const { ctx, netuids } = build(plans);
        const before = new Map(
          netuids.map((netuid) => [
            netuid,
            SubnetAlphaOut.get(ctx, netuid) - alphaHeld(ctx, netuid),
          ]),
        );
        const alphaBefore = new Map(
          netuids.map((netuid) => [
            netuid,
            SubnetAlphaIn.get(ctx, netuid) + SubnetAlphaOut.get(ctx, netuid),
          ]),
        );
        const issuedBefore = new Map(
          netuids.map((netuid) => [netuid, TotalAlphaIssuance.get(ctx, netuid)]),
        );
        for (let i = 0; i < BLOCKS; i++) {
          ctx.block += 1n;
          ParentHash.set(ctx, hash(`0x${String(i).padStart(64, "0")}`));
          onInitialize(ctx);
        }
        const accounts = Account.entries(ctx).map(([, { data }]) => data.free);
        expect(totalIssuance(ctx)).toBe(sum(accounts));
        expect(TotalIssuance.get(ctx)).toBe(totalIssuance(ctx));
        for (const netuid of netuids) {
          const pot = Account.get(ctx, subnetAccountOf(ctx.chain, netuid)).data.free;
          expect(SubnetTAO.get(ctx, netuid)).toBe(pot);
          const lost =
            SubnetAlphaOut.get(ctx, netuid) - alphaHeld(ctx, netuid) - before.get(netuid)!;
          expect(lost).toBeGreaterThanOrEqual(0n);
          expect(lost).toBeLessThanOrEqual(MOST_DUST);
          const grown =
            SubnetAlphaIn.get(ctx, netuid) +
            SubnetAlphaOut.get(ctx, netuid) -
            alphaBefore.get(netuid)!;
          expect(TotalAlphaIssuance.get(ctx, netuid) - issuedBefore.get(netuid)!).toBe(grown);
        }
        expect(SubnetTAO.get(ctx, netUid(0))).toBe(0n);
      }),
      { numRuns: 25 },
    );
  });
});
