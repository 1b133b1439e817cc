import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import {
  ChainClient,
  DEMO_GATEWAY_URI,
  Dendrite,
  demoSubnet,
  followFigures,
  keyOf,
  setUpSubnet,
} from "@ganglion/sdk";
import { loadSubnet, subnetNames } from "@ganglion/subnets/registry";
import pc from "picocolors";
import { checkout } from "../../checkout.ts";
import type { GatewayConfig, GatewayReady } from "../../jobs/gateway-job.ts";
import type { HostConfig, HostReady } from "../../jobs/host-job.ts";
import type { ChainConfig, ChainReady } from "../../jobs/node-job.ts";
import { CliError, EXIT, say, toJson } from "../../output.ts";
import { defaultAxonIp } from "../../supervisor/axon-address.ts";
import { Child } from "../../supervisor/child.ts";
import { dataHome } from "../node.ts";
import type { UpFlags } from "../up.ts";
import { type BuiltSubnet, gatewaySubnet, listed, place } from "./place.ts";

/** A block a second. */
const BLOCK_MS = 1_000;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Runs the whole network until it is asked to stop. @throws CliError, ChildFailed */
export async function up(flags: UpFlags): Promise<void> {
  const begun = Date.now();
  const unknown = flags.subnets.find((name) => !subnetNames().includes(name));
  if (unknown !== undefined)
    throw new CliError("UNKNOWN_SUBNET", `there is no subnet "${unknown}" here yet`, {
      exit: EXIT.usage,
      hint: `Known: ${subnetNames().join(", ")}.`,
    });
  const data = resolve(flags.data ?? join(dataHome(), "demo"));
  if (flags.reset) rmSync(data, { recursive: true, force: true });
  mkdirSync(data, { recursive: true });
  const docs = flags.docs
    ? { folder: resolve(flags.docs) }
    : { folder: checkout(), only: ["README.md", "GLOSSARY.md", "docs"] };
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
  // A process that is started again takes the port that the others know.
  const chainConfig: Mutable<ChainConfig> = {
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

  chainConfig.rpcPort = Number(new URL(chain.rpc).port);
  chainConfig.metricsPort = Number(new URL(chain.metrics).port);

  let axonPort = flags.axonPort;
  const nextPort = () => (axonPort === 0 ? 0 : axonPort++);
  /** Puts a subnet and its cast on the chain; does nothing on a chain that has them. */
  const build = async (name: string): Promise<BuiltSubnet> => {
    if (!json) talk(`setting up the subnet ${name}…`);
    const subnet = demoSubnet(await loadSubnet(name));
    const client = await ChainClient.connect({ url: chain.rpc });
    const netuid = await setUpSubnet(client, subnet).finally(() => client.close());
    const common = { rpc: chain.rpc, netuid, axonIp, docs };
    const { malicious } = flags;
    return { subnet, netuid, placed: place(subnet, { common, nextPort, data, malicious }) };
  };
  const neurons = async ({ subnet, placed }: BuiltSubnet) => {
    const hosts = flags.isolate
      ? placed.map(({ job }) => ({ args: ["__neuron"], name: job.name, config: job }))
      : [
          {
            args: ["__host"],
            name: `host of ${subnet.name}`,
            config: {
              subnet: subnet.name,
              jobs: placed.map(({ job }) => job),
            } satisfies HostConfig,
          },
        ];
    const hosted = await Promise.all(
      hosts.map((host) => supervise<HostReady>({ ...host, log: talk }).start()),
    );
    return hosted.flatMap((ready) => ready.neurons);
  };

  const [firstName, ...laterNames] = flags.subnets;
  const first = firstName === undefined ? [] : [await build(firstName)];
  if (!json) talk("starting neurons and gateway…");
  const webDir = join(checkout(), "dist/web");
  const gatewayConfig: Mutable<GatewayConfig> = {
    rpc: chain.rpc,
    host: "127.0.0.1",
    port: flags.webPort,
    uri: DEMO_GATEWAY_URI,
    recordsDir: join(data, "queries"),
    subnets: first.map(gatewaySubnet),
    ...(flags.web && existsSync(webDir) ? { webDir } : {}),
  };
  const gatewayChild = supervise<GatewayReady>({
    name: "gateway",
    args: ["__gateway"],
    log: talk,
    config: gatewayConfig,
  });
  // Neurons and gateway know each other through the chain alone, so they start side by side.
  const [gateway, started] = await Promise.all([
    gatewayChild.start(),
    Promise.all(first.map(neurons)),
  ]);
  gatewayConfig.port = gateway.port;
  const subnets = first.map((built, i) => listed(built, started[i]!));

  const ready = {
    ready: true,
    rpc: chain.rpc,
    web: gateway.url,
    gateway: `${gateway.url}/v1`,
    metrics: chain.metrics,
    pid: process.pid,
    ms: Date.now() - begun,
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
        `  OpenAI ${ready.gateway}   model ${flags.subnets.join(", ")}`,
        `  chain  ${ready.rpc}   sudo //Alice`,
        `  data   ${data}   Ctrl-C stops, npm start goes on`,
        "",
      ].join("\n"),
    );

  if (flags.tensorboard) {
    const client = await ChainClient.connect({ url: chain.rpc });
    followFigures({
      client,
      dendrite: new Dendrite({ keypair: keyOf(DEMO_GATEWAY_URI) }),
      folder: resolve(flags.tensorboard),
      log: { info: talk, trouble: (what, error) => talk(`${what}: ${error}`) },
    });
  }
  // One after the other, so that the first one keeps its answers quick meanwhile.
  for (const name of laterNames) {
    if (stopping) return;
    try {
      const built = await build(name);
      const running = listed(built, await neurons(built));
      const served = gatewaySubnet(built);
      // A gateway that is started again serves it as well.
      gatewayConfig.subnets = [...gatewayConfig.subnets, served];
      gatewayChild.tell(served);
      if (json) process.stdout.write(`${toJson({ subnet: running })}\n`);
      else talk(`the subnet ${name} runs: netuid ${running.netuid}`);
    } catch (error) {
      if (stopping) return;
      talk(`${name} could not be started: ${error instanceof Error ? error.message : error}`);
    }
  }
}
