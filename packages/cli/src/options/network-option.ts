import { type Command, Option } from "commander";
import { CliError, EXIT } from "../output.ts";
import { addAliased } from "./aliased-option.ts";
import { setting } from "./config.ts";
import type { OutputFlags } from "./output-option.ts";

export interface NetworkFlags extends OutputFlags {
  readonly network?: string;
}

const DEFAULT_URL = "ws://127.0.0.1:9944";

/** Entry points of the public networks. Source: btcli bittensor_cli/src/__init__.py */
const NETWORKS: Readonly<Record<string, string>> = {
  local: DEFAULT_URL,
  finney: "wss://entrypoint-finney.opentensor.ai:443",
  test: "wss://test.finney.opentensor.ai:443",
  archive: "wss://archive.chain.opentensor.ai:443",
  dev: "wss://dev.chain.opentensor.ai:443",
  rao: "wss://rao.chain.opentensor.ai:443",
  "latent-lite": "wss://lite.sub.latent.to:443",
};

export function withNetwork(command: Command): Command {
  return addAliased(
    command,
    new Option(
      "--network <name|url>",
      `local, finney, test, archive or a ws:// address (default: GANGLION_NETWORK, else ${DEFAULT_URL})`,
    ),
    ["--subtensor.network", "--chain", "--subtensor.chain_endpoint"],
  );
}

/** Address of the node to ask. @throws CliError BAD_NETWORK */
export function networkUrl(flags: NetworkFlags): string {
  const given =
    setting(flags.network, { env: ["GANGLION_NETWORK"], key: "network" }) ?? DEFAULT_URL;
  const known = Object.hasOwn(NETWORKS, given) ? NETWORKS[given] : undefined;
  if (known) return known;
  const text = /^[\w.-]+:\d+$/.test(given) ? `ws://${given}` : given;
  if (/^wss?:\/\//.test(text) && URL.canParse(text)) return text;
  throw new CliError("BAD_NETWORK", `there is no network "${given}"`, {
    exit: EXIT.usage,
    hint: `One of ${Object.keys(NETWORKS).join(", ")}, or an address such as ${DEFAULT_URL}.`,
  });
}
