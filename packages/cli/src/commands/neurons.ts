import type { NetUid } from "@ganglion/primitives";
import type { BackendConfig, BackendKind, KitOption, Subnet } from "@ganglion/sdk";
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
  readonly data?: string;
  readonly tensorboard?: string;
  readonly backend?: BackendKind;
  readonly baseUrl?: string;
  readonly model?: string;
  readonly command?: string;
  readonly attack?: string;
}

type Role = "miner" | "validator";

const DEFAULT_SUBNET = "prompting";

function addCommon(command: Command, names: readonly string[]): Command {
  command
    .requiredOption("-n, --netuid <n>", "number of the subnet", parseNetuid)
    .addOption(
      new Option("--subnet <name>", "which subnet's rules; its own options follow from it")
        .choices(names)
        .default(DEFAULT_SUBNET),
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
    .option("--data <dir>", "folder in which this neuron may keep something")
    .option("--tensorboard <dir>", "event files with the figures of the subnet's neurons")
    .option("--json", "a ready line as JSON on stdout");
}

/** Options and attacks of one side of a subnet, from its declaration. */
function addDeclared(
  command: Command,
  {
    options,
    attacks,
  }: { readonly options: readonly KitOption[]; readonly attacks: readonly string[] },
): Command {
  for (const { name, what, placeholder = "value", choices, default: usual } of options) {
    const option = new Option(`--${name} <${placeholder}>`, what);
    if (choices) option.choices(choices);
    if (usual !== undefined) option.default(usual);
    command.addOption(option);
  }
  if (attacks.length > 0)
    command.option(
      "--attack <name>",
      `for demonstrations on development chains: ${attacks.join(", ")}; NAME:UID favours a uid`,
    );
  return command;
}

/** A command line as a program and its arguments; quotes keep a part together. */
export function splitCommand(line: string): { program: string; args: string[] } {
  const [program, ...args] = [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, plain]) => double ?? single ?? plain ?? "",
  );
  if (!program)
    throw new CliError("BACKEND_INCOMPLETE", "--command is empty", { exit: EXIT.usage });
  return { program, args };
}

function backendOf(flags: NeuronFlags): BackendConfig {
  const { backend = "builtin", baseUrl, model, command } = flags;
  const incomplete = (needs: string, example: string) =>
    new CliError("BACKEND_INCOMPLETE", `the ${backend} backend needs ${needs}`, {
      exit: EXIT.usage,
      hint: `e.g. --backend ${backend} ${example}`,
    });
  switch (backend) {
    case "openai": {
      if (!(baseUrl && model))
        throw incomplete(
          "--base-url and --model",
          "--base-url http://127.0.0.1:11434/v1 --model llama3.2",
        );
      const apiKey = process.env["OPENAI_API_KEY"];
      return { kind: "openai", baseUrl, model, ...(apiKey ? { apiKey } : {}) };
    }
    case "onnx":
      if (!model) throw incomplete("--model", "--model model.onnx");
      return { kind: "onnx", file: model };
    case "command":
      if (command === undefined) throw incomplete("--command", '--command "python3 miner.py"');
      return { kind: "command", ...splitCommand(command) };
    default:
      return { kind: "builtin" };
  }
}

/** The subnet's own options among the flags, as typed. */
function ownOptions(
  declared: readonly KitOption[],
  command: Command,
): Readonly<Record<string, string>> {
  const values = command.opts<Record<string, string | undefined>>();
  return Object.fromEntries(
    declared.flatMap(({ name }) => {
      const value = values[new Option(`--${name} <value>`).attributeName()];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

async function run(
  role: Role,
  {
    flags,
    subnet,
    command,
  }: {
    readonly flags: NeuronFlags;
    readonly subnet: Subnet;
    readonly command: Command;
  },
): Promise<void> {
  if (flags.netuid === 0)
    throw new CliError("BAD_NETUID", "root (netuid 0) has no miners or validators of its own", {
      exit: EXIT.usage,
    });
  const network = networkUrl(flags);
  const { readAttack, readOptions } = await import("@ganglion/sdk");
  const side = role === "miner" ? subnet.miner : subnet.validator;
  const options = ownOptions(side.options, command);
  // Mistakes are told before anything is connected to.
  readOptions(side.options, options);
  if (flags.attack) readAttack(flags.attack, side.attacks);
  const backend = role === "miner" ? backendOf(flags) : undefined;
  const axonIp = flags.axonExternalIp ?? flags.axonIp ?? (await defaultAxonIp());
  if (!axonIp)
    throw new CliError("NO_AXON_IP", "no address for the axon could be found", {
      exit: EXIT.cannotStart,
      hint: "Name one with --axon-ip.",
    });
  if (flags.attack) {
    const { withChain } = await import("../client/session.ts");
    const { needDevelopmentChain } = await import("../client/development.ts");
    await withChain(flags, (client) => needDevelopmentChain(client, "attacks run"));
  }
  const common = {
    rpc: network,
    subnet: subnet.name,
    netuid: flags.netuid,
    axonIp,
    axonHost: flags.axonIp ?? axonIp,
    axonPort: flags.axonPort,
    options,
    ...(flags.docs ? { docs: { folder: flags.docs } } : {}),
    ...(flags.data ? { folder: flags.data } : {}),
    ...(flags.tensorboard ? { tensorboard: flags.tensorboard } : {}),
    ...(flags.attack ? { attack: flags.attack } : {}),
  };
  const config: NeuronConfig = backend
    ? { ...common, role: "miner", backend }
    : { ...common, role: "validator" };
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
    subnet: subnet.name,
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

/** The value of `--subnet` before the line is parsed: which options there are depends on it. */
function subnetNamed(argv: readonly string[]): string {
  const at = argv.findIndex((each) => each === "--subnet" || each.startsWith("--subnet="));
  if (at < 0) return DEFAULT_SUBNET;
  return argv[at] === "--subnet" ? (argv[at + 1] ?? "") : argv[at]!.slice("--subnet=".length);
}

export async function addNeurons(
  program: Command,
  argv: readonly string[] = process.argv.slice(2),
): Promise<void> {
  const miner = program.command("miner").description("A neuron that answers.");
  const validator = program
    .command("validator")
    .description("A neuron that asks, scores and sets weights.");
  const minerRun = miner.command("run").description("Serves a subnet with a registered hotkey.");
  const validatorRun = validator
    .command("run")
    .description("Validates a subnet with a registered hotkey.");
  // Other commands don't load the subnets.
  if (!argv.some((each) => each === "miner" || each === "validator")) return;
  const { loadSubnet, subnetNames } = await import("@ganglion/subnets/registry");
  const names = subnetNames();
  const named = subnetNamed(argv);
  // A name that isn't one is refused by the option itself.
  const subnet = await loadSubnet(names.includes(named) ? named : DEFAULT_SUBNET);
  addCommon(minerRun, names)
    .addOption(
      new Option("--backend <kind>", "who answers")
        .choices(subnet.miner.backends)
        .default(subnet.miner.backends[0]),
    )
    .option("--base-url <url>", "openai: the server, up to and including /v1")
    .option(
      "--model <name>",
      "openai: the model, the key is read from OPENAI_API_KEY; onnx: the file",
    )
    .option("--command <line>", "command: a program that reads and writes lines of JSON");
  addDeclared(minerRun, subnet.miner).action((flags: NeuronFlags, command: Command) =>
    run("miner", { flags, subnet, command }),
  );
  addDeclared(addCommon(validatorRun, names), subnet.validator).action(
    (flags: NeuronFlags, command: Command) => run("validator", { flags, subnet, command }),
  );
}
