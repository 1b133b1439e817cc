import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { ENABLE, pythonClient } from "../scripts/python-clients.mjs";
import { type NodeProcess, startNode } from "./node-process.ts";
import { runProgram } from "./program.ts";
import { testWith } from "./required.ts";

// `btcli` 9.23.2 as it comes from the registry. It creates the subnet encrypted, as it does by default; staking, which
// would wait for some more blocks each time, goes in plain sight.

const COMMAND_MS = 240_000;
const client = pythonClient("btcli");

let node: NodeProcess | undefined;
let home: string;
let wallets: Readonly<Record<string, { readonly coldkey: string; readonly hotkey: string }>>;

/** Runs one command; answers what it printed. */
async function btcli(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await runProgram(
    join(client!.bin, "btcli"),
    [...args, "--network", node!.endpoint],
    {
      // So wide that its JSON, which is printed for a terminal, is not broken into lines.
      env: { HOME: home, NO_COLOR: "1", TERM: "dumb", COLUMNS: "10000" },
      timeoutMs: COMMAND_MS,
    },
  );
  if (code !== 0)
    throw new Error(`btcli ${args.join(" ")} ended with ${code}\n${stdout}\n${stderr}`);
  return stdout;
}

/** Runs one command that answers in JSON. */
async function btcliJson(...args: string[]): Promise<Record<string, unknown>> {
  const said = await btcli(...args, "--json-output");
  try {
    return JSON.parse(said) as Record<string, unknown>;
  } catch (error) {
    throw new Error(`btcli ${args.join(" ")} did not answer in JSON: ${said}`, { cause: error });
  }
}

const walletOf = (name: string): string[] => [
  "--wallet-path",
  join(home, "wallets"),
  "--wallet-name",
  name,
  "--wallet-hotkey",
  "default",
];

const IDENTITY = [
  ["--subnet-name", "Probe"],
  ["--repo", "https://github.com/example/probe"],
  ["--contact", "probe@example.org"],
  ["--url", "https://example.org"],
  ["--discord", "probe"],
  ["--description", "A subnet of the conformance tests"],
  ["--additional-info", "none"],
  ["--logo-url", "https://example.org/logo.png"],
].flat();

interface StakeList {
  readonly stake_info: Readonly<
    Record<string, readonly { readonly netuid: number; readonly stake_value: number }[]>
  >;
}

beforeAll(async () => {
  if (!client) return;
  home = mkdtempSync(join(tmpdir(), "ganglion-btcli-"));
  const made = await runProgram(
    client.python,
    [
      join(import.meta.dirname, "python/make_dev_wallets.py"),
      join(home, "wallets"),
      "//Alice",
      "//Bob",
    ],
    { timeoutMs: COMMAND_MS },
  );
  expect(made.code, made.stderr).toBe(0);
  wallets = JSON.parse(made.stdout) as typeof wallets;
  node = await startNode();
});
afterAll(async () => {
  if (!client) return;
  rmSync(home, { recursive: true, force: true });
  await node?.stop();
});

describe("btcli 9.23.2", () => {
  testWith(
    client,
    {
      title: "shows balances and subnets, creates one, registers, stakes and unstakes",
      enable: ENABLE,
      timeoutMs: 1_800_000,
    },
    async () => {
      const { alice, bob } = wallets;

      const balance = await btcliJson("wallet", "balance", ...walletOf("alice"));
      expect(balance).toMatchObject({
        balances: { alice: { coldkey: alice!.coldkey, free: 1_000_000, staked: 0 } },
      });

      // As btcli does unless it is told otherwise, encrypted for the block's author.
      const created = await btcliJson(
        "subnets",
        "create",
        ...walletOf("alice"),
        ...IDENTITY,
        "--no-prompt",
      );
      expect(created).toMatchObject({ success: true, netuid: 2 });

      const started = await btcli(
        "subnets",
        "start",
        ...walletOf("alice"),
        "--netuid",
        "2",
        "--no-prompt",
      );
      expect(started).toContain("Successfully started subnet 2's emission schedule");

      const subnets = await btcliJson("subnets", "list");
      expect(subnets).toMatchObject({
        total_netuids: 3,
        subnets: { 0: { netuid: 0 }, 1: { netuid: 1 }, 2: { netuid: 2, subnet_name: "Probe" } },
      });

      const registered = await btcliJson(
        "subnets",
        "register",
        ...walletOf("bob"),
        "--netuid",
        "2",
        "--no-prompt",
      );
      expect(registered).toMatchObject({ success: true, msg: "Registered on 2 with UID 1" });

      const shown = await btcliJson("subnets", "show", "--netuid", "2", "--no-prompt");
      expect(shown).toMatchObject({
        netuid: 2,
        owner: alice!.coldkey,
        uids: [
          { uid: 0, hotkey: alice!.hotkey, coldkey: alice!.coldkey },
          { uid: 1, hotkey: bob!.hotkey, coldkey: bob!.coldkey },
        ].map((each) => expect.objectContaining(each)),
      });

      const position = [...walletOf("bob"), "--netuid", "2", "--no-prompt", "--no-mev-protection"];
      const staked = await btcliJson("stake", "add", ...position, "--amount", "100", "--unsafe");
      expect(staked).toMatchObject({ staking_success: { 2: { [bob!.hotkey]: true } } });
      expect(await stakeOf("bob", 2)).toBeGreaterThan(0);
      const before = await freeOf("bob");

      const unstaked = await btcliJson(
        "stake",
        "remove",
        ...position,
        "--amount",
        "60",
        "--unsafe",
      );
      expect(unstaked).toMatchObject([{ netuid: 2, hotkey_ss58: bob!.hotkey, success: true }]);
      expect(await stakeOf("bob", 2)).toBeGreaterThan(0);
      // Emission comes on top of the stake meanwhile, on a slow machine more than what went. The TAO that
      // came for it tells: a new subnet's alpha starts at one each.
      expect(await freeOf("bob")).toBeGreaterThan(before + 40);
    },
  );

  testWith(
    client,
    {
      title: "says what the chain refuses",
      enable: ENABLE,
      timeoutMs: 300_000,
    },
    async () => {
      const refused = await btcliJson(
        "subnets",
        "register",
        ...walletOf("bob"),
        "--netuid",
        "77",
        "--no-prompt",
      );
      expect(refused).toMatchObject({ success: false });
      expect(String(refused["msg"])).toContain("Subnet 77 does not exist");
    },
  );
});

/** TAO of a wallet that is not staked. */
async function freeOf(name: string): Promise<number> {
  const { balances } = (await btcliJson("wallet", "balance", ...walletOf(name))) as unknown as {
    readonly balances: Readonly<Record<string, { readonly free: number }>>;
  };
  return balances[name]!.free;
}

/** Alpha of a wallet's own hotkey on a subnet, as `stake list` tells it. */
async function stakeOf(name: string, netuid: number): Promise<number> {
  const list = (await btcliJson(
    "stake",
    "list",
    ...walletOf(name),
    "--no-prompt",
  )) as unknown as StakeList;
  const positions = list.stake_info[wallets[name]!.hotkey] ?? [];
  return positions.find((each) => each.netuid === netuid)?.stake_value ?? 0;
}
