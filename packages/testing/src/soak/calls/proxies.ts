import { findCall, type RuntimeCall, runtimeCall } from "@ganglion/frame";
import { blake2_256Hex } from "@ganglion/hash";
import { type AccountId, hash } from "@ganglion/primitives";
import { ProxyPallet, pureAccount, System } from "@ganglion/runtime";
import { encode } from "@ganglion/scale";
import { type Scene, TAO } from "../scene.ts";
import { inPallet, type Makers } from "./maker.ts";

const P = ProxyPallet.storage;
const id = (value: AccountId) => ({ type: "Id", value }) as const;
const hashOf = (call: RuntimeCall) => hash(blake2_256Hex(encode(runtimeCall, call)));
/** Of one account, and announcements that wait: a state of all pairs would grow for ever. */
const FEW = 4;
const WAITING = 40;
const TYPES = [
  "Any",
  "Any",
  "NonTransfer",
  "NonCritical",
  "Transfer",
  "Staking",
  "SwapHotkey",
] as const;

/** Who may act for whom, of those who can pay. */
function delegation(scene: Scene, passes: (delay: number) => boolean = () => true) {
  const all = P.Proxies.entries(scene.ctx).flatMap(([[real], [list]]) =>
    list.map((each) => ({ real, ...each })),
  );
  return scene.seek(all, ({ delegate, delay }) => scene.acts(delegate) && passes(delay));
}
/** What is done for another: a gift, or nothing. */
function errand(scene: Scene, real: AccountId): RuntimeCall {
  const dest = scene.random.pick(scene.coldkeys)!;
  const value = scene.random.amount(scene.spendable(real) / 100n);
  return scene.random.chance(0.7)
    ? { call: findCall("Balances", "transfer_keep_alive"), args: { dest: id(dest), value } }
    : { call: findCall("System", "remark"), args: { remark: scene.random.bytes(4) } };
}
function waiting(scene: Scene) {
  const all = P.Announcements.entries(scene.ctx).flatMap(([[delegate], [list]]) =>
    list.map((each) => ({ delegate, ...each })),
  );
  return scene.random.pick(all);
}

export const proxies: Makers = inPallet("Proxy", {
  add_proxy(scene) {
    const who = scene.coldkey(TAO);
    const delegate = scene.random.pick(scene.coldkeys)!;
    if (who === undefined || P.Proxies.get(scene.ctx, who)[0].length >= FEW) return undefined;
    const proxyType = scene.random.pick(TYPES);
    const delay = scene.random.chance(0.4) ? scene.random.between(1, 4) : 0;
    return { who, args: { delegate: id(delegate), proxyType, delay } };
  },
  remove_proxy(scene) {
    const found = delegation(scene);
    if (!found || !scene.acts(found.real)) return undefined;
    const { real, delegate, proxyType, delay } = found;
    return { who: real, args: { delegate: id(delegate), proxyType, delay } };
  },
  remove_proxies(scene) {
    const found = scene.random.chance(0.2) ? delegation(scene) : undefined;
    return found && scene.acts(found.real) ? { who: found.real, args: {} } : undefined;
  },
  create_pure(scene) {
    const who = scene.coldkey(TAO);
    if (who === undefined || scene.pures.length >= FEW) return undefined;
    const { ctx } = scene;
    const index = scene.random.below(3);
    const made = {
      spawner: who,
      proxyType: "Any",
      index,
      height: Number(ctx.block),
      // Of the extrinsic that comes next.
      extrinsicIndex: System.storage.ExtrinsicCount.get(ctx) ?? 0,
    } as const;
    return {
      who,
      args: { proxyType: "Any", delay: 0, index },
      done: () => void scene.pures.push(made),
    };
  },
  proxy(scene) {
    const made = scene.random.chance(0.2) ? scene.pures[0] : undefined;
    if (made) {
      const { spawner, proxyType, index, height, extrinsicIndex: extIndex } = made;
      const kill = {
        call: findCall("Proxy", "kill_pure"),
        args: { spawner: id(spawner), proxyType, index, height, extIndex },
      };
      const args = { real: id(pureAccount(made)), forceProxyType: "Any", call: kill };
      return { who: spawner, args, done: () => void scene.pures.shift() };
    }
    const found = delegation(scene, (delay) => delay === 0);
    if (!found) return undefined;
    const { real, delegate, proxyType } = found;
    const forceProxyType = scene.random.chance(0.5) ? proxyType : undefined;
    return { who: delegate, args: { real: id(real), forceProxyType, call: errand(scene, real) } };
  },
  announce(scene) {
    const found = scene.promises.length < WAITING ? delegation(scene) : undefined;
    if (!found) return undefined;
    const { real, delegate, delay } = found;
    const call = errand(scene, real);
    const promise = { real, delegate, call, due: scene.ctx.block + BigInt(delay) };
    return {
      who: delegate,
      args: { real: id(real), callHash: hashOf(call) },
      done: () => void scene.promises.push(promise),
    };
  },
  proxy_announced(scene) {
    const promise = scene.promises[0];
    const who = scene.coldkey();
    if (!promise || who === undefined || scene.ctx.block < promise.due) return undefined;
    // Whether it succeeds or was rejected meanwhile: each is tried once.
    scene.promises.shift();
    const { real, delegate, call } = promise;
    return {
      who,
      args: { delegate: id(delegate), real: id(real), forceProxyType: undefined, call },
    };
  },
  remove_announcement(scene) {
    const found = waiting(scene);
    if (!found || !scene.acts(found.delegate)) return undefined;
    return { who: found.delegate, args: { real: id(found.real), callHash: found.callHash } };
  },
  reject_announcement(scene) {
    const found = scene.random.chance(0.3) ? waiting(scene) : undefined;
    if (!found || !scene.acts(found.real)) return undefined;
    return { who: found.real, args: { delegate: id(found.delegate), callHash: found.callHash } };
  },
  poke_deposit(scene) {
    const who = scene.random.chance(0.3) ? scene.coldkey() : undefined;
    return who && { who, args: {} };
  },
  set_real_pays_fee(scene) {
    const found = delegation(scene);
    if (!found || !scene.acts(found.real)) return undefined;
    const paysFee = scene.random.chance(0.7);
    return { who: found.real, args: { delegate: id(found.delegate), paysFee } };
  },
});

/** Somebody who may make any call for an account right away, by its first definition. */
export function actorFor(scene: Scene, real: AccountId): AccountId | undefined {
  const [list] = P.Proxies.get(scene.ctx, real);
  return list.find(({ delegate, delay }) => delay === 0 && scene.acts(delegate))?.delegate;
}
