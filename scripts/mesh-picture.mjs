// `node scripts/mesh-picture.mjs "A medieval wooden bridge with moss" docs/subnets/mesh-bridge.png`: what the builtin miner
// of the subnet mesh makes of a prompt, as the picture that the gateway gives with `Accept: image/png`. A third argument is
// the style. The picture in docs/subnets/mesh.md is made like this.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const [prompt, file, style = "full"] = process.argv.slice(2);
if (!prompt || !file) {
  console.error('usage: node scripts/mesh-picture.mjs "PROMPT" FILE.png [STYLE]');
  process.exit(2);
}
const { build } = await import("esbuild");
const folder = join(ROOT, ".cache/mesh-picture");
mkdirSync(folder, { recursive: true });
const program = join(folder, `${process.pid}.mjs`);
await build({
  entryPoints: [join(ROOT, "packages/subnets/mesh/worker/jobs.ts")],
  outfile: program,
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20",
  logLevel: "warning",
  external: ["manifold-3d", "bufferutil", "utf-8-validate"],
  banner: {
    js: 'import { createRequire as __cr } from "node:module"; const require = __cr(import.meta.url);',
  },
});
const { doJob } = await import(pathToFileURL(program).href);
rmSync(program);
const options = { grade: "full", style, maxFaces: 20_000 };
const glb = await doJob({ kind: "build", prompt, options });
if (!glb) {
  console.error("the builtin miner can't build that");
  process.exit(1);
}
const png = await doJob({ kind: "preview", glb, options: { width: 960, height: 640 } });
writeFileSync(file, png);
console.log(`${file}: ${png.length} bytes, from a GLB file of ${glb.length} bytes`);
