import { type Ctx, tolerate } from "@ganglion/frame";
import { type SubnetShare, saturatingAddU64, subnetTerms, U96F32 } from "@ganglion/math";
import {
  type AccountId,
  type Alpha,
  alpha,
  type NetUid,
  netUid,
  type Rao,
  rao,
} from "@ganglion/primitives";
import { adjustProtocolLiquidity, currentAlphaPrice, MAX_PRICE } from "../../swap/queries.ts";
import { swapTaoForAlpha } from "../staking/pool-swaps.ts";
import { TotalStake } from "../staking/storage.ts";
import { getSubnetAccountId } from "../subnets/queries.ts";
import { getAlphaIssuance, mintAlpha, resolveToAlphaIn } from "./alpha.ts";
import { getBlockEmissionForIssuance } from "./block-emission.ts";
import { recordProtocolInflow } from "./flows.ts";
import { rootProportion } from "./prices.ts";
import {
  SubnetAlphaInEmission,
  SubnetExcessTao,
  SubnetProtocolAlpha,
  SubnetTAO,
  SubnetTaoInEmission,
} from "./storage.ts";
import { type Credit, recycleCredit, spendTao } from "./tao.ts";

const floor = (bits: bigint): bigint => U96F32.toUnsigned(bits, 64);

/** What one subnet gets out of a block. */
export interface SubnetBlockTerms {
  /** TAO and alpha that join the pool. */
  readonly taoIn: Rao;
  readonly alphaIn: Alpha;
  /** TAO beyond that; it buys alpha. */
  readonly excessTao: Rao;
  /** Alpha for owner, miners, validators and root, whole units as U96F32 bits. */
  readonly alphaOut: bigint;
}

/**
 * Splits each subnet's TAO of this block into injection and purchase, and says how much alpha it emits.
 * Ascending by netuid, so BlockEmission ends as the last one's alpha emission.
 * Source: coinbase/run_coinbase.rs
 */
export function getSubnetTerms(
  ctx: Ctx,
  emissions: readonly SubnetShare[],
): ReadonlyMap<NetUid, SubnetBlockTerms> {
  const out = new Map<NetUid, SubnetBlockTerms>();
  for (const { netuid: id, emission } of emissions) {
    const netuid = netUid(id);
    const issuance = getAlphaIssuance(ctx, netuid);
    const alphaOut = U96F32.fromInteger(getBlockEmissionForIssuance(ctx, issuance) ?? 0n);
    const terms = subnetTerms({
      taoEmission: emission,
      alphaEmission: alphaOut,
      price: currentAlphaPrice(ctx, netuid),
      rootProportion: rootProportion(ctx, netuid),
    });
    out.set(netuid, {
      taoIn: rao(floor(terms.taoIn)),
      alphaIn: alpha(floor(terms.alphaIn)),
      excessTao: rao(floor(terms.excessTao)),
      alphaOut,
    });
  }
  return out;
}

/** Buys alpha for the chain with newly minted TAO; the TAO stays in the subnet even if the swap is refused. */
function buyWithExcess(
  ctx: Ctx,
  netuid: NetUid,
  {
    account,
    credit,
    tao,
  }: { readonly account: AccountId; readonly credit: Credit; readonly tao: Rao },
): Credit {
  const { spent, left } = spendTao(ctx, account, credit, tao);
  if (!spent) return left;
  tolerate(() => {
    const terms = { priceLimit: MAX_PRICE, dropFees: true };
    const bought = swapTaoForAlpha(ctx, netuid, tao, terms);
    SubnetProtocolAlpha.mutate(ctx, netuid, (total) =>
      alpha(saturatingAddU64(total, bought.amountPaidOut)),
    );
    SubnetExcessTao.set(ctx, netuid, bought.amountPaidIn);
    recordProtocolInflow(ctx, netuid, bought.amountPaidIn);
  });
  return left;
}

function injectTao(
  ctx: Ctx,
  netuid: NetUid,
  {
    account,
    credit,
    tao,
  }: { readonly account: AccountId; readonly credit: Credit; readonly tao: Rao },
): Credit {
  const { spent, left } = spendTao(ctx, account, credit, tao);
  if (!spent) return left;
  SubnetTaoInEmission.set(ctx, netuid, tao);
  SubnetTAO.mutate(ctx, netuid, (total) => rao(saturatingAddU64(total, tao)));
  TotalStake.mutate(ctx, (total) => rao(saturatingAddU64(total, tao)));
  recordProtocolInflow(ctx, netuid, tao);
  return left;
}

/**
 * Gives each pool its TAO and alpha of this block. The weights are shifted for the injection first, then the
 * excess buys on reserves that haven't grown yet, then alpha and TAO join: the order decides the price.
 * What is left of the credit is recycled.
 * Source: coinbase/run_coinbase.rs
 */
export function injectAndMaybeSwap(
  ctx: Ctx,
  netuids: readonly NetUid[],
  allTerms: ReadonlyMap<NetUid, SubnetBlockTerms>,
  minted: Credit,
): void {
  let credit = minted;
  for (const netuid of netuids) {
    const account = getSubnetAccountId(ctx, netuid);
    const terms = allTerms.get(netuid);
    if (account === undefined || terms === undefined) continue;
    const injected = adjustProtocolLiquidity(ctx, netuid, terms.taoIn, terms.alphaIn);
    SubnetExcessTao.set(ctx, netuid, rao(0n));
    SubnetTaoInEmission.set(ctx, netuid, rao(0n));
    if (terms.excessTao > 0n)
      credit = buyWithExcess(ctx, netuid, { account, credit, tao: terms.excessTao });
    SubnetAlphaInEmission.set(ctx, netuid, injected.alpha);
    resolveToAlphaIn(ctx, netuid, mintAlpha(ctx, netuid, injected.alpha));
    if (injected.tao !== 0n)
      credit = injectTao(ctx, netuid, { account, credit, tao: injected.tao });
  }
  if (credit !== 0n) recycleCredit(ctx, credit);
}
