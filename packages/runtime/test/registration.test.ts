import { type Context, type RuntimeCall, runtimeCallOf, signed } from "@ganglion/frame";
import { type AccountId, alpha, type NetUid, netUid, rao } from "@ganglion/primitives";
import { describe, expect, test } from "vitest";
import { freeBalance } from "../src/pallets/balances/currency.ts";
import { SubnetAlphaOut } from "../src/pallets/subtensor/coinbase/storage.ts";
import {
  Active,
  Bonds,
  Emission,
  LastUpdate,
  StakeWeight,
  ValidatorPermit,
} from "../src/pallets/subtensor/epoch/storage.ts";
import {
  AssociatedEvmAddress,
  OwnedHotkeys,
  Owner,
} from "../src/pallets/subtensor/keys/storage.ts";
import { updateRegistrationPricesForNetworks } from "../src/pallets/subtensor/registration/burn.ts";
import { registrationCalls } from "../src/pallets/subtensor/registration/calls.ts";
import { getNeuronToPrune } from "../src/pallets/subtensor/registration/prune.ts";
import {
  BlockAtRegistration,
  Burn,
  ImmunityPeriod,
  IsNetworkMember,
  Keys,
  MaxAllowedUids,
  MinAllowedUids,
  MinNonImmuneUids,
  RAORecycledForRegistration,
  RegistrationsThisBlock,
  SubnetworkN,
  Uids,
} from "../src/pallets/subtensor/registration/storage.ts";
import { trimToMaxAllowedUids } from "../src/pallets/subtensor/registration/trim.ts";
import { replaceNeuron } from "../src/pallets/subtensor/registration/uids.ts";
import { Axons } from "../src/pallets/subtensor/serving/storage.ts";
import { subnetAccountOf } from "../src/pallets/subtensor/subnets/accounts.ts";
import {
  NetworkRegistrationAllowed,
  NetworksAdded,
  SubnetOwnerHotkey,
} from "../src/pallets/subtensor/subnets/storage.ts";
import { Weights } from "../src/pallets/subtensor/weights/storage.ts";
import {
  account,
  addNeuron,
  addSubnet,
  emptyChain,
  endow,
  eventNames,
  setOwnerHotkey,
  UNIT,
} from "./subnet-fixture.ts";

const COLDKEY = account(60);
const HOTKEY = account(61);

function dispatch(ctx: Context, who: AccountId, call: RuntimeCall): string {
  const result = ctx.dispatch(signed(who), call);
  return result.ok ? "ok" : result.refusal.label;
}
const burnedRegister = (netuid: NetUid, hotkey: AccountId) =>
  runtimeCallOf(registrationCalls.burnedRegister, { netuid, hotkey });
const registerLimit = (netuid: NetUid, hotkey: AccountId, limitPrice: bigint) =>
  runtimeCallOf(registrationCalls.registerLimit, { netuid, hotkey, limitPrice });

/** Subnet 1 with the owner's hotkey on uid 0, a price of 1 TAO, and a coldkey with 100 TAO. */
function subnet() {
  const ctx = emptyChain(10_000n);
  const netuid = addSubnet(ctx, 1);
  addNeuron(ctx, netuid, 10);
  setOwnerHotkey(ctx, netuid, account(10));
  Burn.set(ctx, netuid, rao(UNIT));
  endow(ctx, COLDKEY, 100n * UNIT);
  SubnetAlphaOut.set(ctx, netuid, alpha(50n * UNIT));
  return { ctx, netuid };
}

describe("burned_register", () => {
  test("takes the price, gives the next uid, and raises the price by 26 % within the block", () => {
    const { ctx, netuid } = subnet();
    expect(dispatch(ctx, COLDKEY, burnedRegister(netuid, HOTKEY))).toBe("ok");
    expect(Uids.get(ctx, netuid, HOTKEY)).toBe(1);
    expect(Keys.get(ctx, netuid, 1)).toBe(HOTKEY);
    expect(BlockAtRegistration.get(ctx, netuid, 1)).toBe(10_000n);
    expect(IsNetworkMember.get(ctx, HOTKEY, netuid)).toBe(true);
    expect(SubnetworkN.get(ctx, netuid)).toBe(2);
    expect(Owner.get(ctx, HOTKEY)).toBe(COLDKEY);
    expect(OwnedHotkeys.get(ctx, COLDKEY)).toEqual([HOTKEY]);
    expect(freeBalance(ctx, COLDKEY)).toBe(99n * UNIT);
    expect(freeBalance(ctx, subnetAccountOf(ctx.chain, netuid))).toBe(UNIT);
    expect(Burn.get(ctx, netuid)).toBe(1_260_000_000n);
    expect(RAORecycledForRegistration.get(ctx, netuid)).toBe(UNIT);
    expect(RegistrationsThisBlock.get(ctx, netuid)).toBe(1);
    expect(eventNames(ctx).slice(-2)).toEqual([
      "RAORecycledForRegistrationSet",
      "NeuronRegistered",
    ]);
  });
  test("deletes the alpha that the price bought: nobody holds it", () => {
    const { ctx, netuid } = subnet();
    dispatch(ctx, COLDKEY, burnedRegister(netuid, HOTKEY));
    expect(SubnetAlphaOut.get(ctx, netuid)).toBe(50n * UNIT);
  });
  test("does the same under the name of proof of work, whose arguments it ignores", () => {
    const { ctx, netuid } = subnet();
    const call = runtimeCallOf(registrationCalls.register, {
      netuid,
      blockNumber: 0n,
      nonce: 0n,
      work: new Uint8Array(),
      hotkey: HOTKEY,
      coldkey: account(99),
    });
    expect(dispatch(ctx, COLDKEY, call)).toBe("ok");
    expect(Owner.get(ctx, HOTKEY)).toBe(COLDKEY);
  });
  test.each([
    ["RegistrationNotPermittedOnRootSubnet", 0, HOTKEY, () => {}],
    ["SubnetNotExists", 7, HOTKEY, () => {}],
    [
      "SubNetRegistrationDisabled",
      1,
      HOTKEY,
      (ctx: Context) => NetworkRegistrationAllowed.set(ctx, netUid(1), false),
    ],
    ["HotKeyAlreadyRegisteredInSubNet", 1, account(10), () => {}],
    [
      "NotEnoughBalanceToStake",
      1,
      HOTKEY,
      (ctx: Context) => Burn.set(ctx, netUid(1), rao(100n * UNIT + 1n)),
    ],
    ["NonAssociatedColdKey", 1, HOTKEY, (ctx: Context) => Owner.set(ctx, HOTKEY, account(70))],
    ["NoNeuronIdAvailable", 1, HOTKEY, (ctx: Context) => MaxAllowedUids.set(ctx, netUid(1), 0)],
    // Full, and the only neuron is the owner's.
    ["NoNeuronIdAvailable", 1, HOTKEY, (ctx: Context) => MaxAllowedUids.set(ctx, netUid(1), 1)],
  ] as const)("is refused with %s on subnet %i and changes nothing", (error, id, hotkey, spoil) => {
    const { ctx } = subnet();
    spoil(ctx);
    const before = ctx.state.changes();
    expect(dispatch(ctx, COLDKEY, burnedRegister(netUid(id), hotkey))).toBe(error);
    expect(ctx.state.changes()).toEqual(before);
  });
  test("a subnet's own account can't be a hotkey", () => {
    const { ctx, netuid } = subnet();
    const system = subnetAccountOf(ctx.chain, netUid(515));
    expect(dispatch(ctx, COLDKEY, burnedRegister(netuid, system))).toBe("CannotUseSystemAccount");
  });
});

describe("register_limit", () => {
  test("registers at a price that equals the limit", () => {
    const { ctx, netuid } = subnet();
    expect(dispatch(ctx, COLDKEY, registerLimit(netuid, HOTKEY, UNIT))).toBe("ok");
  });
  test("is refused one rao below the price, before the balance is looked at", () => {
    const { ctx, netuid } = subnet();
    expect(dispatch(ctx, account(99), registerLimit(netuid, HOTKEY, UNIT - 1n))).toBe(
      "RegistrationPriceLimitExceeded",
    );
  });
  test("asks for the subnet before the price", () => {
    const { ctx } = subnet();
    expect(dispatch(ctx, COLDKEY, registerLimit(netUid(0), HOTKEY, 0n))).toBe(
      "RegistrationNotPermittedOnRootSubnet",
    );
    expect(dispatch(ctx, COLDKEY, registerLimit(netUid(9), HOTKEY, 0n))).toBe("SubnetNotExists");
  });
});

describe("the registration price", () => {
  test("falls by the factor of its half-life each block, and not below its minimum", () => {
    const { ctx, netuid } = subnet();
    updateRegistrationPricesForNetworks(ctx);
    // floor(10^9 * 4286705684 / 2^32)
    expect(Burn.get(ctx, netuid)).toBe((UNIT * 4_286_705_684n) >> 32n);
    Burn.set(ctx, netuid, rao(500_001n));
    updateRegistrationPricesForNetworks(ctx);
    expect(Burn.get(ctx, netuid)).toBe(500_000n);
  });
  test("stands still in block 1", () => {
    const { ctx, netuid } = subnet();
    ctx.block = 1n;
    updateRegistrationPricesForNetworks(ctx);
    expect(Burn.get(ctx, netuid)).toBe(UNIT);
  });
  test("every block begins with no registrations", () => {
    const { ctx, netuid } = subnet();
    RegistrationsThisBlock.set(ctx, netuid, 3);
    updateRegistrationPricesForNetworks(ctx);
    expect(RegistrationsThisBlock.get(ctx, netuid)).toBe(0);
  });
});

/** Neurons 11, 12, … behind the owner's, with emission and registration block. */
function crowd(neurons: readonly (readonly [emission: bigint, block: bigint])[]) {
  const { ctx, netuid } = subnet();
  ImmunityPeriod.set(ctx, netuid, 1000);
  MinNonImmuneUids.set(ctx, netuid, 0);
  for (const [place, [, block]] of neurons.entries()) addNeuron(ctx, netuid, 11 + place, { block });
  Emission.set(ctx, netuid, [alpha(0n), ...neurons.map(([emission]) => alpha(emission))]);
  return { ctx, netuid };
}

describe("the neuron that makes room", () => {
  test("is the one with the least emission", () => {
    const { ctx, netuid } = crowd([
      [5n, 1n],
      [3n, 2n],
      [4n, 0n],
    ]);
    expect(getNeuronToPrune(ctx, netuid)).toBe(2);
  });
  test("of equal emission is the one that registered first, then the lowest uid", () => {
    const { ctx, netuid } = crowd([
      [3n, 9n],
      [3n, 2n],
      [3n, 2n],
    ]);
    expect(getNeuronToPrune(ctx, netuid)).toBe(2);
  });
  test("is never the owner's, whatever it earns", () => {
    const { ctx, netuid } = crowd([[9n, 0n]]);
    expect(getNeuronToPrune(ctx, netuid)).toBe(1);
  });
  test("is an immune one only when too few others would stay", () => {
    const { ctx, netuid } = crowd([
      [9n, 0n],
      [1n, 9_500n],
    ]);
    expect(getNeuronToPrune(ctx, netuid)).toBe(1);
    MinNonImmuneUids.set(ctx, netuid, 1);
    expect(getNeuronToPrune(ctx, netuid)).toBe(2);
  });
  test("does not exist when only the owner is there", () => {
    const { ctx, netuid } = crowd([]);
    expect(getNeuronToPrune(ctx, netuid)).toBeUndefined();
  });
  test("immunity ends exactly after its period", () => {
    const { ctx, netuid } = crowd([
      [9n, 9_000n],
      [1n, 9_001n],
    ]);
    expect(getNeuronToPrune(ctx, netuid)).toBe(1);
  });
  test("the owner's other hotkeys are spared only up to the limit, oldest first", () => {
    const { ctx, netuid } = crowd([
      [0n, 5n],
      [0n, 4n],
    ]);
    // Without a named hotkey the limit of one goes to the owner's earliest.
    SubnetOwnerHotkey.remove(ctx, netuid);
    OwnedHotkeys.set(ctx, account(1), [account(11), account(12)]);
    Emission.set(ctx, netuid, [alpha(1n), alpha(0n), alpha(0n)]);
    expect(getNeuronToPrune(ctx, netuid)).toBe(1);
  });
});

describe("a uid that changes hands", () => {
  test("starts anew: endpoints, weights to and from it, bonds and permits are gone", () => {
    const { ctx, netuid } = crowd([
      [1n, 0n],
      [2n, 0n],
    ]);
    const index = 1 as Parameters<typeof Weights.get>[1];
    const axon = {
      block: 1n,
      version: 1,
      ip: 1n,
      port: 1,
      ipType: 4,
      protocol: 0,
      placeholder1: 0,
      placeholder2: 0,
    };
    Axons.set(ctx, netuid, account(11), axon);
    AssociatedEvmAddress.set(ctx, netuid, 1, [new Uint8Array(20), 1n]);
    Weights.set(ctx, index, 1, [[2, 7]]);
    Weights.set(ctx, index, 2, [
      [0, 5],
      [1, 6],
    ]);
    Bonds.set(ctx, index, 1, [[2, 7]]);
    ValidatorPermit.set(ctx, netuid, [true, true, true]);
    Active.set(ctx, netuid, [true, false, true]);
    replaceNeuron(ctx, netuid, 1, HOTKEY, ctx.block);

    expect(Uids.get(ctx, netuid, account(11))).toBeUndefined();
    expect(IsNetworkMember.has(ctx, account(11), netuid)).toBe(false);
    expect(Uids.get(ctx, netuid, HOTKEY)).toBe(1);
    expect(Axons.has(ctx, netuid, account(11))).toBe(false);
    expect(AssociatedEvmAddress.has(ctx, netuid, 1)).toBe(false);
    expect(Weights.has(ctx, index, 1)).toBe(false);
    expect(Weights.get(ctx, index, 2)).toEqual([
      [0, 5],
      [1, 0],
    ]);
    expect(Bonds.has(ctx, index, 1)).toBe(false);
    expect(ValidatorPermit.get(ctx, netuid)).toEqual([true, false, true]);
    expect(Active.get(ctx, netuid)).toEqual([true, true, true]);
    expect(Emission.get(ctx, netuid)).toEqual([0n, 0n, 2n]);
    expect(LastUpdate.get(ctx, index)[1]).toBe(ctx.block);
  });
  test("stays with the subnet owner's hotkey", () => {
    const { ctx, netuid } = crowd([]);
    replaceNeuron(ctx, netuid, 0, HOTKEY, ctx.block);
    expect(Keys.get(ctx, netuid, 0)).toBe(account(10));
    expect(Uids.has(ctx, netuid, HOTKEY)).toBe(false);
  });
});

describe("trimming", () => {
  /** Owner and five more, all past their immunity, earning 5, 1, 4, 2, 3. */
  function six() {
    const { ctx, netuid } = crowd([
      [5n, 0n],
      [1n, 0n],
      [4n, 0n],
      [2n, 0n],
      [3n, 0n],
    ]);
    MinAllowedUids.set(ctx, netuid, 2);
    return { ctx, netuid };
  }
  test("throws out who earns least and closes the gaps in the order of the uids", () => {
    const { ctx, netuid } = six();
    const index = 1 as Parameters<typeof Weights.get>[1];
    Weights.set(ctx, index, 5, [
      [1, 10],
      [2, 20],
      [3, 30],
    ]);
    trimToMaxAllowedUids(ctx, netuid, 4);
    // Uids 2 (earns 1) and 4 (earns 2) leave; 5 becomes 3.
    expect([0, 1, 2, 3].map((uid) => Keys.get(ctx, netuid, uid))).toEqual(
      [10, 11, 13, 15].map(account),
    );
    expect(SubnetworkN.get(ctx, netuid)).toBe(4);
    expect(Keys.has(ctx, netuid, 4)).toBe(false);
    expect(Uids.get(ctx, netuid, account(15))).toBe(3);
    expect(Uids.get(ctx, netuid, account(12))).toBeUndefined();
    expect(IsNetworkMember.has(ctx, account(12), netuid)).toBe(false);
    expect(Emission.get(ctx, netuid)).toEqual([0n, 5n, 4n, 3n]);
    expect(Weights.get(ctx, index, 3)).toEqual([
      [1, 10],
      [2, 30],
    ]);
    expect(Weights.has(ctx, index, 5)).toBe(false);
    expect(StakeWeight.get(ctx, netuid)).toEqual([0, 0, 0, 0]);
    expect(MaxAllowedUids.get(ctx, netuid)).toBe(4);
  });
  test("spares immune neurons however little they earn", () => {
    const { ctx, netuid } = six();
    BlockAtRegistration.set(ctx, netuid, 2, ctx.block);
    trimToMaxAllowedUids(ctx, netuid, 4);
    expect([0, 1, 2, 3].map((uid) => Keys.get(ctx, netuid, uid))).toEqual(
      [10, 11, 12, 13].map(account),
    );
  });
  test("is refused when four of five would be immune", () => {
    const { ctx, netuid } = six();
    for (const uid of [1, 2, 3]) BlockAtRegistration.set(ctx, netuid, uid, ctx.block);
    expect(() => trimToMaxAllowedUids(ctx, netuid, 5)).toThrow(
      expect.objectContaining({ name: "TrimmingWouldExceedMaxImmunePercentage" }),
    );
  });
  test("only lowers the room when the subnet has no more neurons than that", () => {
    const { ctx, netuid } = six();
    trimToMaxAllowedUids(ctx, netuid, 6);
    expect(MaxAllowedUids.get(ctx, netuid)).toBe(6);
    expect(SubnetworkN.get(ctx, netuid)).toBe(6);
  });
  test("keeps within the least and the most that the subnet may have", () => {
    const { ctx, netuid } = six();
    const refusal = expect.objectContaining({ name: "InvalidValue" });
    expect(() => trimToMaxAllowedUids(ctx, netuid, 1)).toThrow(refusal);
    expect(() => trimToMaxAllowedUids(ctx, netuid, 257)).toThrow(refusal);
    NetworksAdded.remove(ctx, netuid);
    expect(() => trimToMaxAllowedUids(ctx, netuid, 4)).toThrow(
      expect.objectContaining({ name: "SubnetNotExists" }),
    );
  });
});
