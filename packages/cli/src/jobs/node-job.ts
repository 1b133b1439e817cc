import { beacon, verify } from "@ganglion/crypto";
import {
  DEVELOPMENT_BEACON_KEY,
  NodeBeaconHost,
  rememberVerified,
  startNode,
} from "@ganglion/node";
import { demoSpec, Runtime } from "@ganglion/runtime";
import { neuronMetrics } from "../client/neuron-metrics.ts";
import { toJson } from "../output.ts";
import type { Job } from "../supervisor/supervised.ts";
import { VERSION } from "../version.ts";

export interface ChainConfig {
  readonly data: string;
  readonly rpcPort: number;
  readonly metricsPort: number;
  readonly pruning: "archive" | number;
  /** Milliseconds between blocks. */
  readonly blockMs: number;
}
export interface ChainReady {
  readonly rpc: string;
  readonly metrics: string;
  readonly genesis: string;
}

/** The demo chain: fast runtime, a block a second, development methods, on this machine only. */
export const nodeJob: Job<ChainConfig, ChainReady> = {
  async start(config, log) {
    const spec = demoSpec({ beaconKey: DEVELOPMENT_BEACON_KEY });
    const host = new NodeBeaconHost(beacon);
    let rpc = "";
    const neurons = neuronMetrics(() => rpc);
    const node = await startNode({
      spec,
      runtime: new Runtime({ chain: spec.chain, verify: rememberVerified(verify), beacon: host }),
      beacon: { from: "dev", host },
      path: config.data,
      pruning: config.pruning,
      seal: { type: "interval", ms: config.blockMs },
      rpc: { ports: [config.rpcPort], host: "127.0.0.1" },
      metricsPort: config.metricsPort,
      moreMetrics: () => neurons.read(),
      dev: true,
      version: VERSION,
      log: {
        imported: (number, hash) => log(`Imported #${number} (${hash})`),
        trouble: (what, details) => log(`trouble: ${what} ${toJson(details)}`),
      },
    });
    rpc = `ws://127.0.0.1:${node.rpc.ports[0]}`;
    return {
      ready: {
        rpc,
        metrics: `http://127.0.0.1:${node.metricsPort}`,
        genesis: node.genesisHash,
      },
      stop: () => neurons.close().then(() => node.close()),
    };
  },
};
