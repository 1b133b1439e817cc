import { existsSync, mkdirSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import {
  accountOfUri,
  DEMO_GATEWAY_URI,
  DEMO_PROMPTING,
  type DemoNeuron,
  type DemoSubnet,
} from "@ganglion/sdk";
import { type Command, InvalidArgumentError } from "commander";
import pc from "picocolors";
import type { GatewayConfig, GatewayReady } from "../jobs/gateway-job.ts";
import type { HostConfig, HostReady } from "../jobs/host-job.ts";
import type { ChainConfig, ChainReady } from "../jobs/node-job.ts";
import type { NeuronJob } from "../neuron-worker.ts";
import type { Place } from "../neurons/run-neuron.ts";
import { CliError, EXIT, report, say, toJson } from "../output.ts";
import { defaultAxonIp } from "../supervisor/axon-address.ts";
import { Child } from "../supervisor/child.ts";
import { dataHome, port, pruning } from "./node.ts";

interface UpFlags {
  readonly data?: string;
  readonly reset?: boolean;
  readonly rpcPort: number;
  readonly webPort: number;
  readonly metricsPort: number;
  readonly axonIp?: string;
  readonly axonPort: number;
  readonly docs?: string;
  readonly subnets: readonly string[];
  readonly isolate?: boolean;
  readonly pruning: "archive" | number;
  readonly web: boolean;
  readonly malicious?: string;
  readonly json?: boolean;
}

/** A block a second. */
const BLOCK_MS = 1_000;
const SUBNETS: Readonly<Record<string, DemoSubnet>> = { prompting: DEMO_PROMPTING };

function subnetNames(text: string): string[] {
  const names = text
    .split(",")
    .map((each) => each.trim())
    .filter(Boolean);
  for (const name of names)
    if (!(name in SUBNETS))
      throw new InvalidArgumentError(
        `there is no subnet "${name}" here yet; known: ${Object.keys(SUBNETS).join(", ")}`,
      );
  return names;
}

export function addUp(program: Command): void {
  program
    .command("up")
    .description(
      "The whole network on this machine: chain, subnets with their miners and validators, gateway, web page.",
    )
    .option("--data <dir>", "data folder")
    .option("--reset", "begin a new chain: what the data folder holds is deleted")
    .option("--rpc-port <port>", "chain, HTTP and WebSocket", port, 9944)
    .option("--web-port <port>", "gateway and web page", port, 8080)
    .option("--metrics-port <port>", "Prometheus", port, 9615)
    .option("--axon-ip <ip>", "address of the axons (default: 127.0.0.2, or this machine's own)")
    .option("--axon-port <port>", "first port of the axons", port, 8091)
    .option("--docs <dir>", "documents that miners may quote from (default: this project's own)")
    .option("--subnets <names>", "comma-separated", subnetNames, ["prompting"])
    .option("--isolate", "one process per neuron instead of one per subnet")
    .option("--pruning <blocks>", "archive, or how many past states to keep", pruning, 86_400)
    .option("--no-web", "without the web page; the gateway stays")
    .option("--malicious <validator>", "for a demonstration: this validator lies, e.g. validator-3")
    .option("--json", "the ready line as JSON on stdout")
    .action(async (flags: UpFlags) => {
      try {
        await up(flags);
      } catch (thrown) {
        process.exitCode = report(thrown, flags.json ?? false);
        // Children may still be there when something failed half-way; they end when this process does.
        process.exit();
      }
    });
}

interface Placed {
  readonly neuron: DemoNeuron;
  readonly job: NeuronJob;
}

/** Every neuron with its place; axon ports count upwards, or are all free ones. */
function place(
  subnet: DemoSubnet,
  options: {
    readonly common: Omit<Place, "axonPort">;
    readonly flags: UpFlags;
    readonly data: string;
  },
): Placed[] {
  const { common, flags, data } = options;
  return [...subnet.validators.neurons, ...subnet.miners.neurons].map((neuron, i) => {
    const axonPort = flags.axonPort === 0 ? 0 : flags.axonPort + i;
    const base = { ...common, axonPort };
    const config: NeuronJob["config"] =
      neuron.role === "miner"
        ? { ...base, role: "miner", backend: { kind: "builtin", grade: neuron.grade! } }
        : {
            ...base,
            role: "validator",
            averagesFile: join(data, "neurons", `${subnet.name}-${neuron.name}.json`),
            ...(flags.malicious === neuron.name ? { attack: "inverted" as const } : {}),
          };
    return { neuron, job: { name: `${subnet.name}/${neuron.name}`, uri: neuron.uri, config } };
  });
}

/** The checkout that this program runs from. */
const root = (): string => resolve(dirname(process.argv[1]!), "../..");

async function up(flags: UpFlags): Promise<void> {
  const started = Date.now();
  const data = resolve(flags.data ?? join(dataHome(), "demo"));
  if (flags.reset) rmSync(data, { recursive: true, force: true });
  mkdirSync(data, { recursive: true });
  const docs = flags.docs
    ? { folder: resolve(flags.docs) }
    : { folder: root(), only: ["README.md", "GLOSSARY.md", "docs"] };
  if (!existsSync(docs.folder))
    throw new CliError("NO_DOCS", `there is no folder ${docs.folder}`, {
      exit: EXIT.usage,
      hint: "Give --docs a folder of .md or .txt files.",
    });
  const axonIp = flags.axonIp ?? (await defaultAxonIp());
  if (axonIp === undefined)
    throw new CliError("NO_AXON_IP", "no address for the axons could be found", {
      exit: EXIT.cannotStart,
      hint: "Name one with --axon-ip.",
    });
  const json = flags.json ?? false;
  const talk = (line: string) => say(`${pc.dim(new Date().toISOString().slice(11, 19))} ${line}`);
  const block = (line: string) => (json ? say(line) : process.stdout.write(`${line}\n`));
  const children: Child<unknown>[] = [];
  const supervise = <Ready>(
    options: ConstructorParameters<typeof Child<Ready>>[0],
  ): Child<Ready> => {
    const child = new Child<Ready>(options);
    children.push(child as Child<unknown>);
    return child;
  };
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    // Clients before the chain they talk to.
    for (const child of children.slice(1).reverse()) await child.stop(1_800);
    await children[0]?.stop(2_500);
    process.exit(EXIT.done);
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);

  if (!json) talk("starting the chain…");
  const chainConfig: ChainConfig = {
    data: join(data, "chain"),
    rpcPort: flags.rpcPort,
    metricsPort: flags.metricsPort,
    pruning: flags.pruning,
    blockMs: BLOCK_MS,
  };
  const chain = await supervise<ChainReady>({
    name: "chain",
    args: ["__node"],
    config: chainConfig,
    log: (line) => (line.startsWith("Imported") ? block(line) : talk(line)),
  }).start();

  const { ChainClient, setUpSubnet } = await import("@ganglion/sdk");
  const { toSs58 } = await import("@ganglion/primitives");
  const client = await ChainClient.connect({ url: chain.rpc });
  const subnets = [];
  const gatewaySubnets: GatewayConfig["subnets"][number][] = [];
  for (const name of flags.subnets) {
    const subnet = SUBNETS[name]!;
    if (!json) talk(`setting up the subnet ${name}…`);
    const netuid = await setUpSubnet(client, subnet);
    const placed = place(subnet, { common: { rpc: chain.rpc, netuid, axonIp, docs }, flags, data });
    const hosts = flags.isolate
      ? placed.map(({ job }) => ({ args: ["__neuron"], name: job.name, config: job }))
      : [
          {
            args: ["__host"],
            name: `host of ${name}`,
            config: { subnet: name, jobs: placed.map(({ job }) => job) } satisfies HostConfig,
          },
        ];
    const ready = await Promise.all(
      hosts.map((host) => supervise<HostReady>({ ...host, log: talk }).start()),
    );
    const uidOf = new Map(
      ready.flatMap(({ neurons }) => neurons.map(({ name: who, uid }) => [who, uid] as const)),
    );
    const listed = (role: DemoNeuron["role"]) =>
      placed.filter(({ neuron }) => neuron.role === role);
    subnets.push({
      name,
      netuid,
      validators: listed("validator").map(({ job }) => uidOf.get(job.name)!),
      miners: listed("miner").map(({ neuron, job }) => ({
        uid: uidOf.get(job.name)!,
        name: neuron.name,
        hotkey: toSs58(accountOfUri(neuron.uri)),
      })),
    });
    gatewaySubnets.push({
      name: subnet.name,
      netuid,
      minerNames: Object.fromEntries(
        listed("miner").map(({ neuron }) => [toSs58(accountOfUri(neuron.uri)), neuron.name]),
      ),
    });
  }
  client.close();

  const webDir = join(root(), "dist/web");
  const gateway = await supervise<GatewayReady>({
    name: "gateway",
    args: ["__gateway"],
    log: talk,
    config: {
      rpc: chain.rpc,
      host: "127.0.0.1",
      port: flags.webPort,
      uri: DEMO_GATEWAY_URI,
      recordsDir: join(data, "queries"),
      subnets: gatewaySubnets,
      ...(flags.web && existsSync(webDir) ? { webDir } : {}),
    } satisfies GatewayConfig,
  }).start();

  const ready = {
    ready: true,
    rpc: chain.rpc,
    web: gateway.url,
    gateway: `${gateway.url}/v1`,
    metrics: chain.metrics,
    pid: process.pid,
    ms: Date.now() - started,
    data,
    subnets,
  };
  if (json) process.stdout.write(`${toJson(ready)}\n`);
  else
    say(
      [
        "",
        pc.bold("Ganglion is up.") + pc.dim(` (${ready.ms} ms)`),
        `  ask    ${pc.cyan(`npx ganglion ask "What is 17 * 23, minus the number of days in February 2024?"`)}`,
        `  page   ${pc.cyan(ready.web)}`,
        `  OpenAI ${ready.gateway}   model prompting`,
        `  chain  ${ready.rpc}   sudo //Alice`,
        `  data   ${data}   Ctrl-C stops, npm start goes on`,
        "",
      ].join("\n"),
    );
}
