import type { AnyCall, Pallet, RuntimeCall } from "@ganglion/frame";
import { AdminUtils } from "../admin-utils/pallet.ts";
import { Balances } from "../balances/pallet.ts";
import { SubtensorModule } from "../subtensor/pallet.ts";
import { Sudo } from "../sudo/pallet.ts";
import type { ProxyType } from "./types.ts";

/** What a call's arguments must be besides. */
export type Condition =
  /** An amount below a limit. */
  | { readonly type: "below"; readonly argument: string; readonly limit: bigint }
  /** The call inside, by its names: it need not be one of this runtime. */
  | {
      readonly type: "holds";
      readonly argument: string;
      readonly pallet: string;
      readonly call: string;
    };
/** One call, perhaps under a condition, or all calls of a pallet. */
export interface Entry {
  readonly of: AnyCall | Pallet;
  readonly condition?: Condition;
}
export type Filter =
  | { readonly mode: "AllowAll" }
  | { readonly mode: "DenyAll" }
  | { readonly mode: "Deny"; readonly calls: readonly Entry[] }
  | {
      readonly mode: "Allow";
      readonly calls: readonly Entry[];
      readonly exceptions?: readonly Entry[];
    };

const all = (...listed: (AnyCall | Pallet)[]): readonly Entry[] => listed.map((of) => ({ of }));
const below = (of: AnyCall, argument: string): Entry => ({
  of,
  condition: { type: "below", argument, limit: SMALL_TRANSFER_LIMIT },
});

/** What a proxy for small transfers stays below, in rao or the smallest unit of alpha. Source: common/src/lib.rs. */
const SMALL_TRANSFER_LIMIT = 500_000_000n;
const { calls: admin } = AdminUtils;
const { calls: balances } = Balances;
const { calls: subtensor } = SubtensorModule;
const { calls: sudo } = Sudo;

/** Which calls a proxy of each type may make, in the order of the runtime API. Source: runtime/src/lib.rs. */
export const FILTERS: Readonly<Record<ProxyType, Filter>> = {
  Any: { mode: "AllowAll" },
  NonTransfer: {
    mode: "Deny",
    calls: all(
      Balances,
      subtensor.transferStake,
      subtensor.scheduleSwapColdkey,
      subtensor.swapColdkey,
      subtensor.announceColdkeySwap,
      subtensor.swapColdkeyAnnounced,
      subtensor.clearColdkeySwapAnnouncement,
      subtensor.disputeColdkeySwap,
    ),
  },
  NonFungible: {
    mode: "Deny",
    calls: all(
      Balances,
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
      subtensor.transferStake,
      subtensor.burnedRegister,
      subtensor.rootRegister,
      subtensor.scheduleSwapColdkey,
      subtensor.swapColdkey,
      subtensor.announceColdkeySwap,
      subtensor.swapColdkeyAnnounced,
      subtensor.clearColdkeySwapAnnouncement,
      subtensor.disputeColdkeySwap,
      subtensor.swapHotkey,
      subtensor.swapHotkeyV2,
    ),
  },
  Transfer: {
    mode: "Allow",
    calls: all(
      balances.transferKeepAlive,
      balances.transferAllowDeath,
      balances.transferAll,
      subtensor.transferStake,
    ),
  },
  SmallTransfer: {
    mode: "Allow",
    calls: [
      below(balances.transferKeepAlive, "value"),
      below(balances.transferAllowDeath, "value"),
      below(subtensor.transferStake, "alphaAmount"),
    ],
  },
  Owner: {
    mode: "Allow",
    calls: all(AdminUtils, subtensor.setSubnetIdentity, subtensor.updateSymbol),
    exceptions: all(admin.sudoSetSnOwnerHotkey, admin.sudoSetSubnetOwnerHotkey),
  },
  NonCritical: {
    mode: "Deny",
    calls: all(
      subtensor.dissolveNetwork,
      subtensor.rootRegister,
      subtensor.burnedRegister,
      Sudo,
      subtensor.announceColdkeySwap,
      subtensor.swapColdkeyAnnounced,
      subtensor.clearColdkeySwapAnnouncement,
      subtensor.disputeColdkeySwap,
    ),
  },
  Triumvirate: { mode: "DenyAll" },
  Senate: { mode: "DenyAll" },
  Governance: { mode: "DenyAll" },
  Staking: {
    mode: "Allow",
    calls: all(
      subtensor.addStake,
      subtensor.removeStake,
      subtensor.unstakeAll,
      subtensor.unstakeAllAlpha,
      subtensor.swapStake,
      subtensor.swapStakeLimit,
      subtensor.moveStake,
      subtensor.addStakeLimit,
      subtensor.removeStakeLimit,
      subtensor.removeStakeFullLimit,
      subtensor.setRootClaimType,
    ),
  },
  Registration: {
    mode: "Allow",
    calls: all(subtensor.burnedRegister, subtensor.register, subtensor.registerLimit),
  },
  RootWeights: { mode: "DenyAll" },
  ChildKeys: { mode: "Allow", calls: all(subtensor.setChildren, subtensor.setChildkeyTake) },
  SudoUncheckedSetCode: {
    mode: "Allow",
    calls: [
      {
        of: sudo.sudoUncheckedWeight,
        condition: { type: "holds", argument: "call", pallet: "System", call: "set_code" },
      },
    ],
  },
  SwapHotkey: { mode: "Allow", calls: all(subtensor.swapHotkey, subtensor.swapHotkeyV2) },
  SubnetLeaseBeneficiary: {
    mode: "Allow",
    calls: all(
      subtensor.startCall,
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
  },
  RootClaim: { mode: "Allow", calls: all(subtensor.claimRoot) },
};

function meets({ args }: RuntimeCall, condition: Condition): boolean {
  const given = args[condition.argument];
  if (condition.type === "below") return (given as bigint) < condition.limit;
  const { call } = given as RuntimeCall;
  return call.pallet === condition.pallet && call.name === condition.call;
}
function matches(call: RuntimeCall, { of, condition }: Entry): boolean {
  if ("calls" in of) return call.call.palletIndex === of.index;
  return call.call === of && (condition === undefined || meets(call, condition));
}

/** Whether a type's list lets a call pass. Source: InstanceFilter::filter. */
export function passes(type: ProxyType, call: RuntimeCall): boolean {
  const filter = FILTERS[type];
  if (filter.mode === "AllowAll") return true;
  if (filter.mode === "DenyAll") return false;
  const isListed = filter.calls.some((entry) => matches(call, entry));
  if (filter.mode === "Deny") return !isListed;
  return isListed && !(filter.exceptions ?? []).some((entry) => matches(call, entry));
}

/** Whether a type is held to allow all that another does: it alone may be given away. Source: is_superset. */
export function isSuperset(type: ProxyType, of: ProxyType): boolean {
  if (type === of || type === "Any") return true;
  if (type === "NonTransfer") return !["Any", "Transfer", "SmallTransfer"].includes(of);
  return type === "Transfer" && of === "SmallTransfer";
}
