/** How the value of a hyperparameter is written. `rao`: TAO as decimal text. `ratio`: a decimal, U64F64. */
export type HyperparameterKind =
  | "bool"
  | "u16"
  | "i16"
  | "u64"
  | "rao"
  | "ratio"
  | "account"
  | "pair"
  | "choice";

/** One rule of a subnet that can be set. */
export interface Hyperparameter {
  /** Call of AdminUtils. */
  readonly call: string;
  /** Wire names of its arguments after `netuid`. */
  readonly args: readonly [string] | readonly [string, string];
  readonly kind: HyperparameterKind;
  /** The subnet's owner may set it; otherwise the sudo key alone. */
  readonly owner: boolean;
  /** It is a rule of the whole network, so its call takes no netuid. */
  readonly network?: true;
}

const rule = (
  call: string,
  arg: string,
  kind: HyperparameterKind,
  who: "owner" | "sudo",
): Hyperparameter => ({ call, args: [arg], kind, owner: who === "owner" });

/**
 * Names by which btcli sets hyperparameters, and what the chain calls them.
 * Source: btcli bittensor_cli/src/__init__.py HYPERPARAMS; rights: pallets/admin-utils/src/lib.rs
 */
export const HYPERPARAMETERS: Readonly<Record<string, Hyperparameter>> = {
  rho: rule("sudo_set_rho", "rho", "u16", "owner"),
  kappa: rule("sudo_set_kappa", "kappa", "u16", "sudo"),
  immunity_period: rule("sudo_set_immunity_period", "immunity_period", "u16", "owner"),
  min_allowed_weights: rule("sudo_set_min_allowed_weights", "min_allowed_weights", "u16", "owner"),
  tempo: rule("sudo_set_tempo", "tempo", "u16", "sudo"),
  min_difficulty: rule("sudo_set_min_difficulty", "min_difficulty", "u64", "sudo"),
  max_difficulty: rule("sudo_set_max_difficulty", "max_difficulty", "u64", "owner"),
  weights_version: rule("sudo_set_weights_version_key", "weights_version_key", "u64", "owner"),
  weights_rate_limit: rule(
    "sudo_set_weights_set_rate_limit",
    "weights_set_rate_limit",
    "u64",
    "sudo",
  ),
  adjustment_interval: rule("sudo_set_adjustment_interval", "adjustment_interval", "u16", "sudo"),
  activity_cutoff: rule("sudo_set_activity_cutoff", "activity_cutoff", "u16", "owner"),
  target_regs_per_interval: rule(
    "sudo_set_target_registrations_per_interval",
    "target_registrations_per_interval",
    "u16",
    "sudo",
  ),
  min_burn: rule("sudo_set_min_burn", "min_burn", "rao", "owner"),
  max_burn: rule("sudo_set_max_burn", "max_burn", "rao", "owner"),
  bonds_moving_avg: rule("sudo_set_bonds_moving_average", "bonds_moving_average", "u64", "owner"),
  bonds_penalty: rule("sudo_set_bonds_penalty", "bonds_penalty", "u16", "owner"),
  max_regs_per_block: rule(
    "sudo_set_max_registrations_per_block",
    "max_registrations_per_block",
    "u16",
    "sudo",
  ),
  serving_rate_limit: rule("sudo_set_serving_rate_limit", "serving_rate_limit", "u64", "owner"),
  max_validators: rule("sudo_set_max_allowed_validators", "max_allowed_validators", "u16", "sudo"),
  adjustment_alpha: rule("sudo_set_adjustment_alpha", "adjustment_alpha", "u64", "owner"),
  difficulty: rule("sudo_set_difficulty", "difficulty", "u64", "sudo"),
  commit_reveal_period: rule("sudo_set_commit_reveal_weights_interval", "interval", "u64", "owner"),
  commit_reveal_weights_enabled: rule(
    "sudo_set_commit_reveal_weights_enabled",
    "enabled",
    "bool",
    "owner",
  ),
  alpha_values: {
    call: "sudo_set_alpha_values",
    args: ["alpha_low", "alpha_high"],
    kind: "pair",
    owner: true,
  },
  liquid_alpha_enabled: rule("sudo_set_liquid_alpha_enabled", "enabled", "bool", "owner"),
  registration_allowed: rule(
    "sudo_set_network_registration_allowed",
    "registration_allowed",
    "bool",
    "sudo",
  ),
  network_pow_registration_allowed: rule(
    "sudo_set_network_pow_registration_allowed",
    "registration_allowed",
    "bool",
    "sudo",
  ),
  yuma3_enabled: rule("sudo_set_yuma3_enabled", "enabled", "bool", "owner"),
  alpha_sigmoid_steepness: rule("sudo_set_alpha_sigmoid_steepness", "steepness", "i16", "owner"),
  bonds_reset_enabled: rule("sudo_set_bonds_reset_enabled", "enabled", "bool", "owner"),
  transfers_enabled: rule("sudo_set_toggle_transfer", "toggle", "bool", "owner"),
  min_allowed_uids: rule("sudo_set_min_allowed_uids", "min_allowed_uids", "u16", "sudo"),
  max_allowed_uids: rule("sudo_set_max_allowed_uids", "max_allowed_uids", "u16", "owner"),
  sn_owner_hotkey: rule("sudo_set_sn_owner_hotkey", "hotkey", "account", "owner"),
  subnet_owner_hotkey: rule("sudo_set_sn_owner_hotkey", "hotkey", "account", "owner"),
  recycle_or_burn: rule("sudo_set_recycle_or_burn", "recycle_or_burn", "choice", "owner"),
  burn_increase_mult: rule("sudo_set_burn_increase_mult", "burn_increase_mult", "ratio", "owner"),
  burn_half_life: rule("sudo_set_burn_half_life", "burn_half_life", "u16", "owner"),
  subtoken_enabled: rule("sudo_set_subtoken_enabled", "subtoken_enabled", "bool", "sudo"),
  subnet_emission_enabled: rule("sudo_set_subnet_emission_enabled", "enabled", "bool", "sudo"),
  owner_cut_enabled: rule("sudo_set_owner_cut_enabled", "enabled", "bool", "owner"),
  owner_cut_auto_lock_enabled: rule(
    "sudo_set_owner_cut_auto_lock_enabled",
    "enabled",
    "bool",
    "owner",
  ),
};

const network = (call: string, arg: string, kind: HyperparameterKind): Hyperparameter => ({
  ...rule(call, arg, kind, "sudo"),
  network: true,
});

/** Rules of the whole network, which btcli has no names for; these are the chain's own without `sudo_set_`. */
export const NETWORK_PARAMETERS: Readonly<Record<string, Hyperparameter>> = {
  admin_freeze_window: network("sudo_set_admin_freeze_window", "window", "u16"),
  lock_reduction_interval: network("sudo_set_lock_reduction_interval", "interval", "u64"),
  network_immunity_period: network("sudo_set_network_immunity_period", "immunity_period", "u64"),
  network_min_lock_cost: network("sudo_set_network_min_lock_cost", "lock_cost", "rao"),
  network_rate_limit: network("sudo_set_network_rate_limit", "rate_limit", "u64"),
  nominator_min_required_stake: network(
    "sudo_set_nominator_min_required_stake",
    "min_stake",
    "u64",
  ),
  owner_hparam_rate_limit: network("sudo_set_owner_hparam_rate_limit", "epochs", "u16"),
  stake_threshold: network("sudo_set_stake_threshold", "min_stake", "u64"),
  start_call_delay: network("sudo_set_start_call_delay", "delay", "u64"),
  subnet_limit: network("sudo_set_subnet_limit", "max_subnets", "u16"),
  subnet_owner_cut: network("sudo_set_subnet_owner_cut", "subnet_owner_cut", "u16"),
  tx_rate_limit: network("sudo_set_tx_rate_limit", "tx_rate_limit", "u64"),
};

/** Who may set a hyperparameter by its displayed name, where it can be set at all. */
export function settableBy(name: string): "owner" | "sudo" | null {
  const parent = name === "alpha_high" || name === "alpha_low" ? "alpha_values" : name;
  if (!Object.hasOwn(HYPERPARAMETERS, parent)) return null;
  return HYPERPARAMETERS[parent]!.owner ? "owner" : "sudo";
}
