import { type AccountId, fromHex, utf8Bytes } from "@ganglion/primitives";

import { System } from "@ganglion/runtime";

import { S, type Scene, TAO } from "../scene.ts";
import { inPallet, type Makers } from "./maker.ts";

const id = (value: AccountId) => ({ type: "Id", value }) as const;

/** Who has too much pays those who have little: the run would come to an end otherwise. */
function rich(scene: Scene): AccountId | undefined {
  const few = [scene.author, scene.sudo].filter((who) => scene.free(who) > 20_000n * TAO);
  const many = scene.coldkeys.filter((who) => scene.free(who) > 6_000n * TAO && scene.acts(who));
  return scene.random.pick(scene.random.chance(0.6) ? few : many) ?? scene.random.pick(few);
}
/** Those without stake are left alone: they may once take another coldkey's place. */
function poor(scene: Scene): AccountId | undefined {
  // Without money root's calls would end, and with them most of what can happen.
  if (scene.free(scene.sudo) < 10_000n * TAO) return scene.sudo;
  const pays = (who: AccountId): boolean => scene.free(who) < 800n * TAO;
  if (scene.random.chance(0.1)) return scene.seek(scene.hotkeys, pays);
  const stakes = (who: AccountId): boolean => S.StakingHotkeys.get(scene.ctx, who).length > 0;
  return scene.random.pick(scene.coldkeys.filter((who) => pays(who) && stakes(who)));
}
function giving(scene: Scene) {
  const [from, to] = [rich(scene), poor(scene)];
  if (from === undefined || to === undefined || from === to) return undefined;
  return { from, to, amount: scene.random.amount(1_000n * TAO) + TAO };
}

export const balances: Makers = inPallet("Balances", {
  transfer_allow_death(scene) {
    const gift = giving(scene);
    return gift && { who: gift.from, args: { dest: id(gift.to), value: gift.amount } };
  },
  transfer_keep_alive(scene) {
    const gift = giving(scene);
    return gift && { who: gift.from, args: { dest: id(gift.to), value: gift.amount } };
  },
  transfer_all(scene) {
    const who = scene.seek(scene.hotkeys, (each) => scene.free(each) > TAO / 100n);
    const dest = scene.random.pick(scene.coldkeys);
    if (who === undefined || dest === undefined) return undefined;
    return { who, args: { dest: id(dest), keepAlive: scene.random.chance(0.5) } };
  },
  force_transfer(scene) {
    const gift = giving(scene);
    if (!gift) return undefined;
    const { from, to, amount } = gift;
    return { who: "root", args: { source: id(from), dest: id(to), value: amount } };
  },
  burn(scene) {
    const who = scene.coldkey();
    if (who === undefined) return undefined;
    const value = scene.random.amount(TAO / 10n);
    return { who, args: { value, keepAlive: scene.random.chance(0.5) } };
  },
  force_set_balance(scene) {
    const who = scene.seek(scene.hotkeys, (each) => scene.free(each) < TAO);
    if (who === undefined) return undefined;
    return { who: "root", args: { who: id(who), newFree: scene.random.amount(TAO) } };
  },
  force_adjust_total_issuance: (scene) => ({
    who: "root",
    args: {
      direction: scene.random.chance(0.5) ? "Increase" : "Decrease",
      delta: scene.random.amount(1_000_000n),
    },
  }),
});

export const system: Makers = inPallet("System", {
  remark: (scene) => ({ who: scene.coldkey() ?? "root", args: { remark: scene.random.bytes(8) } }),
  remark_with_event(scene) {
    const who = scene.coldkey();
    return who && { who, args: { remark: scene.random.bytes(8) } };
  },
  // What is there already, as it is: raw writes of anything else would only show what root may break.
  set_storage(scene) {
    const netuid = scene.subnet();
    if (netuid === undefined) return undefined;
    const items = [S.Tempo, S.SubnetTAO, S.SubnetAlphaIn].flatMap((item) => {
      const key = item.keyOf(netuid);
      const raw = scene.ctx.state.readRaw(key);
      return raw ? [[fromHex(key), raw]] : [];
    });
    return { who: "root", args: { items } };
  },
  kill_storage: () => ({ who: "root", args: { keys: [utf8Bytes(":nothing is here")] } }),
  kill_prefix: (scene) => ({
    who: "root",
    args: {
      prefix: fromHex(System.storage.EventTopics.prefix),
      subkeys: scene.random.below(5),
    },
  }),
});

export const swap: Makers = inPallet("Swap", {
  set_fee_rate(scene) {
    const netuid = scene.subnet();
    return netuid === undefined
      ? undefined
      : { who: "root", args: { netuid, rate: scene.random.between(0, 200) } };
  },
  add_liquidity: (scene) =>
    someone(scene, { hotkey: scene.hotkeys[0], netuid: 1, tickLow: 0, tickHigh: 1, liquidity: 1n }),
  remove_liquidity: (scene) =>
    someone(scene, { hotkey: scene.hotkeys[0], netuid: 1, positionId: 1n }),
  modify_position: (scene) =>
    someone(scene, { hotkey: scene.hotkeys[0], netuid: 1, positionId: 1n, liquidityDelta: 1n }),
  toggle_user_liquidity: (scene) => someone(scene, { netuid: 1, enable: true }),
  disable_lp: (scene) => someone(scene, {}),
});
function someone(scene: Scene, args: Readonly<Record<string, unknown>>) {
  const who = scene.coldkey();
  return who && { who, args };
}

/** Root's calls about root's key: what is taken away comes back in the same batch. */
export const sudo: Makers = inPallet("Sudo", {
  set_key: (scene) => ({ who: scene.sudo, args: { new: id(scene.sudo) } }),
});
