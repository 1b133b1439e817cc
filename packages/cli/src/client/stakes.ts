import { type AccountId, fromSs58, type NetUid, netUid, toSs58 } from "@ganglion/primitives";
import type { ChainClient } from "@ganglion/sdk";
import { ONE } from "../options/amount.ts";

/** Alpha that a coldkey has with a hotkey on a subnet. */
export interface Stake {
  readonly hotkey: AccountId;
  readonly netuid: NetUid;
  /** Smallest units of the subnet's token; rao on root. */
  readonly amount: bigint;
  /** Dividends of the last epoch to the hotkey's nominators, same unit. */
  readonly emission: bigint;
  readonly isRegistered: boolean;
}

interface RawStake {
  readonly hotkey: string;
  readonly netuid: number;
  readonly stake: bigint;
  readonly emission: bigint;
  readonly is_registered: boolean;
}

const stakeOf = (raw: RawStake): Stake => ({
  hotkey: fromSs58(raw.hotkey),
  netuid: netUid(raw.netuid),
  amount: raw.stake,
  emission: raw.emission,
  isRegistered: raw.is_registered,
});

/** Everything above zero, by subnet. */
export async function stakesOf(client: ChainClient, coldkey: AccountId): Promise<Stake[]> {
  const raw = (await client.api.apis.StakeInfoRuntimeApi!.get_stake_info_for_coldkey!(
    toSs58(coldkey),
  )) as readonly RawStake[];
  return raw.map(stakeOf).filter(({ amount }) => amount > 0n);
}

/** Alpha with one hotkey on one subnet. */
export async function stakeWith(
  client: ChainClient,
  place: { readonly coldkey: AccountId; readonly hotkey: AccountId; readonly netuid: NetUid },
): Promise<bigint> {
  const raw = (await client.api.apis.StakeInfoRuntimeApi!.get_stake_info_for_hotkey_coldkey_netuid!(
    toSs58(place.hotkey),
    toSs58(place.coldkey),
    place.netuid,
  )) as RawStake | undefined;
  return raw?.stake ?? 0n;
}

/** Worth at the present prices, rao; selling would give less. */
export const worth = (stakes: readonly Stake[], priceOf: ReadonlyMap<number, bigint>): bigint =>
  stakes.reduce(
    (sum, { netuid, amount }) => sum + (amount * (priceOf.get(netuid) ?? 0n)) / ONE,
    0n,
  );
