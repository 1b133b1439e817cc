import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect } from "vitest";
import { hasPapi } from "../scripts/papi-client.mjs";
import { ENABLE, pythonClient } from "../scripts/python-clients.mjs";
import { type NodeProcess, startNode } from "./node-process.ts";
import { runScript, type Seen } from "./program.ts";
import { testWith } from "./required.ts";

// The clients of the real network, as they come from their registries. One after the other: they
// wait for blocks by the clock, and several at once would wait for each other on a small machine.

const PYTHON = join(import.meta.dirname, "python");
const JS = join(import.meta.dirname, "js");

let node: NodeProcess;
/** Home of a client: keys, caches and logs that nobody misses. */
let home: string;

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), "ganglion-client-"));
  node = await startNode();
});
afterEach(async () => {
  rmSync(home, { recursive: true, force: true });
  await node.stop();
});

const quiet = () => ({
  HOME: home,
  BT_NO_PARSE_CLI_ARGS: "1",
  NO_COLOR: "1",
  PYTHONDONTWRITEBYTECODE: "1",
});
const stepsOf = (seen: readonly Seen[]) => seen.map(({ step }) => step);
function sight(seen: readonly Seen[], step: string): Seen {
  const found = seen.findLast((each) => each.step === step);
  if (!found) throw new Error(`no step ${step} among ${stepsOf(seen).join(", ")}`);
  return found;
}

describe("bittensor 10.5.0", () => {
  testWith(
    pythonClient("sdk10"),
    {
      title: "creates a subnet, stakes, sets weights and reads the metagraph that the chain stores",
      enable: ENABLE,
      timeoutMs: 600_000,
    },
    async ({ python }) => {
      const seen = await runScript(
        python,
        [join(PYTHON, "sdk10_flow.py"), node.endpoint, join(home, "wallets")],
        { env: quiet(), timeoutMs: 590_000 },
      );
      expect(sight(seen, "connect")).toMatchObject({ netuids: [0, 1], fast: true });
      expect(sight(seen, "refusals")).toMatchObject({
        unknown: { type: "Module", name: "SubnetNotExists" },
      });
      expect(sight(seen, "subnet")).toMatchObject({ netuid: 2, cost_rao: 1_000_000_000_000 });
      expect(sight(seen, "weights")["stored"]).toEqual([
        [1, 65535],
        [2, 21845],
      ]);
      expect(sight(seen, "metagraph")).toMatchObject({
        n: 3,
        incentive: [0, 49151, 16383],
        dividends: [65535, 0, 0],
      });
    },
  );
});

describe("bittensor 11.3.0", () => {
  testWith(
    pythonClient("sdk11"),
    {
      title: "connects, reads, follows the heads and transfers",
      enable: ENABLE,
      timeoutMs: 300_000,
    },
    async ({ python }) => {
      const seen = await runScript(python, [join(PYTHON, "sdk11_flow.py"), node.endpoint], {
        env: quiet(),
        timeoutMs: 290_000,
      });
      expect(sight(seen, "connect")).toMatchObject({ spec: 425, fast: true });
      expect(sight(seen, "reads")).toMatchObject({ subnets: 2, metagraph: 1 });
      expect(sight(seen, "maps")).toMatchObject({ symbols: 2 });
      // Behind the two that the author brings.
      expect(sight(seen, "transfer")["extrinsic"]).toMatch(/^\d+-0*2$/);
    },
  );
});

describe("@polkadot/api 16.5.6", () => {
  testWith(
    process.execPath,
    {
      title: "connects, reads, iterates maps, watches a transfer to finalization and acts by proxy",
      enable: "npm ci",
      timeoutMs: 300_000,
    },
    async (program) => {
      const seen = await runScript(program, [join(JS, "polkadot-js.mjs"), node.endpoint], {
        timeoutMs: 290_000,
      });
      expect(sight(seen, "connect")).toMatchObject({ metadata: 15 });
      expect(sight(seen, "transfer")["statuses"]).toEqual(["Ready", "InBlock", "Finalized"]);
      expect(sight(seen, "proxy")).toMatchObject({ type: "Transfer", mode: "Allow", calls: 4 });
      expect(sight(seen, "refusals")).toMatchObject({ failed: "subtensorModule.SubtokenDisabled" });
    },
  );
});

describe("polkadot-api 2.2.1", () => {
  testWith(
    hasPapi() ? process.execPath : undefined,
    {
      title: "connects, reads, iterates maps, watches a transfer to finalization and acts by proxy",
      enable: "node scripts/papi-client.mjs",
      timeoutMs: 300_000,
    },
    async (program) => {
      const seen = await runScript(program, [join(JS, "papi.mjs"), node.endpoint], {
        timeoutMs: 290_000,
      });
      expect(sight(seen, "transfer")["statuses"]).toEqual([
        "signed",
        "broadcasted",
        "txBestBlocksState:true",
        "finalized",
      ]);
      expect(sight(seen, "proxy")).toMatchObject({ type: "Transfer", mode: "Allow", calls: 4 });
      expect(sight(seen, "refusals")).toMatchObject({ failed: "SubtokenDisabled" });
    },
  );
});
