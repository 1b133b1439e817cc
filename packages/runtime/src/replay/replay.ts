import type { Hash } from "@ganglion/primitives";
import { TokenSymbol } from "../pallets/subtensor/identity/storage.ts";
import { getAllSubnetNetuids } from "../pallets/subtensor/subnets/queries.ts";
import { getSymbolForSubnet } from "../pallets/subtensor/subnets/symbols.ts";
import { type Args, ReplayChain } from "./chain.ts";
import { derived } from "./derived.ts";
import { entryOf, plainOf } from "./flat.ts";
import type { Plain } from "./plain.ts";

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
  readonly args: Args;
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

class Replay extends ReplayChain {
  #derived: Map<string, Plain>;

  constructor(scenario: Scenario) {
    super();
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

  /** Does what a step says; the answer is its result. */
  run(step: Step, seed: string): string {
    const { op, args } = step;
    if (op === "block") this.nextBlock(args["parent_hash"] as Hash);
    else if (op === "blocks") this.nextBlocks(Number(args["n"]), BigInt(seed));
    else if (op === "jump") this.jump(BigInt(args["to"] as string));
    else if (op === "poke") this.write(step.state);
    else return this.dispatch(op, args);
    return "ok";
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
