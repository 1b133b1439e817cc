import type { Ctx, StateCtx } from "@ganglion/frame";
import {
  type AccountId,
  accountId,
  fromHex,
  type Hex,
  type NetUid,
  netUid,
  toHex,
} from "@ganglion/primitives";
import { getStakeForHotkeyAndColdkeyOnSubnet } from "../staking/stake-utils.ts";
import {
  AlphaMapLastKey,
  AlphaV2,
  AlphaV2MapLastKey,
  Alpha as LegacyShares,
  StakingHotkeys,
} from "../staking/storage.ts";
import { ROOT_NETUID } from "../subnets/queries.ts";
import { NumStakingColdkeys, StakingColdkeys, StakingColdkeysByIndex } from "./storage.ts";

// Coldkeys with root stake, numbered without gaps, so that each block can draw some of them to claim for.

/** Numbers a coldkey unless it is numbered. Source: staking/claim_root.rs */
export function maybeAddColdkeyIndex(ctx: Ctx, coldkey: AccountId): void {
  if (StakingColdkeys.has(ctx, coldkey)) return;
  const n = NumStakingColdkeys.get(ctx);
  StakingColdkeysByIndex.set(ctx, n, coldkey);
  StakingColdkeys.set(ctx, coldkey, n);
  NumStakingColdkeys.set(ctx, n + 1n);
}

/** True while the coldkey has root stake with any of its hotkeys. Source: staking/claim_root.rs */
export function coldkeyHasRootStake(ctx: StateCtx, coldkey: AccountId): boolean {
  return StakingHotkeys.get(ctx, coldkey).some(
    (hotkey) => getStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, coldkey, ROOT_NETUID) !== 0n,
  );
}

/** Takes a coldkey's number away; the last one gets it. Source: staking/claim_root.rs */
export function maybeRemoveColdkeyIndex(ctx: Ctx, coldkey: AccountId): void {
  const index = StakingColdkeys.take(ctx, coldkey);
  if (index === undefined) return;
  const n = NumStakingColdkeys.get(ctx);
  const last = n > 0n ? n - 1n : 0n;
  const moved = index === last ? undefined : StakingColdkeysByIndex.take(ctx, last);
  if (moved === undefined) StakingColdkeysByIndex.remove(ctx, index);
  else {
    StakingColdkeysByIndex.set(ctx, index, moved);
    StakingColdkeys.set(ctx, moved, index);
  }
  NumStakingColdkeys.set(ctx, last);
}

/** Keys looked at per block and map. Source: lib.rs, ALPHA_MAP_BATCH_SIZE */
const BATCH_SIZE = 30;
/** Digits of a key of both maps behind the item's prefix: 16 bytes of hash and an account, twice; a netuid. */
const HASHED_ACCOUNT = 32 + 64;

function coldkeyAndNetuid(key: Hex, prefix: Hex): readonly [AccountId, NetUid] {
  const end = prefix.length + 2 * HASHED_ACCOUNT;
  const [low, high] = fromHex(`0x${key.slice(end, end + 4)}`);
  return [accountId(`0x${key.slice(end - 64, end)}`), netUid(high! * 256 + low!)];
}

/** Numbers the coldkeys of the next positions in a map, starting over after the last. */
function populate(
  ctx: Ctx,
  map: typeof AlphaV2 | typeof LegacyShares,
  lastKey: typeof AlphaV2MapLastKey,
): void {
  const from = lastKey.get(ctx);
  const batch = ctx.state.keys(map.prefix, {
    limit: BATCH_SIZE,
    ...(from !== undefined && { startAfter: toHex(from) }),
  });
  if (from === undefined && batch.length === 0) return;
  for (const key of batch) {
    const [coldkey, netuid] = coldkeyAndNetuid(key, map.prefix);
    if (netuid === ROOT_NETUID) maybeAddColdkeyIndex(ctx, coldkey);
  }
  const last = batch.length < BATCH_SIZE ? undefined : batch[BATCH_SIZE - 1];
  lastKey.set(ctx, last && fromHex(last));
}

/** For positions in the older format of shares. Source: staking/helpers.rs */
export function populateRootColdkeyStakingMaps(ctx: Ctx): void {
  populate(ctx, LegacyShares, AlphaMapLastKey);
}

/** For positions in the newer format of shares. Source: staking/helpers.rs */
export function populateRootColdkeyStakingMapsV2(ctx: Ctx): void {
  populate(ctx, AlphaV2, AlphaV2MapLastKey);
}
