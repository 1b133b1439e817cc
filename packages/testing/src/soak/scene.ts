import type { RuntimeCall, StateCtx } from "@ganglion/frame";
import { blake2_256 } from "@ganglion/hash";
import { type AccountId, accountId, type NetUid, toHex, utf8Bytes } from "@ganglion/primitives";
import { Aura, SubtensorModule, Sudo, System } from "@ganglion/runtime";
import type { Random } from "./random.ts";

export const S = SubtensorModule.storage;
export const TAO = 1_000_000_000n;

/** Where alpha lies. */
export interface Place {
  readonly hotkey: AccountId;
  readonly coldkey: AccountId;
  readonly netuid: NetUid;
}

/** Weights that were committed and wait to be revealed. */
export interface Commit {
  readonly who: AccountId;
  readonly netuid: NetUid;
  readonly mecid: number;
  readonly epoch: bigint;
  readonly reveal: {
    readonly uids: number[];
    readonly values: number[];
    readonly salt: number[];
    readonly versionKey: bigint;
  };
}

/** What an account without a key was made from. */
export interface Pure {
  readonly spawner: AccountId;
  readonly proxyType: "Any";
  readonly index: number;
  readonly height: number;
  readonly extrinsicIndex: number;
}

/** A call that a proxy announced, and the block from which it may be made. */
export interface Promised {
  readonly real: AccountId;
  readonly delegate: AccountId;
  readonly call: RuntimeCall;
  readonly due: bigint;
}

const named = (name: string): AccountId => accountId(toHex(blake2_256(utf8Bytes(name))));

/** Coldkeys that begin without anything: they take the place of others later. */
export const SPARE = 10;
/** Who acts: half of them begin as coldkeys, half as hotkeys. */
export function castOf(count: number): { coldkeys: AccountId[]; hotkeys: AccountId[] } {
  const half = count / 2;
  const list = (kind: string) => Array.from({ length: half }, (_, i) => named(`soak ${kind} ${i}`));
  return { coldkeys: list("coldkey"), hotkeys: list("hotkey") };
}

const TRIES = 12;
/** Hotkeys that a coldkey stakes to. */
const CIRCLE = 5;

/** What the state doesn't tell and later calls need. */
export type Memory = Pick<Scene, "commits" | "announced" | "pures" | "promises">;
export const emptyMemory = (): Memory => ({
  commits: [],
  announced: new Map(),
  pures: [],
  promises: [],
});

/** What can be done at this moment: looks into the state for things that calls are about. */
export class Scene {
  readonly ctx: StateCtx & { readonly block: bigint };
  readonly random: Random;
  readonly coldkeys: readonly AccountId[];
  readonly hotkeys: readonly AccountId[];
  readonly commits: Commit[];
  /** Coldkeys with an announced swap, and to whom. */
  readonly announced: Map<AccountId, AccountId>;
  /** Accounts without a key, oldest first. */
  readonly pures: Pure[];
  /** Calls that proxies announced, oldest first. */
  readonly promises: Promised[];

  constructor(parts: Pick<Scene, "ctx" | "random" | "coldkeys" | "hotkeys" | keyof Memory>) {
    this.ctx = parts.ctx;
    this.random = parts.random;
    this.coldkeys = parts.coldkeys;
    this.hotkeys = parts.hotkeys;
    this.commits = parts.commits;
    this.announced = parts.announced;
    this.pures = parts.pures;
    this.promises = parts.promises;
  }

  get sudo(): AccountId {
    return Sudo.storage.Key.get(this.ctx)!;
  }
  get author(): AccountId {
    return Aura.storage.Authorities.get(this.ctx)[0]!;
  }
  free(who: AccountId): bigint {
    return System.storage.Account.get(this.ctx, who).data.free;
  }
  /** What somebody can spend and go on paying fees. */
  spendable(who: AccountId): bigint {
    const free = this.free(who) - TAO / 10n;
    return free > 0n ? free : 0n;
  }

  /** First that passes, of a few picked at random. */
  seek<T>(list: readonly T[], passes: (each: T) => boolean): T | undefined {
    for (let i = 0; i < TRIES && list.length > 0; i++) {
      const each = this.random.pick(list)!;
      if (passes(each)) return each;
    }
    return undefined;
  }

  coldkey(least = TAO / 10n): AccountId | undefined {
    return this.seek(
      this.coldkeys,
      (who) => this.free(who) >= least && !S.ColdkeySwapAnnouncements.has(this.ctx, who),
    );
  }
  /** A hotkey that somebody owns. */
  hotkey(): AccountId | undefined {
    return this.seek(this.hotkeys, (hotkey) => S.Owner.has(this.ctx, hotkey));
  }
  /** One of the few hotkeys that a coldkey deals with: a state of all pairs would grow for ever. */
  hotkeyFor(coldkey: AccountId): AccountId | undefined {
    const from = Number.parseInt(coldkey.slice(2, 8), 16);
    const { hotkeys } = this;
    const few = Array.from({ length: CIRCLE }, (_, i) => hotkeys[(from + 7 * i) % hotkeys.length]!);
    return this.seek(few, (hotkey) => S.Owner.has(this.ctx, hotkey));
  }
  ownedHotkey(): { hotkey: AccountId; coldkey: AccountId } | undefined {
    const hotkey = this.hotkey();
    if (hotkey === undefined) return undefined;
    const coldkey = S.Owner.get(this.ctx, hotkey);
    return this.acts(coldkey) ? { hotkey, coldkey } : undefined;
  }
  /** A hotkey without an owner, else one that the coldkey owns and that is nowhere registered. */
  freshHotkey(coldkey: AccountId, netuid?: NetUid): AccountId | undefined {
    const free = this.seek(this.hotkeys, (each) => !S.Owner.has(this.ctx, each));
    if (free !== undefined && this.random.chance(0.5)) return free;
    const own = this.seek(S.OwnedHotkeys.get(this.ctx, coldkey), (each) =>
      netuid === undefined
        ? !S.IsNetworkMember.entries(this.ctx, each).some(([, member]) => member)
        : !S.Uids.has(this.ctx, netuid, each),
    );
    return own ?? free;
  }
  /** True for those that a coldkey swap doesn't hold up and that can pay. */
  acts(coldkey: AccountId): boolean {
    return !S.ColdkeySwapAnnouncements.has(this.ctx, coldkey) && this.free(coldkey) > TAO / 100n;
  }

  get netuids(): NetUid[] {
    return S.NetworksAdded.keysOf(this.ctx).map(([netuid]) => netuid);
  }
  subnet(passes: (netuid: NetUid) => boolean = () => true): NetUid | undefined {
    return this.seek(this.netuids, (netuid) => netuid !== 0 && passes(netuid));
  }
  /** A subnet whose alpha is traded. */
  market(): NetUid | undefined {
    return this.subnet((netuid) => S.SubtokenEnabled.get(this.ctx, netuid));
  }
  /** A subnet with an owner who can act. */
  owned(): { netuid: NetUid; owner: AccountId } | undefined {
    const netuid = this.subnet((each) => this.acts(S.SubnetOwner.get(this.ctx, each)));
    return netuid === undefined
      ? undefined
      : { netuid, owner: S.SubnetOwner.get(this.ctx, netuid) };
  }
  neuron(
    passes: (netuid: NetUid, hotkey: AccountId, uid: number) => boolean = () => true,
    on?: NetUid,
  ): { netuid: NetUid; hotkey: AccountId; uid: number } | undefined {
    for (let i = 0; i < TRIES; i++) {
      const netuid = on ?? this.subnet();
      if (netuid === undefined) return undefined;
      const uid = this.random.below(Math.max(1, S.SubnetworkN.get(this.ctx, netuid)));
      const hotkey = S.Keys.get(this.ctx, netuid, uid);
      if (S.Keys.has(this.ctx, netuid, uid) && passes(netuid, hotkey, uid))
        return { netuid, hotkey, uid };
    }
    return undefined;
  }

  /** A position with alpha in it. */
  place(passes: (place: Place) => boolean = () => true): Place | undefined {
    for (let i = 0; i < TRIES; i++) {
      const coldkey = this.random.pick(this.coldkeys)!;
      if (!this.acts(coldkey)) continue;
      const hotkey = this.random.pick(S.StakingHotkeys.get(this.ctx, coldkey));
      const netuid = hotkey && this.random.pick(this.netuids);
      if (hotkey === undefined || netuid === undefined) continue;
      if (!S.AlphaV2.has(this.ctx, hotkey, coldkey, netuid)) continue;
      const place = { hotkey, coldkey, netuid };
      if (passes(place)) return place;
    }
    return undefined;
  }
  /** About what a position is worth, in alpha: shares and pool are near enough for choosing an amount. */
  alphaAt({ hotkey, coldkey, netuid }: Place): bigint {
    const share = S.AlphaV2.get(this.ctx, hotkey, coldkey, netuid);
    const all = S.TotalHotkeySharesV2.get(this.ctx, hotkey, netuid);
    const value = S.TotalHotkeyAlpha.get(this.ctx, hotkey, netuid);
    const shift = share.exponent - all.exponent;
    const [up, down] = shift >= 0n ? [10n ** shift, 1n] : [1n, 10n ** -shift];
    const divisor = all.mantissa * down;
    return divisor === 0n ? 0n : (value * share.mantissa * up) / divisor;
  }
}
