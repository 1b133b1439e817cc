import { type AnyItem, type Backing, State } from "@ganglion/frame";
import { type AccountId, accountId, type Hex, mechId, type NetUid } from "@ganglion/primitives";
import type { Runtime } from "@ganglion/runtime";
import { encode } from "@ganglion/scale";

/** What one subnet looks like. Above 256 neurons no call could make it. */
export interface SubnetCase {
  readonly neurons: number;
  readonly validators: number;
  /** How many columns each validator weighs, the same for all; as many as neurons is dense. */
  readonly columns: number;
  readonly form: EpochForm;
}
export type EpochForm = "classic" | "yuma3" | "liquid";

const BLOCK = 10_000;
const LAST_EPOCH = 9_640n;
const LAST_WEIGHTS = 9_990n;
const RAO = 1_000_000_000n;

export const mixed = (a: number, b: number): number => {
  const x = Math.imul(a + 1, 0x9e3779b1) ^ Math.imul(b + 1, 0x85ebca6b);
  return Math.imul(x ^ (x >>> 15), 0xc2b2ae35) >>> 16;
};
/** A quality of the neuron and a quarter of opinion, so that consensus cuts some: u16 without zeros. */
export const weightOf = (i: number, j: number): number =>
  1 + Math.floor(0.75 * mixed(0, j) + 0.2499 * mixed(i + 1, j));
export const bondOf = (i: number, j: number): number => 1 + (mixed(i + 1000, j) % 65_535);
/** Alpha of a validator. */
export const stakeOf = (uid: number): bigint => BigInt(1000 + uid) * RAO;

/** The uids that are weighed: the last ones. */
export function weighed({ neurons, columns }: SubnetCase): number[] {
  return Array.from({ length: columns }, (_, i) => neurons - columns + i);
}

const hotkeyOf = (netuid: number, uid: number): AccountId => {
  const digits = (part: number): string =>
    (mixed(netuid, part) * 65_536 + mixed(uid, netuid + part)).toString(16).padStart(8, "0");
  const tail = (netuid * 65_536 + uid).toString(16).padStart(8, "0");
  return accountId(`0x${Array.from({ length: 7 }, (_, part) => digits(part)).join("")}${tail}`);
};

/** Keys and bytes in memory: what lies beneath is none of what is measured. */
class MemoryBacking implements Backing {
  readonly #bytes = new Map<Hex, Uint8Array>();
  #sorted: Hex[] | undefined;

  get(key: Hex): Uint8Array | undefined {
    return this.#bytes.get(key);
  }
  keys(prefix: Hex): Hex[] {
    this.#sorted ??= [...this.#bytes.keys()].sort();
    const sorted = this.#sorted;
    let [from, end] = [0, sorted.length];
    while (from < end) {
      const middle = (from + end) >> 1;
      if (sorted[middle]! < prefix) from = middle + 1;
      else end = middle;
    }
    while (sorted[end]?.startsWith(prefix)) end++;
    return sorted.slice(from, end);
  }
  take(changes: readonly (readonly [Hex, Uint8Array | undefined])[]): void {
    for (const [key, bytes] of changes) {
      if (bytes === undefined || !this.#bytes.has(key)) this.#sorted = undefined;
      if (bytes === undefined) this.#bytes.delete(key);
      else this.#bytes.set(key, bytes);
    }
  }
}

type Bound = AnyItem & {
  set(ctx: unknown, ...keyAndValue: readonly unknown[]): void;
  keyOf(...key: readonly unknown[]): Hex;
};

/** A state without a chain: subnets are written into it. */
export class SubnetState {
  readonly #runtime: Runtime;
  readonly #backing = new MemoryBacking();
  readonly #rows = new Map<string, Uint8Array>();
  readonly state = new State(this.#backing);
  ctx: ReturnType<Runtime["executive"]["context"]>;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
    this.ctx = runtime.executive.context(this.state);
    this.set("Number", [BLOCK], "System");
    this.commit();
  }

  #item(name: string, pallet = "SubtensorModule"): Bound {
    const { storage } = this.#runtime.declaration.pallets.find((each) => each.name === pallet)!;
    return storage[name] as Bound;
  }

  set(name: string, keyAndValue: readonly unknown[], pallet?: string): void {
    this.#item(name, pallet).set(this.ctx, ...keyAndValue);
  }

  /** As a block's end does: what was written is beneath now. */
  commit(): void {
    this.#backing.take(this.state.changes());
    this.state.settle();
    this.ctx = this.#runtime.executive.context(this.state);
  }

  addSubnet(netuid: NetUid, plan: SubnetCase): void {
    const uids = Array.from({ length: plan.neurons }, (_, uid) => uid);
    const votes = (uid: number): boolean => uid < plan.validators;
    this.set("NetworksAdded", [netuid, true]);
    this.set("SubnetworkN", [netuid, plan.neurons]);
    this.set("Tempo", [netuid, 360]);
    this.set("Yuma3On", [netuid, plan.form !== "classic"]);
    this.set("LiquidAlphaOn", [netuid, plan.form === "liquid"]);
    this.set("CommitRevealWeightsEnabled", [netuid, false]);
    this.set("MaxAllowedValidators", [netuid, plan.validators]);
    this.set("MechanismCountCurrent", [netuid, mechId(1)]);
    this.set("LastMechansimStepBlock", [netuid, LAST_EPOCH]);
    this.set("LastUpdate", [netuid, uids.map(() => LAST_WEIGHTS)]);
    this.set("ValidatorPermit", [netuid, uids.map(votes)]);
    for (const uid of uids) {
      const hotkey = hotkeyOf(netuid, uid);
      this.set("Keys", [netuid, uid, hotkey]);
      this.set("Uids", [netuid, hotkey, uid]);
      this.set("BlockAtRegistration", [netuid, uid, 0n]);
      const bonds = votes(uid) ? weighed(plan).map((to) => [to, bondOf(uid, to)]) : [];
      this.set("Bonds", [netuid, uid, bonds]);
      if (votes(uid)) this.set("TotalHotkeyAlpha", [hotkey, netuid, stakeOf(uid)]);
    }
    this.setWeights(netuid, plan);
    this.commit();
  }

  /** Every validator sets its weights again: the rows are bytes that nobody decoded. */
  setWeights(netuid: NetUid, plan: SubnetCase): void {
    const weights = this.#item("Weights");
    const columns = weighed(plan);
    for (let uid = 0; uid < plan.validators; uid++) {
      const name = `${plan.columns}/${plan.neurons}/${uid}`;
      let row = this.#rows.get(name);
      if (!row) {
        row = encode(
          weights.value,
          columns.filter((to) => to !== uid).map((to) => [to, weightOf(uid, to)]),
        );
        this.#rows.set(name, row);
      }
      this.state.writeRaw(weights.keyOf(netuid, uid), row);
    }
  }
}
