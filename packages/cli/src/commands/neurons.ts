import type { NetUid } from "@ganglion/primitives";
import { type Command, Option } from "commander";
import type { NeuronConfig } from "../neurons/run-neuron.ts";
import { addAliased } from "../options/aliased-option.ts";
import { parseNetuid } from "../options/netuid-option.ts";
import { type NetworkFlags, networkUrl, withNetwork } from "../options/network-option.ts";
import { type WalletFlags, withWallet } from "../options/wallet-option.ts";
import { CliError, EXIT, print, say, toJson } from "../output.ts";
import { defaultAxonIp } from "../supervisor/axon-address.ts";
import { port } from "./node.ts";

interface NeuronFlags extends WalletFlags, NetworkFlags {
  readonly netuid: NetUid;
  readonly subnet: string;
  readonly axonPort: number;
  readonly axonIp?: string;
  readonly axonExternalIp?: string;
  readonly docs?: string;
  readonly backend: "builtin" | "openai";
  readonly grade: "full" | "weak" | "lazy";
  readonly baseUrl?: string;
  readonly model?: string;
  readonly attack?: "inverted";
}

function addCommon(command: Command): Command {
  command
    .requiredOption("-n, --netuid <n>", "number of the subnet", parseNetuid)
    .addOption(
      new Option("--subnet <name>", "which subnet's rules")
        .choices(["prompting"])
        .default("prompting"),
    );
  withNetwork(withWallet(command));
  addAliased(
    command,
    new Option("--axon-port <port>", "port to serve on").argParser(port).default(8091),
    ["--axon.port"],
  );
  addAliased(command, new Option("--axon-ip <ip>", "address to listen on"), ["--axon.ip"]);
  addAliased(
    command,
    new Option(
      "--axon-external-ip <ip>",
      "address that goes on the chain (default: the one listened on)",
    ),
    ["--axon.external_ip"],
  );
  return command
    .option("--docs <dir>", "documents to quote from")
    .option("--json", "a ready line as JSON on stdout");
}

const DEV_CHAIN = /demo|development|local/i;

async function run(role: "miner" | "validator", flags: NeuronFlags): Promise<void> {
  if (flags.netuid === 0)
    throw new CliError("BAD_NETUID", "root (netuid 0) has no miners or validators of its own", {
      exit: EXIT.usage,
    });
  const network = networkUrl(flags);
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
    const probe = await ChainClient.connect({ url: network });
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
    rpc: network,
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
  const { signingKey } = await import("../client/keys.ts");
  const hotkey = await (await signingKey(flags, "hotkey")).unlock();
  const neuron = await runNeuron(config, hotkey, {
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
