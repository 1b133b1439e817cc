import {
  type AnyCall,
  Context,
  dispatchCall,
  type Origin,
  ROOT,
  type RuntimeCall,
  State,
  signed,
} from "@ganglion/frame";
import { blake2_256Hex } from "@ganglion/hash";
import { concatBytes, type Hash, hash, rao } from "@ganglion/primitives";
import { type AnyCodec, encode, snakeCase, u64 } from "@ganglion/scale";
import { dispatchUnfiltered } from "../dispatch.ts";
import "../pallets/aura/pallet.ts";
import { Authorities } from "../pallets/aura/slot.ts";
import "../pallets/balances/pallet.ts";
import { TotalIssuance } from "../pallets/balances/storage.ts";
import { onInitialize } from "../pallets/subtensor/hooks.ts";
import { TokenSymbol } from "../pallets/subtensor/identity/storage.ts";
import { SubtensorModule } from "../pallets/subtensor/pallet.ts";
import { getAllSubnetNetuids } from "../pallets/subtensor/subnets/queries.ts";
import { getSymbolForSubnet } from "../pallets/subtensor/subnets/symbols.ts";
import "../pallets/system/pallet.ts";
import { Account, Number as BlockNumber, ParentHash } from "../pallets/system/storage.ts";
import { NO_ACCOUNT } from "../pallets/system/types.ts";
import { SPEC_VERSION } from "../pallets/system/version.ts";
import { accountOf } from "./accounts.ts";
import { derived } from "./derived.ts";
import { entryOf, plainOf, writeEntry } from "./flat.ts";
import { fromPlain, type Plain } from "./plain.ts";

/** A scenario file is an array of these. Format: conformance/vectors/scenarios/FORMAT.md. */
export interface Scenario {
  readonly name: string;
  readonly family: number;
  readonly seed: string;
  readonly setup: { readonly storage: Readonly<Record<string, Plain>> };
  readonly steps: readonly Step[];
}
export interface Step {
  readonly op: string;
  readonly args: Readonly<Record<string, Plain>>;
  readonly block: number | string;
  readonly result: string;
  readonly state: Readonly<Record<string, Plain>>;
  readonly events?: readonly string[];
}
/** How a replay went; with the first difference if there is one. */
export interface Replayed {
  readonly name: string;
  readonly steps: number;
  readonly equal: boolean;
  /** Number of the step that differs. */
  readonly at?: number;
  readonly key?: string;
  readonly want?: Plain;
  readonly got?: Plain;
}

/** Gets the swap fees. */
const AUTHOR = 250;
/** Names of arguments that scenarios write shorter. */
const SHORT: Readonly<Record<string, string>> = {
  amount_staked: "amount",
  amount_unstaked: "amount",
  alpha_amount: "amount",
  new_root_claim_type: "type",
  new_value: "value",
};

class Replay {
  readonly ctx: Context;
  #derived = new Map<string, Plain>();

  constructor(scenario: Scenario) {
    const state = new State({ get: () => undefined, keys: () => [] });
    this.ctx = new Context({
      state,
      chain: { fast: false, faucet: false },
      specVersion: SPEC_VERSION,
      block: 0n,
      // Guards and filter are not run: scenarios were recorded without them.
      dispatcher: (ctx, origin, call) => dispatchCall(ctx as Context, origin, call),
    });
    Authorities.set(this.ctx, [accountOf(AUTHOR)]);
    this.write(scenario.setup.storage);
    this.#giveSymbols();
    this.#derived = derived(this.ctx);
  }

  /**
   * Scenarios don't list token symbols, yet a call may be refused because of one. Those that stand at
   * the start are what the registrations of the setup gave: each netuid its own.
   */
  #giveSymbols(): void {
    for (const netuid of getAllSubnetNetuids(this.ctx))
      TokenSymbol.set(this.ctx, netuid, getSymbolForSubnet(netuid));
  }

  /** Writes entries of a state, the derived ones where they are storage underneath. */
  write(entries: Readonly<Record<string, Plain>>): void {
    for (const [entry, plain] of Object.entries(entries)) {
      if (writeEntry(this.ctx, entry, plain)) continue;
      const free = /^free\[(.*)\]$/.exec(entry);
      if (free) {
        const who = accountOf(free[1]!);
        if (plain === null) Account.remove(this.ctx, who);
        else
          Account.set(this.ctx, who, {
            ...NO_ACCOUNT,
            providers: 1,
            data: { ...NO_ACCOUNT.data, free: BigInt(plain as string) },
          });
      } else if (entry === "balances_total_issuance")
        TotalIssuance.set(this.ctx, rao(BigInt(plain as string)));
      else if (entry === "block") this.jump(BigInt(plain as string));
      else if (!/^(price|stake|network_lock_cost)/.test(entry))
        throw new RangeError(`no storage item ${entry}`);
    }
  }

  jump(block: bigint): void {
    this.ctx.block = block;
    BlockNumber.set(this.ctx, Number(block));
  }

  nextBlock(parentHash: Hash): void {
    // A record of several blocks lists the events of the last one: the chain keeps no others.
    this.ctx.events.length = 0;
    this.jump(this.ctx.block + 1n);
    ParentHash.set(this.ctx, parentHash);
    onInitialize(this.ctx);
  }

  /** Does what a step says; the answer is its result. */
  run(step: Step, seed: string): string {
    const { op, args } = step;
    if (op === "block") this.nextBlock(args["parent_hash"] as Hash);
    else if (op === "blocks") {
      for (let i = 0; i < Number(args["n"]); i++)
        this.nextBlock(
          hash(
            blake2_256Hex(concatBytes(encode(u64, BigInt(seed)), encode(u64, this.ctx.block + 1n))),
          ),
        );
    } else if (op === "jump") this.jump(BigInt(args["to"] as string));
    else if (op === "poke") this.write(step.state);
    else return this.#dispatch(op, args);
    return "ok";
  }

  #dispatch(op: string, args: Readonly<Record<string, Plain>>): string {
    const call = Object.values<AnyCall>(SubtensorModule.calls).find((each) => each.name === op);
    if (!call) throw new RangeError(`no call ${op}`);
    const who = args["who"] as number | "root";
    const origin: Origin = who === "root" ? ROOT : signed(accountOf(who));
    const result = dispatchUnfiltered(this.ctx, origin, runtimeCall(call, args));
    return result.ok ? "ok" : result.refusal.label;
  }

  /** What the step changed, by entry. */
  changesSince(mark: number): Map<string, Plain> {
    const out = new Map<string, Plain>();
    for (const [key, before] of this.ctx.state.writesSince(mark)) {
      const found = entryOf(key);
      if (!found) continue;
      const now = plainOf(this.ctx, found.item, this.ctx.state.readRaw(key));
      if (!same(plainOf(this.ctx, found.item, before), now)) out.set(found.entry, now);
    }
    const next = derived(this.ctx);
    for (const [entry, now] of next)
      if (!same(this.#derived.get(entry) ?? null, now)) out.set(entry, now);
    for (const entry of this.#derived.keys()) if (!next.has(entry)) out.set(entry, null);
    this.#derived = next;
    return out;
  }
}

/** What the call doesn't take says nothing to it. @throws RangeError if an argument is missing that has no empty value */
function runtimeCall(call: AnyCall, args: Readonly<Record<string, Plain>>): RuntimeCall {
  const values = Object.entries(call.args as Record<string, AnyCodec>).map(([name, codec]) => {
    const wire = snakeCase(name);
    const plain = args[wire] ?? args[SHORT[wire] ?? ""] ?? null;
    if (plain === null && !codec.type.name.startsWith("Option<"))
      throw new RangeError(`${call.name}: the step has no argument ${wire}`);
    return [name, fromPlain(codec, plain)] as const;
  });
  return { call, args: Object.fromEntries(values) };
}

/** Numbers and their decimal strings are the same: widths differ between the recorder and the runtime. */
function same(a: Plain, b: Plain): boolean {
  return canonical(a) === canonical(b);
}
const canonical = (plain: Plain): string =>
  JSON.stringify(plain, (_key, value: unknown) =>
    typeof value === "number" ? String(value) : sorted(value),
  );
const sorted = (value: unknown): unknown =>
  value !== null && typeof value === "object" && !Array.isArray(value)
    ? Object.fromEntries(
        Object.entries(value)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, each]) => [key, bare(each)]),
      )
    : value;
// `{"KeepSubnets": {"subnets": [1]}}` is `{"KeepSubnets": [1]}`: recorders differ in whether they name it.
const bare = (value: unknown): unknown =>
  value !== null && typeof value === "object" && Object.keys(value).join() === "subnets"
    ? (value as { subnets: unknown }).subnets
    : value;

/** Replays a scenario on a fresh state and compares every number; stops at the first difference. */
export function replayScenario(scenario: Scenario): Replayed {
  const { name } = scenario;
  const steps = scenario.steps.length;
  const replay = new Replay(scenario);
  for (const [at, step] of scenario.steps.entries()) {
    const mark = replay.ctx.mark();
    replay.ctx.events.length = 0;
    const result = replay.run(step, scenario.seed);
    const differs = (key: string, want: Plain, got: Plain): Replayed => ({
      name,
      steps,
      equal: false,
      at,
      key,
      want,
      got,
    });
    if (result !== step.result) return differs("result", step.result, result);
    const got = replay.changesSince(mark.state);
    for (const [key, want] of Object.entries(step.state))
      if (!got.has(key) || !same(got.get(key)!, want))
        return differs(key, want, got.has(key) ? got.get(key)! : "unchanged");
    for (const [key, value] of got)
      if (!(key in step.state)) return differs(key, "unchanged", value);
    if (step.events) {
      const seen = replay.ctx.events.map(
        ({ event }) => `${event.event.pallet}.${event.event.name}`,
      );
      if (!same(seen, step.events)) return differs("events", step.events, seen);
    }
  }
  return { name, steps, equal: true };
}
