import type { Violation } from "../laws/court.ts";
import type { Replayed } from "./replay-worker.ts";

/** How a run went. */
export interface Report {
  readonly seed: number;
  readonly accounts: number;
  readonly subnets: number;
  readonly blocks: number;
  readonly extrinsics: number;
  readonly done: number;
  readonly refused: number;
  /** Extrinsics that never got to their call, by reason. */
  readonly invalid: Readonly<Record<string, number>>;
  /** Calls wherever they were nested: how often done, how often refused and why. */
  readonly calls: Readonly<
    Record<string, { readonly done: number; readonly refused: Readonly<Record<string, number>> }>
  >;
  readonly neverDone: readonly string[];
  /** Checks by law. */
  readonly laws: Readonly<Record<string, number>>;
  readonly wholeEvery: number;
  readonly violations: number;
  readonly firstViolations: readonly Violation[];
  readonly finalRoot: string;
  /** State roots of all blocks, hashed in a chain: two runs with the same are the same. */
  readonly rootOfRoots: string;
  readonly replay: (Replayed & { readonly runtime: unknown }) | undefined;
  /** Every so many blocks: keys in the state, heap and resident memory in bytes. */
  readonly memory: readonly {
    readonly block: number;
    readonly keys: number;
    readonly heap: number;
    readonly rss: number;
  }[];
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly blocksPerSecond: number;
  readonly node: string;
}

/** Why some calls can't be done on this chain, whatever one tries. */
export const REFUSES_ALWAYS: Readonly<Record<string, string>> = {
  "SubtensorModule.schedule_swap_coldkey":
    "answers Deprecated: announce_coldkey_swap took its place",
  "AdminUtils.sudo_set_network_pow_registration_allowed":
    "answers POWRegistrationDisabled: there is no proof of work any more",
  "AdminUtils.sudo_set_total_issuance": "answers Deprecated",
  "Swap.add_liquidity": "answers Deprecated: users provide no liquidity",
  "Swap.remove_liquidity": "answers Deprecated: users provide no liquidity",
  "Swap.modify_position": "answers Deprecated: users provide no liquidity",
  "Swap.toggle_user_liquidity": "answers Deprecated: users provide no liquidity",
  "Swap.disable_lp": "answers Deprecated: users provide no liquidity",
};

const count = (value: number): string => value.toLocaleString("en");
const mega = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
const most = (counts: Readonly<Record<string, number>>): [string, number][] =>
  Object.entries(counts).sort(([, a], [, b]) => b - a);

function memoryLine(report: Report): string {
  const half = report.memory.slice(Math.floor(report.memory.length / 2));
  const first = half[0];
  const last = half.at(-1);
  if (!first || !last) return "Memory was not sampled.";
  const peak = Math.max(...report.memory.map(({ rss }) => rss));
  return `Memory: peak ${mega(peak)} resident; heap ${mega(first.heap)} at block ${count(first.block)} and ${mega(last.heap)} at block ${count(last.block)}, with ${count(first.keys)} and ${count(last.keys)} keys in the state.`;
}

/** The report as a page of the documentation. */
export function asMarkdown(report: Report): string {
  const { replay } = report;
  const again = replay
    ? replay.differs
      ? `**Replay DIFFERS at block ${replay.differs.block}.**`
      : `The same extrinsics on a second runtime from genesis (options \`${JSON.stringify(replay.runtime)}\`) gave the same state root for each of ${count(replay.blocks)} blocks.`
    : "No replay was run.";
  const calls = Object.entries(report.calls).map(([path, { done, refused }]) => {
    const reasons = most(refused)
      .slice(0, 4)
      .map(([reason, times]) => `${reason} ${count(times)}`)
      .join(", ");
    const all = Object.values(refused).reduce((sum, each) => sum + each, 0);
    return `| ${path} | ${count(done)} | ${count(all)} | ${reasons} |`;
  });
  const never = report.neverDone.map(
    (path) => `- \`${path}\`: ${REFUSES_ALWAYS[path] ?? "not explained"}`,
  );
  return `# The last soak

Written by \`npm run soak -- --report\`; [the guide](guides/soak.md) says how to read it.

${count(report.blocks)} blocks, ${count(report.extrinsics)} extrinsics, ${report.accounts} accounts, ${report.subnets} subnets, seed ${report.seed}. **${report.violations === 0 ? "No law was broken" : `Laws were broken ${count(report.violations)} times`}.** ${again}

Of the extrinsics ${count(report.done)} were done, ${count(report.refused)} refused by their call, ${count(report.extrinsics - report.done - report.refused)} never valid. ${report.blocksPerSecond.toFixed(1)} blocks per second (${count(Math.round(report.seconds))} s, of which ${count(Math.round(report.cpuSeconds))} s of processor time, replay included), Node ${report.node}. ${memoryLine(report)}

Final state root \`${report.finalRoot}\`; all roots hashed in a chain \`${report.rootOfRoots}\`.

## Laws

Checked after every part of every block, the whole state every ${report.wholeEvery} blocks.

| law | checks |
|---|---|
${Object.entries(report.laws)
  .map(([law, checks]) => `| ${law} | ${count(checks)} |`)
  .join("\n")}
${report.firstViolations.map(({ law, block, what }) => `\n- block ${block}: ${law} ${what}`).join("")}
## Never done

${never.length === 0 ? "Every call was done at least once." : never.join("\n")}

## Calls

Counted wherever they ran, nested ones too; (guard): refused before the call.

| call | done | refused | most often because |
|---|---|---|---|
${calls.join("\n")}

## Never valid

| reason | extrinsics |
|---|---|
${most(report.invalid)
  .map(([reason, times]) => `| ${reason} | ${count(times)} |`)
  .join("\n")}

## Memory

| block | keys | heap | resident |
|---|---|---|---|
${report.memory.map(({ block, keys, heap, rss }) => `| ${count(block)} | ${count(keys)} | ${mega(heap)} | ${mega(rss)} |`).join("\n")}
`;
}
