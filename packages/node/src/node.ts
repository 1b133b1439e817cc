import { mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { devKeypair, type Keypair, loadShield } from "@ganglion/crypto";
import type { Hash } from "@ganglion/primitives";
import { openStore, type Pruning, type Store } from "@ganglion/store";
import { Author } from "./author/author.ts";
import type { SealMode } from "./author/mode.ts";
import { slotDurationMs } from "./author/slots.ts";
import { type BeaconOptions, beaconFeed } from "./beacon/feed.ts";
import { Chain } from "./chain/chain.ts";
import { makeGenesis } from "./chain/genesis.ts";
import { Snapshots } from "./chain/snapshots.ts";
import { type Env, platformEnv } from "./env.ts";
import { DEFAULT_POOL_LIMITS, type PoolLimits } from "./pool/limits.ts";
import { Pool } from "./pool/pool.ts";
import { RpcConnection } from "./rpc/connection.ts";
import type { RpcContext } from "./rpc/context.ts";
import { Dispatcher } from "./rpc/dispatcher.ts";
import { HeadCache } from "./rpc/head-cache.ts";
import { callableNames, rpcMethods } from "./rpc/methods.ts";
import { type AllowedOrigins, LOCAL_ORIGINS } from "./rpc/origin.ts";
import { DEFAULT_RPC_LIMITS, type RpcLimits, RpcServer } from "./rpc/server.ts";
import type { ChainRuntime, NodeChainSpec } from "./runtime-port.ts";
import { ShieldKeystore } from "./shield/shield-keystore.ts";

/** What the node tells whoever runs it. */
export interface NodeLog {
  /** A block became the head. */
  imported?(number: number, hash: Hash): void;
  /** Something a person should look at; the node goes on. */
  trouble?(what: string, details: Readonly<Record<string, unknown>>): void;
}

export interface RpcOptions {
  /** HTTP and WebSocket on each; 0 takes a free one. */
  readonly ports: readonly number[];
  /** Default 127.0.0.1. */
  readonly host?: string;
  readonly origins?: AllowedOrigins;
}

export interface NodeOptions<Spec extends NodeChainSpec = NodeChainSpec> {
  readonly spec: Spec;
  readonly runtime: ChainRuntime<Spec>;
  /** Data folder; in memory without one. */
  readonly path?: string;
  /** Instead of `path`: a store that is open already, for simulations. It is closed with the node. */
  readonly store?: Store;
  /** Default "archive". */
  readonly pruning?: Pruning;
  /** Default: an interval of the chain's slot time. */
  readonly seal?: SealMode;
  /** How many blocks the last final one is behind the best. Default 0. */
  readonly finalityLag?: number;
  /** Keys of the chain's authorities. Default: the development keys One, Two and Three. */
  readonly keys?: readonly Keypair[];
  /** Without it there are no sockets, only `node.rpc`. */
  readonly rpc?: RpcOptions;
  readonly metricsPort?: number;
  /** Further figures that the metrics port gives, in the text format of Prometheus: what the node itself doesn't know. */
  readonly moreMetrics?: () => Promise<string>;
  /** Methods that strangers may not call. Default true. */
  readonly unsafe?: boolean;
  /** Development methods (`dev_…`, `engine_…`). Default false. */
  readonly dev?: boolean;
  /** Where pulses of the beacon come from. Default: none come. */
  readonly beacon?: BeaconOptions;
  readonly pool?: Partial<PoolLimits>;
  readonly limits?: Partial<RpcLimits>;
  readonly env?: Env;
  readonly log?: NodeLog;
  /** Version of the program, for `system_version`. */
  readonly version?: string;
}

/** A client without a socket. */
export interface LocalConnection {
  /** Sends one message's text; answers and notifications come to the listener. */
  send(text: string): void;
  close(): void;
}

export interface Node {
  readonly genesisHash: Hash;
  readonly chain: Chain;
  readonly pool: Pool;
  readonly author: Author;
  readonly env: Env;
  readonly rpc: {
    /** Ports that answer, in the order of the options. */
    readonly ports: readonly number[];
    /** Calls a method: its result, or a promise of it. @throws RpcError */
    handle(method: string, params?: readonly unknown[]): unknown;
    /** Talks JSON-RPC as over a WebSocket. */
    connect(listener: (text: string) => void): LocalConnection;
  };
  readonly metricsPort: number | undefined;
  /** Stops making blocks, says goodbye to clients, closes the store. Within a second. */
  close(): Promise<void>;
}

/**
 * Starts a node and answers once it can be asked.
 * @throws PortInUseError, NodeError, StoreError; nothing is left running then
 */
export async function startNode<Spec extends NodeChainSpec>(
  options: NodeOptions<Spec>,
): Promise<Node> {
  const { spec, runtime, log = {} } = options;
  const env = options.env ?? platformEnv({ keep: keepIn(options.path) });
  const startedMs = env.now();
  const genesis = makeGenesis(runtime, spec);
  const store =
    options.store ??
    (await openStore({
      pruning: options.pruning ?? "archive",
      genesisHash: genesis.hash,
      ...(options.path !== undefined && { path: options.path }),
    }));
  const trouble = (what: string, details: Readonly<Record<string, unknown>>): void =>
    log.trouble?.(what, details);
  const closers: (() => Promise<unknown>)[] = [() => store.close()];
  const close = async (): Promise<void> => {
    for (const each of closers.splice(0).reverse()) await each();
  };
  try {
    const chain = new Chain({
      store,
      runtime,
      genesis,
      onListenerError: (error) => trouble("a listener of the chain failed", shownError(error)),
      finalityLag: options.finalityLag ?? 0,
    });
    // The first to listen: no other listener may be answered from what the block made stale.
    const atHead = { storage: new HeadCache(chain), calls: new HeadCache(chain) };
    const pool = new Pool({
      chain,
      env,
      limits: { ...DEFAULT_POOL_LIMITS, ...options.pool },
      onCrash: (raw, error) => author.reportCrash({ while: "validating", raw, error }),
    });
    const slotMs = slotDurationMs(chain);
    const feed =
      options.beacon &&
      beaconFeed(options.beacon, { chain, mode: spec.chain, pool, env, onTrouble: trouble });
    const keys = options.keys ?? ["One", "Two", "Three"].map((name) => devKeypair(name));
    let shield: ShieldKeystore | undefined;
    const author: Author = new Author({
      chain,
      pool,
      env,
      keys,
      slotMs,
      mode: options.seal ?? { type: "interval", ms: slotMs },
      ...(feed && { brings: (time) => feed.extrinsics(time) }),
      shield: () => shield,
      onTrouble: trouble,
    });
    closers.push(async () => {
      author.stop();
      feed?.stop();
    });
    chain.subscribe((event) => {
      if (event.type === "block") log.imported?.(event.block.number, event.block.hash);
    });
    const methods = rpcMethods({ unsafe: options.unsafe ?? true, dev: options.dev ?? false });
    const names = callableNames(methods);
    const context: RpcContext = {
      chain,
      pool,
      author,
      devBeacon: feed?.devBeacon,
      runtime,
      spec,
      env,
      snapshots: new Snapshots({ chain, author }),
      atHead,
      version: options.version ?? "0.1.0",
      methodNames: () => names,
    };
    const limits = { ...DEFAULT_RPC_LIMITS, ...options.limits };
    const dispatcher = new Dispatcher({
      node: context,
      methods,
      maxBatch: limits.maxBatch,
      onBug: (method, error) => trouble(`the RPC method ${method} failed`, shownError(error)),
    });
    const random = (length: number): Uint8Array => env.random(length);
    const server = new RpcServer({
      dispatcher,
      random,
      limits,
      origins: options.rpc?.origins ?? LOCAL_ORIGINS,
      health: () => ({
        isSyncing: false,
        peers: 0,
        shouldHavePeers: false,
        best: chain.head.number,
        finalized: chain.finalized.number,
      }),
    });
    closers.push(() => server.close());
    const host = options.rpc?.host ?? "127.0.0.1";
    const ports: number[] = [];
    for (const port of options.rpc?.ports ?? []) ports.push(await server.listen(port, host));
    let metricsPort: number | undefined;
    if (options.metricsPort !== undefined) {
      // Loaded only where it is used: it takes longer than the rest of the start.
      const { nodeMetrics, serveMetrics } = await import("./metrics.ts");
      const registry = nodeMetrics({ node: context, methods, server, startedMs });
      const metrics = await serveMetrics(registry, {
        port: options.metricsPort,
        host,
        more: options.moreMetrics,
      });
      metricsPort = metrics.port;
      closers.push(
        () =>
          new Promise((done) => {
            metrics.server.close(done);
            metrics.server.closeAllConnections();
          }),
      );
    }
    // After the ports: nothing that is asked before the first block needs it.
    const [first] = keys;
    if (first) shield = new ShieldKeystore(await loadShield(), first);
    const nobody = new RpcConnection({ dispatcher, random, maxSubscriptions: 0, send: () => {} });
    author.start();
    feed?.start();
    return {
      genesisHash: genesis.hash,
      chain,
      pool,
      author,
      env,
      metricsPort,
      rpc: {
        ports,
        handle: (method, params = []) => dispatcher.call(method, params, nobody),
        connect(listener) {
          const connection = new RpcConnection({
            dispatcher,
            random,
            maxSubscriptions: limits.maxSubscriptions,
            send: listener,
          });
          return {
            send: (text) => connection.receive(text),
            close: () => connection.close(),
          };
        },
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

const shownError = (error: unknown): Readonly<Record<string, unknown>> => ({
  error: error instanceof Error ? (error.stack ?? error.message) : String(error),
});

/** Writes documents into a folder beside the chain's data; a path of its own is taken as it is. */
function keepIn(path: string | undefined): (name: string, text: string) => string {
  const folder = path === undefined ? join(tmpdir(), "ganglion-crashes") : join(path, "crashes");
  return (name, text) => {
    const file = resolve(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  };
}
