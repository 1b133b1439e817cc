import type { AccountId, NetUid } from "@ganglion/primitives";
import { type Place, S, type Scene, TAO } from "../scene.ts";
import { inPallet, type Makers } from "./maker.ts";

const LOWEST = 1_000n;
const HIGHEST = 10n ** 14n;
/** Alpha that is worth more than the least stake on most pools, rao. */
const LEAST = TAO / 50n;

/** Amount of a position: usually a part, at times all or more than there is. */
function alphaOf(scene: Scene, place: Place): bigint {
  const all = scene.alphaAt(place);
  if (scene.random.chance(0.05)) return all;
  if (scene.random.chance(0.03)) return all * 2n + 1n;
  const part = scene.random.amount(all / 3n);
  // What is worth less than the least stake is refused; now and then it may be.
  return part > LEAST || scene.random.chance(0.2) ? part : LEAST + part;
}
function buying(scene: Scene) {
  const coldkey = scene.coldkey(TAO);
  const hotkey = coldkey && scene.hotkeyFor(coldkey);
  const netuid = scene.random.chance(0.2) ? (0 as NetUid) : scene.market();
  if (coldkey === undefined || hotkey === undefined || netuid === undefined) return undefined;
  const amount = scene.random.amount(scene.spendable(coldkey) / 20n) + TAO / 400n;
  return { coldkey, hotkey, netuid, amount };
}
const aPlace = (scene: Scene): Place | undefined => scene.place();
const placeInPool = (scene: Scene): Place | undefined => scene.place(({ netuid }) => netuid !== 0);
/** Another subnet whose alpha is traded, or root. */
function elsewhere(scene: Scene, netuid: NetUid): NetUid | undefined {
  if (netuid !== 0 && scene.random.chance(0.15)) return 0 as NetUid;
  return scene.subnet((each) => each !== netuid && S.SubtokenEnabled.get(scene.ctx, each));
}

export const staking: Makers = inPallet("SubtensorModule", {
  add_stake(scene) {
    const to = buying(scene);
    if (!to) return undefined;
    const { coldkey: who, hotkey, netuid, amount: amountStaked } = to;
    return { who, args: { hotkey, netuid, amountStaked } };
  },
  add_stake_limit(scene) {
    const to = buying(scene);
    if (!to) return undefined;
    const { coldkey: who, hotkey, netuid, amount: amountStaked } = to;
    const limitPrice = scene.random.chance(0.7) ? HIGHEST : scene.random.amount(3n * TAO) + TAO;
    const allowPartial = scene.random.chance(0.6);
    return { who, args: { hotkey, netuid, amountStaked, limitPrice, allowPartial } };
  },
  add_stake_burn(scene) {
    const netuid = scene.market();
    const owner = netuid === undefined ? undefined : S.SubnetOwner.get(scene.ctx, netuid);
    const who = owner !== undefined && scene.acts(owner) ? owner : scene.coldkey(TAO);
    const hotkey = netuid === undefined ? undefined : S.SubnetOwnerHotkey.get(scene.ctx, netuid);
    if (who === undefined || hotkey === undefined) return undefined;
    const amount = scene.random.amount(scene.spendable(who) / 100n) + TAO / 400n;
    const limit = scene.random.chance(0.5) ? undefined : HIGHEST;
    return { who, args: { hotkey, netuid, amount, limit } };
  },
  remove_stake(scene) {
    const place = aPlace(scene);
    if (!place) return undefined;
    const { coldkey: who, hotkey, netuid } = place;
    return { who, args: { hotkey, netuid, amountUnstaked: alphaOf(scene, place) } };
  },
  remove_stake_limit(scene) {
    const place = aPlace(scene);
    if (!place) return undefined;
    const { coldkey: who, hotkey, netuid } = place;
    const limitPrice = scene.random.chance(0.7) ? LOWEST : scene.random.amount(TAO);
    const allowPartial = scene.random.chance(0.6);
    const amountUnstaked = scene.random.amount(scene.alphaAt(place) / 3n);
    return { who, args: { hotkey, netuid, amountUnstaked, limitPrice, allowPartial } };
  },
  remove_stake_full_limit(scene) {
    const place = aPlace(scene);
    if (!place) return undefined;
    const { coldkey: who, hotkey, netuid } = place;
    const limitPrice = scene.random.pick([undefined, LOWEST, scene.random.amount(TAO)]);
    return { who, args: { hotkey, netuid, limitPrice } };
  },
  unstake_all(scene) {
    const place = scene.random.chance(0.3) ? aPlace(scene) : undefined;
    return place && { who: place.coldkey, args: { hotkey: place.hotkey } };
  },
  unstake_all_alpha(scene) {
    const place = scene.random.chance(0.3) ? placeInPool(scene) : undefined;
    return place && { who: place.coldkey, args: { hotkey: place.hotkey } };
  },
  move_stake(scene) {
    const place = aPlace(scene);
    const destinationHotkey = place && scene.hotkeyFor(place.coldkey);
    if (!place || destinationHotkey === undefined) return undefined;
    const { coldkey: who, hotkey: originHotkey, netuid: originNetuid } = place;
    const destinationNetuid = scene.random.chance(0.4)
      ? originNetuid
      : elsewhere(scene, originNetuid);
    const alphaAmount = alphaOf(scene, place);
    return {
      who,
      args: { originHotkey, destinationHotkey, originNetuid, destinationNetuid, alphaAmount },
    };
  },
  transfer_stake(scene) {
    const place = aPlace(scene);
    // To those who deal with the hotkey already, and at times to anybody.
    const holds = (who: AccountId): boolean =>
      place !== undefined && S.StakingHotkeys.get(scene.ctx, who).includes(place.hotkey);
    const destinationColdkey = scene.random.chance(0.05)
      ? scene.random.pick(scene.coldkeys)
      : scene.seek(scene.coldkeys, holds);
    if (!place || destinationColdkey === undefined) return undefined;
    const { coldkey: who, hotkey, netuid: originNetuid } = place;
    const destinationNetuid = scene.random.chance(0.6)
      ? originNetuid
      : elsewhere(scene, originNetuid);
    const alphaAmount = alphaOf(scene, place);
    return {
      who,
      args: { destinationColdkey, hotkey, originNetuid, destinationNetuid, alphaAmount },
    };
  },
  swap_stake(scene) {
    const place = aPlace(scene);
    if (!place) return undefined;
    const { coldkey: who, hotkey, netuid: originNetuid } = place;
    const destinationNetuid = elsewhere(scene, originNetuid);
    if (destinationNetuid === undefined) return undefined;
    const alphaAmount = alphaOf(scene, place);
    return { who, args: { hotkey, originNetuid, destinationNetuid, alphaAmount } };
  },
  swap_stake_limit(scene) {
    const place = aPlace(scene);
    if (!place) return undefined;
    const { coldkey: who, hotkey, netuid: originNetuid } = place;
    const destinationNetuid = elsewhere(scene, originNetuid);
    if (destinationNetuid === undefined) return undefined;
    const alphaAmount = scene.random.amount(scene.alphaAt(place) / 3n);
    const limitPrice = scene.random.chance(0.7) ? 0n : scene.random.amount(TAO);
    const allowPartial = scene.random.chance(0.6);
    return {
      who,
      args: { hotkey, originNetuid, destinationNetuid, alphaAmount, limitPrice, allowPartial },
    };
  },
  recycle_alpha(scene) {
    const place = placeInPool(scene);
    if (!place) return undefined;
    const { coldkey: who, hotkey, netuid } = place;
    return { who, args: { hotkey, netuid, amount: alphaOf(scene, place) / 4n } };
  },
  burn_alpha(scene) {
    const place = placeInPool(scene);
    if (!place) return undefined;
    const { coldkey: who, hotkey, netuid } = place;
    return { who, args: { hotkey, netuid, amount: alphaOf(scene, place) / 4n } };
  },
  set_coldkey_auto_stake_hotkey(scene) {
    const who = scene.coldkey();
    const neuron = scene.neuron();
    if (who === undefined || !neuron) return undefined;
    return { who, args: { netuid: neuron.netuid, hotkey: neuron.hotkey } };
  },
  increase_take(scene) {
    const owned = scene.ownedHotkey();
    if (!owned) return undefined;
    const take = scene.random.chance(0.5)
      ? scene.random.below(11_797)
      : S.Delegates.get(scene.ctx, owned.hotkey) + 1;
    return { who: owned.coldkey, args: { hotkey: owned.hotkey, take } };
  },
  decrease_take(scene) {
    const owned = scene.ownedHotkey();
    if (!owned) return undefined;
    const take = scene.random.below(S.Delegates.get(scene.ctx, owned.hotkey) + 1);
    return { who: owned.coldkey, args: { hotkey: owned.hotkey, take } };
  },
});

export const locks: Makers = inPallet("SubtensorModule", {
  lock_stake(scene) {
    const place = placeInPool(scene);
    if (!place) return undefined;
    const { coldkey: who, netuid } = place;
    const locked = S.Lock.keysOf(scene.ctx, who, netuid)[0]?.[2];
    const hotkey = locked ?? scene.hotkey() ?? place.hotkey;
    return {
      who,
      args: { hotkey, netuid, amount: scene.random.amount(scene.alphaAt(place) / 5n) },
    };
  },
  move_lock(scene) {
    const place = scene.place(({ coldkey, netuid }) => {
      return S.Lock.keysOf(scene.ctx, coldkey, netuid).length > 0;
    });
    const destinationHotkey = scene.hotkey();
    if (!place || destinationHotkey === undefined) return undefined;
    return { who: place.coldkey, args: { destinationHotkey, netuid: place.netuid } };
  },
  set_perpetual_lock(scene) {
    const place = scene.place();
    if (!place) return undefined;
    const { coldkey: who, netuid } = place;
    return { who, args: { netuid, enabled: scene.random.chance(0.5) } };
  },
  set_reject_locked_alpha(scene) {
    const who = scene.coldkey();
    return who && { who, args: { enabled: scene.random.chance(0.3) } };
  },
});

export const root: Makers = inPallet("SubtensorModule", {
  root_register(scene) {
    const owned = scene.ownedHotkey();
    return owned && { who: owned.coldkey, args: { hotkey: owned.hotkey } };
  },
  claim_root(scene) {
    const who = scene.coldkey();
    const subnets = scene.random
      .some(
        scene.netuids.filter((netuid) => netuid !== 0),
        scene.random.between(1, 5),
      )
      .sort((a, b) => a - b);
    return who && { who, args: { subnets } };
  },
  set_root_claim_type(scene) {
    const who = scene.coldkey();
    const subnets = scene.random.some(scene.netuids, scene.random.between(1, 4));
    const newRootClaimType = scene.random.pick([
      { type: "Swap" },
      { type: "Keep" },
      { type: "KeepSubnets", value: { subnets: subnets.sort((a, b) => a - b) } },
    ]);
    return who && { who, args: { newRootClaimType } };
  },
  sudo_set_root_claim_threshold(scene) {
    const found = scene.owned();
    const newValue = BigInt(scene.random.below(2_000_000));
    return found && { who: found.owner, args: { netuid: found.netuid, newValue } };
  },
  sudo_set_num_root_claims: (scene) => ({
    who: "root",
    args: { newValue: BigInt(scene.random.between(1, 12)) },
  }),
  set_auto_parent_delegation_enabled(scene) {
    const neuron = scene.neuron(undefined, 0 as NetUid);
    const who = neuron && S.Owner.get(scene.ctx, neuron.hotkey);
    if (who === undefined || !scene.acts(who)) return undefined;
    return { who, args: { hotkey: neuron!.hotkey, enabled: scene.random.chance(0.7) } };
  },
});
