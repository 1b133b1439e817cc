import { homedir } from "node:os";
import { join } from "node:path";
import type { SealMode } from "@ganglion/node";
import type { ChainSpec } from "@ganglion/runtime";
import { type Command, InvalidArgumentError, Option } from "commander";
import { type DrandFlag, drandSource } from "../options/drand-option.ts";
import { CliError, EXIT, say, toJson } from "../output.ts";
import { VERSION } from "../version.ts";

/** Where chains, wallets and records of this user live. */
export function dataHome(): string {
  return process.env["XDG_DATA_HOME"]
    ? join(process.env["XDG_DATA_HOME"], "ganglion")
    : join(homedir(), ".local/share/ganglion");
}

export const port = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 65_535)
    throw new InvalidArgumentError("a port is 0 to 65535");
  return value;
};
const ports = (text: string, before: number[] = []): number[] => [...before, port(text)];

function sealMode(text: string): SealMode {
  if (text === "instant" || text === "manual") return { type: text };
  const ms = Number(text);
  if (!Number.isInteger(ms) || ms < 1)
    throw new InvalidArgumentError("instant, manual, or milliseconds");
  return { type: "interval", ms };
}

export function pruning(text: string): "archive" | number {
  if (text === "archive") return text;
  const blocks = Number(text);
  if (!Number.isInteger(blocks) || blocks < 1)
    throw new InvalidArgumentError("archive, or a number of blocks");
  return blocks;
}

function blocks(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError("a number of blocks");
  return value;
}

export interface NodeFlags {
  readonly dev?: boolean;
  readonly data?: string;
  readonly chain: string;
  readonly rpcPort?: readonly number[];
  readonly rpcHost: string;
  readonly seal?: SealMode;
  readonly finalityLag: number;
  readonly fast?: boolean;
  readonly rpcMethods: "safe" | "unsafe" | "auto";
  readonly rpcCors?: string;
  readonly metricsPort: number;
  readonly pruning?: "archive" | number;
  readonly drand?: DrandFlag;
  readonly json?: boolean;
}

const LOOPBACK = new Set(["127.0.0.1", "::1", "localhost"]);

export function addNode(program: Command): void {
  program
    .command("node")
    .description("The chain alone.")
    .option("--dev", "state in memory, archive, development methods")
    .option("--data <dir>", "data folder")
    .option("--chain <spec>", "local or demo", "local")
    .option(
      "--rpc-port <port>",
      "HTTP and WebSocket; may be repeated, 0 takes a free one (default: 9944)",
      ports,
    )
    .option("--rpc-host <host>", "address to listen on", "127.0.0.1")
    .option(
      "--seal <mode>",
      "instant, manual, or milliseconds between blocks (default: the slot time)",
      sealMode,
    )
    .option("--finality-lag <blocks>", "how far the last final block is behind", blocks, 0)
    .option("--fast", "fast-runtime constants and 250 ms slots")
    .addOption(
      new Option("--rpc-methods <which>", "who may call what")
        .choices(["safe", "unsafe", "auto"])
        .default("auto"),
    )
    .option(
      "--rpc-cors <origins>",
      "all, or a comma-separated list (default: pages of this machine)",
    )
    .option("--metrics-port <port>", "Prometheus, 0 takes a free one", port, 9615)
    .option("--pruning <blocks>", "archive, or how many past states to keep", pruning)
    .option(
      "--drand <source>",
      "pulses for timelocks: dev (a development beacon), off, or a beacon's address, which may be repeated (default: dev with --dev and on the chain demo, else off)",
      drandSource,
    )
    .option("--json", "the ready line alone on stdout")
    .action(runNode);
}

async function specOf(flags: NodeFlags, drand: DrandFlag): Promise<ChainSpec> {
  const [{ demoSpec, devSpec, localSpec }, { DEVELOPMENT_BEACON_KEY }] = await Promise.all([
    import("@ganglion/runtime"),
    import("@ganglion/node"),
  ]);
  const fast = flags.fast ?? false;
  const wallet = process.env["BT_DEFAULT_TOKEN_WALLET"];
  let rich = {};
  if (wallet) {
    const { fromSs58 } = await import("@ganglion/primitives");
    try {
      rich = { rich: fromSs58(wallet) };
    } catch {
      say(`BT_DEFAULT_TOKEN_WALLET is no address and is ignored: ${wallet}`);
    }
  }
  const options = {
    fast,
    ...rich,
    ...(drand === "dev" ? { beaconKey: DEVELOPMENT_BEACON_KEY } : {}),
  };
  if (flags.chain === "demo") return demoSpec({ ...options, fast: true });
  if (flags.chain === "local") return flags.dev ? devSpec(options) : localSpec(options);
  throw new CliError("UNKNOWN_CHAIN", `there is no chain "${flags.chain}"`, {
    exit: EXIT.usage,
    hint: "local or demo",
  });
}

async function runNode(flags: NodeFlags): Promise<void> {
  const started = Date.now();
  const source = flags.drand ?? (flags.dev || flags.chain === "demo" ? "dev" : "off");
  const [{ NodeBeaconHost, rememberVerified, startNode }, { Runtime }, { beacon, verify }, spec] =
    await Promise.all([
      import("@ganglion/node"),
      import("@ganglion/runtime"),
      import("@ganglion/crypto"),
      specOf(flags, source),
    ]);
  const beaconHost = new NodeBeaconHost(beacon);
  const runtime = new Runtime({
    chain: spec.chain,
    verify: rememberVerified(verify),
    beacon: beaconHost,
  });
  // The node tells its first block before the ready line is out only if it seals at once; keep the order.
  const json = flags.json ?? false;
  const block = (line: string) => (json ? say(line) : process.stdout.write(`${line}\n`));
  const dev =
    flags.dev === true ||
    flags.rpcMethods === "unsafe" ||
    (flags.chain === "demo" && LOOPBACK.has(flags.rpcHost));
  const path =
    flags.dev && flags.data === undefined
      ? undefined
      : (flags.data ?? join(dataHome(), "chains", spec.id));
  const { neuronMetrics } = await import("../client/neuron-metrics.ts");
  let rpc = "";
  const neurons = neuronMetrics(() => rpc);
  const node = await startNode({
    spec,
    runtime,
    ...(path === undefined ? {} : { path }),
    pruning: flags.pruning ?? (flags.dev ? "archive" : 86_400),
    ...(flags.seal ? { seal: flags.seal } : {}),
    ...(source === "off" ? {} : { beacon: { from: source, host: beaconHost } }),
    finalityLag: flags.finalityLag,
    rpc: {
      ports: flags.rpcPort ?? [9944],
      host: flags.rpcHost,
      ...(flags.rpcCors
        ? { origins: flags.rpcCors === "all" ? ("all" as const) : flags.rpcCors.split(",") }
        : {}),
    },
    metricsPort: flags.metricsPort,
    moreMetrics: () => neurons.read(),
    unsafe: flags.rpcMethods !== "safe",
    dev,
    version: VERSION,
    log: {
      imported: (number, hash) => block(`Imported #${number} (${hash})`),
      trouble: (what, details) => say(`trouble: ${what} ${toJson(details)}`),
    },
  });
  const close = () => {
    const closed = neurons.close().then(() => node.close());
    closed.then(
      () => process.exit(EXIT.done),
      (error) => {
        say(`closing failed: ${error}`);
        process.exit(EXIT.refused);
      },
    );
  };
  process.on("SIGINT", close);
  process.on("SIGTERM", close);
  const [first] = node.rpc.ports;
  const host = flags.rpcHost.includes(":") ? `[${flags.rpcHost}]` : flags.rpcHost;
  rpc = `ws://${host}:${first}`;
  const ready = {
    ready: true,
    rpc,
    genesis: node.genesisHash,
    metrics: `http://${host}:${node.metricsPort}`,
    pid: process.pid,
    ms: Date.now() - started,
  };
  if (json) process.stdout.write(`${toJson(ready)}\n`);
  else
    say(
      `Ready in ${ready.ms} ms: ${node.rpc.ports.map((each) => `ws://${host}:${each}`).join(" ")}, genesis ${ready.genesis}`,
    );
}
