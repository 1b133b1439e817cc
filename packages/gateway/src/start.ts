import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { ChainClient } from "@ganglion/sdk";
import { createAdaptorServer } from "@hono/node-server";
import { liveChain } from "./chain/live-chain.ts";
import { createGateway, type GatewayCore, type GatewayCoreOptions } from "./gateway.ts";
import { GatewayError } from "./gateway-error.ts";
import type { ServedSubnet } from "./served-subnet.ts";

export interface Listen {
  /** By default this machine alone. */
  readonly host?: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** How long answers in the making are waited for on closing, half a second unless given. */
  readonly graceMs?: number;
}

export type GatewayOptions = Omit<GatewayCoreOptions, "chain"> &
  Listen & {
    /** Stays the caller's: closing the gateway leaves it open. */
    readonly client: ChainClient;
  };

/** A gateway that listens. */
export interface RunningGateway {
  readonly port: number;
  /** `http://host:port`, without a slash at its end; the API is under `/v1`. */
  readonly url: string;
  /** Serves one more subnet from now on. @throws GatewayError UNKNOWN_SUBNET */
  serve(subnet: ServedSubnet): Promise<void>;
  /** Ends listening; answers in the making have `graceMs`, then they are cut off. */
  close(): Promise<void>;
}

const GRACE_MS = 500;

/**
 * Starts the gateway to a chain.
 * @throws GatewayError PORT_IN_USE, CANNOT_LISTEN, RECORDS_UNUSABLE; ChainError if the chain can't be asked
 */
export async function startGateway(options: GatewayOptions): Promise<RunningGateway> {
  const { client, host, port, graceMs, ...rest } = options;
  const core = await createGateway({ ...rest, chain: liveChain(client) });
  return listen(core, {
    port,
    ...(host === undefined ? {} : { host }),
    ...(graceMs === undefined ? {} : { graceMs }),
  });
}

/**
 * Puts a gateway on a port.
 * @throws GatewayError PORT_IN_USE, CANNOT_LISTEN; the gateway is closed then
 */
export async function listen(core: GatewayCore, at: Listen): Promise<RunningGateway> {
  const { host = "127.0.0.1", port, graceMs = GRACE_MS } = at;
  const server = createAdaptorServer({
    fetch: (request: Request) => core.fetch(request),
    hostname: host,
    // The process has other work than this; its globals stay its own.
    overrideGlobalObjects: false,
    serverOptions: { requestTimeout: 30_000, headersTimeout: 10_000 },
  }) as Server;
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, host, () => {
        server.off("error", reject);
        resolve();
      });
    });
  } catch (cause) {
    await core.close();
    throw cannotListen(cause, { host, port });
  }
  const { port: taken } = server.address() as AddressInfo;
  const shown = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  return {
    port: taken,
    url: `http://${shown.includes(":") ? `[${shown}]` : shown}:${taken}`,
    serve: (subnet) => core.serve(subnet),
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      core.endStreams();
      const cut = setTimeout(
        () => void core.close().finally(() => server.closeAllConnections()),
        graceMs,
      );
      cut.unref();
      await closed;
      clearTimeout(cut);
      await core.close();
    },
  };
}

function cannotListen(
  cause: unknown,
  { host, port }: { host: string; port: number },
): GatewayError {
  const { code } = cause as NodeJS.ErrnoException;
  if (code === "EADDRINUSE")
    return new GatewayError("PORT_IN_USE", `port ${port} on ${host} is taken`, {
      hint: `Does a gateway run already? --web-port names another port, --web-port 0 takes a free one.`,
      cause,
    });
  const why = code === "EACCES" ? "this user may not use it" : (code ?? String(cause));
  return new GatewayError("CANNOT_LISTEN", `can't listen on ${host}, port ${port}: ${why}`, {
    hint: "--web-port names another port; below 1024 most systems want an administrator.",
    cause,
  });
}
