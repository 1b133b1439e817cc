import { type Ctx, Refusal, tolerate } from "@ganglion/frame";
import {
  safeFloatToU64,
  saturatingAddU64,
  saturatingSubUnsigned,
  U64F64,
  U96F32,
} from "@ganglion/math";
import { type AccountId, type NetUid, type Rao, rao } from "@ganglion/primitives";
import { currentAlphaPrice } from "../../swap/queries.ts";
import { getAlphaIssuance } from "../coinbase/alpha.ts";
import {
  SubnetAlphaIn,
  SubnetAlphaOut,
  SubnetOwnerCut,
  SubnetProtocolAlpha,
  SubnetTAO,
  TaoInRefundDeploymentBlock,
} from "../coinbase/storage.ts";
import {
  getColdkeyBalance,
  getKeepAliveBalance,
  recycleTao,
  transferTao,
  transferTaoFromSubnet,
} from "../coinbase/tao.ts";
import { destroyLockMaps } from "../locks/swap-keys.ts";
import { RAORecycledForRegistration } from "../registration/storage.ts";
import { decreaseTotalStake } from "../staking/accounts.ts";
import { alphaIterSinglePrefix } from "../staking/alpha-entries.ts";
import { getStakeForHotkeyAndColdkeyOnSubnet } from "../staking/stake-utils.ts";
import {
  AlphaV2,
  Alpha as LegacyShares,
  TotalHotkeyShares as LegacyTotalShares,
  TotalHotkeyAlpha,
  TotalHotkeySharesV2,
} from "../staking/storage.ts";
import { getSubnetAccountId } from "./queries.ts";
import {
  NetworkRegisteredAt,
  NetworkRegistrationStartBlock,
  SubnetLocked,
  SubnetOwner,
} from "./storage.ts";

/** Alpha that has a claim on the pot; without a coldkey it is the pool's own. */
interface Claim {
  readonly coldkey: AccountId | undefined;
  readonly alpha: bigint;
}

/**
 * Ends all alpha of a subnet: its TAO goes to the coldkeys by what their alpha is worth, the pool's own
 * part and all dust is recycled. The subnet itself still stands afterwards.
 * Source: staking/remove_stake.rs, destroy_alpha_in_out_stakes
 */
export function destroyAlphaInOutStakes(ctx: Ctx, netuid: NetUid): void {
  const owner = SubnetOwner.get(ctx, netuid);
  const refund = ownerRefund(ctx, netuid);
  const hotkeys = TotalHotkeyAlpha.keysOf(ctx)
    .filter(([, on]) => on === netuid)
    .map(([hotkey]) => hotkey);
  const claims = stakersOf(ctx, netuid, hotkeys);
  const protocolAlpha = poolsOwnAlpha(ctx, netuid);
  if (protocolAlpha > 0n) claims.push({ coldkey: undefined, alpha: protocolAlpha });

  const pot = SubnetTAO.get(ctx, netuid);
  if (pot > 0n) {
    SubnetTAO.remove(ctx, netuid);
    decreaseTotalStake(ctx, pot);
  }
  const protocolTao = payOut(ctx, netuid, pot, claims);
  removeAlpha(ctx, netuid, hotkeys);
  SubnetLocked.set(ctx, netuid, rao(0n));

  const account = getSubnetAccountId(ctx, netuid)!;
  if (refund > 0n) {
    const spare = saturatingSubUnsigned(getColdkeyBalance(ctx, account), protocolTao);
    const given = rao(refund < spare ? refund : spare);
    tolerate(() => transferTao(ctx, account, owner, given));
  }
  const remaining = getKeepAliveBalance(ctx, account);
  if (!(tolerate(() => recycleTao(ctx, account, remaining)) instanceof Refusal))
    RAORecycledForRegistration.set(ctx, netuid, remaining);
  destroyLockMaps(ctx, netuid);
}

/** Subnets from before registrations were reopened give back their lock, less what the owner earned. */
function ownerRefund(ctx: Ctx, netuid: NetUid): Rao {
  const lock = SubnetLocked.get(ctx, netuid);
  if (NetworkRegisteredAt.get(ctx, netuid) >= NetworkRegistrationStartBlock.get(ctx))
    return rao(0n);
  const cut = U96F32.safeDiv(
    U96F32.fromInteger(SubnetOwnerCut.get(ctx)),
    U96F32.fromInteger(65_535),
  );
  const issued = U96F32.fromInteger(getAlphaIssuance(ctx, netuid));
  const earnedAlpha = U96F32.toUnsigned(U96F32.saturatingMul(issued, cut), 64);
  const price = U96F32.from(U64F64, currentAlphaPrice(ctx, netuid));
  const earned = U96F32.saturatingMul(U96F32.fromInteger(earnedAlpha), price);
  return rao(saturatingSubUnsigned(lock, U96F32.toUnsigned(earned, 64)));
}

/** The pool's reserve of newer subnets counts; what the coinbase bought counts always. */
function poolsOwnAlpha(ctx: Ctx, netuid: NetUid): bigint {
  const bought = SubnetProtocolAlpha.get(ctx, netuid);
  const isNewer = NetworkRegisteredAt.get(ctx, netuid) > TaoInRefundDeploymentBlock.get(ctx);
  if (!isNewer) return bought;
  return saturatingAddU64(SubnetAlphaIn.get(ctx, netuid), bought);
}

function stakersOf(ctx: Ctx, netuid: NetUid, hotkeys: readonly AccountId[]): Claim[] {
  return hotkeys.flatMap((hotkey) =>
    alphaIterSinglePrefix(ctx, hotkey)
      .filter((entry) => entry.netuid === netuid)
      .map(({ coldkey, share }) => {
        const value = getStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, coldkey, netuid);
        // A pool that was never set up has shares and no value: the share counts as the value then.
        return { coldkey, alpha: value === 0n ? safeFloatToU64(share) : value };
      })
      .filter((claim) => claim.alpha > 0n),
  );
}

/**
 * Shares the pot out by alpha, largest remainders first; a coldkey that can't be paid is passed over.
 * @returns the part of the pool's own alpha, which stays in the subnet's account
 */
function payOut(ctx: Ctx, netuid: NetUid, pot: Rao, claims: readonly Claim[]): bigint {
  const total = claims.reduce((sum, claim) => sum + claim.alpha, 0n);
  if (pot === 0n || total === 0n) return 0n;
  const portions = claims.map((claim) => ({
    coldkey: claim.coldkey,
    tao: (pot * claim.alpha) / total,
    remainder: (pot * claim.alpha) % total,
  }));
  let leftover = pot - portions.reduce((sum, portion) => sum + portion.tao, 0n);
  if (leftover > 0n) {
    portions.sort((a, b) => (a.remainder === b.remainder ? 0 : a.remainder > b.remainder ? -1 : 1));
    for (const portion of portions) {
      if (leftover === 0n) break;
      portion.tao += 1n;
      leftover -= 1n;
    }
  }
  let kept = 0n;
  for (const { coldkey, tao } of portions) {
    if (coldkey === undefined) kept += tao;
    else if (tao > 0n) tolerate(() => transferTaoFromSubnet(ctx, netuid, coldkey, rao(tao)));
  }
  return kept;
}

function removeAlpha(ctx: Ctx, netuid: NetUid, hotkeys: readonly AccountId[]): void {
  for (const hotkey of hotkeys) {
    for (const entry of alphaIterSinglePrefix(ctx, hotkey)) {
      if (entry.netuid !== netuid) continue;
      LegacyShares.remove(ctx, hotkey, entry.coldkey, netuid);
      AlphaV2.remove(ctx, hotkey, entry.coldkey, netuid);
    }
    TotalHotkeyAlpha.remove(ctx, hotkey, netuid);
    LegacyTotalShares.remove(ctx, hotkey, netuid);
    TotalHotkeySharesV2.remove(ctx, hotkey, netuid);
  }
  SubnetAlphaIn.remove(ctx, netuid);
  SubnetAlphaOut.remove(ctx, netuid);
  SubnetProtocolAlpha.remove(ctx, netuid);
}
