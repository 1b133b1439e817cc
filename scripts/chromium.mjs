// Chromium for the tests of the page: found where systems keep it, or installed with the system's packages where that
// is wanted and allowed. `node scripts/chromium.mjs` installs it.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { say } from "./setup.mjs";

const PLACES = [process.env.CHROMIUM_PATH, "/usr/bin/chromium", "/usr/bin/chromium-browser"];
const found = () => PLACES.some((place) => place && existsSync(place));

function run(command, args) {
  const { status } = spawnSync(command, args, {
    stdio: ["ignore", "ignore", 2],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
  return status === 0;
}

/**
 * Makes sure that there is a Chromium, as far as that is possible.
 * @throws Error that says what to do if there is none
 */
export async function chromium({ install }) {
  if (found()) return;
  if (install && process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    say("Installing Chromium with the system's packages, the first time only…");
    run("apt-get", ["update", "-qq"]);
    run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"]);
    if (found()) return;
  }
  throw new Error("apt-get install chromium, or set CHROMIUM_PATH");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await chromium({ install: true });
