// Bundles the command line tool and the web page. Nothing is built to be used inside the repository:
// packages import each other's sources, only what runs under plain Node is bundled.
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
export const DIST = join(ROOT, "dist");
// One folder per process: two may find the bundle stale at the same time.
const NEXT = join(ROOT, "dist.next", String(process.pid));
const STAMP = join(DIST, ".built");

function newest(folder, found = 0) {
  let latest = found;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === "node_modules" || entry.name === "test" || entry.name === "dist") continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) latest = newest(path, latest);
    else latest = Math.max(latest, statSync(path).mtimeMs);
  }
  return latest;
}

/** True if no source is newer than what was built. */
export function isFresh() {
  if (!existsSync(STAMP)) return false;
  const built = Number(readFileSync(STAMP, "utf8"));
  return (
    newest(join(ROOT, "packages")) <= built &&
    statSync(fileURLToPath(import.meta.url)).mtimeMs <= built
  );
}

const common = {
  bundle: true,
  format: "esm",
  target: "node20",
  sourcemap: "linked",
  logLevel: "warning",
  // CommonJS dependencies inside an ES module bundle look for these.
  banner: {
    js: 'import { createRequire as __cr } from "node:module"; import { fileURLToPath as __fu } from "node:url"; import { dirname as __dn } from "node:path"; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); const __dirname = __dn(__filename);',
  },
};

/** The signing library's WASM is packed; unpacking it takes Node's zlib a tenth of what a script takes, at every start. */
const unpackedByNode = {
  name: "unpacked by Node",
  setup(bundling) {
    bundling.onLoad({ filter: /wasm-util[\\/]fflate\.js$/ }, () => ({
      contents:
        'import { inflateSync } from "node:zlib"; export const unzlibSync = (packed) => new Uint8Array(inflateSync(packed));',
    }));
  },
};

/** Bundles if a source changed since the last time, or always with `force`. */
export async function build({ force = false } = {}) {
  if (!force && isFresh()) return;
  const started = Date.now();
  const { build: bundle } = await import("esbuild");
  rmSync(NEXT, { recursive: true, force: true });
  mkdirSync(join(NEXT, "web"), { recursive: true });
  await Promise.all([
    bundle({
      ...common,
      platform: "node",
      entryPoints: {
        ganglion: join(ROOT, "packages/cli/src/main.ts"),
        "neuron-worker": join(ROOT, "packages/cli/src/neuron-worker.ts"),
        "mesh-worker": join(ROOT, "packages/subnets/mesh/worker/mesh-worker.ts"),
        "training-worker": join(ROOT, "packages/subnets/gradient/training/training-worker.ts"),
      },
      outdir: join(NEXT, "cli"),
      splitting: true,
      // Half the text to parse at every start; names stay, stack traces too.
      minifyWhitespace: true,
      minifySyntax: true,
      // Native, or it looks for files beside itself.
      external: ["lmdb", "bufferutil", "utf-8-validate", "manifold-3d"],
      plugins: [unpackedByNode],
    }),
    bundle({
      ...common,
      banner: {},
      target: "es2022",
      platform: "browser",
      entryPoints: { app: join(ROOT, "packages/explorer/src/main.tsx") },
      outdir: join(NEXT, "web"),
      minify: true,
      jsx: "automatic",
      define: { "process.env.NODE_ENV": '"production"' },
      loader: { ".svg": "dataurl", ".woff2": "file" },
    }),
  ]);
  writeFileSync(
    join(NEXT, "web/index.html"),
    readFileSync(join(ROOT, "packages/explorer/src/index.html")),
  );
  // The moment before bundling: a source saved meanwhile is newer and is built next time.
  writeFileSync(join(NEXT, ".built"), String(started));
  // Another process was quicker, and what it built is running by now.
  if (!force && isFresh()) return rmSync(NEXT, { recursive: true, force: true });
  // What was there stays until all of it is built.
  rmSync(DIST, { recursive: true, force: true });
  try {
    renameSync(NEXT, DIST);
  } catch {
    // Another process put its own there in this moment, of the same sources.
    rmSync(NEXT, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await build({ force: process.argv.includes("--force") });
}
