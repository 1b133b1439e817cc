import { type Context, Refusal } from "@ganglion/frame";
import { U96F32 } from "@ganglion/math";
import {
  alpha,
  type Hex,
  hash,
  mechId,
  type NetUid,
  type NetUidStorageIndex,
  netUid,
  rao,
  toHex,
} from "@ganglion/primitives";
import { totalIssuance } from "../src/pallets/balances/currency.ts";
import { getChildkeyTake } from "../src/pallets/subtensor/children/queries.ts";
import { calculateDividendDistribution } from "../src/pallets/subtensor/coinbase/dividend-shares.ts";
import { epochsDeferredThisBlock } from "../src/pallets/subtensor/coinbase/drain.ts";
import {
  calculateDividendsAndIncentives,
  getParentChildDividendsDistribution,
} from "../src/pallets/subtensor/coinbase/parent-dividends.ts";
import { getMovingAlphaPrice, rootProportion } from "../src/pallets/subtensor/coinbase/prices.ts";
import {
  getNetworkRootSellFlag,
  getSubnetsToEmitTo,
} from "../src/pallets/subtensor/coinbase/subnet-emissions.ts";
import {
  getMechanismStorageIndex,
  splitEmissions,
} from "../src/pallets/subtensor/epoch/mechanisms.ts";
import {
  blocksUntilNextAutoEpoch,
  getNextEpochStartBlock,
  isEpochInputStateConsistent,
  shouldRunEpoch,
} from "../src/pallets/subtensor/epoch/schedule.ts";
import { Bonds, Incentive } from "../src/pallets/subtensor/epoch/storage.ts";
import {
  getColdkeyLock,
  getConviction,
  getCurrentLocked,
  stakeAvailability,
  totalColdkeyAlphaOnSubnet,
} from "../src/pallets/subtensor/locks/availability.ts";
import {
  getTotalConviction,
  hotkeyConviction,
  subnetKing,
} from "../src/pallets/subtensor/locks/conviction.ts";
import { expDecay, rollForwardLock } from "../src/pallets/subtensor/locks/lock-state.ts";
import { lockClock } from "../src/pallets/subtensor/locks/model.ts";
import { getNeuronToPrune } from "../src/pallets/subtensor/registration/prune.ts";
import { blockHashToIndices } from "../src/pallets/subtensor/root/claim-root.ts";
import {
  getTotalStakeForColdkey,
  getTotalStakeForHotkey,
} from "../src/pallets/subtensor/staking/accounts.ts";
import { getMaxAmountAdd } from "../src/pallets/subtensor/staking/add-stake.ts";
import { getMaxAmountMove } from "../src/pallets/subtensor/staking/move-stake.ts";
import { getMaxAmountRemove } from "../src/pallets/subtensor/staking/remove-stake.ts";
import {
  getInheritedForHotkeyOnSubnet,
  getStakeForHotkeyAndColdkeyOnSubnet,
  getStakeWeightsForHotkeyOnSubnet,
  getTaoInheritedForHotkeyOnSubnet,
} from "../src/pallets/subtensor/staking/stake-utils.ts";
import { getMedianSubnetAlphaPrice } from "../src/pallets/subtensor/subnets/median-price.ts";
import { getNetworkToPrune } from "../src/pallets/subtensor/subnets/prune.ts";
import { getNetworkLockCost } from "../src/pallets/subtensor/subnets/queries.ts";
import type { LockState } from "../src/pallets/subtensor/types.ts";
import {
  TimelockedWeightCommits,
  WeightCommits,
} from "../src/pallets/subtensor/weights/storage.ts";
import { currentAlphaPrice } from "../src/pallets/swap/queries.ts";
import { Account } from "../src/pallets/system/storage.ts";
import { accountOf, nameOf } from "../src/replay/accounts.ts";
import type { Plain } from "../src/replay/plain.ts";

/** Names and numbers as cases write them. */
export const who = (plain: Plain | undefined) => accountOf(plain as number | string);
export const subnet = (plain: Plain | undefined): NetUid => netUid(Number(plain));
export const amount = (plain: Plain | undefined): bigint => BigInt((plain ?? "0") as string);

type Answer = (ctx: Context, ...keys: string[]) => Plain | bigint;
const plainLock = (lock: LockState | undefined): Plain =>
  lock
    ? {
        locked_mass: String(lock.lockedMass),
        conviction: String(lock.conviction),
        last_update: String(lock.lastUpdate),
      }
    : null;

const LOCK_ANSWERS: Readonly<Record<string, Answer>> = {
  /** What a coldkey has locked on a subnet, by now. */
  rolled_lock: (ctx, coldkey, netuid) => {
    const found = getColdkeyLock(ctx, who(coldkey), subnet(netuid));
    return plainLock(found);
  },
  current_locked: (ctx, coldkey, netuid) => getCurrentLocked(ctx, who(coldkey), subnet(netuid)),
  coldkey_conviction: (ctx, coldkey, netuid) => getConviction(ctx, who(coldkey), subnet(netuid)),
  total_conviction: (ctx, netuid) => getTotalConviction(ctx, subnet(netuid)),
  available: (ctx, coldkey, netuid) =>
    stakeAvailability(ctx, who(coldkey), subnet(netuid)).available,
  /** A lock of so much, without conviction, a number of blocks later. */
  aged_lock: (ctx, mass, blocks, kind) =>
    plainLock(
      rollForwardLock(
        { lockedMass: alpha(BigInt(mass!)), conviction: 0n, lastUpdate: 0n },
        { ...lockClock(ctx), now: BigInt(blocks!) },
        { owner: kind === "owner", perpetual: kind === "perpetual" },
      ),
    ),
  decay: (_ctx, blocks, rate) => expDecay(BigInt(blocks!), BigInt(rate!)),
};

const uids = (list: Iterable<number>): Plain => [...list];

/** How much can be swapped before a limit, or why nothing can. */
const most = (ask: () => bigint): Plain | bigint => {
  try {
    return ask();
  } catch (thrown) {
    if (thrown instanceof Refusal) return thrown.label;
    throw thrown;
  }
};
const SWAP_ANSWERS: Readonly<Record<string, Answer>> = {
  max_add: (ctx, netuid, price) =>
    most(() => getMaxAmountAdd(ctx, subnet(netuid), rao(BigInt(price!)))),
  max_remove: (ctx, netuid, price) =>
    most(() => getMaxAmountRemove(ctx, subnet(netuid), rao(BigInt(price!)))),
  max_move: (ctx, from, to, price) =>
    most(() => getMaxAmountMove(ctx, subnet(from), subnet(to), rao(BigInt(price!)))),
};

const GENERAL_ANSWERS: Readonly<Record<string, Answer>> = {
  free: (ctx, account) => Account.get(ctx, accountOf(account!)).data.free,
  balances_total_issuance: (ctx) => totalIssuance(ctx),
  stake: (ctx, hotkey, coldkey, netuid) =>
    getStakeForHotkeyAndColdkeyOnSubnet(ctx, who(hotkey), who(coldkey), subnet(netuid)),
  inherited: (ctx, hotkey, netuid) =>
    getInheritedForHotkeyOnSubnet(ctx, who(hotkey), subnet(netuid)),
  tao_inherited: (ctx, hotkey, netuid) =>
    getTaoInheritedForHotkeyOnSubnet(ctx, who(hotkey), subnet(netuid)),
  stake_weight: (ctx, hotkey, netuid) =>
    getStakeWeightsForHotkeyOnSubnet(ctx, who(hotkey), subnet(netuid)).total,
  /** How many commits of a hotkey wait. */
  commits: (ctx, index, hotkey) =>
    WeightCommits.get(ctx, Number(index) as NetUidStorageIndex, who(hotkey))?.length ?? 0,
  /** Timelocked commits of an epoch: whose, what, from which round on. */
  timelocked: (ctx, index, epoch) =>
    TimelockedWeightCommits.get(ctx, Number(index) as NetUidStorageIndex, BigInt(epoch!)).map(
      ([hotkey, , commit, round]) => [nameOf(hotkey), toHex(commit), String(round)],
    ),
  childkey_take: (ctx, hotkey, netuid) => getChildkeyTake(ctx, who(hotkey), subnet(netuid)),
  /** Whose a hotkey's dividend is. */
  dividend_parts: (ctx, hotkey, netuid, dividend) =>
    [
      ...getParentChildDividendsDistribution(
        ctx,
        who(hotkey),
        subnet(netuid),
        alpha(BigInt(dividend!)),
      ),
    ].map(([owed, part]) => [nameOf(owed), String(part)]),
  /** All dividends in alpha and all in root's alpha, of `hotkey:dividend` that the epoch found. */
  dividend_totals: (ctx, netuid, validator, root, ...found) => {
    const dividends = found
      .map((each) => each.split(":"))
      .map(([hotkey, dividend]) => [who(hotkey), U96F32.fromInteger(BigInt(dividend!))] as const);
    const { alphaDividends, rootAlphaDividends } = calculateDividendDistribution(
      ctx,
      subnet(netuid),
      new Map(dividends),
      { validator: alpha(BigInt(validator!)), root: alpha(BigInt(root!)) },
    );
    return [alphaDividends, rootAlphaDividends].map((parts) =>
      String([...parts.values()].reduce((sum, part) => sum + part, 0n) >> 32n),
    );
  },
  /** All incentives and all dividends of a hotkey that the epoch gave so much. */
  earnings: (ctx, netuid, hotkey, incentive, dividend) => {
    const earned = {
      hotkey: who(hotkey),
      incentive: alpha(BigInt(incentive!)),
      dividend: alpha(BigInt(dividend!)),
    };
    const { incentives, dividends } = calculateDividendsAndIncentives(ctx, subnet(netuid), [
      earned,
    ]);
    const sum = (parts: Iterable<bigint>) => [...parts].reduce((all, part) => all + part, 0n);
    return [String(sum(incentives.values())), String(sum(dividends.values()) >> 32n)];
  },
  incentive: (ctx, index, uid) =>
    Incentive.get(ctx, Number(index) as NetUidStorageIndex)[Number(uid)] ?? 0,
  hotkey_total: (ctx, hotkey) => getTotalStakeForHotkey(ctx, who(hotkey)),
  coldkey_total: (ctx, coldkey) => getTotalStakeForColdkey(ctx, who(coldkey)),
  coldkey_alpha: (ctx, coldkey, netuid) =>
    totalColdkeyAlphaOnSubnet(ctx, who(coldkey), subnet(netuid)),
  price: (ctx, netuid) => currentAlphaPrice(ctx, subnet(netuid)),
  moving_price: (ctx, netuid) => getMovingAlphaPrice(ctx, subnet(netuid)),
  root_proportion: (ctx, netuid) => rootProportion(ctx, subnet(netuid)),
  network_lock_cost: (ctx) => getNetworkLockCost(ctx),
  block: (ctx) => ctx.block,
  emits: (ctx, ...netuids) => uids(getSubnetsToEmitTo(ctx, netuids.map(subnet))),
  root_sells: (ctx, ...netuids) => getNetworkRootSellFlag(ctx, netuids.map(subnet)),
  deferred: (ctx, ...netuids) => uids(epochsDeferredThisBlock(ctx, netuids.map(subnet))),
  median_price: (ctx) => getMedianSubnetAlphaPrice(ctx),
  mechanism_index: (_ctx, netuid, mecid) =>
    getMechanismStorageIndex(subnet(netuid), mechId(Number(mecid))),
  next_epoch: (ctx, netuid) => getNextEpochStartBlock(ctx, subnet(netuid)) ?? null,
  /** Whose claims a block with this hash would pay: so many of so many. */
  claim_draw: (_ctx, blockHash, draws, coldkeys) =>
    blockHashToIndices(hash(blockHash as Hex), BigInt(draws!), BigInt(coldkeys!))
      .sort((a, b) => Number(a - b))
      .map(String),
  epoch_consistent: (ctx, netuid) => isEpochInputStateConsistent(ctx, subnet(netuid)),
  /** What one uid's row of bonds says about another. */
  bond: (ctx, index, uid, to) =>
    Bonds.get(ctx, Number(index) as NetUidStorageIndex, Number(uid)).find(
      ([each]) => each === Number(to),
    )?.[1] ?? 0,
  epoch_due: (ctx, netuid, block) => shouldRunEpoch(ctx, subnet(netuid), BigInt(block!)),
  blocks_to_epoch: (ctx, netuid, tempo, block) =>
    blocksUntilNextAutoEpoch(ctx, subnet(netuid), Number(tempo), BigInt(block!)),
  neuron_to_prune: (ctx, netuid) => getNeuronToPrune(ctx, subnet(netuid)) ?? null,
  network_to_prune: (ctx) => getNetworkToPrune(ctx) ?? null,
  conviction: (ctx, hotkey, netuid) => hotkeyConviction(ctx, who(hotkey), subnet(netuid)),
  king: (ctx, netuid) => {
    const king = subnetKing(ctx, subnet(netuid));
    return king === undefined ? null : nameOf(king);
  },
  split: (ctx, netuid, emission) =>
    splitEmissions(ctx, subnet(netuid), alpha(BigInt(emission!))).map(String),
};

/** Answers that are not storage, by the names that expectations give them. */
export const ANSWERS: Readonly<Record<string, Answer>> = {
  ...GENERAL_ANSWERS,
  ...SWAP_ANSWERS,
  ...LOCK_ANSWERS,
};
