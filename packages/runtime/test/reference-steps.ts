import { type Context, Refusal } from "@ganglion/frame";
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
import { doSetPendingChildren } from "../src/pallets/subtensor/children/set-children.ts";
import { distributeEmission } from "../src/pallets/subtensor/coinbase/distribute.ts";
import { drainPending, epochsDeferredThisBlock } from "../src/pallets/subtensor/coinbase/drain.ts";
import { emitToSubnets } from "../src/pallets/subtensor/coinbase/emit.ts";
import { getParentChildDividendsDistribution } from "../src/pallets/subtensor/coinbase/parent-dividends.ts";
import { payIncentives } from "../src/pallets/subtensor/coinbase/pay.ts";
import {
  getMovingAlphaPrice,
  rootProportion,
  updateMovingPrice,
} from "../src/pallets/subtensor/coinbase/prices.ts";
import { runCoinbase } from "../src/pallets/subtensor/coinbase/run-coinbase.ts";
import {
  getNetworkRootSellFlag,
  getSubnetsToEmitTo,
} from "../src/pallets/subtensor/coinbase/subnet-emissions.ts";
import {
  burnTao,
  mintTao,
  recycleTao,
  spendTao,
  transferAllTaoAndKill,
  transferTao,
} from "../src/pallets/subtensor/coinbase/tao.ts";
import {
  getMechanismStorageIndex,
  splitEmissions,
  updateMechanismCountsIfNeeded,
} from "../src/pallets/subtensor/epoch/mechanisms.ts";
import { doResetBonds } from "../src/pallets/subtensor/epoch/reset-bonds.ts";
import { epochWithMechanisms } from "../src/pallets/subtensor/epoch/run-epoch.ts";
import {
  blocksUntilNextAutoEpoch,
  getNextEpochStartBlock,
  isEpochInputStateConsistent,
  shouldRunEpoch,
} from "../src/pallets/subtensor/epoch/schedule.ts";
import { Bonds, Tempo } from "../src/pallets/subtensor/epoch/storage.ts";
import type { EpochTerms } from "../src/pallets/subtensor/epoch/terms.ts";
import {
  swapVotingPowerForHotkey,
  updateVotingPowerForSubnet,
} from "../src/pallets/subtensor/epoch/voting-power.ts";
import { createAccountIfNonExistent } from "../src/pallets/subtensor/keys/accounts.ts";
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
import { forceReduceLock } from "../src/pallets/subtensor/locks/lock.ts";
import { expDecay, rollForwardLock } from "../src/pallets/subtensor/locks/lock-state.ts";
import { autoLockOwnerCut } from "../src/pallets/subtensor/locks/owner-cut.ts";
import { changeSubnetOwnerIfNeeded } from "../src/pallets/subtensor/locks/ownership.ts";
import { MaturityRate, UnlockRate } from "../src/pallets/subtensor/locks/storage.ts";
import { swapColdkeyLocks, swapHotkeyLocks } from "../src/pallets/subtensor/locks/swap-keys.ts";
import { getNeuronToPrune } from "../src/pallets/subtensor/registration/prune.ts";
import { registerNeuron } from "../src/pallets/subtensor/registration/register.ts";
import { replaceNeuron } from "../src/pallets/subtensor/registration/uids.ts";
import { blockHashToIndices } from "../src/pallets/subtensor/root/claim-root.ts";
import { transferRootClaimedForNewKeys } from "../src/pallets/subtensor/root/claimed.ts";
import {
  getTotalStakeForColdkey,
  getTotalStakeForHotkey,
} from "../src/pallets/subtensor/staking/accounts.ts";
import { getMaxAmountAdd } from "../src/pallets/subtensor/staking/add-stake.ts";
import { getMaxAmountMove } from "../src/pallets/subtensor/staking/move-stake.ts";
import { clearSmallNominationIfRequired } from "../src/pallets/subtensor/staking/nominations.ts";
import { getMaxAmountRemove } from "../src/pallets/subtensor/staking/remove-stake.ts";
import {
  decreaseStakeForHotkeyAndColdkeyOnSubnet,
  getInheritedForHotkeyOnSubnet,
  getStakeForHotkeyAndColdkeyOnSubnet,
  getStakeWeightsForHotkeyOnSubnet,
  getTaoInheritedForHotkeyOnSubnet,
  increaseStakeForHotkeyAndColdkeyOnSubnet,
  increaseStakeForHotkeyOnSubnet,
} from "../src/pallets/subtensor/staking/stake-utils.ts";
import { initNewNetwork } from "../src/pallets/subtensor/subnets/create.ts";
import { getMedianSubnetAlphaPrice } from "../src/pallets/subtensor/subnets/median-price.ts";
import { getNetworkToPrune } from "../src/pallets/subtensor/subnets/prune.ts";
import { getNetworkLockCost, getNextNetuid } from "../src/pallets/subtensor/subnets/queries.ts";
import type { LockState } from "../src/pallets/subtensor/types.ts";
import { TimelockedWeightCommits, WeightCommits } from "../src/pallets/subtensor/weights/storage.ts";
import { currentAlphaPrice } from "../src/pallets/swap/queries.ts";
import { Account } from "../src/pallets/system/storage.ts";
import { accountOf, nameOf } from "../src/replay/accounts.ts";
import type { Args, ReplayChain } from "../src/replay/chain.ts";
import type { Plain } from "../src/replay/plain.ts";

const who = (plain: Plain | undefined) => accountOf(plain as number | string);
const subnet = (plain: Plain | undefined): NetUid => netUid(Number(plain));
const amount = (plain: Plain | undefined): bigint => BigInt((plain ?? "0") as string);

/** TAO out of nowhere, counted by both issuances. */
function mint(ctx: Context, account: Plain | undefined, tao: bigint): void {
  if (tao > 0n) spendTao(ctx, who(account), mintTao(ctx, rao(tao)), rao(tao));
}

/** A subnet that takes registrations and emits, as most of the reference's tests have it; prices don't rise. */
function openSubnet(chain: ReplayChain, netuid: NetUid): void {
  chain.write({
    [`NetworkRegistrationAllowed[${netuid}]`]: true,
    [`FirstEmissionBlockNumber[${netuid}]`]: "1",
    [`SubtokenEnabled[${netuid}]`]: true,
    [`BurnHalfLife[${netuid}]`]: 1,
    [`BurnIncreaseMult[${netuid}]`]: String(1n << 64n),
  });
}

type Inner = (chain: ReplayChain, args: Args) => void;

const SCENE_OPS: Readonly<Record<string, Inner>> = {
  /** A subnet without owner, neurons and pool. */
  subnet: (chain, { netuid, tempo }) => {
    initNewNetwork(chain.ctx, subnet(netuid), Number(tempo ?? 360));
    openSubnet(chain, subnet(netuid));
  },
  /** The same, with nothing changed by hand. */
  subnet_as_new: ({ ctx }, { netuid, tempo }) => initNewNetwork(ctx, subnet(netuid), Number(tempo)),
  set_mechanism_count: ({ ctx }, { netuid, count }) =>
    updateMechanismCountsIfNeeded(ctx, subnet(netuid), mechId(Number(count))),
  /** A subnet that a coldkey registers and pays the lock for; its number is the next free one. */
  owned_subnet: (chain, { hotkey, coldkey }) => {
    const netuid = getNextNetuid(chain.ctx);
    mint(chain.ctx, coldkey!, getNetworkLockCost(chain.ctx) + 500n);
    const result = chain.dispatch("register_network", { who: coldkey!, hotkey: hotkey! });
    if (result !== "ok") throw new Error(`register_network: ${result}`);
    openSubnet(chain, netuid);
  },
  /** Reserves of a pool, with the TAO on the subnet's account. */
  pool: (chain, { netuid, tao, alpha: alphaIn }) => {
    mint(chain.ctx, `subnet:${String(netuid)}`, amount(tao));
    chain.write({ [`SubnetTAO[${netuid}]`]: tao!, [`SubnetAlphaIn[${netuid}]`]: alphaIn! });
  },
  /** Registers a hotkey without paying. */
  neuron: ({ ctx }, { netuid, hotkey, coldkey }) => {
    createAccountIfNonExistent(ctx, who(coldkey), who(hotkey));
    registerNeuron(ctx, subnet(netuid), who(hotkey));
  },
  replace_neuron: ({ ctx }, { netuid, uid, hotkey }) =>
    replaceNeuron(ctx, subnet(netuid), Number(uid), who(hotkey), ctx.block),
  own: ({ ctx }, { hotkey, coldkey }) => createAccountIfNonExistent(ctx, who(coldkey), who(hotkey)),
  mint: ({ ctx }, { who: account, tao }) => mint(ctx, account, amount(tao)),
  /** Alpha out of nowhere, staked; the pool's counters don't know of it. */
  give: ({ ctx }, args) =>
    increaseStakeForHotkeyAndColdkeyOnSubnet(
      ctx,
      who(args["hotkey"]),
      who(args["coldkey"]),
      subnet(args["netuid"]),
      alpha(amount(args["alpha"])),
    ),
  take: ({ ctx }, args) =>
    decreaseStakeForHotkeyAndColdkeyOnSubnet(
      ctx,
      who(args["hotkey"]),
      who(args["coldkey"]),
      subnet(args["netuid"]),
      alpha(amount(args["alpha"])),
    ),
  /** Alpha for all who stake on a hotkey. */
  give_all: ({ ctx }, { hotkey, netuid, alpha: given }) =>
    increaseStakeForHotkeyOnSubnet(ctx, who(hotkey), subnet(netuid), alpha(amount(given))),
  coinbase: ({ ctx }, { tao }) => runCoinbase(ctx, mintTao(ctx, rao(amount(tao)))),
  /** A given emission for given subnets, as `[netuid, U96F32 bits]`. */
  emit: ({ ctx }, { emissions, root_sells }) => {
    const shares = (emissions as readonly (readonly [number, string])[]).map(([netuid, bits]) => ({
      netuid,
      share: 0n,
      emission: BigInt(bits),
    }));
    const tao = shares.reduce((sum, { emission }) => sum + (emission >> 32n), 0n);
    emitToSubnets(
      ctx,
      shares.map(({ netuid }) => netUid(netuid)),
      { emissions: shares, credit: mintTao(ctx, rao(tao)), paysRoot: root_sells === true },
    );
  },
  distribute: ({ ctx }, { netuid, server, validator, root, owner_cut }) =>
    distributeEmission(ctx, subnet(netuid), {
      server: alpha(amount(server)),
      validator: alpha(amount(validator)),
      root: alpha(amount(root)),
      ownerCut: alpha(amount(owner_cut)),
    }),
  pay_incentives: ({ ctx }, { netuid, incentives }) =>
    payIncentives(
      ctx,
      subnet(netuid),
      new Map(
        (incentives as readonly (readonly [number, string])[]).map(
          ([hotkey, paid]) => [accountOf(hotkey), alpha(BigInt(paid))] as const,
        ),
      ),
    ),
  drain: ({ ctx }, { netuids }) => {
    drainPending(ctx, (netuids as readonly number[]).map(netUid));
  },
  epoch: ({ ctx }, { netuid, alpha: emission }) => {
    epochWithMechanisms(ctx, subnet(netuid), alpha(amount(emission)));
  },
  /**
   * Neurons of block 0 with hotkey and coldkey uid + 1, an epoch that gives validators their permits, and each validator's
   * equal weights to all who are none.
   */
  crowd: (chain, { netuid, n, validators, stake, weight }) => {
    const count = Number(n);
    const chosen = validators as readonly number[];
    const servers = Array.from({ length: count }, (_, uid) => uid).filter(
      (uid) => !chosen.includes(uid),
    );
    SCENE_OPS["subnet"]!(chain, { netuid: netuid!, tempo: 65_534 });
    chain.write({
      [`CommitRevealWeightsEnabled[${netuid}]`]: false,
      [`Yuma3On[${netuid}]`]: false,
      [`MaxAllowedUids[${netuid}]`]: count,
      [`MaxAllowedValidators[${netuid}]`]: chosen.length,
      StakeThreshold: "0",
    });
    chain.jump(0n);
    for (let uid = 0; uid < count; uid++) {
      const keys = { hotkey: uid + 1, coldkey: uid + 1, netuid: netuid! };
      SCENE_OPS["neuron"]!(chain, keys);
      if (chosen.includes(uid)) SCENE_OPS["give"]!(chain, { ...keys, alpha: stake! });
    }
    SCENE_OPS["epoch"]!(chain, { netuid: netuid!, alpha: "1000000000" });
    chain.jump(1n);
    const args = {
      netuid: netuid!,
      dests: servers,
      weights: servers.map(() => weight!),
      version_key: "0",
    };
    for (const uid of chosen) {
      const result = chain.dispatch("set_weights", { who: uid + 1, ...args });
      if (result !== "ok") throw new Error(`set_weights of ${uid}: ${result}`);
    }
  },
  /** Blocks in which the subnet has no epoch, however short its tempo is. */
  quiet_blocks: (chain, { netuid, n }) => {
    const tempo = Tempo.get(chain.ctx, subnet(netuid));
    Tempo.set(chain.ctx, subnet(netuid), 65_534);
    chain.nextBlocks(Number(n), 0n);
    Tempo.set(chain.ctx, subnet(netuid), tempo);
  },
  reset_bonds: ({ ctx }, { netuid, hotkey }) =>
    doResetBonds(ctx, getMechanismStorageIndex(subnet(netuid), mechId(0)), who(hotkey)),
  update_moving_price: ({ ctx }, { netuid, times }) => {
    for (let i = 0; i < Number(times ?? 1); i++) updateMovingPrice(ctx, subnet(netuid));
  },
  apply_pending_children: ({ ctx }, { netuid }) => doSetPendingChildren(ctx, subnet(netuid)),
};

/** TAO on its way between accounts. */
const TAO_OPS: Readonly<Record<string, Inner>> = {
  transfer_tao: ({ ctx }, { from, to, tao }) =>
    transferTao(ctx, who(from), who(to), rao(amount(tao))),
  transfer_all: ({ ctx }, { from, to }) => transferAllTaoAndKill(ctx, who(from), who(to)),
  burn_tao: ({ ctx }, { who: account, tao }) => burnTao(ctx, who(account), rao(amount(tao))),
  recycle_tao: ({ ctx }, { who: account, tao }) => recycleTao(ctx, who(account), rao(amount(tao))),
  mint_credit: ({ ctx }, { tao }) => {
    mintTao(ctx, rao(amount(tao)));
  },
};

/** Voting power and root claims. */
const VOTE_OPS: Readonly<Record<string, Inner>> = {
  /** After an epoch with such terms: hotkey, stake, permit. */
  move_voting_power: ({ ctx }, { netuid, times, terms }) => {
    const outcome = (terms as readonly (readonly [number, string, boolean])[]).map(
      ([hotkey, stake, permit], uid) =>
        ({
          hotkey: accountOf(hotkey),
          uid,
          stake: BigInt(stake),
          newValidatorPermit: permit,
        }) as EpochTerms,
    );
    for (let i = 0; i < Number(times); i++)
      updateVotingPowerForSubnet(ctx, subnet(netuid), outcome);
  },
  swap_voting_power: ({ ctx }, { netuid, from, to }) =>
    swapVotingPowerForHotkey(ctx, who(from), who(to), subnet(netuid)),
  move_root_claimed: ({ ctx }, { netuid, from_hotkey, to_hotkey, coldkey }) =>
    transferRootClaimedForNewKeys(
      ctx,
      subnet(netuid),
      { hotkey: who(from_hotkey), coldkey: who(coldkey) },
      { hotkey: who(to_hotkey), coldkey: who(coldkey) },
    ),
};

/** Locks and conviction. */
const LOCK_OPS: Readonly<Record<string, Inner>> = {
  force_reduce_lock: ({ ctx }, { coldkey, netuid, alpha: by }) =>
    forceReduceLock(ctx, who(coldkey), subnet(netuid), alpha(amount(by))),
  change_owner_if_needed: ({ ctx }, { netuid }) => changeSubnetOwnerIfNeeded(ctx, subnet(netuid)),
  auto_lock_owner_cut: ({ ctx }, { netuid, alpha: cut }) =>
    autoLockOwnerCut(ctx, subnet(netuid), alpha(amount(cut))),
  swap_coldkey_locks: ({ ctx }, { from, to }) => swapColdkeyLocks(ctx, who(from), who(to)),
  swap_hotkey_locks: ({ ctx }, { from, to }) => {
    swapHotkeyLocks(ctx, who(from), who(to));
  },
  clear_small_nomination: ({ ctx }, { hotkey, coldkey, netuid }) =>
    clearSmallNominationIfRequired(ctx, {
      hotkey: who(hotkey),
      coldkey: who(coldkey),
      netuid: subnet(netuid),
    }),
};

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
        {
          now: BigInt(blocks!),
          unlockRate: UnlockRate.get(ctx),
          maturityRate: MaturityRate.get(ctx),
        },
        { owner: kind === "owner", perpetual: kind === "perpetual" },
      ),
    ),
  decay: (_ctx, blocks, rate) => expDecay(BigInt(blocks!), BigInt(rate!)),
};

type Answer = (ctx: Context, ...keys: string[]) => Plain | bigint;
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

/** What cases do beside calls: they set the scene, or run a part of the chain. */
export const INNER: Readonly<Record<string, Inner>> = {
  ...SCENE_OPS,
  ...TAO_OPS,
  ...VOTE_OPS,
  ...LOCK_OPS,
};
/** Answers that are not storage, by the names that expectations give them. */
export const ANSWERS: Readonly<Record<string, Answer>> = {
  ...GENERAL_ANSWERS,
  ...SWAP_ANSWERS,
  ...LOCK_ANSWERS,
};
