import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { subnetNames } from "../packages/subnets/registry.ts";
import { ENABLE, pythonClient } from "../scripts/python-clients.mjs";
import { CLI } from "./node-process.ts";
import { runProgram, runScript } from "./program.ts";
import { testWith } from "./required.ts";

// bittensor's own Axon and Dendrite on a subnet of ours: who knows nothing of commits is asked plainly and paid, and who
// does can ask our miners like a validator.

const PYTHON = join(import.meta.dirname, "python");
const sdk10 = pythonClient("sdk10");
const PAID_WITHIN_MS = 600_000;
/** The miner's coldkey; its hotkey is `//Dave_hk`. */
const MINER = "//Dave";

interface Ready {
  readonly rpc: string;
  readonly gateway: string;
}
interface SubnetSeen {
  readonly netuid: number;
  readonly neurons: readonly {
    readonly uid: number;
    readonly hotkey: string;
    readonly name: string | null;
    readonly emission: string;
    readonly axon: string | null;
  }[];
  readonly stats: {
    readonly miners?: readonly {
      readonly uid: number;
      readonly score: number;
      readonly reason: string;
    }[];
  };
}

/** Each Python miner with its subnet, and what it takes besides where to serve. */
const MINERS = [
  { subnet: "template", script: "template_miner.py", more: [] },
  { subnet: "code", script: "code_miner.py", more: [process.execPath] },
].filter(({ subnet }) => subnetNames().includes(subnet));
/** Each Python client with its subnet, the miner that it asks, and what it must see. */
const CLIENTS = [
  {
    subnet: "template",
    script: "template_client.py",
    miner: "patient",
    seen: {
      revealed: {
        hash: expect.stringMatching(/^[0-9a-f]{64}$/),
        // Of 3, 5, 9 and 14 only 5 + 14 is 19, and only 3 + 5 + 14 is 22; places, not numbers.
        chosen: [1, 3],
      },
      plain: { status: 200, chosen: [0, 1, 3] },
      refused: { unknown: 404, malformed: 400 },
      thief: { status: 404 },
    },
  },
  {
    subnet: "mesh",
    script: "mesh_client.py",
    miner: "full",
    seen: { revealed: { format: "glb" }, glb: { gltf: "2.0" } },
  },
].filter(({ subnet }) => subnetNames().includes(subnet));
const SUBNETS = ["template", "code", "mesh"].filter((name) => subnetNames().includes(name));

let folder: string;
/** A home of its own for the client: keys, caches and logs that nobody misses. */
const quiet = () => ({
  HOME: folder,
  BT_NO_PARSE_CLI_ARGS: "1",
  NO_COLOR: "1",
  PYTHONDONTWRITEBYTECODE: "1",
});
let ready: Ready;
const children: ChildProcess[] = [];

/** Starts a program and waits for the line on its stdout that says `ready`. */
async function started<T>(command: string, args: readonly string[]): Promise<T> {
  const child = spawn(command, args, {
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...process.env, ...quiet() },
  });
  children.push(child);
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said = (said + chunk.toString()).slice(-6_000)));
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.startsWith('{"ready"')) continue;
    child.stdout.resume();
    return JSON.parse(line) as T;
  }
  throw new Error(`${args[0]} ended before it was ready: ${said}`);
}

/** A network with one subnet alone: on a small machine several keep each other from their deadlines. */
async function up(subnet: string): Promise<void> {
  folder = mkdtempSync(join(tmpdir(), "ganglion-python-"));
  const ports = ["rpc", "web", "metrics", "axon"].flatMap((name) => [`--${name}-port`, "0"]);
  const own = ["--subnets", subnet, "--data", join(folder, "data"), ...ports];
  ready = await started<Ready>(process.execPath, [CLI, "up", "--json", ...own]);
}

/** Ends everything: the miners first, then the network as Ctrl-C does. */
async function down(): Promise<void> {
  for (const child of children.splice(0).reverse()) {
    if (child.exitCode !== null) continue;
    const gone = once(child, "exit");
    child.stdin?.end();
    child.kill("SIGINT");
    await gone;
  }
  rmSync(folder, { recursive: true, force: true });
}

async function look(name: string): Promise<SubnetSeen> {
  return (await (await fetch(`${ready.gateway}/subnets/${name}`)).json()) as SubnetSeen;
}

/** The newest look at a subnet as soon as something holds. @throws Error with the last one if it never does */
async function until(name: string, holds: (seen: SubnetSeen) => boolean): Promise<SubnetSeen> {
  const deadline = Date.now() + PAID_WITHIN_MS;
  for (;;) {
    const seen = await look(name);
    if (holds(seen)) return seen;
    if (Date.now() > deadline) throw new Error(`not in time: ${JSON.stringify(seen.stats)}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

const isOf =
  (name: string) =>
  ({ subnet }: { readonly subnet: string }): boolean =>
    subnet === name;

/** A subnet as soon as its miners have announced themselves. */
const served = (name: string): Promise<SubnetSeen> =>
  until(name, ({ neurons }) => neurons?.some(({ axon }) => axon !== null));

interface Verdict {
  readonly uid: number;
  readonly score: number;
  readonly reason: string;
}

/** How the validator judges a miner, if it does: by the round that it told last, or by a question of ours. */
const JUDGED: Readonly<Record<string, (uid: number) => Promise<Verdict | undefined>>> = {
  async template(uid) {
    const { stats } = await look("template");
    return stats.miners?.find((each) => each.uid === uid);
  },
  async code(uid) {
    const answer = await fetch(`${ready.gateway}/subnets/code`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        language: "javascript",
        entry: "largest",
        source:
          "function largest(list) {\n  let best = -Infinity;\n  for (const each of list) if (each < best) best = each;\n  return best;\n}",
        tests: [
          { args: [[3, 9, 4]], expected: 9 },
          { args: [[-5, -2]], expected: -2 },
        ],
      }),
    });
    const id = answer.headers.get("x-ganglion-query-id");
    const record = (await (await fetch(`${ready.gateway}/queries/${id}`)).json()) as {
      answers?: readonly Verdict[];
    };
    return record.answers?.find((each) => each.uid === uid);
  },
};
const RIGHT: Readonly<Record<string, string>> = { template: "exact", code: "solved" };

describe.each(SUBNETS)("bittensor 10.5.0 on the subnet %s", (name) => {
  if (sdk10) {
    beforeAll(() => up(name));
    afterAll(down);
  }

  for (const { subnet, script, miner, seen: expected } of CLIENTS.filter(isOf(name)))
    testWith(
      sdk10,
      {
        title: "a Python dendrite gets a committed answer from our miner",
        enable: ENABLE,
        timeoutMs: PAID_WITHIN_MS + 300_000,
      },
      async ({ python }) => {
        const { netuid, neurons } = await served(subnet);
        const { hotkey } = neurons.find(({ name }) => name === miner)!;
        const seen = await runScript(
          python,
          [join(PYTHON, script), ready.rpc, String(netuid), hotkey],
          { env: quiet(), timeoutMs: 240_000 },
        );
        for (const [step, facts] of Object.entries(expected))
          expect(seen.find((each) => each.step === step)).toMatchObject(facts);
      },
    );

  for (const { subnet, script, more } of MINERS.filter(isOf(name)))
    testWith(
      sdk10,
      {
        title: "a Python miner that knows no commits is asked plainly, judged right, and paid",
        enable: ENABLE,
        timeoutMs: 4 * PAID_WITHIN_MS + 300_000,
      },
      async ({ python }) => {
        const { netuid } = await served(subnet);
        const registered = await runProgram(
          process.execPath,
          [
            ...[CLI, "subnets", "register", "--netuid", String(netuid), "-y", "--json"],
            ...["--network", ready.rpc, "--wallet.name", MINER, "--wallet.hotkey", `${MINER}_hk`],
          ],
          { timeoutMs: 240_000 },
        );
        if (registered.code !== 0)
          throw new Error(`not registered: ${registered.stderr}${registered.stdout}`);
        // Beside our own miners: the chain refuses 127.0.0.1.
        const { hotkey, port } = await started<{ hotkey: string; port: number }>(python, [
          ...[join(PYTHON, script), ready.rpc, String(netuid)],
          ...[join(folder, "wallets"), MINER, "127.0.0.2", ...more],
        ]);
        const own = ({ neurons }: SubnetSeen) => neurons.find((each) => each.hotkey === hotkey);
        const seen = await until(subnet, (now) => own(now)?.axon === `127.0.0.2:${port}`);
        const { uid } = own(seen)!;
        // A round may find it too late, on a busy machine, or with the same answer as one before it, by chance.
        await expect
          .poll(() => JUDGED[subnet]!(uid), { timeout: PAID_WITHIN_MS, interval: 1_000 })
          .toMatchObject({ score: 1, reason: RIGHT[subnet] });
        await until(subnet, (now) => BigInt(own(now)?.emission ?? 0) > 0n);
      },
    );
});
