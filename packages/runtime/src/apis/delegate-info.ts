import { apiMethod, type Ctx, type RuntimeApi } from "@ganglion/frame";
import { shareValue, U16_MAX, U64F64 } from "@ganglion/math";
import type { AccountId, NetUid } from "@ganglion/primitives";
import { accountId, alpha, compact, netUid, option, tuple, vec } from "@ganglion/scale";
import { Emission, Tempo, ValidatorPermit } from "../pallets/subtensor/epoch/storage.ts";
import { getOwningColdkeyForHotkey } from "../pallets/subtensor/keys/accounts.ts";
import { Uids } from "../pallets/subtensor/registration/storage.ts";
import { getRegisteredNetworksForHotkey } from "../pallets/subtensor/registration/uids.ts";
import {
  alphaIterPrefix,
  alphaIterSinglePrefix,
} from "../pallets/subtensor/staking/alpha-entries.ts";
import { getAlphaSharePool } from "../pallets/subtensor/staking/share-pool.ts";
import {
  getStakeForHotkeyAndColdkeyOnSubnet,
  getStakeForHotkeyOnSubnet,
} from "../pallets/subtensor/staking/stake-utils.ts";
import { Delegates } from "../pallets/subtensor/staking/storage.ts";
import { getHotkeyTake, hotkeyIsDelegate } from "../pallets/subtensor/staking/takes.ts";
import { getAllSubnetNetuids, ROOT_NETUID } from "../pallets/subtensor/subnets/queries.ts";
import { type DelegateInfo, delegateInfo } from "./types.ts";

// Hotkeys that take stake of others. Source: pallets/subtensor/src/rpc_info/delegate_info.rs

const BLOCKS_PER_DAY = U64F64.fromInteger(7_200n);
/** A thousand TAO in rao. */
const THOUSAND_TAO = U64F64.fromInteger(1_000_000_000_000n);

/** Who stakes to the hotkey, by account: the alpha on each subnet. */
function nominatorsOf(ctx: Ctx, hotkey: AccountId): DelegateInfo["nominators"] {
  const pools = getAllSubnetNetuids(ctx).map((netuid) => getAlphaSharePool(ctx, hotkey, netuid));
  const stakes = new Map<AccountId, [NetUid, bigint][]>();
  for (const { coldkey, netuid, share } of alphaIterSinglePrefix(ctx, hotkey)) {
    if (share.mantissa === 0n) continue;
    // Pools are looked up by place, not by netuid, as in the reference: once netuids have gaps a stake
    // is priced by another subnet's pool, or left out.
    const pool = pools[netuid];
    if (!pool) continue;
    const own = stakes.get(coldkey) ?? [];
    own.push([netuid, shareValue(pool, share)]);
    stakes.set(coldkey, own);
  }
  // The shares come ordered by coldkey.
  return [...stakes];
}

/** What a thousand TAO on root would have earned in a day, the take left out, rao as U64F64. */
function returnPerThousandTao(perDay: bigint, take: number, rootStake: bigint): bigint {
  if (rootStake === 0n) return 0n;
  const part = U64F64.safeDiv(U64F64.fromInteger(take), U64F64.fromInteger(U16_MAX));
  const earned = U64F64.saturatingMul(perDay, U64F64.saturatingSub(U64F64.one, part));
  return U64F64.safeDiv(earned, U64F64.safeDiv(U64F64.fromInteger(rootStake), THOUSAND_TAO));
}

/** Alpha of all subnets added up as if it were one currency: what the emission of the last epochs makes in a day. */
function emissionPerDay(ctx: Ctx, neurons: readonly (readonly [NetUid, number])[]): bigint {
  let perDay = 0n;
  for (const [netuid, uid] of neurons) {
    const tempo = Tempo.get(ctx, netuid);
    if (tempo === 0) continue;
    const epochs = U64F64.safeDiv(BLOCKS_PER_DAY, U64F64.fromInteger(tempo));
    const emission = U64F64.fromInteger(Emission.get(ctx, netuid)[uid] ?? 0n);
    perDay = U64F64.saturatingAdd(perDay, U64F64.saturatingMul(emission, epochs));
  }
  return perDay;
}

function delegateOf(
  ctx: Ctx,
  hotkey: AccountId,
  nominators: DelegateInfo["nominators"],
): DelegateInfo {
  const registrations = getRegisteredNetworksForHotkey(ctx, hotkey);
  const neurons = registrations.flatMap((netuid) => {
    const uid = Uids.get(ctx, netuid, hotkey);
    return uid === undefined ? [] : [[netuid, uid] as const];
  });
  const perDay = emissionPerDay(ctx, neurons);
  const take = getHotkeyTake(ctx, hotkey);
  const rootStake = getStakeForHotkeyOnSubnet(ctx, hotkey, ROOT_NETUID);
  return {
    delegateSs58: hotkey,
    take,
    nominators,
    ownerSs58: getOwningColdkeyForHotkey(ctx, hotkey),
    registrations,
    validatorPermits: neurons
      .filter(([netuid, uid]) => ValidatorPermit.get(ctx, netuid)[uid] === true)
      .map(([netuid]) => netuid),
    returnPer_1000: U64F64.toUnsigned(returnPerThousandTao(perDay, take, rootStake), 64),
    totalDailyReturn: U64F64.toUnsigned(perDay, 64),
  };
}

/** Source: pallets/subtensor/runtime-api */
export const delegateInfoApi: RuntimeApi = {
  name: "DelegateInfoRuntimeApi",
  version: 1,
  methods: {
    getDelegates: apiMethod({
      inputs: {},
      output: vec(delegateInfo),
      run: (ctx) =>
        Delegates.keysOf(ctx).map(([hotkey]) => delegateOf(ctx, hotkey, nominatorsOf(ctx, hotkey))),
    }),
    getDelegate: apiMethod({
      inputs: { delegateAccount: accountId },
      output: option(delegateInfo),
      run: (ctx, { delegateAccount }) =>
        hotkeyIsDelegate(ctx, delegateAccount)
          ? delegateOf(ctx, delegateAccount, nominatorsOf(ctx, delegateAccount))
          : undefined,
    }),
    getDelegated: apiMethod({
      inputs: { delegateeAccount: accountId },
      output: vec(tuple(delegateInfo, tuple(compact(netUid), compact(alpha)))),
      run: (ctx, { delegateeAccount: coldkey }) =>
        Delegates.keysOf(ctx).flatMap(([hotkey]) =>
          alphaIterPrefix(ctx, hotkey, coldkey).map(({ netuid }) => {
            const stake = getStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, coldkey, netuid);
            return [delegateOf(ctx, hotkey, []), [netuid, stake]] as const;
          }),
        ),
    }),
  },
};
