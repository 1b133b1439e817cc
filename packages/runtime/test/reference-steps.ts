import type { Context } from "@ganglion/frame";
import { alpha, mechId, type NetUid, netUid, rao } from "@ganglion/primitives";
import { doSetPendingChildren } from "../src/pallets/subtensor/children/set-children.ts";
import { distributeEmission } from "../src/pallets/subtensor/coinbase/distribute.ts";
import { drainPending } from "../src/pallets/subtensor/coinbase/drain.ts";
import { emitToSubnets } from "../src/pallets/subtensor/coinbase/emit.ts";
import { payIncentives } from "../src/pallets/subtensor/coinbase/pay.ts";
import { updateMovingPrice } from "../src/pallets/subtensor/coinbase/prices.ts";
import {
  revealCrv3Commits,
  type Timelock,
} from "../src/pallets/subtensor/coinbase/reveal-commits.ts";
import { runCoinbase } from "../src/pallets/subtensor/coinbase/run-coinbase.ts";
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
  updateMechanismCountsIfNeeded,
} from "../src/pallets/subtensor/epoch/mechanisms.ts";
import { doResetBonds } from "../src/pallets/subtensor/epoch/reset-bonds.ts";
import { epochWithMechanisms } from "../src/pallets/subtensor/epoch/run-epoch.ts";
import { Tempo } from "../src/pallets/subtensor/epoch/storage.ts";
import type { EpochTerms } from "../src/pallets/subtensor/epoch/terms.ts";
import {
  swapVotingPowerForHotkey,
  updateVotingPowerForSubnet,
} from "../src/pallets/subtensor/epoch/voting-power.ts";
import { createAccountIfNonExistent } from "../src/pallets/subtensor/keys/accounts.ts";
import { distributeLeasedNetworkDividends } from "../src/pallets/subtensor/leasing/dividends.ts";
import { forceReduceLock } from "../src/pallets/subtensor/locks/lock.ts";
import { autoLockOwnerCut } from "../src/pallets/subtensor/locks/owner-cut.ts";
import { changeSubnetOwnerIfNeeded } from "../src/pallets/subtensor/locks/ownership.ts";
import { swapColdkeyLocks, swapHotkeyLocks } from "../src/pallets/subtensor/locks/swap-keys.ts";
import { registerNeuron } from "../src/pallets/subtensor/registration/register.ts";
import { replaceNeuron } from "../src/pallets/subtensor/registration/uids.ts";
import { transferRootClaimedForNewKeys } from "../src/pallets/subtensor/root/claimed.ts";
import { clearSmallNominationIfRequired } from "../src/pallets/subtensor/staking/nominations.ts";
import {
  decreaseStakeForHotkeyAndColdkeyOnSubnet,
  increaseStakeForHotkeyAndColdkeyOnSubnet,
  increaseStakeForHotkeyOnSubnet,
} from "../src/pallets/subtensor/staking/stake-utils.ts";
import { initNewNetwork } from "../src/pallets/subtensor/subnets/create.ts";
import { getNetworkLockCost, getNextNetuid } from "../src/pallets/subtensor/subnets/queries.ts";
import { accountOf } from "../src/replay/accounts.ts";
import type { Args, ReplayChain } from "../src/replay/chain.ts";
import type { Plain } from "../src/replay/plain.ts";
import { amount, subnet, who } from "./reference-answers.ts";

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
  reveal_commits: ({ ctx }, { rounds }) =>
    revealCrv3Commits(ctx, openTimelock(rounds as readonly string[])),
  /** The contributors' part of an owner's cut. */
  pay_lease: ({ ctx }, { lease, alpha: cut }) =>
    distributeLeasedNetworkDividends(ctx, Number(lease), alpha(amount(cut))),
  apply_pending_children: ({ ctx }, { netuid }) => doSetPendingChildren(ctx, subnet(netuid)),
};

/**
 * The beacon's pulses of some rounds; timelocks are left open, so that commits are payloads as they are, or garbage that
 * begins with the byte 255.
 */
const openTimelock = (rounds: readonly string[]): Timelock => ({
  signatureOf: (_ctx, round) => (rounds.includes(String(round)) ? Uint8Array.of(1) : undefined),
  open: (_ctx, commit) => (commit[0] === 255 ? undefined : commit),
});

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

/** What cases do beside calls: they set the scene, or run a part of the chain. */
export const INNER: Readonly<Record<string, Inner>> = {
  ...SCENE_OPS,
  ...TAO_OPS,
  ...VOTE_OPS,
  ...LOCK_OPS,
};
