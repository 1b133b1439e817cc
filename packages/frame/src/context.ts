import type { EventRecord, Phase } from "./declare/event.ts";
import type { RuntimeCall } from "./declare/outer.ts";
import type { DispatchResult } from "./dispatch/dispatch.ts";
import type { Origin } from "./dispatch/origin.ts";
import { type Host, NO_HOST } from "./host.ts";
import type { State } from "./state/state.ts";

/** What a chain is built for: the reference's cargo features that change constants, defaults and calls. */
export interface ChainMode {
  /** `fast-runtime`: 250 ms slots and short periods. */
  readonly fast: boolean;
  /** `pow-faucet`: as the reference's localnet is built. */
  readonly faucet: boolean;
  /**
   * By what the runtime computes where it has both: kernels that are compiled, or the specification in plain `bigint`.
   * They give the same bits; the second is for comparing. Compiled if it isn't said.
   */
  readonly arithmetic?: "compiled" | "specified";
}

/** What a storage item needs. */
export interface StateCtx {
  readonly state: State;
  readonly chain: ChainMode;
  /** Version of the rules that the chain stands at. */
  readonly specVersion: number;
}

/** What runtime code is given: the state, where the chain stands, and a place for events. */
export interface Ctx extends StateCtx {
  /** Number of the block that is being built. u64 like the reference's `get_current_block_as_u64`. */
  readonly block: bigint;
  readonly host: Host;
  deposit(event: EventRecord): void;
  /** Runs `work` in a storage layer: a refusal thrown inside undoes its writes and events and passes on. */
  transaction<T>(work: () => T): T;
  /** Dispatches a call as extrinsics do: guards, filter, a storage layer of its own. Never throws a refusal. */
  dispatch(origin: Origin, call: RuntimeCall): DispatchResult;
}

/** The dispatcher that a runtime plugs in. */
export type Dispatcher = (ctx: Ctx, origin: Origin, call: RuntimeCall) => DispatchResult;

/** The one implementation of `Ctx`; lives for a block, or for one read-only question. */
export class Context implements Ctx {
  readonly state: State;
  readonly chain: ChainMode;
  readonly specVersion: number;
  readonly host: Host;
  readonly #dispatcher: Dispatcher;
  /** Deposited so far, with the phase they fell in. Rolled back together with the state. */
  readonly events: { readonly phase: Phase; readonly event: EventRecord }[] = [];
  phase: Phase = { type: "Initialization" };
  /** Calls that run just now, each inside the one before. */
  openCalls = 0;
  block: bigint;

  constructor(options: {
    readonly state: State;
    readonly chain: ChainMode;
    readonly specVersion: number;
    readonly block: bigint;
    readonly dispatcher: Dispatcher;
    /** Default: there is none, and asking for it is an error. */
    readonly host?: Host;
  }) {
    this.state = options.state;
    this.chain = options.chain;
    this.specVersion = options.specVersion;
    this.block = options.block;
    this.host = options.host ?? NO_HOST;
    this.#dispatcher = options.dispatcher;
  }

  deposit(event: EventRecord): void {
    this.events.push({ phase: this.phase, event });
  }

  /** Where state and events stand, for `rollback`. */
  mark(): { readonly state: number; readonly events: number } {
    return { state: this.state.mark(), events: this.events.length };
  }

  rollback(mark: { readonly state: number; readonly events: number }): void {
    this.state.rollback(mark.state);
    this.events.length = mark.events;
  }

  transaction<T>(work: () => T): T {
    const mark = this.mark();
    try {
      return work();
    } catch (error) {
      this.rollback(mark);
      throw error;
    }
  }

  dispatch(origin: Origin, call: RuntimeCall): DispatchResult {
    return this.#dispatcher(this, origin, call);
  }
}
