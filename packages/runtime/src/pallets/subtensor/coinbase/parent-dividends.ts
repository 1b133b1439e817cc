import type { Ctx, StateCtx } from "@ganglion/frame";
import { proportionFromU64, saturatingAddU64, U16_MAX, U96F32 } from "@ganglion/math";
import { type AccountId, type Alpha, alpha, type NetUid } from "@ganglion/primitives";
import { getChildkeyTake, getChildren, getParents } from "../children/queries.ts";
import { getOwningColdkeyForHotkey } from "../keys/accounts.ts";
import { getCkBurn, getStakeForHotkeyOnSubnet, getTaoWeight } from "../staking/stake-utils.ts";
import { ROOT_NETUID } from "../subnets/queries.ts";
import { recycleSubnetAlpha } from "./alpha.ts";

const { fromInteger, saturatingAdd, saturatingMul, saturatingSub } = U96F32;
const floor = (bits: bigint): Alpha => alpha(U96F32.toUnsigned(bits, 64));

/** What a part of a hotkey's stake weighs on a subnet: alpha, and root TAO by its weight. U96F32 rao. */
function contribution(
  ctx: StateCtx,
  netuid: NetUid,
  { hotkey, part }: { readonly hotkey: AccountId; readonly part: bigint },
): bigint {
  const alphaStake = fromInteger(getStakeForHotkeyOnSubnet(ctx, hotkey, netuid));
  const rootStake = fromInteger(getStakeForHotkeyOnSubnet(ctx, hotkey, ROOT_NETUID));
  const root = saturatingMul(saturatingMul(rootStake, part), getTaoWeight(ctx));
  return saturatingAdd(saturatingMul(alphaStake, part), root);
}

/** What the hotkey's own stake weighs once its children have their parts; floored rao. Source: coinbase/run_coinbase.rs */
export function getSelfContribution(ctx: StateCtx, hotkey: AccountId, netuid: NetUid): bigint {
  let part = U96F32.one;
  for (const [proportion] of getChildren(ctx, hotkey, netuid))
    part = saturatingSub(part, proportionFromU64(proportion));
  return floor(contribution(ctx, netuid, { hotkey, part }));
}

/**
 * Splits a hotkey's dividend among its parents and itself by the stake that each contributed. From parents of
 * another coldkey a part of the take is recycled and the take itself goes to the hotkey.
 * @returns parents in stored order, then the hotkey; each floored
 * Source: coinbase/run_coinbase.rs
 */
export function getParentChildDividendsDistribution(
  ctx: Ctx,
  hotkey: AccountId,
  netuid: NetUid,
  dividends: Alpha,
): (readonly [hotkey: AccountId, dividend: Alpha])[] {
  const relations = getParents(ctx, hotkey, netuid);
  // Of nothing everybody gets nothing, and without parents the hotkey gets all of it.
  if (relations.length === 0) return [[hotkey, dividends]];
  if (dividends === 0n)
    return [...relations.map(([, parent]) => [parent, dividends] as const), [hotkey, dividends]];
  const out: (readonly [AccountId, Alpha])[] = [];
  const emission = fromInteger(dividends);
  const takeU16 = fromInteger(getChildkeyTake(ctx, hotkey, netuid));
  const takePart = U96F32.safeDiv(takeU16, fromInteger(U16_MAX));
  const burnPart = getCkBurn(ctx);
  const owner = getOwningColdkeyForHotkey(ctx, hotkey);

  const parents = relations.map(([proportion, parent]) => {
    const part = proportionFromU64(proportion);
    return { parent, contributed: contribution(ctx, netuid, { hotkey: parent, part }) };
  });
  const own = fromInteger(getSelfContribution(ctx, hotkey, netuid));
  const total = parents.reduce((sum, { contributed }) => saturatingAdd(sum, contributed), own);

  let remaining = emission;
  let takes = 0n;
  for (const { parent, contributed } of parents) {
    const gross = saturatingMul(emission, U96F32.safeDiv(contributed, total));
    remaining = saturatingSub(remaining, gross);
    let net = gross;
    if (getOwningColdkeyForHotkey(ctx, parent) !== owner) {
      const burned = saturatingMul(burnPart, gross);
      const taken = saturatingMul(takePart, gross);
      net = saturatingSub(saturatingSub(gross, burned), taken);
      takes = saturatingAdd(takes, taken);
      recycleSubnetAlpha(ctx, netuid, floor(burned));
    }
    out.push([parent, floor(net)]);
  }
  out.push([hotkey, floor(saturatingAdd(remaining, takes))]);
  return out;
}

/** What the epoch gave a hotkey. */
export interface HotkeyEmission {
  readonly hotkey: AccountId;
  /** As miner. */
  readonly incentive: Alpha;
  /** As validator, before parents have their parts. */
  readonly dividend: Alpha;
}

/** Amounts by hotkey; iterate by `byAccount`. */
export type ByHotkey<Amount> = Map<AccountId, Amount>;

/** Entries in the byte order of the accounts, as the reference's maps iterate. */
export function byAccount<Amount>(
  amounts: ReadonlyMap<AccountId, Amount>,
): (readonly [AccountId, Amount])[] {
  return [...amounts].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

/** Sums incentives by miner, and dividends by those who have a part in them. Source: coinbase/run_coinbase.rs */
export function calculateDividendsAndIncentives(
  ctx: Ctx,
  netuid: NetUid,
  emissions: readonly HotkeyEmission[],
): { readonly incentives: ByHotkey<Alpha>; readonly dividends: ByHotkey<bigint> } {
  const incentives: ByHotkey<Alpha> = new Map();
  const dividends: ByHotkey<bigint> = new Map();
  for (const { hotkey, incentive, dividend } of emissions) {
    const before = incentives.get(hotkey) ?? 0n;
    incentives.set(hotkey, alpha(saturatingAddU64(before, incentive)));
    for (const [owed, part] of getParentChildDividendsDistribution(ctx, hotkey, netuid, dividend)) {
      const sum = dividends.get(owed) ?? 0n;
      dividends.set(owed, part === 0n ? sum : saturatingAdd(sum, fromInteger(part)));
    }
  }
  return { incentives, dividends };
}
