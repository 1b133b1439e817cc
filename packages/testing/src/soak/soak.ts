import { decodeExtrinsic, type RuntimeCall, type StateCtx } from "@ganglion/frame";
import type { AccountId, Hex } from "@ganglion/primitives";
import { type Applied, devSpec, EXTENSIONS } from "@ganglion/runtime";
import { Court } from "../laws/court.ts";
import type { Happened } from "../laws/law.ts";
import { type MoreOptions, type Part, SoakChain } from "./chain.ts";
import { Outcomes } from "./outcomes.ts";
import { Random } from "./random.ts";
import { restoringCalls } from "./restore.ts";
import { castOf, emptyMemory, S, Scene } from "./scene.ts";
import { setUp } from "./setup.ts";
import { signed } from "./signing.ts";
import { type Planned, Workload } from "./workload.ts";

export interface SoakOptions {
  readonly seed: number;
  readonly accounts: number;
  readonly subnets: number;
  /** Extrinsics in a block, on the average. */
  readonly perBlock: number;
  /** Blocks between two looks at the whole state. */
  readonly wholeEvery: number;
  readonly runtime?: MoreOptions;
}

/** A block as it can be made again: its extrinsics (without the time, which the number decides), and its root. */
export interface Made {
  readonly extrinsics: readonly Uint8Array[];
  readonly root: Hex;
}

/** Blocks between two looks at the rules. */
const RESTORE_EVERY = 20;

/** The chain that soaks are run on: the reference's fast localnet. */
export const soakChain = (runtime?: MoreOptions): SoakChain =>
  new SoakChain(devSpec({ fast: true }), runtime);

/** A lively chain under a random workload, held to its laws. Each `block()` makes one. */
export class Soak {
  readonly chain: SoakChain;
  readonly court: Court;
  readonly outcomes = new Outcomes();
  readonly #options: SoakOptions;
  readonly #random: Random;
  readonly #workload: Workload;
  readonly #cast: { coldkeys: AccountId[]; hotkeys: AccountId[] };
  readonly #memory = emptyMemory();
  readonly #setUp: Iterator<readonly { readonly who: AccountId; readonly call: RuntimeCall }[]>;
  #ready = false;

  constructor(options: SoakOptions) {
    this.#options = options;
    this.chain = soakChain(options.runtime);
    this.#random = new Random(options.seed);
    this.#workload = new Workload({ random: this.#random, terms: this.chain.terms });
    this.#cast = castOf(options.accounts);
    this.court = new Court(this.chain.ctx);
    this.#setUp = setUp(() => this.#scene(), options.subnets);
  }

  #scene(): Scene {
    return new Scene({
      ctx: this.chain.ctx,
      random: this.#random,
      ...this.#cast,
      ...this.#memory,
    });
  }

  /** Makes the next block. Between `outcomes.start` and `stop` it also counts what becomes of the calls. */
  block(): Made {
    const { chain } = this;
    this.outcomes.next();
    // The set-up looks at the state between blocks.
    const steps = this.#ready ? undefined : this.#setUp.next();
    if (steps?.done) this.#ready = true;
    this.#happened("start", chain.begin());
    const extrinsics: Uint8Array[] = [];
    const apply = (planned: Planned): void => {
      extrinsics.push(planned.raw);
      this.#apply(planned);
    };
    if (steps && !steps.done)
      for (const { who, call } of steps.value) {
        const { nonce } = chain.account(who);
        apply({ raw: signed(call, { who, nonce, terms: chain.terms }) });
      }
    else for (const plan of this.#plans()) apply(plan());
    this.outcomes.next();
    const { part, changes, root } = chain.end();
    this.#happened("end", part);
    this.court.block(chain.number, chain.ctx, changes);
    if (chain.number % this.#options.wholeEvery === 0) this.court.whole(chain.number, chain.ctx);
    return { extrinsics, root };
  }

  /** A coldkey with stake and an owner's hotkey: accounts that calls can be about. */
  somebody(ctx: StateCtx): readonly AccountId[] {
    const staker = this.#cast.coldkeys.find((who) => S.StakingHotkeys.get(ctx, who).length > 0);
    const netuid = this.#scene().netuids.find((each) => each !== 0);
    const owner = netuid === undefined ? undefined : S.SubnetOwner.get(ctx, netuid);
    return [staker, owner].filter((who) => who !== undefined);
  }

  /** A call of each kind that could be done now, where the state has something for it to do. */
  goodCalls(): {
    readonly path: string;
    readonly who: AccountId | "root" | "nobody";
    readonly call: RuntimeCall;
  }[] {
    return this.#workload.oneOfEach(this.#scene());
  }

  /** Each is made when it is its turn: what came before it in the block counts. */
  *#plans(): Generator<() => Planned> {
    const count = this.#random.below(2 * this.#options.perBlock + 1);
    if (this.chain.number % RESTORE_EVERY === 0) {
      const calls = restoringCalls(this.#scene());
      if (calls.length > 0) yield () => this.#workload.restore(this.#scene(), calls);
    }
    for (let i = 0; i < count; i++) yield () => this.#workload.next(this.#scene());
  }

  #apply(planned: Planned): void {
    const { outcomes } = this;
    outcomes.next();
    const { applied, part } = this.chain.apply(planned.raw);
    outcomes.extrinsics++;
    const outcome = this.#count(planned.raw, applied);
    this.#happened("extrinsic", part, outcome);
    if (outcome === "done") planned.done?.();
  }

  #count(raw: Uint8Array, applied: Applied): NonNullable<Happened["outcome"]> {
    const { outcomes } = this;
    if (!applied.ok) {
      outcomes.notValid(applied.error);
      return "invalid";
    }
    if (applied.dispatched.ok) {
      outcomes.applied++;
      return "done";
    }
    outcomes.refused++;
    const { call } = decodeExtrinsic(raw, EXTENSIONS).call;
    outcomes.refusedAsWhole(`${call.pallet}.${call.name}`, applied.dispatched.refusal);
    return "refused";
  }

  #happened(kind: Happened["kind"], part: Part, outcome?: Happened["outcome"]): void {
    this.court.step({
      kind,
      block: this.chain.number,
      ctx: this.chain.ctx,
      events: part.events,
      written: part.written,
      // What a refused extrinsic did inside was undone.
      ran: outcome === undefined || outcome === "done" ? [...this.outcomes.ran] : [],
      ...(outcome === undefined ? {} : { outcome }),
    });
  }
}

/** Makes a block again on another chain. @returns its root */
export function replayBlock(chain: SoakChain, extrinsics: readonly Uint8Array[]): Hex {
  chain.begin();
  for (const raw of extrinsics) chain.apply(raw);
  return chain.end().root;
}
