import { keypairFromUri } from "@ganglion/crypto";
import { startGateway } from "@ganglion/gateway";
import { netUid } from "@ganglion/primitives";
import { ChainClient } from "@ganglion/sdk";
import type { Job } from "../supervisor/supervised.ts";

export interface GatewayConfig {
  readonly rpc: string;
  readonly host: string;
  readonly port: number;
  readonly uri: string;
  readonly recordsDir: string;
  readonly webDir?: string;
  readonly subnets: readonly {
    readonly name: string;
    readonly netuid: number;
    readonly minerNames: Readonly<Record<string, string>>;
  }[];
}
export interface GatewayReady {
  readonly url: string;
  readonly port: number;
}

/** The users' door, and the web page. */
export const gatewayJob: Job<GatewayConfig, GatewayReady> = {
  async start(config, log) {
    const client = await ChainClient.connect({ url: config.rpc });
    try {
      const gateway = await startGateway({
        client,
        hotkey: keypairFromUri(config.uri),
        subnets: config.subnets.map((subnet) => ({ ...subnet, netuid: netUid(subnet.netuid) })),
        host: config.host,
        port: config.port,
        recordsDir: config.recordsDir,
        rpcUrl: config.rpc,
        log,
        ...(config.webDir ? { webDir: config.webDir } : {}),
      });
      return {
        ready: { url: gateway.url, port: gateway.port },
        stop: () => gateway.close().finally(() => client.close()),
      };
    } catch (error) {
      client.close();
      throw error;
    }
  },
};
