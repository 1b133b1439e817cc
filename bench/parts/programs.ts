import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ServerProgram } from "./process.ts";

/** The repository; the bundled benchmarks are told by `scripts/bench.mjs`. */
export const ROOT = process.env["GANGLION_ROOT"] ?? process.cwd();

/** `ganglion node --dev`, as somebody with a checkout runs it. */
export const ganglionNode = (...flags: readonly string[]): ServerProgram => ({
  args: (port) => [
    join(ROOT, "packages/cli/bin/ganglion.js"),
    "node",
    "--dev",
    "--rpc-port",
    String(port),
    "--metrics-port",
    "0",
    ...flags,
  ],
  cwd: ROOT,
  method: "system_chain",
});

const HARDHAT = join(ROOT, "bench/node_modules/hardhat");

/** Hardhat's name and version, if `scripts/bench.mjs` could install it. */
export function hardhatVersion(): string | undefined {
  const manifest = join(HARDHAT, "package.json");
  if (!existsSync(manifest)) return undefined;
  const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };
  return `Hardhat ${version}`;
}

export const NO_HARDHAT =
  "Hardhat is not installed and could not be: npm install --prefix bench shows why";

/** `hardhat node` by its local binary: `npx` would only add to it. */
export const hardhatNode: ServerProgram = {
  args: (port) => [
    join(HARDHAT, "internal/cli/bootstrap.js"),
    "node",
    "--config",
    "hardhat.config.cjs",
    "--hostname",
    "127.0.0.1",
    "--port",
    String(port),
  ],
  cwd: join(ROOT, "bench"),
  method: "eth_chainId",
};
