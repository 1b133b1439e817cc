import { keypairFromUri } from "@ganglion/crypto";
import { startGateway } from "@ganglion/gateway";
import { ChainClient } from "@ganglion/sdk";
import { toJson } from "../output.ts";
import type { Job } from "../supervisor/supervised.ts";

export interface GatewayConfig {
  readonly rpc: string;
  readonly host: string;
  readonly port: number;
  readonly uri: string;
  readonly recordsDir: string;
  readonly webDir?: string;
  readonly subnets: readonly GatewaySubnet[];
}
/** A subnet to be served; also what the gateway is told when one starts later. */
export interface GatewaySubnet {
  readonly name: string;
  readonly netuid: number;
  readonly minerNames: Readonly<Record<string, string>>;
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
        subnets: config.subnets,
        host: config.host,
        port: config.port,
        recordsDir: config.recordsDir,
        rpcUrl: config.rpc,
        log: {
          info: (what, details) => log(`${what} ${details ? toJson(details) : ""}`),
          trouble: (what, error) =>
            log(`${what}: ${error instanceof Error ? error.message : String(error)}`),
        },
        ...(config.webDir ? { webDir: config.webDir } : {}),
      });
      return {
        ready: { url: gateway.url, port: gateway.port },
        tell: (subnet) =>
          void gateway.serve(subnet as GatewaySubnet).catch((error: unknown) => log(String(error))),
        stop: () => gateway.close().finally(() => client.close()),
      };
    } catch (error) {
      client.close();
      throw error;
    }
  },
};
