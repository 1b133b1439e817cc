import { type Context, ROOT, type RuntimeCall, runtimeCallOf, signed } from "@ganglion/frame";
import {
  type AccountId,
  alpha,
  type NetUid,
  netUid,
  rao,
  utf8Bytes,
  utf8Text,
} from "@ganglion/primitives";
import { describe, expect, test } from "vitest";
import { freeBalance } from "../src/pallets/balances/currency.ts";
import {
  SubnetAlphaIn,
  SubnetAlphaOut,
  SubnetEmissionEnabled,
  SubnetMovingPrice,
  SubnetTAO,
} from "../src/pallets/subtensor/coinbase/storage.ts";
import { Kappa, LastEpochBlock, Tempo, Yuma3On } from "../src/pallets/subtensor/epoch/storage.ts";
import { SubnetIdentitiesV3, TokenSymbol } from "../src/pallets/subtensor/identity/storage.ts";
import { LastRateLimitedBlock, Owner } from "../src/pallets/subtensor/keys/storage.ts";
import {
  Burn,
  ImmunityPeriod,
  MaxAllowedUids,
  Uids,
} from "../src/pallets/subtensor/registration/storage.ts";
import { AlphaV2, TotalStake } from "../src/pallets/subtensor/staking/storage.ts";
import { subnetAccountOf } from "../src/pallets/subtensor/subnets/accounts.ts";
import { subnetsCalls } from "../src/pallets/subtensor/subnets/calls.ts";
import { doSetSnOwnerHotkey } from "../src/pallets/subtensor/subnets/owner-hotkey.ts";
import {
  getNetworkLockCost,
  getSubnetAccountId,
  isSubnetAccountId,
} from "../src/pallets/subtensor/subnets/queries.ts";
import {
  FirstEmissionBlockNumber,
  NetworkImmunityPeriod,
  NetworkMinLockCost,
  NetworkRateLimit,
  NetworkRegisteredAt,
  NetworkRegistrationStartBlock,
  NetworksAdded,
  RegisteredSubnetCounter,
  StartCallDelay,
  SubnetLimit,
  SubnetLocked,
  SubnetOwner,
  SubnetOwnerHotkey,
  SubtokenEnabled,
  TotalNetworks,
} from "../src/pallets/subtensor/subnets/storage.ts";
import {
  getNameForSubnet,
  getNextAvailableSymbol,
  getSymbolForSubnet,
} from "../src/pallets/subtensor/subnets/symbols.ts";
import type { SubnetIdentity } from "../src/pallets/subtensor/types.ts";
import {
  account,
  addNeuron,
  addStake,
  addSubnet,
  emptyChain,
  endow,
  eventNames,
  UNIT,
} from "./subnet-fixture.ts";

const OWNER = account(50);
const HOTKEY = account(51);
const LOCK = 1000n * UNIT;

function dispatch(ctx: Context, who: AccountId | "root", call: RuntimeCall): string {
  const result = ctx.dispatch(who === "root" ? ROOT : signed(who), call);
  return result.ok ? "ok" : result.refusal.label;
}
const registerNetwork = (hotkey: AccountId) =>
  runtimeCallOf(subnetsCalls.registerNetwork, { hotkey });
const startCall = (netuid: NetUid) => runtimeCallOf(subnetsCalls.startCall, { netuid });
const updateSymbol = (netuid: NetUid, text: string) =>
  runtimeCallOf(subnetsCalls.updateSymbol, { netuid, symbol: utf8Bytes(text) });

/** A chain with root and subnet 1 (price 1), and a coldkey with 5000 TAO. */
function chain(): Context {
  const ctx = emptyChain(20_000n);
  NetworksAdded.set(ctx, netUid(0), true);
  TotalNetworks.set(ctx, 2);
  addSubnet(ctx, 1);
  endow(ctx, OWNER, 5000n * UNIT);
  return ctx;
}

const text = (length: number) => new Uint8Array(length).fill(65);
const identity = (parts: Partial<SubnetIdentity> = {}): SubnetIdentity => ({
  subnetName: text(1),
  githubRepo: text(0),
  subnetContact: text(0),
  subnetUrl: text(0),
  discord: text(0),
  description: text(0),
  logoUrl: text(0),
  additional: text(0),
  ...parts,
});

describe("register_network", () => {
  test("makes the signer the owner of the lowest free netuid, with the hotkey on uid 0", () => {
    const ctx = chain();
    expect(dispatch(ctx, OWNER, registerNetwork(HOTKEY))).toBe("ok");
    const netuid = netUid(2);
    expect(SubnetOwner.get(ctx, netuid)).toBe(OWNER);
    expect(SubnetOwnerHotkey.get(ctx, netuid)).toBe(HOTKEY);
    expect(Owner.get(ctx, HOTKEY)).toBe(OWNER);
    expect(Uids.get(ctx, netuid, HOTKEY)).toBe(0);
    expect(TotalNetworks.get(ctx)).toBe(3);
    expect(NetworkRegisteredAt.get(ctx, netuid)).toBe(20_000n);
    expect(RegisteredSubnetCounter.get(ctx, netuid)).toBe(1n);
    expect(utf8Text(TokenSymbol.get(ctx, netuid))).toBe("β");
  });
  test("puts the whole lock in the pool at the others' price", () => {
    const ctx = chain();
    // A price of 2: 2000 TAO against 1000 alpha.
    SubnetTAO.set(ctx, netUid(1), rao(2000n * UNIT));
    dispatch(ctx, OWNER, registerNetwork(HOTKEY));
    const netuid = netUid(2);
    expect(SubnetTAO.get(ctx, netuid)).toBe(LOCK);
    expect(SubnetAlphaIn.get(ctx, netuid)).toBe(500n * UNIT);
    expect(SubnetLocked.get(ctx, netuid)).toBe(LOCK);
    expect(TotalStake.get(ctx)).toBe(LOCK);
    expect(freeBalance(ctx, OWNER)).toBe(4000n * UNIT);
    expect(freeBalance(ctx, subnetAccountOf(ctx.chain, netuid))).toBe(LOCK);
  });
  test("a new subnet has the rules for new ones, and no TAO emission until root allows it", () => {
    const ctx = chain();
    dispatch(ctx, OWNER, registerNetwork(HOTKEY));
    const netuid = netUid(2);
    expect(Tempo.get(ctx, netuid)).toBe(360);
    expect(LastEpochBlock.get(ctx, netuid)).toBe(20_000n - 2n);
    expect(MaxAllowedUids.get(ctx, netuid)).toBe(256);
    expect(ImmunityPeriod.get(ctx, netuid)).toBe(5000);
    expect(Burn.get(ctx, netuid)).toBe(UNIT);
    expect(Yuma3On.get(ctx, netuid)).toBe(true);
    expect(Kappa.has(ctx, netuid)).toBe(true);
    expect(SubnetEmissionEnabled.get(ctx, netuid)).toBe(false);
    expect(SubtokenEnabled.get(ctx, netuid)).toBe(false);
  });
  test("tells of every rule it set, in order, and of the subnet last", () => {
    const ctx = chain();
    dispatch(ctx, OWNER, registerNetwork(HOTKEY));
    expect(eventNames(ctx).filter((name) => !/Transfer|Endowed|Account/.test(name))).toEqual([
      "RegistrationAllowed",
      "MaxAllowedUidsSet",
      "MaxAllowedValidatorsSet",
      "MinAllowedWeightSet",
      "ImmunityPeriodSet",
      "SubnetOwnerHotkeySet",
      "NetworkAdded",
    ]);
  });
  test.each([
    ["NonAssociatedColdKey", (ctx: Context) => Owner.set(ctx, HOTKEY, account(9))],
    [
      "SubNetRegistrationDisabled",
      (ctx: Context) => NetworkRegistrationStartBlock.set(ctx, 20_001n),
    ],
    [
      "NetworkTxRateLimitExceeded",
      (ctx: Context) =>
        LastRateLimitedBlock.set(ctx, { type: "NetworkLastRegistered" }, 20_000n - 7199n),
    ],
    // Subnet 1 counts, and is immune by its age of 20,000 blocks.
    ["SubnetLimitReached", (ctx: Context) => SubnetLimit.set(ctx, 1)],
    ["CannotAffordLockCost", (ctx: Context) => NetworkMinLockCost.set(ctx, rao(5000n * UNIT + 1n))],
  ] as const)("is refused with %s and changes nothing", (error, spoil) => {
    const ctx = chain();
    spoil(ctx);
    const before = ctx.state.changes();
    expect(dispatch(ctx, OWNER, registerNetwork(HOTKEY))).toBe(error);
    expect(ctx.state.changes()).toEqual(before);
    expect(eventNames(ctx)).toEqual([]);
  });
  test("a subnet's own account can't be the hotkey", () => {
    const ctx = chain();
    expect(dispatch(ctx, OWNER, registerNetwork(subnetAccountOf(ctx.chain, netUid(3))))).toBe(
      "CannotUseSystemAccount",
    );
  });
  test("with an identity that is too long all of it is undone", () => {
    const ctx = chain();
    const call = runtimeCallOf(subnetsCalls.registerNetworkWithIdentity, {
      hotkey: HOTKEY,
      identity: identity({ subnetName: text(257) }),
    });
    expect(dispatch(ctx, OWNER, call)).toBe("InvalidIdentity");
    expect(NetworksAdded.has(ctx, netUid(2))).toBe(false);
    expect(freeBalance(ctx, OWNER)).toBe(5000n * UNIT);
  });
  test("with an identity at every limit it is kept", () => {
    const ctx = chain();
    const longest = identity({
      subnetName: text(256),
      githubRepo: text(1024),
      subnetContact: text(1024),
      subnetUrl: text(1024),
      discord: text(256),
      description: text(1024),
      logoUrl: text(1024),
      additional: text(1024),
    });
    const call = runtimeCallOf(subnetsCalls.registerNetworkWithIdentity, {
      hotkey: HOTKEY,
      identity: longest,
    });
    expect(dispatch(ctx, OWNER, call)).toBe("ok");
    expect(SubnetIdentitiesV3.get(ctx, netUid(2))).toEqual(longest);
  });
  test("at the limit the cheapest subnet past its immunity makes room, and lends its netuid", () => {
    const ctx = chain();
    SubnetLimit.set(ctx, 2);
    NetworkImmunityPeriod.set(ctx, 100n);
    addSubnet(ctx, 2);
    SubnetMovingPrice.set(ctx, netUid(1), 3n << 31n);
    SubnetMovingPrice.set(ctx, netUid(2), 1n << 32n);
    endow(ctx, subnetAccountOf(ctx.chain, netUid(2)), 1000n * UNIT);
    expect(dispatch(ctx, OWNER, registerNetwork(HOTKEY))).toBe("ok");
    expect(SubnetOwner.get(ctx, netUid(1))).toBe(account(1));
    expect(SubnetOwner.get(ctx, netUid(2))).toBe(OWNER);
    expect(eventNames(ctx)).toContain("NetworkRemoved");
  });
});

describe("the price of a subnet", () => {
  test("is the minimum before the first one", () => {
    expect(getNetworkLockCost(chain())).toBe(LOCK);
  });
  test("doubles with a registration and falls by the last price over the interval", () => {
    const ctx = chain();
    dispatch(ctx, OWNER, registerNetwork(HOTKEY));
    expect(getNetworkLockCost(ctx)).toBe(2n * LOCK);
    ctx.block += 10n;
    // 10^12 / 100,800 = 9,920,634 rao a block, floored before it is multiplied.
    expect(getNetworkLockCost(ctx)).toBe(2n * LOCK - 99_206_340n);
    ctx.block += 1_000_000n;
    expect(getNetworkLockCost(ctx)).toBe(LOCK);
  });
  test("the rate limit ends exactly after its blocks", () => {
    const ctx = chain();
    NetworkRateLimit.set(ctx, 10n);
    dispatch(ctx, OWNER, registerNetwork(HOTKEY));
    ctx.block += 9n;
    expect(dispatch(ctx, OWNER, registerNetwork(HOTKEY))).toBe("NetworkTxRateLimitExceeded");
    ctx.block += 1n;
    expect(dispatch(ctx, OWNER, registerNetwork(HOTKEY))).toBe("ok");
  });
});

describe("start_call", () => {
  test("opens trading, and emission from the next block", () => {
    const ctx = chain();
    dispatch(ctx, OWNER, registerNetwork(HOTKEY));
    expect(dispatch(ctx, OWNER, startCall(netUid(2)))).toBe("ok");
    expect(FirstEmissionBlockNumber.get(ctx, netUid(2))).toBe(20_001n);
    expect(SubtokenEnabled.get(ctx, netUid(2))).toBe(true);
    expect(dispatch(ctx, OWNER, startCall(netUid(2)))).toBe("FirstEmissionBlockNumberAlreadySet");
  });
  test("is the owner's alone, and root may not either", () => {
    const ctx = chain();
    dispatch(ctx, OWNER, registerNetwork(HOTKEY));
    expect(dispatch(ctx, account(9), startCall(netUid(2)))).toBe("BadOrigin");
    expect(dispatch(ctx, "root", startCall(netUid(2)))).toBe("BadOrigin");
    expect(dispatch(ctx, OWNER, startCall(netUid(8)))).toBe("SubnetNotExists");
  });
  test("waits for the delay, to the block", () => {
    const ctx = chain();
    StartCallDelay.set(ctx, 5n);
    dispatch(ctx, OWNER, registerNetwork(HOTKEY));
    ctx.block += 4n;
    expect(dispatch(ctx, OWNER, startCall(netUid(2)))).toBe("NeedWaitingMoreBlocksToStarCall");
    ctx.block += 1n;
    expect(dispatch(ctx, OWNER, startCall(netUid(2)))).toBe("ok");
  });
});

describe("symbols", () => {
  test("of the first subnets are Greek, and there are 439", () => {
    expect([0, 1, 2, 19, 24].map((id) => utf8Text(getSymbolForSubnet(netUid(id))))).toEqual([
      "Τ",
      "α",
      "β",
      "t",
      "ω",
    ]);
    expect(utf8Text(getSymbolForSubnet(netUid(123)))).toBe("𑀀");
    expect(utf8Text(getSymbolForSubnet(netUid(438)))).toBe("ධ");
    expect(utf8Text(getSymbolForSubnet(netUid(439)))).toBe("Τ");
  });
  test("one that is taken gives way to the first free one after root's", () => {
    const ctx = chain();
    TokenSymbol.set(ctx, netUid(1), utf8Bytes("β"));
    expect(utf8Text(getNextAvailableSymbol(ctx, netUid(2)))).toBe("α");
  });
  test("can be changed by the owner and by root to a free one of the table", () => {
    const ctx = chain();
    expect(dispatch(ctx, account(1), updateSymbol(netUid(1), "ω"))).toBe("ok");
    expect(utf8Text(TokenSymbol.get(ctx, netUid(1)))).toBe("ω");
    expect(dispatch(ctx, account(1), updateSymbol(netUid(1), "ω"))).toBe("SymbolAlreadyInUse");
    expect(dispatch(ctx, account(1), updateSymbol(netUid(1), "Τ"))).toBe("SymbolDoesNotExist");
    expect(dispatch(ctx, account(1), updateSymbol(netUid(1), "xx"))).toBe("SymbolDoesNotExist");
    expect(dispatch(ctx, account(9), updateSymbol(netUid(1), "ψ"))).toBe("BadOrigin");
    expect(dispatch(ctx, "root", updateSymbol(netUid(1), "ψ"))).toBe("ok");
  });
  test("a subnet without a name of its own has one by its netuid", () => {
    const ctx = chain();
    expect(utf8Text(getNameForSubnet(ctx, netUid(0)))).toBe("root");
    expect(utf8Text(getNameForSubnet(ctx, netUid(64)))).toBe("chutes");
    expect(utf8Text(getNameForSubnet(ctx, netUid(438)))).toBe("ra");
    expect(utf8Text(getNameForSubnet(ctx, netUid(439)))).toBe("unknown");
    SubnetIdentitiesV3.set(ctx, netUid(64), identity({ subnetName: utf8Bytes("mine") }));
    expect(utf8Text(getNameForSubnet(ctx, netUid(64)))).toBe("mine");
  });
});

describe("a subnet's own account", () => {
  test("is modl, subtensr and the netuid, and is recognised also for a netuid that is not in use", () => {
    const ctx = chain();
    const of258 = subnetAccountOf(ctx.chain, netUid(258));
    expect(of258).toBe(`0x6d6f646c73756274656e73720201${"00".repeat(18)}`);
    expect(isSubnetAccountId(ctx, of258)).toBe(258);
    expect(isSubnetAccountId(ctx, HOTKEY)).toBeUndefined();
    expect(isSubnetAccountId(ctx, `${of258.slice(0, -2)}01` as AccountId)).toBeUndefined();
  });
  test("exists for root and for subnets only", () => {
    const ctx = chain();
    NetworksAdded.remove(ctx, netUid(0));
    expect(getSubnetAccountId(ctx, netUid(0))).toBeDefined();
    expect(getSubnetAccountId(ctx, netUid(1))).toBeDefined();
    expect(getSubnetAccountId(ctx, netUid(2))).toBeUndefined();
  });
});

describe("dissolving", () => {
  /** Subnet 1 with 900 TAO in its pool and its account; alpha 100, 200 and 300 with three coldkeys. */
  function staked() {
    const ctx = chain();
    const netuid = netUid(1);
    for (const [i, amount] of [100n, 200n, 300n].entries()) {
      const { hotkey, coldkey } = addNeuron(ctx, netuid, 20 + i);
      addStake(ctx, netuid, { hotkey, coldkey, amount: amount * UNIT });
    }
    SubnetTAO.set(ctx, netuid, rao(900n * UNIT));
    SubnetAlphaIn.set(ctx, netuid, alpha(0n));
    TotalStake.set(ctx, rao(900n * UNIT));
    NetworkRegisteredAt.set(ctx, netuid, 5n);
    endow(ctx, subnetAccountOf(ctx.chain, netuid), 900n * UNIT + 500n);
    return { ctx, netuid };
  }
  const dissolve = (netuid: NetUid) => runtimeCallOf(subnetsCalls.rootDissolveNetwork, { netuid });

  test("pays the pool's TAO to the coldkeys by their alpha", () => {
    const { ctx, netuid } = staked();
    expect(dispatch(ctx, "root", dissolve(netuid))).toBe("ok");
    expect([120, 121, 122].map((n) => freeBalance(ctx, account(n)))).toEqual(
      [150n, 300n, 450n].map((tao) => tao * UNIT),
    );
    expect(freeBalance(ctx, subnetAccountOf(ctx.chain, netuid))).toBe(500n);
    expect(TotalStake.get(ctx)).toBe(0n);
    expect(AlphaV2.keysOf(ctx)).toEqual([]);
    expect(eventNames(ctx).at(-1)).toBe("NetworkRemoved");
  });
  test("gives what can't be divided to the largest remainders, one rao each", () => {
    const { ctx, netuid } = staked();
    SubnetTAO.set(ctx, netuid, rao(10_001n));
    expect(dispatch(ctx, "root", dissolve(netuid))).toBe("ok");
    // 10,001 / 6 = 1666.83, × 2 = 3333.67, × 3 = 5000.5: two rao are left, for the first two.
    expect([120, 121, 122].map((n) => freeBalance(ctx, account(n)))).toEqual([1667n, 3334n, 5000n]);
  });
  test("the pool's own alpha takes its part of a newer subnet's TAO, which is recycled", () => {
    const { ctx, netuid } = staked();
    SubnetAlphaIn.set(ctx, netuid, alpha(300n * UNIT));
    dispatch(ctx, "root", dissolve(netuid));
    expect([120, 121, 122].map((n) => freeBalance(ctx, account(n)))).toEqual(
      [100n, 200n, 300n].map((tao) => tao * UNIT),
    );
    expect(freeBalance(ctx, subnetAccountOf(ctx.chain, netuid))).toBe(500n);
  });
  test("a subnet from before registrations reopened gives the lock back, less what the owner earned", () => {
    const { ctx, netuid } = staked();
    NetworkRegistrationStartBlock.set(ctx, 6n);
    SubnetLocked.set(ctx, netuid, rao(500n * UNIT));
    endow(ctx, subnetAccountOf(ctx.chain, netuid), 5000n * UNIT);
    // 600 alpha at a price of 0 are worth nothing: all of the lock comes back.
    dispatch(ctx, "root", dissolve(netuid));
    expect(freeBalance(ctx, account(1))).toBe(500n * UNIT);
  });
  test("forgets the subnet, but not what the reference keeps", () => {
    const { ctx, netuid } = staked();
    SubnetEmissionEnabled.set(ctx, netuid, false);
    SubnetIdentitiesV3.set(ctx, netuid, identity());
    const kept = new Set([SubnetEmissionEnabled.keyOf(netuid)]);
    dispatch(ctx, "root", dissolve(netuid));
    expect(NetworksAdded.has(ctx, netuid)).toBe(false);
    expect(TotalNetworks.get(ctx)).toBe(1);
    expect(SubnetAlphaOut.has(ctx, netuid)).toBe(false);
    expect(SubnetIdentitiesV3.has(ctx, netuid)).toBe(false);
    expect(Uids.keysOf(ctx, netuid)).toEqual([]);
    for (const key of kept) expect(ctx.state.has(key)).toBe(true);
    expect(eventNames(ctx).slice(-2)).toEqual(["SubnetIdentityRemoved", "NetworkRemoved"]);
  });
  test("is root's alone, and root itself stays", () => {
    const { ctx, netuid } = staked();
    expect(dispatch(ctx, account(1), dissolve(netuid))).toBe("BadOrigin");
    expect(dispatch(ctx, "root", dissolve(netUid(0)))).toBe("SubnetNotExists");
    expect(dispatch(ctx, "root", dissolve(netUid(9)))).toBe("SubnetNotExists");
    const older = runtimeCallOf(subnetsCalls.dissolveNetwork, { coldkey: account(9), netuid });
    expect(dispatch(ctx, account(1), older)).toBe("BadOrigin");
    expect(dispatch(ctx, "root", older)).toBe("ok");
  });
});

describe("the owner's hotkey", () => {
  test("can be changed once a week", () => {
    const ctx = chain();
    doSetSnOwnerHotkey(ctx, signed(account(1)), netUid(1), HOTKEY);
    expect(SubnetOwnerHotkey.get(ctx, netUid(1))).toBe(HOTKEY);
    ctx.block += 50_399n;
    expect(() => doSetSnOwnerHotkey(ctx, ROOT, netUid(1), OWNER)).toThrow(
      expect.objectContaining({ name: "TxRateLimitExceeded" }),
    );
    ctx.block += 1n;
    doSetSnOwnerHotkey(ctx, ROOT, netUid(1), OWNER);
    expect(SubnetOwnerHotkey.get(ctx, netUid(1))).toBe(OWNER);
  });
});

test("the first subnet of a chain has as much alpha as TAO in its pool", () => {
  const ctx = emptyChain(20_000n);
  endow(ctx, OWNER, 5000n * UNIT);
  expect(dispatch(ctx, OWNER, registerNetwork(HOTKEY))).toBe("ok");
  expect(SubnetAlphaIn.get(ctx, netUid(1))).toBe(LOCK);
});
