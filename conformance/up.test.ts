import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CLI } from "./node-process.ts";
import { runProgram } from "./program.ts";

// The main job, as a stranger does it: start, ask, be paid for the answer, stop, go on.

interface Ready {
  readonly rpc: string;
  readonly gateway: string;
  readonly metrics: string;
  readonly subnets: readonly {
    readonly netuid: number;
    readonly miners: readonly { readonly uid: number; readonly name: string }[];
  }[];
}
interface QueryRecord {
  readonly id: string;
  readonly answer: string;
  readonly chosenUid: number | null;
  readonly answers: readonly { readonly uid: number }[];
  readonly weights: { readonly block: number } | null;
  readonly epoch: {
    readonly block: number;
    readonly incentive: readonly (readonly [number, number])[];
    readonly emission: readonly (readonly [number, string])[];
  } | null;
}

const QUESTION = "What is 17 * 23, minus the number of days in February 2024?";
const PAID_WITHIN_MS = 600_000;

let data: string;
let network: ChildProcess | undefined;
let ready: Ready;

async function up(): Promise<Ready> {
  const ports = ["rpc", "web", "metrics", "axon"].flatMap((name) => [`--${name}-port`, "0"]);
  const subnets = ["--subnets", "prompting,template"];
  const child = spawn(
    process.execPath,
    [CLI, "up", "--json", "--data", data, ...subnets, ...ports],
    {
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  network = child;
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4000)));
  for await (const line of createInterface({ input: child.stdout })) return JSON.parse(line);
  throw new Error(`no ready line: ${said}`);
}

/** As Ctrl-C does it. */
async function stop(): Promise<void> {
  const child = network;
  network = undefined;
  if (!child || child.exitCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGINT");
  await gone;
}

async function rpc<T>(method: string, params: readonly unknown[] = []): Promise<T> {
  const answer = await fetch(ready.rpc.replace("ws:", "http:"), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
  });
  return ((await answer.json()) as { result: T }).result;
}

async function ask(question: string): Promise<QueryRecord> {
  const { code, stdout, stderr } = await runProgram(
    process.execPath,
    [CLI, "ask", question, "--gateway", ready.gateway, "--json"],
    { timeoutMs: 240_000 },
  );
  if (code !== 0) throw new Error(`ask ended with ${code}: ${stderr}`);
  return JSON.parse(stdout) as QueryRecord;
}

beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), "ganglion-up-"));
  ready = await up();
});
afterAll(async () => {
  await stop();
  rmSync(data, { recursive: true, force: true });
});

test("a question is answered, and an epoch pays the miners by the weights that followed", {
  timeout: PAID_WITHIN_MS + 900_000,
}, async () => {
  const [subnet] = ready.subnets;
  const uidOf = (name: string) => subnet!.miners.find((miner) => miner.name === name)!.uid;
  const asked = await ask(QUESTION);
  expect(asked.answer.split("\n")[0]).toBe("362");
  expect(asked.chosenUid).toBe(uidOf("full"));

  const deadline = Date.now() + PAID_WITHIN_MS;
  let record = asked;
  while (record.epoch === null) {
    if (Date.now() > deadline) throw new Error("no epoch paid within ten minutes");
    await new Promise((resolve) => setTimeout(resolve, 500));
    record = (await (await fetch(`${ready.gateway}/queries/${asked.id}`)).json()) as QueryRecord;
  }
  const emission = new Map(record.epoch.emission.map(([uid, rao]) => [uid, BigInt(rao)]));
  expect(record.weights!.block).toBeLessThanOrEqual(record.epoch.block);
  expect(emission.get(uidOf("full"))).toBeGreaterThan(emission.get(uidOf("weak"))!);
  expect(emission.get(uidOf("lazy"))).toBe(0n);
  const figures = await (await fetch(`${ready.metrics}/metrics`)).text();
  const paid = new RegExp(
    `^ganglion_neuron_incentive\\{.*,uid="${uidOf("full")}",.*\\} (0\\.[5-9]|1)`,
    "m",
  );
  expect(figures).toMatch(paid);
  expect(figures).toMatch(/^ganglion_neuron_latency_seconds\{/m);
  // Who earned holds a validator's permit from now on, and is a miner all the same.
  const again = await ask("What is 6 * 7?");
  expect(again.answers.map(({ uid }) => uid)).toEqual(subnet!.miners.map(({ uid }) => uid));
});

test("a question about the documents comes with the line that it was read from", async () => {
  const { code, stdout } = await runProgram(
    process.execPath,
    [CLI, "ask", "What is a netuid?", "--gateway", ready.gateway],
    { timeoutMs: 240_000 },
  );
  expect(code).toBe(0);
  expect(stdout).toMatch(/\.md: “.+”/);
});

test("a second subnet comes when the first one is ready, and is asked like it", {
  timeout: PAID_WITHIN_MS + 300_000,
}, async () => {
  const names = async () =>
    (
      (await (await fetch(`${ready.gateway}/subnets`)).json()) as { data: { name: string }[] }
    ).data.map(({ name }) => name);
  const deadline = Date.now() + PAID_WITHIN_MS;
  while (!(await names()).includes("template")) {
    if (Date.now() > deadline) throw new Error("the second subnet did not come");
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  const { code, stdout } = await runProgram(
    process.execPath,
    [CLI, "ask", "3 5 9 14 -> 17", "--subnet", "template", "--gateway", ready.gateway],
    { timeoutMs: 240_000 },
  );
  expect([code, stdout]).toEqual([0, "3 + 14 = 17\n"]);
});

test("after Ctrl-C it goes on with the same chain", { timeout: 900_000 }, async () => {
  const known = await rpc<string>("chain_getBlockHash", [5]);
  const { number } = await rpc<{ readonly number: string }>("chain_getHeader");
  await stop();
  ready = await up();
  expect(await rpc<string>("chain_getBlockHash", [5])).toBe(known);
  const after = await rpc<{ readonly number: string }>("chain_getHeader");
  expect(Number(after.number)).toBeGreaterThanOrEqual(Number(number));
  expect((await ask("What is 6 * 7?")).answer).toMatch(/^42/);
});
