import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { ENABLE, pythonClient } from "../scripts/python-clients.mjs";
import { CLI } from "./node-process.ts";
import { runProgram, runScript, type Seen } from "./program.ts";
import { testWith } from "./required.ts";

// bittensor's own Axon and Dendrite on a subnet of ours: who knows nothing of commits is asked plainly and paid, and who
// does can ask our miners like a validator.

const PYTHON = join(import.meta.dirname, "python");
const sdk10 = pythonClient("sdk10");
const PAID_WITHIN_MS = 150_000;
/** The miner's coldkey; its hotkey is `//Dave_hk`. */
const MINER = "//Dave";

interface Ready {
  readonly rpc: string;
  readonly gateway: string;
  readonly subnets: readonly {
    readonly name: string;
    readonly netuid: number;
    readonly miners: readonly {
      readonly uid: number;
      readonly name: string;
      readonly hotkey: string;
    }[];
  }[];
}
interface SubnetSeen {
  readonly neurons: readonly {
    readonly uid: number;
    readonly hotkey: string;
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

let folder: string;
/** A home of its own for the client: keys, caches and logs that nobody misses. */
const quiet = () => ({
  HOME: folder,
  BT_NO_PARSE_CLI_ARGS: "1",
  NO_COLOR: "1",
  PYTHONDONTWRITEBYTECODE: "1",
});
let network: ChildProcess | undefined;
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

beforeAll(async () => {
  if (!sdk10) return;
  folder = mkdtempSync(join(tmpdir(), "ganglion-python-"));
  const ports = ["rpc", "web", "metrics", "axon"].flatMap((name) => [`--${name}-port`, "0"]);
  const own = ["--subnets", "template", "--data", join(folder, "data"), ...ports];
  ready = await started<Ready>(process.execPath, [CLI, "up", "--json", ...own]);
  [network] = children;
}, 120_000);
afterAll(async () => {
  for (const child of children.reverse()) {
    if (child.exitCode !== null) continue;
    const gone = once(child, "exit");
    child.stdin?.end();
    child.kill(child === network ? "SIGINT" : "SIGTERM");
    await gone;
  }
  if (folder) rmSync(folder, { recursive: true, force: true });
}, 30_000);

const subnetCalled = (name: string) => ready.subnets.find((each) => each.name === name)!;
const sight = (seen: readonly Seen[], step: string): Seen =>
  seen.find((each) => each.step === step)!;

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

describe("bittensor 10.5.0 on our subnets", () => {
  testWith(
    sdk10,
    {
      title: "a Python dendrite gets a committed answer from our miner, and nobody else does",
      enable: ENABLE,
      timeoutMs: 60_000,
    },
    async ({ python }) => {
      const { netuid, miners } = subnetCalled("template");
      const { hotkey } = miners.find(({ name }) => name === "patient")!;
      const script = join(PYTHON, "template_client.py");
      const seen = await runScript(python, [script, ready.rpc, String(netuid), hotkey], {
        env: quiet(),
        timeoutMs: 50_000,
      });
      expect(sight(seen, "revealed")).toMatchObject({
        hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      });
      // Of 3, 5, 9 and 14 only 5 + 14 is 19, and only 3 + 5 + 14 is 22; places, not numbers.
      expect(sight(seen, "revealed")["chosen"]).toEqual([1, 3]);
      expect(sight(seen, "plain")).toMatchObject({ status: 200, chosen: [0, 1, 3] });
      expect(sight(seen, "refused")).toMatchObject({ unknown: 404, malformed: 400 });
      expect(sight(seen, "thief")).toMatchObject({ status: 404 });
    },
  );

  testWith(
    sdk10,
    {
      title: "a Python miner that knows no commits is asked plainly, judged right, and paid",
      enable: ENABLE,
      timeoutMs: 2 * PAID_WITHIN_MS + 60_000,
    },
    async ({ python }) => {
      const { netuid } = subnetCalled("template");
      const registered = await runProgram(
        process.execPath,
        [
          ...[CLI, "subnets", "register", "--netuid", String(netuid), "-y", "--json"],
          ...["--network", ready.rpc, "--wallet.name", MINER, "--wallet.hotkey", `${MINER}_hk`],
        ],
        { timeoutMs: 60_000 },
      );
      expect(registered.code).toBe(0);
      // Beside our own miners: the chain refuses 127.0.0.1.
      const { hotkey, port } = await started<{ hotkey: string; port: number }>(python, [
        ...[join(PYTHON, "template_miner.py"), ready.rpc, String(netuid)],
        ...[join(folder, "wallets"), MINER, "127.0.0.2"],
      ]);
      const own = ({ neurons }: SubnetSeen) => neurons.find((each) => each.hotkey === hotkey)!;
      expect(own(await look("template")).axon).toBe(`127.0.0.2:${port}`);
      const judged = await until("template", (seen) =>
        (seen.stats.miners ?? []).some(({ uid }) => uid === own(seen).uid),
      );
      expect(judged.stats.miners!.find(({ uid }) => uid === own(judged).uid)).toMatchObject({
        score: 1,
        reason: "exact",
      });
      await until("template", (seen) => BigInt(own(seen).emission) > 0n);
    },
  );
});
