// Installs the unmodified polkadot-api (PAPI) beside the script that drives it: `node scripts/papi-client.mjs`.
// It is no dependency of the repository: its command line tool brings bundlers with native parts for every platform.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ROOT, say } from "./setup.mjs";

const FOLDER = join(ROOT, "conformance/js");

/** True if the pinned version is installed. */
export function hasPapi() {
  const wanted = JSON.parse(readFileSync(join(FOLDER, "package.json"), "utf8"));
  const found = join(FOLDER, "node_modules/polkadot-api/package.json");
  return (
    existsSync(found) &&
    JSON.parse(readFileSync(found, "utf8")).version === wanted.dependencies["polkadot-api"]
  );
}

/** Installs it if it is missing; false if npm could not. */
export function installPapi() {
  if (hasPapi()) return true;
  say("Installing polkadot-api, the first time only…");
  const { status } = spawnSync(
    process.platform === "win32" ? "npm.cmd" : "npm",
    [
      "install",
      "--no-package-lock",
      "--omit=optional",
      "--ignore-scripts",
      "--no-audit",
      "--no-fund",
      "--loglevel=error",
    ],
    { cwd: FOLDER, stdio: ["ignore", 2, 2] },
  );
  return status === 0 && hasPapi();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const installed = installPapi();
  if (!installed) say("npm could not install polkadot-api. Is the registry reachable?");
  process.exit(installed ? 0 : 3);
}
