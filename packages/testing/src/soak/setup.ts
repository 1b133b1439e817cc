import type { RuntimeCall } from "@ganglion/frame";
import type { AccountId } from "@ganglion/primitives";
import { S, type Scene, SPARE, TAO } from "./scene.ts";
import { callOf } from "./workload.ts";

/** A call with who signs it. */
export interface Step {
  readonly who: AccountId;
  readonly call: RuntimeCall;
}

const GIFT = 3_000n * TAO;
const CHUNK = 40;
const chunks = <T>(list: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, i) =>
    list.slice(i * size, (i + 1) * size),
  );

/**
 * What makes a lively chain of a fresh one, block by block: money for everybody, subnets with pools, neurons
 * on them, root validators and stake. Each step looks at the state that the one before left.
 */
export function* setUp(scene: () => Scene, subnets: number): Generator<Step[]> {
  const first = scene();
  const { sudo } = first;
  const asRoot = (calls: readonly RuntimeCall[]): Step => ({
    who: sudo,
    call: callOf("Sudo.sudo", { call: callOf("Utility.force_batch", { calls }) }),
  });
  const admin = (name: string, args: RuntimeCall["args"]) => callOf(`AdminUtils.${name}`, args);
  const { hotkeys } = first;
  const coldkeys = first.coldkeys.slice(SPARE);
  for (const part of chunks(coldkeys, CHUNK)) {
    const gifts = part.map((who) =>
      callOf("Balances.transfer_keep_alive", { dest: { type: "Id", value: who }, value: GIFT }),
    );
    yield [{ who: sudo, call: callOf("Utility.batch", { calls: gifts }) }];
  }
  yield [
    asRoot([
      admin("sudo_set_network_min_lock_cost", { lockCost: 100n * TAO }),
      admin("sudo_set_lock_reduction_interval", { interval: 20n }),
      admin("sudo_set_admin_freeze_window", { window: 0 }),
      admin("sudo_set_owner_hparam_rate_limit", { epochs: 0 }),
      admin("sudo_set_tx_rate_limit", { txRateLimit: 0n }),
      admin("sudo_set_tx_delegate_take_rate_limit", { txRateLimit: 0n }),
      admin("sudo_set_network_immunity_period", { immunityPeriod: 600n }),
      admin("sudo_set_coldkey_swap_announcement_delay", { duration: 10 }),
      admin("sudo_set_coldkey_swap_reannouncement_delay", { duration: 5 }),
      admin("sudo_set_max_registrations_per_block", { netuid: 0, maxRegistrationsPerBlock: 20 }),
      admin("sudo_set_target_registrations_per_interval", {
        netuid: 0,
        targetRegistrationsPerInterval: 20,
      }),
      admin("sudo_set_subtoken_enabled", { netuid: 0, subtokenEnabled: true }),
      callOf("SubtensorModule.set_pending_childkey_cooldown", { cooldown: 5n }),
      // The subnet that genesis brings has an owner that nobody can be.
      callOf("SubtensorModule.root_dissolve_network", { netuid: 1 }),
    ]),
  ];
  for (let i = 0; i < subnets; i++) {
    for (let wait = 0; wait < 12; wait++) yield [];
    yield [
      {
        who: coldkeys[i]!,
        call: callOf("SubtensorModule.register_network", { hotkey: hotkeys[i] }),
      },
    ];
  }
  const netuids = scene().netuids.filter((netuid) => netuid !== 0);
  yield netuids.map((netuid) => ({
    who: S.SubnetOwner.get(scene().ctx, netuid),
    call: callOf("SubtensorModule.start_call", { netuid }),
  }));
  yield [
    asRoot([
      ...netuids.flatMap((netuid) => [
        admin("sudo_set_tempo", { netuid, tempo: 24 + 3 * (netuid % 8) }),
        admin("sudo_set_subnet_emission_enabled", { netuid, enabled: true }),
        admin("sudo_set_commit_reveal_weights_enabled", { netuid, enabled: netuid % 3 === 0 }),
        admin("sudo_set_weights_set_rate_limit", { netuid, weightsSetRateLimit: 0n }),
        admin("sudo_set_immunity_period", { netuid, immunityPeriod: 10 }),
        admin("sudo_set_max_burn", { netuid, maxBurn: 20n * TAO }),
        admin("sudo_set_min_burn", { netuid, minBurn: 500_000n }),
        admin("sudo_set_burn_half_life", { netuid, burnHalfLife: 10 }),
        admin("sudo_set_serving_rate_limit", { netuid, servingRateLimit: 0n }),
        admin("sudo_set_ema_price_halving_period", { netuid, emaHalving: 1_000n }),
      ]),
      admin("sudo_set_subnet_limit", { maxSubnets: subnets }),
      admin("sudo_set_lock_reduction_interval", { interval: 100n }),
    ]),
  ];
  // Three rounds of neurons; a registration makes the next one dearer for a while.
  for (let round = 0; round < 12; round++) {
    yield netuids.map((netuid, i) => ({
      who: coldkeys[(round * subnets + i + 10) % coldkeys.length]!,
      call: callOf("SubtensorModule.burned_register", {
        netuid,
        hotkey: hotkeys[(round * subnets + i + 10) % hotkeys.length],
      }),
    }));
    for (let wait = 0; wait < 6; wait++) yield [];
  }
  yield netuids.flatMap((netuid) => [
    asRoot([
      admin("sudo_set_min_allowed_uids", { netuid, minAllowedUids: 1 }),
      admin("sudo_set_max_allowed_uids", { netuid, maxAllowedUids: 24 }),
      admin("sudo_set_max_allowed_validators", { netuid, maxAllowedValidators: 6 }),
    ]),
  ]);
  const owned = hotkeys.filter((hotkey) => S.Owner.has(scene().ctx, hotkey));
  for (const part of chunks(owned, 10))
    yield part.flatMap((hotkey, i) => {
      const who = S.Owner.get(scene().ctx, hotkey);
      const netuid = netuids[i % netuids.length]!;
      const stake = (on: number, amountStaked: bigint) => ({
        who,
        call: callOf("SubtensorModule.add_stake", { hotkey, netuid: on, amountStaked }),
      });
      return [
        { who, call: callOf("SubtensorModule.root_register", { hotkey }) },
        stake(0, 200n * TAO),
        stake(netuid, 20n * TAO),
      ];
    });
}
