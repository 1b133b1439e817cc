import type { NetUid } from "@ganglion/primitives";
import { S, type Scene, TAO } from "../scene.ts";
import { inPallet, type Made, type Maker, type Makers } from "./maker.ts";

type Args = Readonly<Record<string, unknown>>;
/** Sensible arguments: the chain must go on living with them for a while. */
type Table = Readonly<Record<string, (scene: Scene, netuid: NetUid) => Args | undefined>>;

const flag =
  (name: string, part = 0.5) =>
  (scene: Scene): Args => ({ [name]: scene.random.chance(part) });
const number =
  (name: string, low: number, high: number) =>
  (scene: Scene): Args => ({ [name]: scene.random.between(low, high) });
const big =
  (name: string, low: bigint, high: bigint) =>
  (scene: Scene): Args => ({ [name]: low + scene.random.amount(high - low + 1n) - 1n });
const ONE_U64F64 = 1n << 64n;
const ONE_I96F32 = 1n << 32n;
const U64_MAX = (1n << 64n) - 1n;

/** Of the whole network; root's. */
const NETWORK: Table = {
  sudo_set_admin_freeze_window: number("window", 0, 2),
  sudo_set_ck_burn: big("burn", 0n, U64_MAX / 4n),
  sudo_set_coldkey_swap_announcement_delay: number("duration", 5, 20),
  sudo_set_coldkey_swap_reannouncement_delay: number("duration", 3, 10),
  sudo_set_commit_reveal_version: number("version", 4, 4),
  sudo_set_default_take: number("defaultTake", 9_000, 11_796),
  sudo_set_dissolve_network_schedule_duration: number("duration", 1, 100_000),
  sudo_set_lock_reduction_interval: big("interval", 50n, 200n),
  sudo_set_max_epochs_per_block: number("maxEpochsPerBlock", 1, 8),
  sudo_set_max_mechanism_count: number("maxMechanismCount", 2, 4),
  sudo_set_min_delegate_take: number("take", 0, 300),
  sudo_set_net_tao_flow_enabled: flag("enabled"),
  sudo_set_network_immunity_period: big("immunityPeriod", 300n, 3_000n),
  sudo_set_network_min_lock_cost: big("lockCost", 50n * TAO, 150n * TAO),
  sudo_set_network_rate_limit: big("rateLimit", 0n, 20n),
  sudo_set_nominator_min_required_stake: big("minStake", 0n, 3_000_000n),
  sudo_set_owner_hparam_rate_limit: number("epochs", 0, 1),
  sudo_set_stake_threshold: big("minStake", 0n, TAO),
  sudo_set_start_call_delay: big("delay", 0n, 10n),
  sudo_set_subnet_limit: number("maxSubnets", 8, 8),
  sudo_set_subnet_moving_alpha: big("alpha", 10_000n, ONE_I96F32 / 100n),
  sudo_set_subnet_owner_cut: number("subnetOwnerCut", 5_000, 20_000),
  sudo_set_tao_flow_cutoff: big("flowCutoff", 0n, ONE_U64F64),
  sudo_set_tao_flow_normalization_exponent: big("exponent", ONE_U64F64, 2n * ONE_U64F64),
  sudo_set_tao_flow_smoothing_factor: big("smoothingFactor", 0n, U64_MAX),
  sudo_set_total_issuance: big("totalIssuance", 0n, U64_MAX),
  sudo_set_tx_delegate_take_rate_limit: big("txRateLimit", 0n, 5n),
  sudo_set_tx_rate_limit: big("txRateLimit", 0n, 5n),
  sudo_toggle_evm_precompile: (scene) => ({
    precompileId: scene.random.pick(["BalanceTransfer", "Staking", "Subnet", "Neuron"]),
    enabled: scene.random.chance(0.5),
  }),
  swap_authorities: (scene) => ({ newAuthorities: [scene.author] }),
};

/** Of one subnet; root's. */
const SUBNET: Table = {
  sudo_set_adjustment_interval: number("adjustmentInterval", 1, 1_000),
  sudo_set_difficulty: big("difficulty", 1n, 1n << 60n),
  sudo_set_ema_price_halving_period: big("emaHalving", 100n, 300_000n),
  sudo_set_kappa: number("kappa", 20_000, 50_000),
  sudo_set_max_allowed_validators: number("maxAllowedValidators", 3, 12),
  sudo_set_max_registrations_per_block: number("maxRegistrationsPerBlock", 1, 20),
  sudo_set_min_allowed_uids: number("minAllowedUids", 1, 4),
  sudo_set_min_difficulty: big("minDifficulty", 1n, 1n << 50n),
  sudo_set_min_non_immune_uids: number("min", 0, 4),
  sudo_set_network_pow_registration_allowed: flag("registrationAllowed"),
  sudo_set_network_registration_allowed: flag("registrationAllowed", 0.9),
  sudo_set_rao_recycled: big("raoRecycled", 0n, 1_000n * TAO),
  sudo_set_subnet_emission_enabled: flag("enabled", 0.85),
  sudo_set_subtoken_enabled: flag("subtokenEnabled", 0.95),
  sudo_set_target_registrations_per_interval: number("targetRegistrationsPerInterval", 1, 50),
  sudo_set_tempo: number("tempo", 10, 60),
  sudo_set_weights_set_rate_limit: big("weightsSetRateLimit", 0n, 4n),
};

/** Of one subnet; its owner's, and root's. */
const OWNED: Table = {
  sudo_set_activity_cutoff: number("activityCutoff", 360, 10_000),
  sudo_set_adjustment_alpha: big("adjustmentAlpha", 0n, U64_MAX),
  sudo_set_alpha_sigmoid_steepness: number("steepness", 0, 5_000),
  sudo_set_alpha_values: (scene) => ({
    alphaLow: scene.random.between(1_638, 40_000),
    alphaHigh: scene.random.between(40_000, 65_535),
  }),
  sudo_set_bonds_moving_average: big("bondsMovingAverage", 0n, 975_000n),
  sudo_set_bonds_penalty: number("bondsPenalty", 0, 65_535),
  sudo_set_bonds_reset_enabled: flag("enabled"),
  sudo_set_burn_half_life: number("burnHalfLife", 5, 60),
  sudo_set_burn_increase_mult: big("burnIncreaseMult", ONE_U64F64, 2n * ONE_U64F64),
  sudo_set_commit_reveal_weights_enabled: flag("enabled", 0.4),
  sudo_set_commit_reveal_weights_interval: big("interval", 1n, 3n),
  sudo_set_immunity_period: number("immunityPeriod", 0, 40),
  sudo_set_liquid_alpha_enabled: flag("enabled", 0.5),
  sudo_set_max_allowed_uids(scene, netuid) {
    const n = S.SubnetworkN.get(scene.ctx, netuid);
    const mechanisms = S.MechanismCountCurrent.get(scene.ctx, netuid);
    const most = Math.min(28, Math.floor(256 / mechanisms));
    return n > most ? undefined : { maxAllowedUids: scene.random.between(Math.max(n, 12), most) };
  },
  sudo_set_max_burn: big("maxBurn", TAO, 50n * TAO),
  sudo_set_max_difficulty: big("maxDifficulty", 1n, U64_MAX),
  sudo_set_mechanism_count: number("mechanismCount", 1, 2),
  sudo_set_mechanism_emission_split(scene, netuid) {
    const count = S.MechanismCountCurrent.get(scene.ctx, netuid);
    if (scene.random.chance(0.3)) return { maybeSplit: undefined };
    const first = count === 1 ? 65_535 : scene.random.below(65_536);
    return { maybeSplit: count === 1 ? [first] : [first, 65_535 - first] };
  },
  sudo_set_min_allowed_weights: number("minAllowedWeights", 0, 2),
  sudo_set_min_burn: big("minBurn", 500_000n, TAO / 20n),
  sudo_set_min_childkey_take_per_subnet: number("take", 0, 100),
  sudo_set_owner_cut_auto_lock_enabled: flag("enabled"),
  sudo_set_owner_cut_enabled: flag("enabled", 0.8),
  sudo_set_owner_immune_neuron_limit: number("immuneNeurons", 1, 3),
  sudo_set_recycle_or_burn: (scene) => ({
    recycleOrBurn: scene.random.chance(0.5) ? "Burn" : "Recycle",
  }),
  sudo_set_rho: number("rho", 0, 100),
  sudo_set_serving_rate_limit: big("servingRateLimit", 0n, 5n),
  sudo_set_sn_owner_hotkey: ownersHotkey,
  sudo_set_subnet_owner_hotkey: ownersHotkey,
  sudo_set_toggle_transfer: flag("toggle", 0.9),
  sudo_set_weights_version_key: big("weightsVersionKey", 0n, 5n),
  sudo_set_yuma3_enabled: flag("enabled"),
  sudo_trim_to_max_allowed_uids(scene, netuid) {
    const n = S.SubnetworkN.get(scene.ctx, netuid);
    if (n < 8) return undefined;
    return { maxN: scene.random.between(Math.max(4, n - 4), n) };
  },
};

function ownersHotkey(scene: Scene, netuid: NetUid): Args | undefined {
  const owner = S.SubnetOwner.get(scene.ctx, netuid);
  const hotkey = scene.random.pick(S.OwnedHotkeys.get(scene.ctx, owner));
  return hotkey === undefined ? undefined : { hotkey };
}

const ofNetwork =
  (args: Table[string]): Maker =>
  (scene) => {
    const made = args(scene, 0 as NetUid);
    return made && { who: "root", args: made };
  };
const ofSubnet =
  (args: Table[string], owners: boolean): Maker =>
  (scene): Made | undefined => {
    const netuid = scene.subnet();
    const made = netuid === undefined ? undefined : args(scene, netuid);
    if (netuid === undefined || made === undefined) return undefined;
    const owner = S.SubnetOwner.get(scene.ctx, netuid);
    const who = owners && scene.acts(owner) && scene.random.chance(0.6) ? owner : "root";
    return { who, args: { netuid, ...made } };
  };
const each = (table: Table, make: (args: Table[string]) => Maker): Makers =>
  Object.fromEntries(Object.entries(table).map(([name, args]) => [name, make(args)]));

export const admin: Makers = inPallet("AdminUtils", {
  ...each(NETWORK, ofNetwork),
  ...each(SUBNET, (args) => ofSubnet(args, false)),
  ...each(OWNED, (args) => ofSubnet(args, true)),
});

/** Root's calls that SubtensorModule itself has. */
export const rootCalls: Makers = inPallet("SubtensorModule", {
  ...each(
    {
      sudo_set_tx_childkey_take_rate_limit: big("txRateLimit", 0n, 5n),
      sudo_set_min_childkey_take: number("take", 0, 100),
      sudo_set_max_childkey_take: number("take", 10_000, 11_796),
      set_pending_childkey_cooldown: big("cooldown", 0n, 15n),
    },
    ofNetwork,
  ),
  ...each({ sudo_set_voting_power_ema_alpha: big("alpha", 0n, 10n ** 18n) }, (args) =>
    ofSubnet(args, false),
  ),
});
