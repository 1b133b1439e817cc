import type { Keypair } from "@ganglion/crypto";
import { type Command, Option } from "commander";
import type { NeuronConfig } from "../neurons/run-neuron.ts";
import { CliError, EXIT, print, say, toJson } from "../output.ts";
import { defaultAxonIp } from "../supervisor/axon-address.ts";
import { port } from "./node.ts";

interface NeuronFlags {
  readonly netuid: number;
  readonly subnet: string;
  readonly walletName: string;
  readonly walletHotkey: string;
  readonly walletPath?: string;
  readonly network: string;
  readonly axonPort: number;
  readonly axonIp?: string;
  readonly axonExternalIp?: string;
  readonly docs?: string;
  readonly backend: "builtin" | "openai";
  readonly grade: "full" | "weak" | "lazy";
  readonly baseUrl?: string;
  readonly model?: string;
  readonly attack?: "inverted";
  readonly json?: boolean;
}

// btcli writes wallet.name with a dot; the parser wants names that JavaScript can have.
const DOTTED: Readonly<Record<string, string>> = {
  "--wallet.name": "--wallet-name",
  "--wallet.hotkey": "--wallet-hotkey",
  "--wallet.path": "--wallet-path",
  "--axon.port": "--axon-port",
  "--axon.ip": "--axon-ip",
  "--axon.external_ip": "--axon-external-ip",
};
/** Options in btcli's dotted spelling as this parser takes them. */
export const undotted = (argv: readonly string[]): string[] =>
  argv.map((each) => {
    const [name, ...rest] = each.split("=");
    const plain = DOTTED[name!];
    return plain ? [plain, ...rest].join("=") : each;
  });

function addCommon(command: Command): Command {
  return command
    .requiredOption("--netuid <n>", "number of the subnet", Number)
    .addOption(
      new Option("--subnet <name>", "which subnet's rules")
        .choices(["prompting"])
        .default("prompting"),
    )
    .option(
      "--wallet-name <name>",
      "wallet (also --wallet.name); //Alice and other development URIs work on dev chains",
      "default",
    )
    .option("--wallet-hotkey <name>", "its hotkey (also --wallet.hotkey)", "default")
    .option("--wallet-path <dir>", "folder of wallets (also --wallet.path)")
    .option(
      "--network <url>",
      "the chain",
      process.env["GANGLION_NETWORK"] ?? "ws://127.0.0.1:9944",
    )
    .option("--axon-port <port>", "port to serve on (also --axon.port)", port, 8091)
    .option("--axon-ip <ip>", "address to listen on")
    .option(
      "--axon-external-ip <ip>",
      "address that goes on the chain (default: the one listened on)",
    )
    .option("--docs <dir>", "documents to quote from")
    .option("--json", "a ready line as JSON on stdout");
}

/** The hotkey of a wallet, or of a development URI. */
async function hotkeyOf(flags: NeuronFlags): Promise<Keypair> {
  if (flags.walletName.startsWith("//"))
    return (await import("@ganglion/crypto")).keypairFromUri(flags.walletName);
  const { loadKey } = await import("@ganglion/sdk");
  const ref = {
    name: flags.walletName,
    hotkey: flags.walletHotkey,
    ...(flags.walletPath ? { dir: flags.walletPath } : {}),
  };
  return (await loadKey(ref, "hotkey", {})).keypair;
}

const DEV_CHAIN = /demo|development|local/i;

async function run(role: "miner" | "validator", flags: NeuronFlags): Promise<void> {
  if (!Number.isInteger(flags.netuid) || flags.netuid < 1 || flags.netuid > 65_535)
    throw new CliError("BAD_NETUID", "--netuid is a number from 1 to 65535", { exit: EXIT.usage });
  if (flags.backend === "openai" && !(flags.baseUrl && flags.model))
    throw new CliError("BACKEND_INCOMPLETE", "the openai backend needs --base-url and --model", {
      exit: EXIT.usage,
      hint: "e.g. --backend openai --base-url http://127.0.0.1:11434/v1 --model llama3.2",
    });
  const axonIp = flags.axonExternalIp ?? flags.axonIp ?? (await defaultAxonIp());
  if (!axonIp)
    throw new CliError("NO_AXON_IP", "no address for the axon could be found", {
      exit: EXIT.cannotStart,
      hint: "Name one with --axon-ip.",
    });
  const { ChainClient } = await import("@ganglion/sdk");
  if (flags.attack) {
    const probe = await ChainClient.connect({ url: flags.network });
    const kind = `${await probe.request<string>("system_chain")} ${await probe.request<string>("system_chainType")}`;
    probe.close();
    if (!DEV_CHAIN.test(kind))
      throw new CliError("NOT_HERE", "attacks run on development chains only", {
        exit: EXIT.usage,
        hint: "Start one with `ganglion up`.",
      });
  }
  const apiKey = process.env["OPENAI_API_KEY"];
  const common = {
    rpc: flags.network,
    netuid: flags.netuid,
    axonIp,
    axonHost: flags.axonIp ?? axonIp,
    axonPort: flags.axonPort,
    ...(flags.docs ? { docs: { folder: flags.docs } } : {}),
  };
  const config: NeuronConfig =
    role === "validator"
      ? { ...common, role, ...(flags.attack ? { attack: flags.attack } : {}) }
      : {
          ...common,
          role,
          backend:
            flags.backend === "openai"
              ? {
                  kind: "openai",
                  baseUrl: flags.baseUrl!,
                  model: flags.model!,
                  ...(apiKey ? { apiKey } : {}),
                }
              : { kind: "builtin", grade: flags.grade },
        };
  const { runNeuron } = await import("../neurons/run-neuron.ts");
  const neuron = await runNeuron(config, await hotkeyOf(flags), {
    info: (what, details) => say(`${what} ${details ? toJson(details) : ""}`),
    trouble: (what, error) =>
      say(`${what}: ${error instanceof Error ? error.message : toJson(error)}`),
  });
  const ready = {
    ready: true,
    role,
    netuid: flags.netuid,
    uid: neuron.uid,
    axon: `${axonIp}:${neuron.port}`,
    pid: process.pid,
  };
  print(ready, {
    json: flags.json ?? false,
    text: () => `${role} ${neuron.uid} of subnet ${flags.netuid} serves on ${ready.axon}`,
  });
  const stop = () => void neuron.stop().finally(() => process.exit(EXIT.done));
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
}

export function addNeurons(program: Command): void {
  const miner = program.command("miner").description("A neuron that answers.");
  addCommon(miner.command("run").description("Serves a subnet with a registered hotkey."))
    .addOption(
      new Option("--backend <kind>", "who answers")
        .choices(["builtin", "openai"])
        .default("builtin"),
    )
    .addOption(
      new Option("--grade <grade>", "builtin: what it can do")
        .choices(["full", "weak", "lazy"])
        .default("full"),
    )
    .option("--base-url <url>", "openai: the server, up to and including /v1")
    .option("--model <name>", "openai: the model; a key is read from OPENAI_API_KEY")
    .action((flags: NeuronFlags) => run("miner", flags));
  const validator = program
    .command("validator")
    .description("A neuron that asks, scores and sets weights.");
  addCommon(validator.command("run").description("Validates a subnet with a registered hotkey."))
    .addOption(
      new Option(
        "--attack <name>",
        "for demonstrations on dev chains: lie about what was seen",
      ).choices(["inverted"]),
    )
    .action((flags: NeuronFlags) => run("validator", flags));
}
