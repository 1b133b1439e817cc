import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Counter, Gauge, Registry } from "prom-client";
import type { RpcContext } from "./rpc/context.ts";
import type { Method } from "./rpc/dispatcher.ts";
import { listenError, type RpcServer } from "./rpc/server.ts";

export interface MetricsSource {
  readonly node: RpcContext;
  readonly methods: ReadonlyMap<string, Method>;
  readonly server: RpcServer;
  readonly startedMs: number;
}

/** Sets a metric to what a count stands at now; counters of the library only know how to add. */
function counted(counter: Counter, value: number, labels: Record<string, string> = {}): void {
  counter.inc(labels, value);
}

/**
 * The node's figures for Prometheus, under the names of Substrate's dashboards where those exist.
 * Everything is read when asked for: nothing is counted twice.
 */
export function nodeMetrics({ node, methods, server, startedMs }: MetricsSource): Registry {
  const registry = new Registry();
  const registers = [registry];
  const gauge = (name: string, help: string, read: () => number): void => {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  };
  const counter = (name: string, help: string, read: () => number): void => {
    new Counter({
      name,
      help,
      registers,
      collect() {
        this.reset();
        counted(this, read());
      },
    });
  };
  const { chain, pool, author } = node;
  new Gauge({
    name: "substrate_block_height",
    help: "Height of the chain's blocks",
    labelNames: ["status"],
    registers,
    collect() {
      for (const status of ["best", "sync_target"]) this.set({ status }, chain.head.number);
      this.set({ status: "finalized" }, chain.finalized.number);
    },
  });
  new Gauge({
    name: "substrate_build_info",
    help: "The program and its version; always 1",
    labelNames: ["name", "version"],
    registers,
  }).set({ name: "ganglion", version: node.version }, 1);
  gauge(
    "substrate_ready_transactions_number",
    "Transactions that the next block could take",
    () => pool.readyCount,
  );
  gauge(
    "ganglion_future_transactions_number",
    "Transactions that wait for others",
    () => pool.futureCount,
  );
  gauge("ganglion_pool_bytes", "Bytes of all waiting transactions", () => pool.bytes);
  gauge("substrate_process_start_time_seconds", "When the node started, since 1970", () =>
    Math.floor(startedMs / 1000),
  );
  gauge("substrate_sub_libp2p_peers_count", "Peers; one node is the chain", () => 0);
  gauge("process_resident_memory_bytes", "Memory of the process", () => process.memoryUsage.rss());
  gauge("ganglion_rpc_connections", "Open WebSocket connections", () => server.connectionCount);
  gauge("tao_rpc_subscriptions", "Open subscriptions", () => server.subscriptionCount);
  counter(
    "ganglion_blocks_authored_total",
    "Blocks made since the start",
    () => author.made.blocks,
  );
  counter("ganglion_extrinsics_authored_total", "Extrinsics in them", () => author.made.extrinsics);
  counter(
    "ganglion_block_construction_seconds_total",
    "Time that making them took",
    () => author.made.seconds,
  );
  counter("process_cpu_seconds_total", "Processor time of the process", () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  });
  perMethod(registers, methods);
  return registry;
}

function perMethod(registers: Registry[], methods: ReadonlyMap<string, Method>): void {
  const counter = (name: string, help: string, read: (method: Method) => number): void => {
    new Counter({
      name,
      help,
      labelNames: ["method"],
      registers,
      collect() {
        this.reset();
        for (const method of new Set(methods.values()))
          if (method.calls > 0) counted(this, read(method), { method: method.name });
      },
    });
  };
  counter("substrate_rpc_calls_started", "Calls of JSON-RPC methods", (each) => each.calls);
  counter("ganglion_rpc_calls_failed", "Calls that ended with an error", (each) => each.errors);
  counter("ganglion_rpc_calls_seconds", "Time spent answering", (each) => each.seconds);
}

/** Serves `/metrics`. Answers the server and its port. @throws PortInUseError, NodeError */
export function serveMetrics(
  registry: Registry,
  {
    port,
    host,
    more,
  }: {
    readonly port: number;
    readonly host: string;
    /** Further figures as text; those that can't be had are left out. */
    readonly more?: (() => Promise<string>) | undefined;
  },
): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer((request, response) => {
    if (request.url?.split("?", 1)[0] !== "/metrics") {
      response.statusCode = 404;
      response.end("the figures are at /metrics\n");
      return;
    }
    const further = more ? more().catch(() => "") : "";
    Promise.all([registry.metrics(), further]).then(
      (texts) => {
        response.setHeader("Content-Type", registry.contentType);
        response.end(texts.join(""));
      },
      (error: unknown) => {
        response.statusCode = 500;
        response.end(`${error instanceof Error ? error.message : error}\n`);
      },
    );
  });
  return new Promise((resolve, reject) => {
    server.once("error", (error) => reject(listenError(error, { port, host, what: "metrics" })));
    server.listen(port, host, () =>
      resolve({ server, port: (server.address() as AddressInfo).port }),
    );
  });
}
