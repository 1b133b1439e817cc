#!/usr/bin/env node
// In a checkout: builds if a source changed, then runs the command line tool.
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "../../..");
const scripts = join(root, "scripts");
if (existsSync(join(scripts, "build.mjs"))) {
  const { setup } = await import(pathToFileURL(join(scripts, "setup.mjs")).href);
  setup();
  const { build } = await import(pathToFileURL(join(scripts, "build.mjs")).href);
  await build();
}
// The program names itself by what runs: it starts further processes of the same file.
process.argv[1] = join(root, "dist/cli/ganglion.js");
await import(pathToFileURL(process.argv[1]).href);
