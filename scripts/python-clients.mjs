// The unmodified Python clients, each in a virtual environment of its own in the checkout:
// `node scripts/python-clients.mjs` creates those that are missing and prints where they are.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ROOT, say } from "./setup.mjs";

/** Two of them install a `btcli`, and both SDKs are called `bittensor`: they can't share a folder. */
const CLIENTS = {
  sdk10: { folder: ".venv-sdk10", package: "bittensor", version: "10.5.0" },
  btcli: { folder: ".venv-btcli", package: "bittensor-cli", version: "9.23.2" },
  sdk11: { folder: ".venv-sdk11", package: "bittensor", version: "11.3.0" },
};

/** What to type for what is missing. */
export const ENABLE = "node scripts/python-clients.mjs";

const WINDOWS = process.platform === "win32";

/** Folder of installed packages in a virtual environment, if there is one. */
function sitePackages(folder) {
  if (WINDOWS) return join(folder, "Lib", "site-packages");
  const lib = join(folder, "lib");
  const version = existsSync(lib) && readdirSync(lib).find((each) => /^python3\.\d+$/.test(each));
  return version ? join(lib, version, "site-packages") : undefined;
}

/**
 * Where a client is: `{ python, bin }`, or undefined if the pinned version isn't installed.
 * `name`: sdk10, btcli or sdk11.
 */
export function pythonClient(name) {
  const { folder, package: distribution, version } = CLIENTS[name];
  const root = join(ROOT, folder);
  const bin = join(root, WINDOWS ? "Scripts" : "bin");
  const python = join(bin, WINDOWS ? "python.exe" : "python");
  const packages = sitePackages(root);
  const info = `${distribution.replaceAll("-", "_")}-${version}.dist-info`;
  if (!packages || !existsSync(python) || !existsSync(join(packages, info))) return undefined;
  return { python, bin };
}

/** A Python that the clients can run on: 3.10 to 3.14. */
function interpreter() {
  const named = process.env.PYTHON ? [process.env.PYTHON] : [];
  for (const command of [...named, "python3.11", "python3.12", "python3.13", "python3", "python"]) {
    const { status, stdout } = spawnSync(
      command,
      ["-c", "import sys, venv; print('%d.%d' % sys.version_info[:2])"],
      { encoding: "utf8" },
    );
    const [major, minor] = (stdout ?? "").trim().split(".").map(Number);
    if (status === 0 && major === 3 && minor >= 10 && minor <= 14) return command;
  }
  return undefined;
}

const succeeds = (command, args) =>
  spawnSync(command, args, { cwd: ROOT, stdio: ["ignore", 2, 2] }).status === 0;

function install(name) {
  const { folder, package: distribution, version } = CLIENTS[name];
  const wanted = `${distribution}==${version}`;
  const python = interpreter();
  if (!python)
    throw new Error(
      `no Python 3.10 to 3.14 with its venv module was found: install one (Debian: apt install python3-venv), or name it in PYTHON, then \`${ENABLE}\``,
    );
  say(`Installing ${wanted} into ${folder}, the first time only…`);
  const bin = join(ROOT, folder, WINDOWS ? "Scripts" : "bin");
  const made = existsSync(join(bin, WINDOWS ? "python.exe" : "python"));
  if (!made && !succeeds(python, ["-m", "venv", folder]))
    throw new Error(`${python} could not make ${folder}`);
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", wanted];
  if (!succeeds(join(bin, WINDOWS ? "python.exe" : "python"), pip) || !pythonClient(name))
    throw new Error(
      `pip could not install ${wanted}. Is the package index reachable? \`${ENABLE}\``,
    );
}

/**
 * Where the clients are, by name; creates those that are missing if `install` is set.
 * @throws Error that says how to get what is missing
 */
export async function pythonClients(options = {}) {
  const found = {};
  for (const name of Object.keys(CLIENTS)) {
    if (options.install && !pythonClient(name)) install(name);
    found[name] = pythonClient(name);
    if (!found[name]) throw new Error(`${CLIENTS[name].folder} is missing: \`${ENABLE}\``);
  }
  return found;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const found = await pythonClients({ install: true });
    for (const [name, { python }] of Object.entries(found))
      process.stdout.write(`${name} ${python}\n`);
  } catch (error) {
    say(error.message);
    process.exit(3);
  }
}
