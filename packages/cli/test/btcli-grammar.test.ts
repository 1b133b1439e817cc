import type { Command } from "commander";
import { describe, expect, test } from "vitest";
import { program } from "./program.ts";

const WALLET = ["--wallet-name", "--wallet.name", "--wallet_name", "--name", "--wallet-path", "-p"];
const HOTKEY = ["--wallet-hotkey", "--wallet.hotkey", "--wallet_hotkey", "--hotkey", "-H"];
const NETWORK = ["--network", "--subtensor.network", "--chain", "--subtensor.chain_endpoint"];
const ACT = ["--no-prompt", "--yes", "-y", "--no_prompt", "--prompt", "--no"];
const ERA = ["--era", "--period", "--no-mev-protection", "--mev-protection"];
const OUT = ["--json-output", "--json-out", "--json", "--quiet", "--verbose"];
const SAFE = ["--tolerance", "--rate-tolerance", "--limit", "--safe", "--unsafe"];
const SIGNED = [...WALLET, ...HOTKEY, ...NETWORK, ...ACT, ...OUT];
const WRITTEN = [
  ...WALLET,
  ...HOTKEY,
  ...OUT,
  "--use-password",
  "--no-use-password",
  "--overwrite",
];

/** Commands with the options that btcli 9.23.2 has for them, by its own spelling. Source: bittensor_cli/cli.py */
const GRAMMAR: Readonly<Record<string, readonly string[]>> = {
  "wallet create": [...WRITTEN, "--n-words", "--uri"],
  "w new-coldkey": [...WRITTEN, "--n-words", "--n_words", "--uri"],
  "w new_hotkey": [...WRITTEN, "--n-words", "--n_words", "--uri"],
  "wallets regen-coldkey": [...WRITTEN, "--mnemonic", "--seed"],
  "w regen_hotkey": [...WRITTEN, "--mnemonic", "--seed"],
  "w regen-coldkeypub": [...WALLET, ...OUT, "--public-key-hex", "--ss58", "--ss58-address"],
  "w regen_hotkeypub": [...WALLET, ...HOTKEY, "--ss58-address", "--overwrite"],
  "w list": [...WALLET, ...OUT],
  "w balance": [...WALLET, ...HOTKEY, ...NETWORK, ...OUT, "--all", "-a", "--ss58"],
  "w overview": [...WALLET, ...NETWORK, ...OUT, "--all", "-a", "--netuids", "--netuid", "-n"],
  "w transfer": [
    ...SIGNED,
    ...ERA,
    "--destination",
    "--dest",
    "-d",
    "--amount",
    "-a",
    "--all",
    "--allow-death",
  ],
  "subnets list": [...NETWORK, ...OUT],
  "s show": [...NETWORK, ...OUT, "--netuid", "--sort"],
  "subnet metagraph": [...NETWORK, ...OUT, "--netuid"],
  "s burn_cost": [...NETWORK, ...OUT],
  "s price": [...NETWORK, ...OUT, "--netuids", "-n", "--all", "--all-netuids", "--current"],
  "s hyperparameters": [...NETWORK, ...OUT, "--netuid"],
  "s check_start": [...NETWORK, "--netuid", "--quiet"],
  "s start": [...SIGNED, "--netuid"],
  "s register": [...SIGNED, "--netuid", "--era", "--safe-register", "--unsafe-register", ...SAFE],
  "s set-symbol": [...SIGNED, "--netuid", "--period"],
  "s create": [
    ...SIGNED,
    "--no-mev-protection",
    "--subnet-name",
    "--github-repo",
    "--repo",
    "--subnet-contact",
    "--contact",
    "--email",
    "--subnet-url",
    "--url",
    "--discord-handle",
    "--discord",
    "--description",
    "--logo-url",
    "--additional-info",
  ],
  "stake add": [
    ...SIGNED,
    ...ERA,
    ...SAFE,
    "--amount",
    "--all",
    "--all-tokens",
    "-a",
    "--include-hotkeys",
    "--hotkey-ss58-address",
    "--all-hotkeys",
    "--netuid",
    "--netuids",
    "-n",
    "--partial",
    "--no-partial",
    "--allow-partial-stake",
    "--safe-staking",
    "--no-safe-staking",
  ],
  "st remove": [
    ...SIGNED,
    ...ERA,
    ...SAFE,
    "--netuid",
    "--amount",
    "-a",
    "--all",
    "--unstake-all",
    "--all-alpha",
    "--unstake-all-alpha",
    "--all-hotkeys",
    "--all-netuids",
    "--include-hotkeys",
    "--hotkey-ss58-address",
    "--partial",
  ],
  "st list": [
    ...WALLET,
    ...NETWORK,
    ...OUT,
    "--ss58",
    "--coldkey-ss58",
    "--key",
    "-k",
    "--no-prompt",
  ],
  "st move": [
    ...SIGNED,
    ...ERA,
    "--from",
    "--hotkey-ss58",
    "--origin-netuid",
    "--dest-netuid",
    "--to",
    "--dest-ss58",
    "--dest",
    "--amount",
    "--all",
    "--stake-all",
  ],
  "st transfer": [
    ...SIGNED,
    ...ERA,
    "--origin-netuid",
    "--dest-netuid",
    "--dest-ss58",
    "--dest",
    "--dest-coldkey",
    "--amount",
    "-a",
    "--all",
  ],
  "st swap": [
    ...SIGNED,
    ...ERA,
    ...SAFE,
    "--origin-netuid",
    "-o",
    "--origin",
    "--dest-netuid",
    "--amount",
    "-a",
    "--all",
    "--swap-all",
    "--partial",
  ],
  "weights commit": [...SIGNED, "--netuid", "--uids", "-u", "--weights", "-w", "--salt", "-s"],
  "wt reveal": [...SIGNED, "--netuid", "--uids", "-u", "--weights", "-w", "--salt", "-s"],
  "weight set": [...SIGNED, "--netuid", "--uids", "--weights"],
  "sudo get": [...NETWORK, ...OUT, "--netuid"],
  "su set": [...SIGNED, "--netuid", "--param", "--parameter", "--value"],
  "su get_take": [...WALLET, ...HOTKEY, ...OUT],
  "su set-take": [...WALLET, ...HOTKEY, ...OUT, "--take"],
  "su trim": [...SIGNED, "--netuid", "--max", "--max-uids", "--period"],
};

function find(from: Command, words: readonly string[]): Command | undefined {
  const [word, ...rest] = words;
  if (word === undefined) return from;
  const next = from.commands.find((each) => [each.name(), ...each.aliases()].includes(word));
  return next && find(next, rest);
}

describe("btcli's grammar", () => {
  test.each(Object.entries(GRAMMAR))(
    "%s takes the options that it takes there",
    (words, options) => {
      const command = find(program(), words.split(" "));
      expect(command).toBeDefined();
      const known = command!.options.flatMap(({ long, short }) => [long, short]);
      expect(options.filter((option) => !known.includes(option))).toEqual([]);
    },
  );
  test("a spelling keeps its value where all others keep it", async () => {
    const seen: unknown[] = [];
    const made = program();
    const balance = find(made, ["wallet", "balance"])!;
    balance.action((flags: { walletName?: string; network?: string; json?: boolean }) => {
      seen.push([flags.walletName, flags.network, flags.json]);
    });
    for (const [name, network, json] of [
      ["--wallet.name", "--network", "--json"],
      ["--wallet_name", "--chain", "--json-output"],
      ["--name", "--subtensor.network", "--json-out"],
    ])
      await made.parseAsync(["w", "balance", name!, "x", network!, "test", json!], {
        from: "user",
      });
    expect(seen).toEqual(Array(3).fill(["x", "test", true]));
  });
  test("every command explains itself and takes --json", () => {
    const leaves = (from: Command): Command[] =>
      from.commands.length === 0 ? [from] : from.commands.flatMap(leaves);
    const all = leaves(program());
    expect(all.length).toBeGreaterThan(35);
    for (const command of all) {
      expect([command.name(), command.description().length > 5]).toEqual([command.name(), true]);
      expect([command.name(), command.options.some(({ long }) => long === "--json")]).toEqual([
        command.name(),
        true,
      ]);
    }
  });
});
