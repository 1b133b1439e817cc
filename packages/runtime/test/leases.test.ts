import { type AnyCall, type Context, ROOT, type RuntimeCall, signed } from "@ganglion/frame";
import { type AccountId, accountId, alpha, netUid, rao } from "@ganglion/primitives";
import { describe, expect, test } from "vitest";
import { AdminUtils } from "../src/pallets/admin-utils/pallet.ts";
import { freeBalance } from "../src/pallets/balances/currency.ts";
import { Crowdloan } from "../src/pallets/crowdloan/pallet.ts";
import { Crowdloans, CurrentCrowdloanId } from "../src/pallets/crowdloan/storage.ts";
import { proxy } from "../src/pallets/proxy/calls/acting.ts";
import { Proxies } from "../src/pallets/proxy/storage.ts";
import { createAccountIfNonExistent } from "../src/pallets/subtensor/keys/accounts.ts";
import { swapColdkey } from "../src/pallets/subtensor/keys/calls/swap-coldkey.ts";
import { Owner } from "../src/pallets/subtensor/keys/storage.ts";
import { registerLeasedNetwork } from "../src/pallets/subtensor/leasing/calls/register-leased-network.ts";
import { terminateLease } from "../src/pallets/subtensor/leasing/calls/terminate-lease.ts";
import {
  AccumulatedLeaseDividends,
  NextSubnetLeaseId,
  SubnetLeaseShares,
  SubnetLeases,
  SubnetUidToLeaseId,
} from "../src/pallets/subtensor/leasing/storage.ts";
import { ImmunityPeriod } from "../src/pallets/subtensor/registration/storage.ts";
import { Delegates } from "../src/pallets/subtensor/staking/storage.ts";
import { subnetAccountOf } from "../src/pallets/subtensor/subnets/accounts.ts";
import { rootDissolveNetwork } from "../src/pallets/subtensor/subnets/calls/root-dissolve-network.ts";
import { startCall } from "../src/pallets/subtensor/subnets/calls/start-call.ts";
import {
  NetworksAdded,
  SubnetOwner,
  SubnetOwnerHotkey,
  SubtokenEnabled,
  TotalNetworks,
} from "../src/pallets/subtensor/subnets/storage.ts";
import { remark } from "../src/pallets/system/calls.ts";
import { Errors as SystemErrors } from "../src/pallets/system/errors.ts";
import { Account } from "../src/pallets/system/storage.ts";
import {
  CREATOR,
  callOf,
  contributing,
  crowdloan,
  events,
  FUNDS,
  finalizing,
  given,
  NOW,
  stored,
} from "./crowdloan-fixture.ts";
import { runtime } from "./extrinsics-fixture.ts";
import { as, asRoot, everything } from "./staking-fixture.ts";
import { account, emptyChain, endow, eventNames, UNIT } from "./subnet-fixture.ts";

// blake2-256 of SCALE ("leasing/coldkey", 0u32) and ("leasing/hotkey", 0u32), by Python's hashlib.
const COLDKEY = accountId("0x7fa9a44897c4e39223a9a45b3da830b2b923a7654f7e810e5db169e50d2eb471");
const HOTKEY = accountId("0xa1eb3571088a08653ee5a8a22e00bdc8cb0c993caa767dbd7fac8d585d6496f6");
const NETUID = netUid(1);
const [SECOND, THIRD] = [account(2), account(3)];
const LEASE = { leaseId: 0 };
const END_BLOCK = 500;
/** For a proxy: 0.06 TAO, and 0.033 for each. Source: runtime/src/lib.rs */
const PROXY_DEPOSIT = 93_000_000n;
/** A subnet's lock, 1000 TAO, and the deposit. */
const COST = 1000n * UNIT + PROXY_DEPOSIT;

const leasing = (endBlock: number | "never" = END_BLOCK) =>
  callOf(registerLeasedNetwork, {
    emissionsShare: 30,
    endBlock: endBlock === "never" ? undefined : endBlock,
  });

/** Root's network only; accounts 1 to 3 with 3000 TAO each. */
function chain(): Context {
  const ctx = emptyChain(NOW);
  NetworksAdded.set(ctx, netUid(0), true);
  TotalNetworks.set(ctx, 1);
  for (const n of [1, 2, 3]) endow(ctx, account(n), 3000n * UNIT);
  return ctx;
}
/** A crowdloan of 2000 TAO for a lease: 200 of the creator, 600 of account 2, 1200 of account 3. */
function raised(endBlock: number | "never" = END_BLOCK): Context {
  const options = { deposit: rao(200n * UNIT), cap: rao(2000n * UNIT), call: leasing(endBlock) };
  const ctx = crowdloan(options, chain());
  contributing(ctx, SECOND, 600n * UNIT);
  contributing(ctx, THIRD, 1200n * UNIT);
  ctx.events.length = 0;
  return ctx;
}
function leased(endBlock: number | "never" = END_BLOCK): Context {
  const ctx = raised(endBlock);
  const outcome = finalizing(ctx);
  if (outcome !== "ok") throw new Error(`no lease: ${outcome}`);
  ctx.events.length = 0;
  return ctx;
}
/** A crowdloan that only the creator gave to, for a lease. */
function alone(cap: bigint): Context {
  const options = { deposit: rao(200n * UNIT), cap: rao(cap), call: leasing() };
  const ctx = crowdloan(options, chain());
  contributing(ctx, CREATOR, cap);
  ctx.events.length = 0;
  return ctx;
}

describe("a crowdloan for a lease", () => {
  test("registers a subnet that belongs to keys of nobody, run by the creator's proxy", () => {
    const ctx = raised();
    expect(finalizing(ctx)).toBe("ok");
    expect(SubnetLeases.get(ctx, 0)).toEqual({
      beneficiary: CREATOR,
      coldkey: COLDKEY,
      hotkey: HOTKEY,
      emissionsShare: 30,
      endBlock: END_BLOCK,
      netuid: NETUID,
      cost: COST,
    });
    expect([SubnetUidToLeaseId.get(ctx, NETUID), NextSubnetLeaseId.get(ctx)]).toEqual([0, 1]);
    expect([SubnetOwner.get(ctx, NETUID), SubnetOwnerHotkey.get(ctx, NETUID)]).toEqual([
      COLDKEY,
      HOTKEY,
    ]);
    expect(Owner.get(ctx, HOTKEY)).toBe(COLDKEY);
    expect(Delegates.stored(ctx, HOTKEY)).toBe(0);
    expect(Proxies.get(ctx, COLDKEY)).toEqual([
      [{ delegate: CREATOR, proxyType: "SubnetLeaseBeneficiary", delay: 0 }],
      PROXY_DEPOSIT,
    ]);
    expect(events(ctx).slice(-2)).toEqual([
      [
        "SubnetLeaseCreated",
        { beneficiary: CREATOR, leaseId: 0, netuid: NETUID, endBlock: END_BLOCK },
      ],
      ["Finalized", { crowdloanId: 0 }],
    ]);
    expect([stored(ctx)?.finalized, CurrentCrowdloanId.has(ctx)]).toEqual([true, false]);
  });
  test("gives back what the subnet didn't cost, by shares rounded down, the rest to the creator", () => {
    const ctx = raised();
    finalizing(ctx);
    // 0.3 and 0.6 of 2^64, rounded down.
    expect(SubnetLeaseShares.entries(ctx, 0)).toEqual([
      [[0, SECOND], 5_534_023_222_112_865_484n],
      [[0, THIRD], 11_068_046_444_225_730_969n],
    ]);
    // 999,907,000,000 rao are left: 0.3 of them are 299,972,100,000 and 0.6 are 599,944,200,000, but
    // the shares are a little less.
    expect([SECOND, THIRD, CREATOR].map((who) => freeBalance(ctx, who))).toEqual([
      2400n * UNIT + 299_972_099_999n,
      1800n * UNIT + 599_944_199_999n,
      2800n * UNIT + 99_990_700_002n,
    ]);
    expect([FUNDS, COLDKEY].map((who) => freeBalance(ctx, who))).toEqual([0n, 0n]);
    expect(freeBalance(ctx, subnetAccountOf(ctx.chain, NETUID))).toBe(1000n * UNIT);
    expect(eventNames(ctx).filter((name) => name === "Transfer")).toHaveLength(5);
  });
  test("keeps the keys' accounts alive with nothing on them but the proxy's deposit", () => {
    const ctx = leased();
    expect(Account.get(ctx, COLDKEY)).toMatchObject({
      providers: 1,
      consumers: 1,
      data: { free: 0n, reserved: PROXY_DEPOSIT },
    });
    expect(Account.get(ctx, HOTKEY)).toMatchObject({ providers: 1, consumers: 0 });
  });
  test.each([
    [1000n * UNIT - 1n, "CannotAffordLockCost"],
    // The subnet is paid, the proxy isn't.
    [1000n * UNIT, "InsufficientBalance"],
    [COST - 1n, "InsufficientBalance"],
    [COST, "ok"],
  ])("of %d rao: %s", (cap, outcome) => {
    const ctx = alone(cap);
    const before = everything(ctx);
    expect(finalizing(ctx)).toBe(outcome);
    if (outcome !== "ok") expect(everything(ctx)).toEqual(before);
    else expect(SubnetLeases.get(ctx, 0)?.cost).toBe(COST);
  });
  test("may lease for ever", () => {
    expect(SubnetLeases.get(leased("never"), 0)).toMatchObject({ endBlock: undefined });
  });
  test("by a creator alone has no shares, and the creator gets all the rest", () => {
    const ctx = alone(2000n * UNIT);
    finalizing(ctx);
    expect(SubnetLeaseShares.entries(ctx, 0)).toEqual([]);
    expect(freeBalance(ctx, CREATOR)).toBe(3000n * UNIT - COST);
  });
  test("the next one gets keys of its own", () => {
    const ctx = leased();
    ctx.block += 10_000n;
    NextSubnetLeaseId.set(ctx, 1);
    endow(ctx, FUNDS, 2001n * UNIT);
    Crowdloans.mutate(ctx, 0, (each) => ({ ...each!, finalized: false }));
    Crowdloans.mutate(ctx, 0, (each) => ({ ...each!, call: undefined, targetAddress: SECOND }));
    CurrentCrowdloanId.set(ctx, 0);
    const outcome = ctx.dispatch(signed(CREATOR), leasing(20_000));
    expect(outcome.ok).toBe(true);
    expect(SubnetLeases.get(ctx, 1)).toMatchObject({
      coldkey: "0x5eff1b7333efb4e3218199eaca2abee02a1b8bfe585641b09f10af9a4aa0e03d",
      hotkey: "0xd35d45495f942af24fbb050b206184837cf775a083faf9274b9b740b08fd5cb0",
      netuid: 2,
    });
  });
});

describe("registering a leased network", () => {
  const registering = (ctx: Context, who: AccountId = CREATOR, endBlock = END_BLOCK) =>
    as(ctx, who, registerLeasedNetwork, { emissionsShare: 30, endBlock });
  test("is refused outside of a finalization, to others than the creator, and into the past", () => {
    const ctx = raised();
    const before = everything(ctx);
    expect(asRoot(ctx, registerLeasedNetwork, { emissionsShare: 30, endBlock: 1 })).toBe(
      "BadOrigin",
    );
    const outside = ctx.dispatch(signed(CREATOR), leasing());
    expect(outside).toMatchObject({
      ok: false,
      refusal: { pallet: Crowdloan.name, label: "InvalidCrowdloanId" },
    });
    expect(everything(ctx)).toEqual(before);
    CurrentCrowdloanId.set(ctx, 1);
    expect(registering(ctx)).toBe("InvalidCrowdloanId");
    CurrentCrowdloanId.set(ctx, 0);
    expect(registering(ctx, SECOND, 1)).toBe("InvalidLeaseBeneficiary");
    expect(registering(ctx, CREATOR, Number(NOW))).toBe("LeaseCannotEndInThePast");
    expect(registering(ctx, CREATOR, Number(NOW) + 1)).toBe("ok");
  });
  test("ends when the ids end", () => {
    const ctx = raised();
    NextSubnetLeaseId.set(ctx, 0xffff_ffff);
    expect(finalizing(ctx)).toBe("Overflow");
  });
  // Figures: weights.rs; subnets/leasing.rs, SubnetLeasingWeightInfo.
  test("announces the weight of 500 contributors and corrects it to how many there were", () => {
    const ctx = raised();
    CurrentCrowdloanId.set(ctx, 0);
    const call = leasing();
    expect(call.call.weight(call.args, ctx)).toEqual({
      refTime: 309_598_986n + 500n * 46_027_026n + 1_049n * 25_000_000n + 1_053n * 100_000_000n,
      proofSize: 10_256n + 500n * 2_579n,
    });
    expect(ctx.dispatch(signed(CREATOR), call)).toEqual({
      ok: true,
      info: {
        actualWeight: {
          refTime: 301_560_714n + 3n * 26_884_006n + 47n * 25_000_000n + 61n * 100_000_000n,
          proofSize: 10_079n + 3n * 2_579n,
        },
      },
    });
  });
  test("with 500 contributors takes the whole announced weight", () => {
    const ctx = raised();
    Crowdloans.mutate(ctx, 0, (each) => ({ ...each!, contributorsCount: 500 }));
    CurrentCrowdloanId.set(ctx, 0);
    expect(ctx.dispatch(signed(CREATOR), leasing())).toEqual({ ok: true, info: {} });
  });
});

describe("terminating a lease", () => {
  const OWN = account(60);
  const terminating = (ctx: Context, who = CREATOR, hotkey = OWN) =>
    as(ctx, who, terminateLease, { ...LEASE, hotkey });
  /** At the lease's end, with a hotkey of the beneficiary's own. */
  function ended(): Context {
    const ctx = leased();
    ctx.block = BigInt(END_BLOCK);
    createAccountIfNonExistent(ctx, CREATOR, OWN);
    AccumulatedLeaseDividends.set(ctx, 0, alpha(5n));
    return ctx;
  }
  test("makes the subnet the beneficiary's and leaves nothing of the lease", () => {
    const ctx = ended();
    expect(terminating(ctx)).toBe("ok");
    expect([SubnetOwner.get(ctx, NETUID), SubnetOwnerHotkey.get(ctx, NETUID)]).toEqual([
      CREATOR,
      OWN,
    ]);
    expect([
      SubnetLeases.has(ctx, 0),
      SubnetLeaseShares.entries(ctx, 0),
      AccumulatedLeaseDividends.has(ctx, 0),
      Proxies.has(ctx, COLDKEY),
    ]).toEqual([false, [], false, false]);
    // Which the reference forgets.
    expect(SubnetUidToLeaseId.get(ctx, NETUID)).toBe(0);
    expect(events(ctx)).toEqual([
      ["SubnetOwnerHotkeySet", { netuid: NETUID, hotkey: OWN }],
      ["KilledAccount", { account: HOTKEY }],
      ["Unreserved", { who: COLDKEY, amount: PROXY_DEPOSIT }],
      [
        "ProxyRemoved",
        { delegator: COLDKEY, delegatee: CREATOR, proxyType: "SubnetLeaseBeneficiary", delay: 0 },
      ],
      ["SubnetLeaseTerminated", { beneficiary: CREATOR, netuid: NETUID }],
    ]);
  });
  test("leaves the proxy's deposit on the coldkey, whose account stays", () => {
    const ctx = ended();
    terminating(ctx);
    // It could not lose its last provider while something was reserved; the deposit is one more now.
    expect(Account.get(ctx, COLDKEY)).toMatchObject({
      providers: 2,
      consumers: 0,
      data: { free: PROXY_DEPOSIT, reserved: 0n },
    });
  });
  test("is refused in the reference's order", () => {
    const ctx = leased("never");
    expect(asRoot(ctx, terminateLease, { ...LEASE, hotkey: OWN })).toBe("BadOrigin");
    expect(as(ctx, CREATOR, terminateLease, { leaseId: 1, hotkey: OWN })).toBe("LeaseDoesNotExist");
    expect(terminating(ctx, SECOND)).toBe("ExpectedBeneficiaryOrigin");
    expect(terminating(ctx)).toBe("LeaseHasNoEndBlock");
    const soon = leased();
    soon.block = BigInt(END_BLOCK - 1);
    expect(terminating(soon)).toBe("LeaseHasNotEnded");
    soon.block += 1n;
    const before = everything(soon);
    expect(terminating(soon)).toBe("BeneficiaryDoesNotOwnHotkey");
    expect(terminating(soon, CREATOR, HOTKEY)).toBe("BeneficiaryDoesNotOwnHotkey");
    expect(everything(soon)).toEqual(before);
  });
  test("is refused as a whole if the proxy is gone", () => {
    const ctx = ended();
    Proxies.remove(ctx, COLDKEY);
    const before = everything(ctx);
    expect(terminating(ctx)).toBe("NotFound");
    expect(everything(ctx)).toEqual(before);
  });
  test("is the first beneficiary's, whatever became of that coldkey", () => {
    const ctx = ended();
    const next = account(70);
    asRoot(ctx, swapColdkey, { oldColdkey: CREATOR, newColdkey: next, swapCost: rao(0n) });
    expect(Owner.get(ctx, OWN)).toBe(next);
    expect(terminating(ctx, next)).toBe("ExpectedBeneficiaryOrigin");
    expect(terminating(ctx)).toBe("BeneficiaryDoesNotOwnHotkey");
  });
  // Figures: weights.rs; subnets/leasing.rs, SubnetLeasingWeightInfo.
  test("announces the weight of 500 shares and corrects it to how many there were", () => {
    const ctx = ended();
    const call = callOf(terminateLease, { ...LEASE, hotkey: OWN });
    expect(call.call.weight(call.args, ctx)).toEqual({
      refTime: 146_402_779n + 500n * 1_566_532n + 504n * 25_000_000n + 507n * 100_000_000n,
      proofSize: 6_148n + 500n * 2_529n,
    });
    expect(ctx.dispatch(signed(CREATOR), call)).toEqual({
      ok: true,
      info: {
        actualWeight: {
          refTime: 56_635_122n + 2n * 912_993n + 6n * 25_000_000n + 8n * 100_000_000n,
          proofSize: 6_148n + 2n * 2_529n,
        },
      },
    });
  });
});

test("the beneficiary starts and runs the subnet as the coldkey's proxy, and does nothing else for it", () => {
  const ctx = runtime.executive.context(leased().state);
  ctx.block = NOW + 1n;
  const acting = (call: RuntimeCall): unknown => {
    const real = { type: "Id", value: COLDKEY };
    ctx.dispatch(signed(CREATOR), callOf(proxy, { real, forceProxyType: undefined, call }));
    return events(ctx).at(-1);
  };
  const done = ["ProxyExecuted", { result: { ok: true, value: undefined } }];
  expect(acting(callOf(startCall, { netuid: NETUID }))).toEqual(done);
  expect(SubtokenEnabled.get(ctx, NETUID)).toBe(true);
  const { sudoSetImmunityPeriod } = AdminUtils.calls as Readonly<Record<string, AnyCall>>;
  const period = { netuid: NETUID, immunityPeriod: 77 };
  expect(acting(callOf(sudoSetImmunityPeriod, period))).toEqual(done);
  expect(ImmunityPeriod.get(ctx, NETUID)).toBe(77);
  const filtered = [
    "ProxyExecuted",
    { result: { ok: false, error: SystemErrors.CallFiltered.error } },
  ];
  const note = { remark: new Uint8Array() };
  for (const call of [callOf(remark, note), callOf(terminateLease, { ...LEASE, hotkey: HOTKEY })])
    expect(acting(call)).toEqual(filtered);
});

test("a leased subnet that is dissolved takes the lease with it, not the proxy", () => {
  const ctx = leased();
  expect(asRoot(ctx, rootDissolveNetwork, { netuid: NETUID })).toBe("ok");
  expect([
    SubnetLeases.has(ctx, 0),
    SubnetUidToLeaseId.has(ctx, NETUID),
    SubnetLeaseShares.entries(ctx, 0),
  ]).toEqual([false, false, []]);
  expect(Proxies.has(ctx, COLDKEY)).toBe(true);
  // The crowdloan remembers.
  expect(given(ctx)).toHaveLength(3);
  expect(ctx.dispatch(ROOT, leasing()).ok).toBe(false);
});
