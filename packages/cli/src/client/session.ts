import { connect } from "node:net";
import { ChainClient } from "@ganglion/sdk";
import { type NetworkFlags, networkUrl } from "../options/network-option.ts";
import { CliError, EXIT } from "../output.ts";

const LOOPBACK = new Set(["127.0.0.1", "localhost", "[::1]"]);
// The client goes on trying where nobody listens, as a service should; a person wants to know at once.
const KNOCK_MS = 10_000;

/** Fails at once where nothing listens. */
function knock(url: string): Promise<void> {
  const { hostname, port, protocol } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, "");
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port: Number(port || (protocol === "wss:" ? 443 : 80)) });
    const fail = (cause: Error) => {
      socket.destroy();
      reject(
        new CliError("UNREACHABLE", `no node answers at ${url}`, {
          exit: EXIT.cannotStart,
          hint: LOOPBACK.has(hostname)
            ? "Start one with `ganglion up` or `ganglion node --dev`, or name another with --network."
            : "Is the address right and the network there? --network names another.",
          cause,
        }),
      );
    };
    socket.setTimeout(KNOCK_MS, () => fail(new Error(`no answer within ${KNOCK_MS} ms`)));
    socket.once("error", fail);
    socket.once("connect", () => {
      socket.destroy();
      resolve();
    });
  });
}

/**
 * Runs with a connection and closes it whatever happens.
 * @throws CliError UNREACHABLE, NOT_SUPPORTED where the chain lacks what is asked for
 */
export async function withChain<T>(
  flags: NetworkFlags,
  run: (client: ChainClient) => Promise<T>,
): Promise<T> {
  const url = networkUrl(flags);
  await knock(url);
  const client = await ChainClient.connect({ url });
  try {
    return await run(client);
  } catch (thrown) {
    throw unsupported(thrown, url) ?? thrown;
  } finally {
    client.close();
  }
}

/** The library's word for a call, storage item or runtime API that is not in the chain's metadata. */
function unsupported(thrown: unknown, url: string): CliError | undefined {
  if (!(thrown instanceof Error)) return undefined;
  const missing = /^(?:Incompatible runtime entry|Runtime entry) (.*?)(?: not found)?$/.exec(
    thrown.message,
  );
  if (!missing) return undefined;
  return new CliError("NOT_SUPPORTED", `the chain at ${url} does not have ${missing[1]}`, {
    exit: EXIT.refused,
    hint: "It runs another version of the runtime than this tool knows.",
    cause: thrown,
  });
}
