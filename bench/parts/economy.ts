import { accountOf, beacon, keypairFromUri } from "@ganglion/crypto";
import { type AnyItem, type RuntimeCall, State } from "@ganglion/frame";
import { blake2_256 } from "@ganglion/hash";
import { safeFloatFromU64 } from "@ganglion/math";
import { type Node, startNode, VirtualEnv } from "@ganglion/node";
import {
  type AccountId,
  accountId,
  type Hex,
  type NetUid,
  netUid,
  toHex,
  utf8Bytes,
} from "@ganglion/primitives";
import { AURA_ENGINE, devSpec, Runtime } from "@ganglion/runtime";
import { encode, u64 } from "@ganglion/scale";
import { callOf, hexOf, signCall } from "./signer.ts";

/** How large an economy is. Subnets are registered by extrinsics, neurons are written into storage. */
export interface EconomyPlan {
  /** Beside root. */
  readonly subnets: number;
  /** On each, the owner's hotkey among them. */
  readonly neurons: number;
  /** On each: how many have stake, a permit and weights. */
  readonly validators: number;
  /** How many columns each validator weighs, the same for all; as many as neurons is dense. */
  readonly columns: number;
  /** Blocks. */
  readonly tempo: number;
  /** First validators of each subnet that have root stake too. */
  readonly rooted?: number;
  /** The same work has the same state roots. Seals take longer then. */
  readonly reproducible?: boolean;
  /** Blocks whose states are kept. Default: all. */
  readonly pruning?: number;
}

export interface Economy {
  readonly node: Node;
  readonly runtime: Runtime;
  readonly netuids: readonly NetUid[];
  /** A hotkey with a permit. */
  readonly hotkeyOf: (netuid: NetUid) => AccountId;
  /** Makes empty blocks. */
  readonly mine: (count: number) => Promise<void>;
  /** Writes storage at the head by names; the next block has it. */
  readonly poke: (write: (poke: Poke) => void) => void;
  /** A block on the head state: its hooks have run, nothing is committed. `end` undoes it. */
  readonly begin: () => OpenBlock;
  /** An extrinsic of Alice, valid if it is the `later`th after those in blocks. */
  readonly sign: (call: RuntimeCall, later?: number) => Uint8Array;
  read(pallet: string, item: string, ...key: readonly unknown[]): unknown;
}

export interface OpenBlock {
  /** @throws Error if it is invalid or refused */
  apply(raw: Uint8Array): void;
  end(): void;
}

export interface Poke {
  set(pallet: string, item: string, ...keyAndValue: readonly unknown[]): void;
  /** For items with a form of their own in memory: the value as it is stored. */
  setRaw(pallet: string, item: string, key: readonly unknown[], value: Uint8Array): void;
}

type Bound = AnyItem & {
  get(ctx: unknown, ...key: readonly unknown[]): unknown;
  set(ctx: unknown, ...keyAndValue: readonly unknown[]): void;
  keyOf(...key: readonly unknown[]): Hex;
};

const TAO = 1_000_000_000n;
const SLOT_MS = 12_000n;
/** Every subnet starts at 1 / 64 of a TAO, as on a chain where all prices sum to about one. */
const MOVING_PRICE = (1n << 32n) / 64n;
const LOCK_COST = 1000n * TAO;
const account = (...parts: readonly (string | number)[]): AccountId =>
  accountId(toHex(blake2_256(utf8Bytes(parts.join("/")))));
const alice = keypairFromUri("//Alice");
const START_MS = 1_800_000_000_000;

/** SCALE bytes of pairs of u16. */
export function rowBytes(pairs: readonly (readonly [number, number])[]): Uint8Array {
  const { length } = pairs;
  const head = length < 64 ? [length << 2] : [((length << 2) | 1) & 0xff, length >> 6];
  if (length >= 1 << 14) throw new RangeError(`no row has ${length} weights`);
  const out = new Uint8Array(head.length + 4 * length);
  out.set(head);
  const view = new DataView(out.buffer);
  pairs.forEach(([uid, weight], i) => {
    view.setUint16(head.length + 4 * i, uid, true);
    view.setUint16(head.length + 4 * i + 2, weight, true);
  });
  return out;
}

/** A quality of the neuron and a quarter of opinion, so that consensus cuts some: u16 without zeros. */
function weightOf(netuid: number, i: number, j: number): number {
  const mixed = (a: number, b: number): number => {
    const x = Math.imul(a + 1, 0x9e3779b1) ^ Math.imul(b + 1, 0x85ebca6b);
    return Math.imul(x ^ (x >>> 15), 0xc2b2ae35) >>> 16;
  };
  return 1 + Math.floor(0.75 * mixed(netuid, j) + 0.2499 * mixed(netuid * 4096 + i, j));
}

/** A node in this process with subnets that work: stakes, permits, weights, pools, emission. */
export async function startEconomy(plan: EconomyPlan): Promise<Economy> {
  const spec = devSpec({ fast: false });
  // The signatures of the set-up and of what is measured are none of what is measured.
  const runtime = new Runtime({ chain: spec.chain, verify: () => true, beacon });
  const node = await startNode({
    spec,
    runtime,
    dev: true,
    seal: { type: "manual" },
    ...(plan.pruning !== undefined && { pruning: plan.pruning }),
    ...(plan.reproducible && { env: new VirtualEnv({ startMs: START_MS, seed: 1 }) }),
  });
  const item = (pallet: string, name: string): Bound => {
    const found = runtime.declaration.pallets.find((each) => each.name === pallet)?.storage[name];
    if (!found) throw new Error(`there is no ${pallet}.${name}`);
    return found as Bound;
  };
  const { chain } = runtime;
  const read: Economy["read"] = (pallet, name, ...key) =>
    item(pallet, name).get({ state: node.chain.state, chain }, ...key);
  const poke: Economy["poke"] = (write) => {
    const state = new State({ get: () => undefined, keys: () => [] });
    write({
      set: (pallet, name, ...rest) => item(pallet, name).set({ state, chain }, ...rest),
      setRaw: (pallet, name, key, value) => state.writeRaw(item(pallet, name).keyOf(...key), value),
    });
    node.chain.patch(new Map(state.changes()));
  };
  const mine = async (count: number): Promise<void> => {
    await node.rpc.handle("dev_newBlock", [{ count }]);
  };

  const sign: Economy["sign"] = (call, later = 0) =>
    signCall(call, {
      signer: alice,
      nonce: (node.rpc.handle("system_accountNextIndex", [accountOf(alice)]) as number) + later,
      random: (length) => new Uint8Array(length),
      chain: { genesisHash: node.genesisHash, version: runtime.version },
    }).raw;
  const send = async (call: RuntimeCall): Promise<void> => {
    await node.rpc.handle("dev_newBlock", [{ transactions: [hexOf(sign(call))] }]);
    const events = read("System", "Events") as readonly {
      readonly event: { readonly event: { readonly name: string } };
    }[];
    if (events.some(({ event }) => event.event.name === "ExtrinsicFailed"))
      throw new Error("a call of the set-up was refused");
  };
  const begin = (): OpenBlock => {
    const { state, head } = node.chain;
    const mark = state.mark();
    const slot = (read("Aura", "CurrentSlot") as bigint) + 1n;
    const builder = runtime.initializeBlock(state, {
      number: head.number + 1,
      parentHash: head.hash,
      digest: [{ type: "PreRuntime", engine: toHex(AURA_ENGINE), data: encode(u64, slot) }],
    });
    builder.applyInherents({ timestampMs: slot * SLOT_MS });
    return {
      apply(raw) {
        const applied = builder.apply(raw);
        if (!applied.ok) throw new Error(`invalid: ${applied.error.type}`);
        if (!applied.dispatched.ok) throw new Error(`refused: ${applied.dispatched.refusal.label}`);
      },
      end: () => state.rollback(mark),
    };
  };
  const netuids: NetUid[] = [];
  for (let i = 0; i < plan.subnets; i++) {
    const netuid = netUid(i + 2);
    netuids.push(netuid);
    // Else each would cost twice the last.
    poke(({ set }) => set("SubtensorModule", "NetworkLastLockCost", LOCK_COST));
    await send(
      callOf("Utility", "batch_all", {
        calls: [
          callOf("SubtensorModule", "register_network", { hotkey: account("owner", netuid) }),
          callOf("SubtensorModule", "start_call", { netuid }),
        ],
      }),
    );
  }
  const coldkeys: AccountId[] = [];
  poke((to) => {
    netuids.forEach((netuid, i) => {
      settle(to, netuid, {
        plan,
        coldkeys,
        lastEpoch: BigInt(node.chain.head.number + 1),
        read,
        i,
      });
    });
    indexColdkeys(to, coldkeys);
  });
  await mine(1);
  return {
    node,
    runtime,
    netuids,
    mine,
    poke,
    begin,
    sign,
    read,
    hotkeyOf: (netuid) => account("hotkey", netuid, 1),
  };
}

const MODULE = "SubtensorModule";

/** Fills one subnet. Its epochs are staggered over the tempo, as on a chain that has grown. */
function settle(
  { set, setRaw }: Poke,
  netuid: NetUid,
  options: {
    readonly plan: EconomyPlan;
    readonly coldkeys: AccountId[];
    readonly lastEpoch: bigint;
    readonly read: Economy["read"];
    readonly i: number;
  },
): void {
  const { plan, coldkeys, lastEpoch, read, i } = options;
  const { neurons, validators, tempo } = plan;
  const uids = Array.from({ length: neurons }, (_, uid) => uid);
  const isValidator = (uid: number): boolean => uid >= 1 && uid <= validators;
  const all = <T>(value: T): T[] => uids.map(() => value);

  set(MODULE, "SubnetworkN", netuid, neurons);
  set(MODULE, "MaxAllowedUids", netuid, Math.max(256, neurons));
  set(MODULE, "MaxAllowedValidators", netuid, validators);
  set(MODULE, "MinAllowedWeights", netuid, 1);
  set(MODULE, "CommitRevealWeightsEnabled", netuid, false);
  set(MODULE, "Tempo", netuid, tempo);
  // The first epochs spread over the tempo after next: it counts from a block that is still to come.
  const later = BigInt(Math.floor((i * tempo) / plan.subnets));
  set(MODULE, "LastEpochBlock", netuid, lastEpoch + later);
  set(MODULE, "SubnetMovingPrice", netuid, MOVING_PRICE);
  set(MODULE, "SubnetEmissionEnabled", netuid, true);
  for (const name of ["Consensus", "Dividends", "ValidatorTrust", "StakeWeight"])
    set(MODULE, name, netuid, all(0));
  set(MODULE, "Active", netuid, all(true));
  set(MODULE, "Emission", netuid, all(0n));
  set(MODULE, "Incentive", netuid, all(0));
  set(MODULE, "LastUpdate", netuid, all(lastEpoch));
  set(MODULE, "ValidatorPermit", netuid, uids.map(isValidator));

  let staked = 0n;
  for (const uid of uids.slice(1)) {
    const hotkey = account("hotkey", netuid, uid);
    const coldkey = account("coldkey", netuid, uid);
    set(MODULE, "Keys", netuid, uid, hotkey);
    set(MODULE, "Uids", netuid, hotkey, uid);
    set(MODULE, "BlockAtRegistration", netuid, uid, 0n);
    set(MODULE, "IsNetworkMember", hotkey, netuid, true);
    set(MODULE, "Owner", hotkey, coldkey);
    set(MODULE, "OwnedHotkeys", coldkey, [hotkey]);
    const stake = isValidator(uid) ? BigInt(1000 + uid) * TAO : TAO;
    const stakeOn = (where: NetUid, amount: bigint): void => {
      set(MODULE, "AlphaV2", hotkey, coldkey, where, safeFloatFromU64(amount));
      set(MODULE, "TotalHotkeySharesV2", hotkey, where, safeFloatFromU64(amount));
      set(MODULE, "TotalHotkeyAlpha", hotkey, where, amount);
    };
    set(MODULE, "StakingHotkeys", coldkey, [hotkey]);
    stakeOn(netuid, stake);
    staked += stake;
    if (uid <= (plan.rooted ?? 0)) {
      stakeOn(netUid(0), 100n * TAO);
      coldkeys.push(coldkey);
    }
    if (!isValidator(uid)) continue;
    const row = Array.from({ length: plan.columns }, (_, column) => {
      const to = plan.columns >= neurons ? column : (neurons - 1 - column) % neurons;
      return [to, weightOf(netuid, uid, to)] as const;
    })
      .filter(([to]) => to !== uid)
      .sort(([a], [b]) => a - b);
    setRaw(MODULE, "Weights", [netuid, uid], rowBytes(row));
  }
  set(
    MODULE,
    "SubnetAlphaOut",
    netuid,
    (read(MODULE, "SubnetAlphaOut", netuid) as bigint) + staked,
  );
}

/** Root stake with what root promises for it. */
function indexColdkeys({ set }: Poke, coldkeys: readonly AccountId[]): void {
  const total = BigInt(coldkeys.length) * 100n * TAO;
  coldkeys.forEach((coldkey, i) => {
    set(MODULE, "StakingColdkeysByIndex", BigInt(i), coldkey);
    set(MODULE, "StakingColdkeys", coldkey, BigInt(i));
  });
  set(MODULE, "NumStakingColdkeys", BigInt(coldkeys.length));
  set(MODULE, "SubnetTAO", netUid(0), total);
  set(MODULE, "SubnetAlphaOut", netUid(0), total);
}
