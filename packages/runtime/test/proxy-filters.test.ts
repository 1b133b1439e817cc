import { type AnyCall, type RuntimeCall, State } from "@ganglion/frame";
import { decode, encode, option, u8, vec } from "@ganglion/scale";
import { describe, expect, test } from "vitest";
import { proxyFilterInfo, proxyTypeInfo } from "../src/apis/types.ts";
import { AdminUtils } from "../src/pallets/admin-utils/pallet.ts";
import { Balances } from "../src/pallets/balances/pallet.ts";
import { isSuperset, passes } from "../src/pallets/proxy/filters.ts";
import { ProxyPallet } from "../src/pallets/proxy/pallet.ts";
import { PROXY_TYPES, type ProxyType } from "../src/pallets/proxy/types.ts";
import { SubtensorModule } from "../src/pallets/subtensor/pallet.ts";
import { Sudo } from "../src/pallets/sudo/pallet.ts";
import { remark, setStorage } from "../src/pallets/system/calls.ts";
import { Utility } from "../src/pallets/utility/pallet.ts";
import { of, runtime } from "./extrinsics-fixture.ts";
import { SURFACE } from "./surface-fixture.ts";

const { calls: admin } = AdminUtils;
const { calls: balances } = Balances;
const { calls: subtensor } = SubtensorModule;
const { calls: sudo } = Sudo;
const HALF = 500_000_000n;

const plain = (...calls: AnyCall[]): RuntimeCall[] => calls.map((each) => of(each, {}));
const inside = (call: AnyCall, nested: RuntimeCall) => of(call, { call: nested });
/** As if this runtime could replace its code. */
const setCode: RuntimeCall = {
  call: { ...remark, pallet: "System", name: "set_code" },
  args: { code: new Uint8Array() },
};

/** The three that list what they don't allow, where none of them lists it. */
const OPEN: readonly ProxyType[] = ["NonCritical", "NonTransfer", "NonFungible"];

// Worked out from the lists in runtime/src/lib.rs, call by call; Any allows all of them.
const ALLOWED: readonly (readonly [what: string, by: readonly ProxyType[], RuntimeCall[]])[] = [
  [
    "transfers below half a TAO",
    ["Transfer", "SmallTransfer", "NonCritical"],
    [balances.transferAllowDeath, balances.transferKeepAlive].map((each) =>
      of(each, { value: HALF - 1n }),
    ),
  ],
  [
    "transfers of half a TAO, and of all",
    ["Transfer", "NonCritical"],
    [
      of(balances.transferAllowDeath, { value: HALF }),
      of(balances.transferKeepAlive, { value: HALF }),
      ...plain(balances.transferAll),
    ],
  ],
  [
    "other calls of Balances",
    ["NonCritical"],
    plain(balances.burn, balances.forceTransfer, balances.forceSetBalance),
  ],
  [
    "a transfer of stake below half an alpha",
    ["Transfer", "SmallTransfer", "NonCritical"],
    [of(subtensor.transferStake, { alphaAmount: HALF - 1n })],
  ],
  [
    "a transfer of half an alpha",
    ["Transfer", "NonCritical"],
    [of(subtensor.transferStake, { alphaAmount: HALF })],
  ],
  [
    "staking",
    ["Staking", "NonCritical", "NonTransfer"],
    plain(
      subtensor.addStake,
      subtensor.addStakeLimit,
      subtensor.removeStake,
      subtensor.removeStakeLimit,
      subtensor.removeStakeFullLimit,
      subtensor.unstakeAll,
      subtensor.unstakeAllAlpha,
      subtensor.swapStake,
      subtensor.swapStakeLimit,
      subtensor.moveStake,
    ),
  ],
  ["how root dividends are claimed", [...OPEN, "Staking"], plain(subtensor.setRootClaimType)],
  ["claiming root dividends", [...OPEN, "RootClaim"], plain(subtensor.claimRoot)],
  ["registration that burns", ["Registration", "NonTransfer"], plain(subtensor.burnedRegister)],
  [
    "other registration",
    [...OPEN, "Registration"],
    plain(subtensor.register, subtensor.registerLimit),
  ],
  ["registration on root", ["NonTransfer"], plain(subtensor.rootRegister)],
  ["dissolving a subnet", ["NonTransfer", "NonFungible"], plain(subtensor.dissolveNetwork)],
  [
    "the swap of a coldkey",
    [],
    plain(
      subtensor.announceColdkeySwap,
      subtensor.swapColdkeyAnnounced,
      subtensor.clearColdkeySwapAnnouncement,
      subtensor.disputeColdkeySwap,
    ),
  ],
  [
    "the swap of a coldkey as it was and as root does it",
    ["NonCritical"],
    plain(subtensor.scheduleSwapColdkey, subtensor.swapColdkey),
  ],
  [
    "the swap of a hotkey",
    ["SwapHotkey", "NonCritical", "NonTransfer"],
    plain(subtensor.swapHotkey, subtensor.swapHotkeyV2),
  ],
  ["children", [...OPEN, "ChildKeys"], plain(subtensor.setChildren, subtensor.setChildkeyTake)],
  [
    "what a subnet looks like",
    [...OPEN, "Owner"],
    plain(subtensor.setSubnetIdentity, subtensor.updateSymbol),
  ],
  [
    "hyperparameters",
    [...OPEN, "Owner"],
    plain(admin.sudoSetTempo, admin.sudoSetYuma3Enabled, admin.sudoSetDefaultTake),
  ],
  ["the owner's hotkey", OPEN, plain(admin.sudoSetSnOwnerHotkey, admin.sudoSetSubnetOwnerHotkey)],
  [
    "hyperparameters of a leased subnet",
    [...OPEN, "Owner", "SubnetLeaseBeneficiary"],
    plain(
      admin.sudoSetServingRateLimit,
      admin.sudoSetMinDifficulty,
      admin.sudoSetMaxDifficulty,
      admin.sudoSetWeightsVersionKey,
      admin.sudoSetAdjustmentAlpha,
      admin.sudoSetImmunityPeriod,
      admin.sudoSetMinAllowedWeights,
      admin.sudoSetKappa,
      admin.sudoSetRho,
      admin.sudoSetActivityCutoff,
      admin.sudoSetNetworkRegistrationAllowed,
      admin.sudoSetNetworkPowRegistrationAllowed,
      admin.sudoSetMaxBurn,
      admin.sudoSetBondsMovingAverage,
      admin.sudoSetBondsPenalty,
      admin.sudoSetCommitRevealWeightsEnabled,
      admin.sudoSetLiquidAlphaEnabled,
      admin.sudoSetAlphaValues,
      admin.sudoSetCommitRevealWeightsInterval,
      admin.sudoSetToggleTransfer,
      admin.sudoSetSubnetEmissionEnabled,
      admin.sudoSetMinChildkeyTakePerSubnet,
    ),
  ],
  ["starting a subnet", [...OPEN, "SubnetLeaseBeneficiary"], plain(subtensor.startCall)],
  [
    "root's calls",
    ["NonTransfer", "NonFungible"],
    [inside(sudo.sudo, setCode), inside(sudo.sudoUncheckedWeight, of(remark, {}))],
  ],
  [
    "root's change of the code",
    ["NonTransfer", "NonFungible", "SudoUncheckedSetCode"],
    [inside(sudo.sudoUncheckedWeight, setCode)],
  ],
  [
    "everything else",
    OPEN,
    plain(
      remark,
      setStorage,
      subtensor.setWeights,
      subtensor.serveAxon,
      Utility.calls.batch,
      ProxyPallet.calls.proxy,
      ProxyPallet.calls.addProxy,
    ),
  ],
];

describe.each(ALLOWED)("%s", (_, by, calls) => {
  test.each(calls.map((each) => [`${each.call.pallet}.${each.call.name}`, each] as const))(
    "%s",
    (_name, call) => {
      const allowing = PROXY_TYPES.filter((type) => passes(type, call));
      expect(new Set(allowing)).toEqual(new Set(["Any", ...by]));
    },
  );
});

// Source: runtime/src/lib.rs InstanceFilter::is_superset
test("Any may give away every type, NonTransfer all but Any and transfers, Transfer the small ones; each itself", () => {
  const given = (type: ProxyType) => PROXY_TYPES.filter((each) => isSuperset(type, each));
  expect(given("Any")).toEqual(PROXY_TYPES);
  expect(given("NonTransfer")).toEqual(
    PROXY_TYPES.filter((each) => !["Any", "Transfer", "SmallTransfer"].includes(each)),
  );
  expect(given("Transfer")).toEqual(["Transfer", "SmallTransfer"]);
  const rest = PROXY_TYPES.filter((each) => !["Any", "NonTransfer", "Transfer"].includes(each));
  for (const type of rest) expect(given(type)).toEqual([type]);
});

// Source: runtime/tests/pallet_proxy.rs, runtime/src/lib.rs
describe("the runtime API of filters", () => {
  const state = new State({ get: () => undefined, keys: () => [] });
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  const optionalText = (bytes: Uint8Array | undefined) => (bytes ? text(bytes) : undefined);
  const filters = (index?: number) =>
    decode(
      vec(proxyFilterInfo),
      runtime.call(state, "ProxyFilterRuntimeApi_get_proxy_filter", encode(option(u8), index)),
    );
  const ofType = (type: ProxyType) => filters(PROXY_TYPES.indexOf(type))[0]!;

  test("lists the types by index, four of them as deprecated", () => {
    const raw = runtime.call(state, "ProxyFilterRuntimeApi_get_proxy_types", new Uint8Array());
    const infos = decode(vec(proxyTypeInfo), raw);
    expect(infos.map(({ name, index }) => [text(name), index])).toEqual(
      PROXY_TYPES.map((type, index) => [type, index]),
    );
    expect(infos.filter(({ deprecated }) => deprecated).map(({ index }) => index)).toEqual([
      4, 6, 7, 12,
    ]);
  });
  test("lists all filters in the order in which the reference declares them", () => {
    expect(filters().map(({ proxyType }) => proxyType)).toEqual([
      0, 3, 5, 10, 11, 1, 2, 6, 4, 7, 8, 9, 12, 13, 14, 15, 16, 17,
    ]);
  });
  test("gives one by its index, and none for an index that is no type", () => {
    expect(filters(8).map(({ name }) => text(name))).toEqual(["Staking"]);
    expect(filters(18)).toEqual([]);
  });
  test("tells modes, whole pallets, exceptions and conditions", () => {
    const modes = PROXY_TYPES.map((type) => ofType(type).filterMode);
    expect(modes).toEqual(
      PROXY_TYPES.map((type) => {
        if (type === "Any") return "AllowAll";
        if (["Senate", "Triumvirate", "Governance", "RootWeights"].includes(type)) return "DenyAll";
        return OPEN.includes(type) ? "Deny" : "Allow";
      }),
    );
    expect(ofType("NonTransfer").calls[0]).toEqual({
      palletName: new TextEncoder().encode("Balances"),
      palletIndex: 5,
      callName: undefined,
      callIndex: undefined,
      condition: undefined,
    });
    expect(ofType("Owner").exceptions.map(({ callName }) => optionalText(callName))).toEqual([
      "sudo_set_sn_owner_hotkey",
      "sudo_set_subnet_owner_hotkey",
    ]);
    const conditions = (type: ProxyType) =>
      ofType(type).calls.map(({ condition }) => {
        if (condition?.type === "ParamLessThan")
          return [text(condition.value.paramName), condition.value.limit];
        return condition && [text(condition.value.palletName), text(condition.value.callName)];
      });
    expect(conditions("SmallTransfer")).toEqual([
      ["value", HALF],
      ["value", HALF],
      ["alpha_amount", HALF],
    ]);
    expect(conditions("SudoUncheckedSetCode")).toEqual([["System", "set_code"]]);
  });
  test("names only calls of the pinned interface, with their indices", () => {
    const listed = filters().flatMap(({ calls, exceptions }) => [...calls, ...exceptions]);
    for (const { palletName, palletIndex, callName, callIndex } of listed) {
      const pallet = SURFACE.pallets.find(({ index }) => index === palletIndex);
      expect(pallet?.name).toBe(text(palletName));
      const call = pallet?.calls.find(({ index }) => index === callIndex);
      expect(call?.name).toBe(optionalText(callName));
    }
    expect(listed).toHaveLength(93);
  });
});
