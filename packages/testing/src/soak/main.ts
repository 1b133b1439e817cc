// `npm run soak`: a long run under all calls; scripts/soak.mjs bundles and starts it.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { blake2_256Hex } from "@ganglion/hash";
import { concatBytes, fromHex, type Hex } from "@ganglion/primitives";
import type { MoreOptions } from "./chain.ts";
import { Replayer } from "./replayer.ts";
import { asMarkdown, type Report } from "./report.ts";
import { Soak } from "./soak.ts";

const SAMPLES = 40;
/** Blocks between two looks at what else there is to do. */
const BREATH = 20;
const TALK_MS = 10_000;

const { values } = parseArgs({
  options: {
    blocks: { type: "string", default: "2000" },
    seed: { type: "string", default: "1" },
    accounts: { type: "string", default: "200" },
    subnets: { type: "string", default: "8" },
    "per-block": { type: "string", default: "2" },
    "whole-every": { type: "string", default: "250" },
    runtime: { type: "string", default: "{}" },
    "replay-runtime": { type: "string" },
    "no-replay": { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    report: { type: "boolean", default: false },
  },
});
const whole = (
  name: "blocks" | "seed" | "accounts" | "subnets" | "per-block" | "whole-every",
): number => {
  const value = Number(values[name]);
  if (!Number.isSafeInteger(value) || value < 1) {
    process.stderr.write(`--${name} takes a whole number above zero, not ${values[name]}\n`);
    process.exit(2);
  }
  return value;
};
const optionsOf = (text: string): MoreOptions => JSON.parse(text) as MoreOptions;

const blocks = whole("blocks");
const options = {
  seed: whole("seed"),
  accounts: whole("accounts"),
  subnets: whole("subnets"),
  perBlock: whole("per-block"),
  wholeEvery: whole("whole-every"),
  runtime: optionsOf(values.runtime),
};
const replayRuntime = optionsOf(values["replay-runtime"] ?? values.runtime);
const started = performance.now();
const soak = new Soak(options);
const { outcomes, court, chain } = soak;
const replayer = values["no-replay"]
  ? undefined
  : new Replayer(join(import.meta.dirname, "replay-worker.js"), replayRuntime);
const memory: Report["memory"][number][] = [];
const seconds = (): number => (performance.now() - started) / 1000;
let roots: Hex = "0x";
let talked = started;
let told = 0;

// Asked to end it tells what it has.
let stopping = false;
for (const signal of ["SIGTERM", "SIGINT"] as const)
  process.on(signal, () => {
    stopping = true;
  });
const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

soak.outcomes.start();
for (let block = 1; block <= blocks; block++) {
  const made = soak.block();
  roots = blake2_256Hex(concatBytes(fromHex(roots), fromHex(made.root)));
  await replayer?.add(made);
  if (block % BREATH === 0) await breathe();
  if (stopping || replayer?.last.differs) break;
  if (block % Math.ceil(blocks / SAMPLES) === 0) {
    // What garbage still lies about depends on how much memory the machine has.
    globalThis.gc?.();
    const { heapUsed: heap, rss } = process.memoryUsage();
    memory.push({ block, keys: soak.chain.memory.size, heap, rss });
  }
  for (; told < court.violations.length; told++) {
    const { law, what } = court.violations[told]!;
    process.stderr.write(`BROKEN at block ${block}: ${law} ${what}\n`);
  }
  if (performance.now() - talked > TALK_MS) {
    talked = performance.now();
    const { extrinsics } = soak.outcomes;
    process.stderr.write(
      `block ${block} of ${blocks}, ${extrinsics} extrinsics, ${court.found} violations, ${(block / seconds()).toFixed(0)} blocks/s, ${Math.round(process.memoryUsage().rss / 1e6)} MB\n`,
    );
  }
}
const replayed = await replayer?.end();
soak.outcomes.stop();

const calls = Object.fromEntries(
  [...outcomes.calls].map(([path, { done, refused }]) => [
    path,
    { done, refused: Object.fromEntries(refused) },
  ]),
);
const { user, system } = process.cpuUsage();
const report: Report = {
  seed: options.seed,
  accounts: options.accounts,
  subnets: options.subnets,
  blocks: chain.number,
  extrinsics: outcomes.extrinsics,
  done: outcomes.applied,
  refused: outcomes.refused,
  invalid: Object.fromEntries(outcomes.invalid),
  calls,
  neverDone: Object.entries(calls)
    .filter(([, { done }]) => done === 0)
    .map(([path]) => path),
  laws: Object.fromEntries(court.checks),
  wholeEvery: options.wholeEvery,
  violations: court.found,
  firstViolations: court.violations,
  finalRoot: chain.root(),
  rootOfRoots: roots,
  replay: replayed && { ...replayed, runtime: replayRuntime },
  memory,
  seconds: seconds(),
  cpuSeconds: (user + system) / 1e6,
  blocksPerSecond: chain.number / seconds(),
  node: process.version,
};
if (values.report)
  writeFileSync(join(process.env["GANGLION_ROOT"] ?? ".", "docs/soak.md"), asMarkdown(report));
process.stdout.write(values.json ? `${JSON.stringify(report, null, 2)}\n` : asMarkdown(report));
process.exit(court.found === 0 && !replayed?.differs ? 0 : 1);
