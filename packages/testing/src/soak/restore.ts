import type { RuntimeCall } from "@ganglion/frame";
import { Swap } from "@ganglion/runtime";
import { S, type Scene, TAO } from "./scene.ts";
import { callOf } from "./workload.ts";

/** A rule with the values that a lively chain can have, and the call that brings it back. */
type Rule = (scene: Scene) => RuntimeCall[];

const admin = (name: string, args: RuntimeCall["args"]): RuntimeCall =>
  callOf(`AdminUtils.${name}`, args);
const unless = (fits: boolean, call: () => RuntimeCall): RuntimeCall[] => (fits ? [] : [call()]);

const NETWORK: Rule = ({ ctx }) => [
  ...unless(S.AdminFreezeWindow.get(ctx) <= 2, () =>
    admin("sudo_set_admin_freeze_window", { window: 0 }),
  ),
  ...unless(S.OwnerHyperparamRateLimit.get(ctx) <= 1, () =>
    admin("sudo_set_owner_hparam_rate_limit", { epochs: 0 }),
  ),
  ...unless(S.TxRateLimit.get(ctx) <= 5n, () =>
    admin("sudo_set_tx_rate_limit", { txRateLimit: 0n }),
  ),
  ...unless(S.TxDelegateTakeRateLimit.get(ctx) <= 5n, () =>
    admin("sudo_set_tx_delegate_take_rate_limit", { txRateLimit: 0n }),
  ),
  ...unless(S.TxChildkeyTakeRateLimit.get(ctx) <= 5n, () =>
    callOf("SubtensorModule.sudo_set_tx_childkey_take_rate_limit", { txRateLimit: 0n }),
  ),
  ...unless(S.MaxDelegateTake.get(ctx) >= 9_000 && S.MaxDelegateTake.get(ctx) <= 11_796, () =>
    admin("sudo_set_default_take", { defaultTake: 11_796 }),
  ),
  ...unless(S.MinDelegateTake.get(ctx) <= 300, () =>
    admin("sudo_set_min_delegate_take", { take: 0 }),
  ),
  ...unless(S.MinChildkeyTake.get(ctx) <= 100, () =>
    callOf("SubtensorModule.sudo_set_min_childkey_take", { take: 0 }),
  ),
  ...unless(S.MaxChildkeyTake.get(ctx) >= 10_000 && S.MaxChildkeyTake.get(ctx) <= 11_796, () =>
    callOf("SubtensorModule.sudo_set_max_childkey_take", { take: 11_796 }),
  ),
  ...unless(S.StakeThreshold.get(ctx) <= TAO, () =>
    admin("sudo_set_stake_threshold", { minStake: 0n }),
  ),
  ...unless(S.NominatorMinRequiredStake.get(ctx) <= 3_000_000n, () =>
    admin("sudo_set_nominator_min_required_stake", { minStake: 0n }),
  ),
  ...unless(S.StartCallDelay.get(ctx) <= 10n, () =>
    admin("sudo_set_start_call_delay", { delay: 0n }),
  ),
  ...unless(S.SubnetLimit.get(ctx) === 8, () => admin("sudo_set_subnet_limit", { maxSubnets: 8 })),
  ...unless(
    S.NetworkMinLockCost.get(ctx) <= 150n * TAO && S.NetworkMinLockCost.get(ctx) >= TAO,
    () => admin("sudo_set_network_min_lock_cost", { lockCost: 100n * TAO }),
  ),
  ...unless(
    S.NetworkLockReductionInterval.get(ctx) <= 200n &&
      S.NetworkLockReductionInterval.get(ctx) >= 10n,
    () => admin("sudo_set_lock_reduction_interval", { interval: 100n }),
  ),
  ...unless(S.NetworkRateLimit.get(ctx) <= 20n, () =>
    admin("sudo_set_network_rate_limit", { rateLimit: 0n }),
  ),
  ...unless(
    S.NetworkImmunityPeriod.get(ctx) <= 3_000n && S.NetworkImmunityPeriod.get(ctx) >= 200n,
    () => admin("sudo_set_network_immunity_period", { immunityPeriod: 600n }),
  ),
  ...unless(S.ColdkeySwapAnnouncementDelay.get(ctx) <= 20, () =>
    admin("sudo_set_coldkey_swap_announcement_delay", { duration: 10 }),
  ),
  ...unless(S.ColdkeySwapReannouncementDelay.get(ctx) <= 10, () =>
    admin("sudo_set_coldkey_swap_reannouncement_delay", { duration: 5 }),
  ),
  ...unless(S.CommitRevealWeightsVersion.get(ctx) === 4, () =>
    admin("sudo_set_commit_reveal_version", { version: 4 }),
  ),
  ...unless(S.CKBurn.get(ctx) < 1n << 62n, () => admin("sudo_set_ck_burn", { burn: 0n })),
  ...unless(S.SubnetOwnerCut.get(ctx) <= 20_000, () =>
    admin("sudo_set_subnet_owner_cut", { subnetOwnerCut: 11_796 }),
  ),
  ...unless(S.MaxMechanismCount.get(ctx) >= 2 && S.MaxMechanismCount.get(ctx) <= 4, () =>
    admin("sudo_set_max_mechanism_count", { maxMechanismCount: 2 }),
  ),
  ...unless(S.SubnetMovingAlpha.get(ctx) > 0n && S.SubnetMovingAlpha.get(ctx) < 1n << 26n, () =>
    admin("sudo_set_subnet_moving_alpha", { alpha: 12_885n }),
  ),
  ...unless(S.PendingChildKeyCooldown.get(ctx) <= 15n, () =>
    callOf("SubtensorModule.set_pending_childkey_cooldown", { cooldown: 5n }),
  ),
  ...unless(S.NumRootClaim.get(ctx) >= 1n && S.NumRootClaim.get(ctx) <= 12n, () =>
    callOf("SubtensorModule.sudo_set_num_root_claims", { newValue: 5n }),
  ),
];

const SUBNETS: Rule = (scene) =>
  scene.netuids.flatMap((netuid) => {
    const { ctx } = scene;
    if (netuid === 0)
      return [
        ...unless(S.MaxRegistrationsPerBlock.get(ctx, netuid) <= 20, () =>
          admin("sudo_set_max_registrations_per_block", { netuid, maxRegistrationsPerBlock: 3 }),
        ),
        ...unless(S.TargetRegistrationsPerInterval.get(ctx, netuid) >= 5, () =>
          admin("sudo_set_target_registrations_per_interval", {
            netuid,
            targetRegistrationsPerInterval: 20,
          }),
        ),
        ...unless(S.SubtokenEnabled.get(ctx, netuid), () =>
          admin("sudo_set_subtoken_enabled", { netuid, subtokenEnabled: true }),
        ),
        ...unless(S.MaxAllowedUids.get(ctx, netuid) <= 64, () =>
          admin("sudo_set_max_allowed_uids", { netuid, maxAllowedUids: 64 }),
        ),
      ];
    const n = S.SubnetworkN.get(ctx, netuid);
    const tempo = S.Tempo.get(ctx, netuid);
    const started = S.FirstEmissionBlockNumber.has(ctx, netuid);
    const rule = (name: string, args: RuntimeCall["args"]) => () =>
      admin(name, { netuid, ...args });
    return [
      ...unless(
        tempo >= 10 && tempo <= 60,
        rule("sudo_set_tempo", { tempo: 24 + 3 * (netuid % 8) }),
      ),
      ...unless(
        !started || S.SubtokenEnabled.get(ctx, netuid),
        rule("sudo_set_subtoken_enabled", { subtokenEnabled: true }),
      ),
      ...unless(
        S.NetworkRegistrationAllowed.get(ctx, netuid),
        rule("sudo_set_network_registration_allowed", { registrationAllowed: true }),
      ),
      ...unless(
        S.SubnetEmissionEnabled.get(ctx, netuid),
        rule("sudo_set_subnet_emission_enabled", { enabled: true }),
      ),
      ...unless(
        S.WeightsSetRateLimit.get(ctx, netuid) <= 4n,
        rule("sudo_set_weights_set_rate_limit", { weightsSetRateLimit: 0n }),
      ),
      ...unless(
        S.ImmunityPeriod.get(ctx, netuid) <= 40,
        rule("sudo_set_immunity_period", { immunityPeriod: 10 }),
      ),
      ...unless(
        S.MinAllowedUids.get(ctx, netuid) <= 4 || n < 3,
        rule("sudo_set_min_allowed_uids", { minAllowedUids: 1 }),
      ),
      ...unless(
        S.MaxAllowedUids.get(ctx, netuid) <= 28 || n > 24,
        rule("sudo_set_max_allowed_uids", { maxAllowedUids: 24 }),
      ),
      ...unless(
        S.MaxAllowedUids.get(ctx, netuid) >= 12 || n > 24,
        rule("sudo_set_max_allowed_uids", { maxAllowedUids: 24 }),
      ),
      ...unless(
        S.MinNonImmuneUids.get(ctx, netuid) <= 4,
        rule("sudo_set_min_non_immune_uids", { min: 1 }),
      ),
      ...unless(
        S.MinAllowedWeights.get(ctx, netuid) <= 2,
        rule("sudo_set_min_allowed_weights", { minAllowedWeights: 1 }),
      ),
      ...unless(
        S.ServingRateLimit.get(ctx, netuid) <= 5n,
        rule("sudo_set_serving_rate_limit", { servingRateLimit: 0n }),
      ),
      ...unless(
        S.RevealPeriodEpochs.get(ctx, netuid) <= 3n,
        rule("sudo_set_commit_reveal_weights_interval", { interval: 1n }),
      ),
      ...unless(
        S.MinBurn.get(ctx, netuid) <= TAO / 20n,
        rule("sudo_set_min_burn", { minBurn: 500_000n }),
      ),
      ...unless(
        S.MaxBurn.get(ctx, netuid) <= 50n * TAO,
        rule("sudo_set_max_burn", { maxBurn: 20n * TAO }),
      ),
      ...unless(
        S.BurnHalfLife.get(ctx, netuid) <= 60,
        rule("sudo_set_burn_half_life", { burnHalfLife: 10 }),
      ),
      ...unless(
        S.MaxAllowedValidators.get(ctx, netuid) >= 3 &&
          S.MaxAllowedValidators.get(ctx, netuid) <= 12,
        rule("sudo_set_max_allowed_validators", { maxAllowedValidators: 6 }),
      ),
      ...unless(
        S.TransferToggle.get(ctx, netuid),
        rule("sudo_set_toggle_transfer", { toggle: true }),
      ),
      ...unless(
        S.EMAPriceHalvingBlocks.get(ctx, netuid) <= 300_000n,
        rule("sudo_set_ema_price_halving_period", { emaHalving: 1_000n }),
      ),
      ...unless(
        S.MinChildkeyTakePerSubnet.get(ctx, netuid) <= 100,
        rule("sudo_set_min_childkey_take_per_subnet", { take: 0 }),
      ),
      ...unless(Swap.storage.FeeRate.get(ctx, netuid) <= 200, () =>
        callOf("Swap.set_fee_rate", { netuid, rate: 33 }),
      ),
      ...unless(
        S.WeightsVersionKey.get(ctx, netuid) <= 5n,
        rule("sudo_set_weights_version_key", { weightsVersionKey: 0n }),
      ),
    ];
  });

/** Root calls that bring rules back within which things go on happening; none if all are. */
export const restoringCalls = (scene: Scene): RuntimeCall[] => [
  ...NETWORK(scene),
  ...SUBNETS(scene),
];
