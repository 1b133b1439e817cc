import { type DendriteOptions, type NetEnv, type NeuronLog, platformNetEnv } from "@ganglion/sdk";
import { BlockFeed } from "./chain/block-feed.ts";
import type { GatewayChain } from "./chain/gateway-chain.ts";
import { Graphs } from "./chain/graphs.ts";
import { Questions } from "./questions/questions.ts";
import { RecordStore } from "./records/record-store.ts";
import { gatewayApp } from "./routes/app.ts";
import { openSubnet, type ServedSubnet, ServedSubnets } from "./served-subnet.ts";
import { Tracer } from "./trace/tracer.ts";
import { within } from "./within.ts";

export interface GatewayCoreOptions {
  readonly chain: GatewayChain;
  /** Signs the questions to validators: validators may know or refuse it. */
  readonly hotkey: DendriteOptions["keypair"];
  readonly subnets: readonly ServedSubnet[];
  /** Where query records are kept over a restart; without it they live as long as the process. */
  readonly recordsDir?: string;
  /** Records that are kept; by default 1,000. */
  readonly keepRecords?: number;
  /** Folder of the page's files; without it there is no page. */
  readonly webDir?: string;
  /** Where a browser on this machine reaches the node, for the page to show. */
  readonly rpcUrl?: string;
  /** Questions that may wait for an answer at the same time; by default 64. */
  readonly questionsAtATime?: number;
  /** Clock, timers and randomness; by default the platform's. */
  readonly env?: NetEnv;
  /** How validators are reached; by default HTTP. */
  readonly transport?: NonNullable<DendriteOptions["transport"]>;
  readonly log: NeuronLog;
}

/** A gateway without a socket: a simulation or a test hands it requests. */
export interface GatewayCore {
  fetch(request: Request): Promise<Response>;
  /** Serves one more subnet from now on. @throws GatewayError UNKNOWN_SUBNET */
  serve(subnet: ServedSubnet): Promise<void>;
  /** Ends the live streams, which have no end of their own; questions go on. */
  endStreams(): void;
  /** Ends live streams and cuts off waiting questions; what is being written to disk is finished. */
  close(): Promise<void>;
}

const FIRST_ANSWER_MS = 10_000;
/** How long what is being read of the chain is waited for at the end. */
const LAST_READS_MS = 500;

/**
 * Everything but the port.
 * @throws GatewayError RECORDS_UNUSABLE, UNKNOWN_SUBNET; what the chain says if it can't be asked
 */
export async function createGateway(options: GatewayCoreOptions): Promise<GatewayCore> {
  const { chain, log, env = platformNetEnv } = options;
  const subnets = new ServedSubnets(await Promise.all(options.subnets.map(openSubnet)));
  const genesis = await within(env, FIRST_ANSWER_MS, chain.genesis());
  const store = await RecordStore.open({
    genesis,
    log,
    ...(options.recordsDir === undefined ? {} : { folder: options.recordsDir }),
    ...(options.keepRecords === undefined ? {} : { keep: options.keepRecords }),
  });
  const feed = new BlockFeed({ chain, env, log });
  const graphs = new Graphs({ chain, env, feed });
  const tracer = new Tracer({ chain, store, env, log });
  feed.listen((block) => tracer.advance(block));
  const questions = new Questions({
    dendrite: {
      keypair: options.hotkey,
      ...(options.transport === undefined ? {} : { transport: options.transport }),
    },
    graphs,
    feed,
    store,
    env,
    log,
    ...(options.questionsAtATime === undefined ? {} : { atATime: options.questionsAtATime }),
  });
  const app = gatewayApp(
    {
      subnets,
      questions,
      store,
      graphs,
      feed,
      env,
      genesis,
      startedAtMs: env.now(),
      rpcUrl: options.rpcUrl,
    },
    { webDir: options.webDir, log },
  );
  const close = async (): Promise<void> => {
    app.endStreams();
    questions.close();
    const reads = Promise.all([feed.close(), tracer.close()]);
    await within(env, LAST_READS_MS, reads).catch(() => undefined);
    await store.close();
  };
  let closed: Promise<void> | undefined;
  return {
    fetch: app.fetch,
    serve: async (subnet) => subnets.add(await openSubnet(subnet)),
    endStreams: app.endStreams,
    close: () => (closed ??= close()),
  };
}
