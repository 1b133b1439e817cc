import { type AccountId, netUid, utf8Text, ZERO_ACCOUNT } from "@ganglion/primitives";
import { describe, expect, test } from "vitest";
import {
  SubnetAlphaIn,
  SubnetAlphaOut,
  SubnetTAO,
  TotalIssuance,
} from "../src/pallets/subtensor/coinbase/storage.ts";
import {
  Active,
  LastUpdate,
  MaxAllowedValidators,
  Tempo,
  ValidatorPermit,
} from "../src/pallets/subtensor/epoch/storage.ts";
import { buildGenesis } from "../src/pallets/subtensor/genesis.ts";
import { TokenSymbol } from "../src/pallets/subtensor/identity/storage.ts";
import { Owner } from "../src/pallets/subtensor/keys/storage.ts";
import {
  IsNetworkMember,
  Keys,
  MaxAllowedUids,
  SubnetworkN,
  Uids,
} from "../src/pallets/subtensor/registration/storage.ts";
import { getStakeForHotkeyAndColdkeyOnSubnet } from "../src/pallets/subtensor/staking/stake-utils.ts";
import { AlphaV2, TotalStake } from "../src/pallets/subtensor/staking/storage.ts";
import { getNextNetuid } from "../src/pallets/subtensor/subnets/queries.ts";
import {
  FirstEmissionBlockNumber,
  NetworkRegisteredAt,
  NetworksAdded,
  SubnetOwner,
  SubnetOwnerHotkey,
  SubtokenEnabled,
  TotalNetworks,
} from "../src/pallets/subtensor/subnets/storage.ts";
import { account, emptyChain } from "./subnet-fixture.ts";

const ROOT = netUid(0);
const ONE = netUid(1);
function genesis(rootOwner?: { coldkey: AccountId; hotkey: AccountId }) {
  const ctx = emptyChain(0n);
  buildGenesis(ctx, rootOwner);
  return ctx;
}

// Expected values: the reference's macros/genesis.rs.
describe("the first block of a chain", () => {
  test("has root and subnet 1, so the first registered subnet is 2", () => {
    const ctx = genesis();
    expect(NetworksAdded.keysOf(ctx)).toEqual([[0], [1]]);
    expect(TotalNetworks.get(ctx)).toBe(2);
    expect(getNextNetuid(ctx)).toBe(2);
    expect([ROOT, ONE].map((netuid) => MaxAllowedUids.get(ctx, netuid))).toEqual([64, 256]);
    expect([ROOT, ONE].map((netuid) => MaxAllowedValidators.get(ctx, netuid))).toEqual([64, 64]);
    expect([ROOT, ONE].map((netuid) => Tempo.get(ctx, netuid))).toEqual([100, 100]);
    expect([ROOT, ONE].map((netuid) => utf8Text(TokenSymbol.get(ctx, netuid)))).toEqual(["Τ", "α"]);
  });
  test("counts no issuance of its own, whatever the balances are", () => {
    const ctx = genesis();
    expect(TotalIssuance.has(ctx)).toBe(true);
    expect(TotalIssuance.get(ctx)).toBe(0n);
    expect(TotalStake.has(ctx)).toBe(false);
  });
  test("root belongs to nobody, or to whom the chain's mode gives it", () => {
    expect(SubnetOwner.get(genesis(), ROOT)).toBe(ZERO_ACCOUNT);
    expect(SubnetOwner.has(genesis(), ROOT)).toBe(true);
    const owned = genesis({ coldkey: account(1), hotkey: account(2) });
    expect(SubnetOwner.get(owned, ROOT)).toBe(account(1));
    expect(SubnetOwnerHotkey.get(owned, ROOT)).toBe(account(2));
  });
  test("subnet 1 has the zero account on uid 0 with one alpha, and reserves of ten", () => {
    const ctx = genesis();
    expect(SubnetworkN.get(ctx, ONE)).toBe(1);
    expect(Keys.has(ctx, ONE, 0)).toBe(true);
    expect(Keys.get(ctx, ONE, 0)).toBe(ZERO_ACCOUNT);
    expect(Uids.get(ctx, ONE, ZERO_ACCOUNT)).toBe(0);
    expect(IsNetworkMember.get(ctx, ZERO_ACCOUNT, ONE)).toBe(true);
    expect(Owner.get(ctx, ZERO_ACCOUNT)).toBe(ZERO_ACCOUNT);
    expect(Active.get(ctx, ONE)).toEqual([true]);
    expect(ValidatorPermit.get(ctx, ONE)).toEqual([false]);
    expect(LastUpdate.get(ctx, 1 as Parameters<typeof LastUpdate.get>[1])).toEqual([0n]);
    expect(SubnetTAO.get(ctx, ONE)).toBe(10_000_000_000n);
    expect(SubnetAlphaIn.get(ctx, ONE)).toBe(10_000_000_000n);
    expect(SubnetAlphaOut.get(ctx, ONE)).toBe(1_000_000_000n);
    expect(getStakeForHotkeyAndColdkeyOnSubnet(ctx, ZERO_ACCOUNT, ZERO_ACCOUNT, ONE)).toBe(
      1_000_000_000n,
    );
    expect(AlphaV2.keysOf(ctx)).toHaveLength(1);
  });
  test("subnet 1 is not started, and has no owner's hotkey", () => {
    const ctx = genesis();
    for (const item of [
      FirstEmissionBlockNumber,
      SubtokenEnabled,
      NetworkRegisteredAt,
      SubnetOwnerHotkey,
    ])
      expect(item.has(ctx, ONE)).toBe(false);
  });
});
