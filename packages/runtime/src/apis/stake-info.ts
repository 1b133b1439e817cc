import { apiMethod, type Ctx, type RuntimeApi } from "@ganglion/frame";
import { type AccountId, type NetUid, rao } from "@ganglion/primitives";
import { accountId, btreeMap, netUid, option, tuple, u64, u64f64, vec } from "@ganglion/scale";
import { AlphaDividendsPerSubnet } from "../pallets/subtensor/coinbase/storage.ts";
import { getColdkeyLock, stakeAvailability } from "../pallets/subtensor/locks/availability.ts";
import { hotkeyConviction, subnetKing } from "../pallets/subtensor/locks/conviction.ts";
import { isHotkeyRegisteredOnNetwork } from "../pallets/subtensor/registration/uids.ts";
import { getStakeForHotkeyAndColdkeyOnSubnet } from "../pallets/subtensor/staking/stake-utils.ts";
import { StakingHotkeys } from "../pallets/subtensor/staking/storage.ts";
import {
  getAllSubnetNetuids,
  ifSubnetExist,
  ROOT_NETUID,
} from "../pallets/subtensor/subnets/queries.ts";
import { lockState } from "../pallets/subtensor/types.ts";
import { approxFeeAmount } from "../pallets/swap/queries.ts";
import {
  type StakeAvailability,
  type StakeInfo,
  stakeAvailability as stakeAvailabilityCodec,
  stakeInfo,
} from "./types.ts";

// What coldkeys hold under hotkeys. Source: pallets/subtensor/src/rpc_info/stake_info.rs

function stakeOf(ctx: Ctx, hotkey: AccountId, coldkey: AccountId, netuid: NetUid): StakeInfo {
  return {
    hotkey,
    coldkey,
    netuid,
    stake: getStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, coldkey, netuid),
    // Locks are asked for by `getColdkeyLock`; this field, TAO dividends and drain are of the past.
    locked: 0n,
    emission: AlphaDividendsPerSubnet.get(ctx, netuid, hotkey),
    taoEmission: rao(0n),
    drain: 0n,
    isRegistered: isHotkeyRegisteredOnNetwork(ctx, netuid, hotkey),
  };
}

/** Everything above zero, subnet by subnet. */
function stakesOf(ctx: Ctx, coldkey: AccountId): StakeInfo[] {
  const hotkeys = StakingHotkeys.get(ctx, coldkey);
  return getAllSubnetNetuids(ctx).flatMap((netuid) =>
    hotkeys
      .map((hotkey) => stakeOf(ctx, hotkey, coldkey, netuid))
      .filter(({ stake }) => stake > 0n),
  );
}

/**
 * The subnets to look at, each once and in ascending order; none for a request that names none or more
 * than there are.
 */
function wantedNetuids(ctx: Ctx, requested: readonly NetUid[] | undefined): NetUid[] {
  const existing = getAllSubnetNetuids(ctx);
  const ascending = [...new Set(requested ?? existing)].sort((a, b) => a - b);
  if (ascending.length > existing.length) return [];
  return ascending.filter((netuid) => ifSubnetExist(ctx, netuid));
}

type Availability = readonly (readonly [NetUid, StakeAvailability])[];

/** What each coldkey has, locked and may take on each subnet, where it has or locked anything. */
function availabilityOf(
  ctx: Ctx,
  coldkeys: readonly AccountId[],
  requested: readonly NetUid[] | undefined,
): (readonly [AccountId, Availability])[] {
  const netuids = wantedNetuids(ctx, requested);
  return [...new Set(coldkeys)].sort().map((coldkey) => {
    const rows = netuids
      .map((netuid) => [netuid, stakeAvailability(ctx, coldkey, netuid)] as const)
      .filter(([, { total, locked }]) => total > 0n || locked > 0n);
    return [coldkey, rows] as const;
  });
}

type Place = readonly [hotkey: AccountId, netuid: NetUid] | undefined;

/** The pool's fee on an amount where it arrives, or where it leaves if it goes nowhere; nothing for no move. */
function stakeFee(ctx: Ctx, from: Place, to: Place, amount: bigint): bigint {
  if (from?.[0] === to?.[0] && from?.[1] === to?.[1]) return 0n;
  return approxFeeAmount(ctx, (to ?? from)?.[1] ?? ROOT_NETUID, rao(amount));
}

const place = option(tuple(accountId, netUid));

/** Source: pallets/subtensor/runtime-api */
export const stakeInfoApi: RuntimeApi = {
  name: "StakeInfoRuntimeApi",
  version: 1,
  methods: {
    getStakeInfoForColdkey: apiMethod({
      inputs: { coldkeyAccount: accountId },
      output: vec(stakeInfo),
      run: (ctx, { coldkeyAccount }) => stakesOf(ctx, coldkeyAccount),
    }),
    getStakeInfoForColdkeys: apiMethod({
      inputs: { coldkeyAccounts: vec(accountId) },
      output: vec(tuple(accountId, vec(stakeInfo))),
      run: (ctx, { coldkeyAccounts }) =>
        coldkeyAccounts.map((coldkey) => [coldkey, stakesOf(ctx, coldkey)] as const),
    }),
    getStakeInfoForHotkeyColdkeyNetuid: apiMethod({
      inputs: { hotkeyAccount: accountId, coldkeyAccount: accountId, netuid: netUid },
      output: option(stakeInfo),
      run: (ctx, { hotkeyAccount, coldkeyAccount, netuid }) =>
        stakeOf(ctx, hotkeyAccount, coldkeyAccount, netuid),
    }),
    getStakeAvailabilityForColdkeys: apiMethod({
      inputs: { coldkeyAccounts: vec(accountId), netuids: option(vec(netUid)) },
      output: btreeMap(accountId, btreeMap(netUid, stakeAvailabilityCodec)),
      run: (ctx, { coldkeyAccounts, netuids }) => availabilityOf(ctx, coldkeyAccounts, netuids),
    }),
    getStakeFee: apiMethod({
      inputs: {
        origin: place,
        originColdkeyAccount: accountId,
        destination: place,
        destinationColdkeyAccount: accountId,
        amount: u64,
      },
      output: u64,
      run: (ctx, { origin, destination, amount }) => stakeFee(ctx, origin, destination, amount),
    }),
    getColdkeyLock: apiMethod({
      inputs: { coldkey: accountId, netuid: netUid },
      output: option(lockState),
      run: (ctx, { coldkey, netuid }) => getColdkeyLock(ctx, coldkey, netuid),
    }),
    getHotkeyConviction: apiMethod({
      inputs: { hotkey: accountId, netuid: netUid },
      output: u64f64,
      run: (ctx, { hotkey, netuid }) => hotkeyConviction(ctx, hotkey, netuid),
    }),
    getMostConvictedHotkeyOnSubnet: apiMethod({
      inputs: { netuid: netUid },
      output: option(accountId),
      run: (ctx, { netuid }) => subnetKing(ctx, netuid),
    }),
  },
};
