import { blake2_256Hex } from "@ganglion/hash";
import { type AccountId, fromHex, utf8Bytes } from "@ganglion/primitives";
import { S, type Scene, TAO } from "../scene.ts";
import { inPallet, type Makers } from "./maker.ts";

/** A coldkey that can take another's place: no stake, and nobody's hotkey. */
const newcomer = (scene: Scene): AccountId | undefined =>
  scene.seek(
    scene.coldkeys,
    (who) =>
      S.StakingHotkeys.get(scene.ctx, who).length === 0 &&
      !S.Owner.has(scene.ctx, who) &&
      S.OwnedHotkeys.get(scene.ctx, who).length === 0,
  );

function swapping(scene: Scene) {
  const owned = scene.ownedHotkey();
  if (!owned || scene.free(owned.coldkey) < TAO) return undefined;
  const { hotkey, coldkey: who } = owned;
  const netuid = scene.random.chance(0.5) ? undefined : scene.random.pick(scene.netuids);
  const newHotkey = scene.freshHotkey(who, netuid);
  return newHotkey === undefined || newHotkey === hotkey
    ? undefined
    : { who, args: { hotkey, newHotkey, netuid } };
}
const announcer = (scene: Scene, passes: (when: number, who: AccountId) => boolean) =>
  scene.seek([...scene.announced.keys()], (who) => {
    const announced = S.ColdkeySwapAnnouncements.get(scene.ctx, who);
    return announced !== undefined && scene.free(who) > TAO / 100n && passes(announced[0], who);
  });
const words = (scene: Scene): Uint8Array => scene.random.bytes(scene.random.below(24));
/** Everything in an alphabet of its own, since some fields are checked. */
const text = (scene: Scene): Uint8Array => utf8Bytes(`soak ${scene.random.below(1000)}`);

export const keys: Makers = inPallet("SubtensorModule", {
  swap_hotkey: swapping,
  swap_hotkey_v2(scene) {
    const swap = swapping(scene);
    return swap && { ...swap, args: { ...swap.args, keepStake: scene.random.chance(0.4) } };
  },
  try_associate_hotkey(scene) {
    const who = scene.coldkey();
    const hotkey = scene.random.pick(scene.hotkeys);
    return who && { who, args: { hotkey } };
  },
  announce_coldkey_swap(scene) {
    if (!scene.random.chance(0.5)) return undefined;
    const again = scene.random.chance(0.2)
      ? announcer(scene, (when) => scene.ctx.block >= when + 10)
      : undefined;
    const who = again ?? scene.coldkey(TAO);
    const next = newcomer(scene);
    if (who === undefined || next === undefined || who === next) return undefined;
    return {
      who,
      args: { newColdkeyHash: blake2_256Hex(fromHex(next)) },
      done: () => void scene.announced.set(who, next),
    };
  },
  swap_coldkey_announced(scene) {
    const who = announcer(
      scene,
      (when, each) => scene.ctx.block >= when && !S.ColdkeySwapDisputes.has(scene.ctx, each),
    );
    if (who === undefined) return undefined;
    return {
      who,
      args: { newColdkey: scene.announced.get(who) },
      done: () => void scene.announced.delete(who),
    };
  },
  dispute_coldkey_swap(scene) {
    const who = announcer(scene, (_, each) => !S.ColdkeySwapDisputes.has(scene.ctx, each));
    return who !== undefined && scene.random.chance(0.2) ? { who, args: {} } : undefined;
  },
  reset_coldkey_swap(scene) {
    const who = announcer(scene, (_, each) => S.ColdkeySwapDisputes.has(scene.ctx, each));
    if (who === undefined) return undefined;
    const done = (): void => void scene.announced.delete(who);
    return { who: "root", args: { coldkey: who }, done };
  },
  clear_coldkey_swap_announcement(scene) {
    const who = announcer(
      scene,
      (when, each) => scene.ctx.block >= when + 10 && !S.ColdkeySwapDisputes.has(scene.ctx, each),
    );
    if (who === undefined || !scene.random.chance(0.3)) return undefined;
    return { who, args: {}, done: () => void scene.announced.delete(who) };
  },
  swap_coldkey(scene) {
    const oldColdkey = scene.coldkey(TAO);
    const newColdkey = newcomer(scene);
    if (!scene.random.chance(0.3) || oldColdkey === undefined || newColdkey === undefined)
      return undefined;
    if (oldColdkey === newColdkey) return undefined;
    const swapCost = scene.random.chance(0.5) ? 0n : TAO / 10n;
    return { who: "root", args: { oldColdkey, newColdkey, swapCost } };
  },
  schedule_swap_coldkey(scene) {
    const who = scene.coldkey();
    return who && { who, args: { newColdkey: scene.random.pick(scene.coldkeys) } };
  },
});

const CHILDREN_ALL = (1n << 64n) - 1n;
export const children: Makers = inPallet("SubtensorModule", {
  set_children(scene) {
    const neuron = scene.neuron((_, hotkey) => scene.acts(S.Owner.get(scene.ctx, hotkey)));
    if (!neuron) return undefined;
    const { hotkey, netuid } = neuron;
    const count = scene.random.below(4);
    const named = scene.random.some(
      scene.hotkeys.filter(
        (each) =>
          each !== hotkey &&
          S.ParentKeys.get(scene.ctx, hotkey, netuid).every(([, p]) => p !== each),
      ),
      count,
    );
    const parts = named.map(
      (child) => [scene.random.amount(CHILDREN_ALL / BigInt(count)), child] as const,
    );
    return { who: S.Owner.get(scene.ctx, hotkey), args: { hotkey, netuid, children: parts } };
  },
  set_childkey_take(scene) {
    const neuron = scene.neuron((_, hotkey) => scene.acts(S.Owner.get(scene.ctx, hotkey)));
    if (!neuron) return undefined;
    const { hotkey, netuid } = neuron;
    const take = scene.random.below(11_797);
    return { who: S.Owner.get(scene.ctx, hotkey), args: { hotkey, netuid, take } };
  },
});

export const subnets: Makers = inPallet("SubtensorModule", {
  register_network(scene) {
    const who = scene.random.chance(0.1) ? scene.coldkey(400n * TAO) : undefined;
    const hotkey = who && scene.freshHotkey(who);
    return hotkey && { who: who!, args: { hotkey } };
  },
  register_network_with_identity(scene) {
    const who = scene.random.chance(0.1) ? scene.coldkey(400n * TAO) : undefined;
    const hotkey = who && scene.freshHotkey(who);
    if (hotkey === undefined) return undefined;
    const identity = {
      subnetName: text(scene),
      githubRepo: text(scene),
      subnetContact: text(scene),
      subnetUrl: text(scene),
      discord: text(scene),
      description: text(scene),
      logoUrl: text(scene),
      additional: text(scene),
    };
    return {
      who: who!,
      args: { hotkey, identity: scene.random.chance(0.8) ? identity : undefined },
    };
  },
  start_call(scene) {
    const netuid = scene.subnet(
      (each) =>
        !S.FirstEmissionBlockNumber.has(scene.ctx, each) &&
        scene.acts(S.SubnetOwner.get(scene.ctx, each)),
    );
    if (netuid === undefined) return undefined;
    return { who: S.SubnetOwner.get(scene.ctx, netuid), args: { netuid } };
  },
  update_symbol(scene) {
    const found = scene.owned();
    const code = scene.random.pick(["α", "β", "γ", "δ", "ε", "ζ", "η", "θ", "ι", "κ", "λ", "μ"])!;
    return found && { who: found.owner, args: { netuid: found.netuid, symbol: utf8Bytes(code) } };
  },
  // Rare: what a subnet is takes its time to build up.
  dissolve_network(scene) {
    const netuid = scene.random.chance(0.04) ? scene.subnet() : undefined;
    if (netuid === undefined || scene.netuids.length < 7) return undefined;
    return { who: "root", args: { coldkey: S.SubnetOwner.get(scene.ctx, netuid), netuid } };
  },
  root_dissolve_network(scene) {
    const netuid = scene.random.chance(0.04) ? scene.subnet() : undefined;
    if (netuid === undefined || scene.netuids.length < 7) return undefined;
    return { who: "root", args: { netuid } };
  },
  set_identity(scene) {
    const owned = scene.ownedHotkey();
    if (!owned) return undefined;
    const args = {
      name: words(scene),
      url: words(scene),
      githubRepo: words(scene),
      image: words(scene),
      discord: words(scene),
      description: words(scene),
      additional: words(scene),
    };
    return { who: owned.coldkey, args };
  },
  set_subnet_identity(scene) {
    const found = scene.owned();
    if (!found) return undefined;
    const args = {
      netuid: found.netuid,
      subnetName: text(scene),
      githubRepo: text(scene),
      subnetContact: text(scene),
      subnetUrl: text(scene),
      discord: text(scene),
      description: text(scene),
      logoUrl: text(scene),
      additional: text(scene),
    };
    return { who: found.owner, args };
  },
  trigger_epoch(scene) {
    const netuid = scene.subnet(
      (each) =>
        !S.CommitRevealWeightsEnabled.get(scene.ctx, each) &&
        scene.acts(S.SubnetOwner.get(scene.ctx, each)),
    );
    return netuid === undefined
      ? undefined
      : { who: S.SubnetOwner.get(scene.ctx, netuid), args: { netuid } };
  },
  set_tempo(scene) {
    const found = scene.random.chance(0.1) ? scene.owned() : undefined;
    return (
      found && {
        who: found.owner,
        args: { netuid: found.netuid, tempo: scene.random.between(360, 400) },
      }
    );
  },
  set_activity_cutoff_factor(scene) {
    const found = scene.owned();
    const factorMilli = scene.random.between(1000, 50_000);
    return found && { who: found.owner, args: { netuid: found.netuid, factorMilli } };
  },
  enable_voting_power_tracking(scene) {
    const found = scene.owned();
    return found && { who: found.owner, args: { netuid: found.netuid } };
  },
  disable_voting_power_tracking(scene) {
    const netuid = scene.subnet(
      (each) =>
        S.VotingPowerTrackingEnabled.get(scene.ctx, each) &&
        S.VotingPowerDisableAtBlock.get(scene.ctx, each) === 0n,
    );
    const owner = netuid === undefined ? undefined : S.SubnetOwner.get(scene.ctx, netuid);
    return owner !== undefined && scene.acts(owner) ? { who: owner, args: { netuid } } : undefined;
  },
});
