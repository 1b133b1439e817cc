import { type AnyCall, findCall, type RuntimeCall } from "@ganglion/frame";
import type { AccountId } from "@ganglion/primitives";
import { bareExtrinsic, PALLETS, System } from "@ganglion/runtime";
import { admin, rootCalls } from "./calls/admin.ts";
import { commitments } from "./calls/commitments.ts";
import { crowdloans, leases, preimages } from "./calls/crowdloans.ts";
import { drand } from "./calls/drand.ts";
import { children, keys, subnets } from "./calls/keys.ts";
import type { Made, Maker, Makers } from "./calls/maker.ts";
import { neurons } from "./calls/neurons.ts";
import { balances, sudo, swap, system } from "./calls/others.ts";
import { actorFor, proxies } from "./calls/proxies.ts";
import { shield } from "./calls/shield.ts";
import { locks, root, staking } from "./calls/staking.ts";
import { argumentsOf, edgeValues, remark } from "./edge-values.ts";
import type { Random } from "./random.ts";
import type { Scene } from "./scene.ts";
import { type SigningTerms, signed } from "./signing.ts";

/** How often the calls of a topic come, beside each other. */
const TOPICS: readonly (readonly [Makers, number])[] = [
  [staking, 30],
  [neurons, 22],
  [admin, 12],
  [keys, 8],
  [children, 4],
  [subnets, 6],
  [locks, 5],
  [root, 6],
  [balances, 8],
  [rootCalls, 1],
  [system, 1],
  [swap, 1],
  [sudo, 1],
  [drand, 4],
  [commitments, 3],
  [crowdloans, 8],
  [leases, 1],
  [preimages, 1],
  [proxies, 6],
  [shield, 2],
];

/** An extrinsic that shall be applied. */
export interface Planned {
  readonly raw: Uint8Array;
  /** What to remember if its call is done. */
  readonly done?: (() => void) | undefined;
}

/** Parts of all extrinsics that are wrong on purpose, in one way or another. */
const WRONG = { edge: 0.14, signer: 0.06, bytes: 0.02, signature: 0.01, nonce: 0.01, bare: 0.01 };
/** Parts of the rest that come inside another call. */
const NESTED = 0.12;
const FAR_FUTURE = 1000;
/** Makers are moody: some make something only now and then. */
const TRIES = 40;
/** Root may break everything with these; nothing could be said of what comes after. They are tried by themselves. */
const BOUNDLESS = new Set([
  "Balances.force_adjust_total_issuance",
  "Balances.force_set_balance",
  "Balances.force_transfer",
  "AdminUtils.swap_authorities",
  "Sudo.set_key",
  "System.set_storage",
  "System.kill_storage",
  "System.kill_prefix",
]);

export function callOf(path: string, args: RuntimeCall["args"]): RuntimeCall {
  const [pallet, name] = path.split(".");
  return { call: findCall(pallet!, name!), args };
}

/** All calls that a chain declares, by `Pallet.call_name`. */
export const ALL_CALLS: readonly (readonly [string, AnyCall])[] = PALLETS.flatMap((pallet) =>
  Object.values(pallet.calls).map((call) => [`${pallet.name}.${call.name}`, call] as const),
);

/** Makes extrinsics: mostly such as can succeed now, and some that can't. */
export class Workload {
  readonly #random: Random;
  readonly #terms: SigningTerms;
  readonly #table: (readonly [string, Maker])[][];
  readonly #weights: number[];

  constructor(options: { readonly random: Random; readonly terms: SigningTerms }) {
    this.#random = options.random;
    this.#terms = options.terms;
    this.#table = TOPICS.map(([makers]) => Object.entries(makers));
    this.#weights = TOPICS.map(([, weight]) => weight);
  }

  /** The next extrinsic for the block that is being built. */
  next(scene: Scene): Planned {
    const random = this.#random;
    for (let i = 0; i < 20; i++) {
      const found = this.#made(scene);
      if (found) return this.#planned(scene, found.path, found.made);
    }
    return this.#sign(scene, scene.author, remark(random.bytes(4)));
  }

  /** A root call that puts rules back to where a lively chain needs them. */
  restore(scene: Scene, calls: readonly RuntimeCall[]): Planned {
    const batch = callOf("Utility.force_batch", { calls });
    return this.#sign(scene, scene.sudo, callOf("Sudo.sudo", { call: batch }));
  }

  /** A good call of each kind for which the state has something to do. */
  oneOfEach(scene: Scene) {
    return this.#table.flat().flatMap(([path, make]) => {
      for (let i = 0; i < TRIES; i++) {
        const made = make(scene);
        if (made) return [{ path, who: made.who, call: callOf(path, made.args) }];
      }
      return [];
    });
  }

  #made(scene: Scene): { readonly path: string; readonly made: Made } | undefined {
    const random = this.#random;
    let left = random.below(this.#weights.reduce((sum, each) => sum + each, 0));
    let topic = 0;
    while (left >= this.#weights[topic]!) left -= this.#weights[topic++]!;
    const [path, make] = random.pick(this.#table[topic]!)!;
    const made = make(scene);
    return made && { path, made };
  }

  #planned(scene: Scene, path: string, made: Made): Planned {
    const random = this.#random;
    const call = callOf(path, made.args);
    const draw = random.bits() / 2 ** 32;
    let edge = WRONG.edge;
    if (draw < edge && !BOUNDLESS.has(path))
      return this.#as(scene, made.who, this.#atEdge(scene, call));
    if (draw < (edge += WRONG.signer)) return this.#as(scene, this.#anybody(scene), call);
    if (draw < (edge += WRONG.bytes))
      return { raw: this.#broken(this.#as(scene, made.who, call).raw) };
    if (draw < (edge += WRONG.signature)) {
      // Signed even if nobody should: without a signature there is none to spoil.
      const { raw } = this.#sign(scene, this.#signer(scene, made.who), call);
      // Behind length, version and address: inside the signature.
      return { raw: raw.with(60, raw[60]! ^ 1) };
    }
    if (draw < (edge += WRONG.nonce))
      return this.#sign(
        scene,
        this.#signer(scene, made.who),
        call,
        random.pick([-1, 1, FAR_FUTURE])!,
      );
    if (draw < (edge += WRONG.bare)) return { raw: bareExtrinsic(call) };
    // A batch may hold anybody's "all of it": the purses that feed the others stay out of that.
    const isPurse = made.who === scene.sudo || made.who === scene.author;
    if (made.who !== "nobody" && !isPurse && random.chance(NESTED))
      return this.#nested(scene, made, call);
    return { ...this.#as(scene, made.who, call), done: made.done };
  }

  #signer(scene: Scene, who: Made["who"]): AccountId {
    return who === "root" || who === "nobody" ? scene.sudo : who;
  }
  #anybody(scene: Scene): AccountId {
    return this.#random.pick(this.#random.chance(0.5) ? scene.coldkeys : scene.hotkeys)!;
  }

  /** One argument, at times two, at the ends of what its codec carries. */
  #atEdge(scene: Scene, call: RuntimeCall): RuntimeCall {
    const random = this.#random;
    const parts = random.some(argumentsOf(call.call), random.chance(0.2) ? 2 : 1);
    const accounts = [this.#anybody(scene), scene.hotkeys[0]!];
    const changed = parts.map(([name, codec]) => {
      return [name, random.pick(edgeValues(codec, { accounts, long: 40 }))] as const;
    });
    return { call: call.call, args: { ...call.args, ...Object.fromEntries(changed) } };
  }

  /** Root's calls go through the sudo key. */
  #as(scene: Scene, who: Made["who"], call: RuntimeCall): Planned {
    if (who === "nobody") return { raw: bareExtrinsic(call) };
    if (who !== "root") return this.#sign(scene, who, call);
    // What would take root's key for good comes back at once.
    const random = this.#random;
    const wrapped = random.chance(0.9)
      ? callOf("Sudo.sudo", { call })
      : callOf("Sudo.sudo_unchecked_weight", { call, weight: { refTime: 1n, proofSize: 0n } });
    return this.#sign(scene, scene.sudo, wrapped);
  }

  #sign(scene: Scene, who: AccountId, call: RuntimeCall, skew = 0): Planned {
    const { nonce } = System.storage.Account.get(scene.ctx, who);
    const tip = this.#random.chance(0.05) ? BigInt(this.#random.below(1000)) : 0n;
    const shifted = Math.max(0, nonce + skew);
    return { raw: signed(call, { who, nonce: shifted, terms: this.#terms, tip }) };
  }

  #broken(raw: Uint8Array): Uint8Array {
    const random = this.#random;
    const at = random.below(raw.length);
    switch (random.below(4)) {
      case 0:
        return raw.slice(0, at);
      case 1:
        return Uint8Array.from([...raw, ...random.bytes(random.between(1, 9))]);
      case 2:
        return raw.with(at, random.bits() & 255);
      default:
        // A compact length of four gigabytes somewhere inside.
        return Uint8Array.from([...raw.slice(0, at), 3, 255, 255, 255, 255, ...raw.slice(at)]);
    }
  }

  #nested(scene: Scene, made: Made, call: RuntimeCall): Planned {
    const random = this.#random;
    const { done } = made;
    const who = this.#signerOf(made);
    const others = Array.from({ length: random.below(3) }, () => this.#companion(scene, who));
    const calls = random.some([call, ...others], 3);
    const actor = who === "root" ? undefined : actorFor(scene, who);
    if (actor && random.chance(0.5)) {
      const real = { type: "Id", value: who };
      const wrapped = callOf("Proxy.proxy", { real, forceProxyType: undefined, call });
      return { ...this.#sign(scene, actor, wrapped), done };
    }
    if (who !== "root") {
      const wrapped = random.pick([
        callOf("Utility.batch", { calls }),
        callOf("Utility.batch_all", { calls }),
        callOf("Utility.force_batch", { calls }),
        callOf("Utility.if_else", { main: call, fallback: others[0] ?? remark() }),
        callOf("Utility.as_derivative", { index: random.below(3), call }),
      ])!;
      return { ...this.#sign(scene, who, wrapped), done };
    }
    const keyed = { type: "Id", value: scene.sudo };
    const asAuthor = { type: "system", value: { type: "Signed", value: scene.author } };
    const wrapped = random.pick([
      callOf("Utility.batch", { calls }),
      callOf("Utility.batch_all", { calls }),
      callOf("Utility.with_weight", { call, weight: { refTime: 1n, proofSize: 1n } }),
      callOf("Utility.dispatch_as", {
        asOrigin: { type: "system", value: { type: "Root" } },
        call,
      }),
      callOf("Utility.dispatch_as_fallible", { asOrigin: asAuthor, call: remark() }),
      // Without a key nobody is root any more, so it comes back in the same breath.
      callOf("Utility.batch_all", {
        calls: [callOf("Sudo.remove_key", {}), callOf("Sudo.set_key", { new: keyed }), call],
      }),
    ])!;
    if (random.chance(0.2)) {
      const inner = this.#companion(scene, this.#anybody(scene));
      const target = { type: "Id", value: this.#anybody(scene) };
      return this.#sign(scene, scene.sudo, callOf("Sudo.sudo_as", { who: target, call: inner }));
    }
    return { ...this.#sign(scene, scene.sudo, callOf("Sudo.sudo", { call: wrapped })), done };
  }

  #signerOf({ who }: Made): AccountId | "root" {
    return who === "nobody" ? "root" : who;
  }

  /** Another call that the same signer could make. */
  #companion(scene: Scene, who: Made["who"]): RuntimeCall {
    const random = this.#random;
    for (let i = 0; i < 10; i++) {
      const found = this.#made(scene);
      if (found && (found.made.who === "root") === (who === "root")) {
        // A coldkey's own positions and keys suit itself only; what is refused is a part of the test.
        return callOf(found.path, found.made.args);
      }
    }
    return remark(random.bytes(2));
  }
}
