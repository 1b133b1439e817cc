// Installs what the repository needs, once. Uses nothing but Node: it runs before there is anything else.
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const STAMP = join(ROOT, "node_modules", ".ganglion-setup");

/** Talk goes to stderr: stdout belongs to results. */
export const say = (text) => process.stderr.write(`${text}\n`);

function nodeIsNewEnough() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  return major > 20 || (major === 20 && minor >= 19);
}

const lockDigest = () =>
  createHash("sha256")
    .update(readFileSync(join(ROOT, "package-lock.json")))
    .digest("hex");

/** Makes sure that the dependencies of the lock file are installed. */
export function setup() {
  if (!nodeIsNewEnough()) {
    say(`Ganglion needs Node 20.19 or newer; this is ${process.version}. Get it from nodejs.org.`);
    process.exit(3);
  }
  if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === lockDigest()) return;
  say("Installing dependencies, the first time only (about half a minute)…");
  const npm = (args) =>
    spawnSync(
      process.platform === "win32" ? "npm.cmd" : "npm",
      [...args, "--no-audit", "--no-fund", "--loglevel=error"],
      {
        cwd: ROOT,
        stdio: ["ignore", 2, 2],
      },
    ).status === 0;
  // `npm ci` is exact; where the registry at hand lacks another platform's optional package it refuses, then install.
  if (!npm(["ci"]) && !npm(["install"])) {
    say(
      "npm could not install the dependencies. Is the registry reachable? `npm ci` shows the details.",
    );
    process.exit(3);
  }
  mkdirSync(dirname(STAMP), { recursive: true });
  writeFileSync(STAMP, lockDigest());
}

/** Runs a command with its output shown; throws if it fails. */
export function run(command, args, options = {}) {
  execFileSync(command, args, { cwd: ROOT, stdio: ["ignore", 2, 2], ...options });
}
