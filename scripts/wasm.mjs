// `npm run wasm` compiles the AssemblyScript of the packages that have some and stores the results in their build
// folders. With --check it stores nothing, and fails if what is stored is not what the sources give.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import asc from "assemblyscript/asc";
import { ROOT, say } from "./setup.mjs";

const OPTIONS = ["-O3", "--noAssert", "--runtime", "stub", "--use", "abort="];
const MODULES = [
  { package: "math", source: "epoch.ts", built: "epoch-wasm.ts", name: "EPOCH_WASM", options: [] },
  {
    package: "training",
    source: "training.ts",
    built: "training-wasm.ts",
    name: "TRAINING_WASM",
    options: ["--enable", "simd"],
  },
];

async function compile(source, { folder, name, options }) {
  let binary;
  const { error, stderr } = await asc.main(
    [source, ...OPTIONS, ...options, "--outFile", "module.wasm"],
    {
      readFile: (name, base) => {
        const path = join(ROOT, base, name);
        return existsSync(path) ? readFileSync(path, "utf8") : null;
      },
      writeFile: (_name, contents) => {
        binary = contents;
      },
      listFiles: () => [],
    },
  );
  if (error) throw new Error(`${source} does not compile:\n${stderr.toString()}`);
  return `// Compiled from ${folder} by \`npm run wasm\`; not for reading.
export const ${name} =
  "${Buffer.from(binary).toString("base64")}";
`;
}

const check = process.argv.includes("--check");
for (const module of MODULES) {
  const folder = `packages/${module.package}/assembly`;
  const built = join(ROOT, `packages/${module.package}/build`, module.built);
  const made = await compile(`${folder}/${module.source}`, { ...module, folder });
  const where = relative(ROOT, built);
  if (!check) {
    mkdirSync(dirname(built), { recursive: true });
    writeFileSync(built, made);
    say(`${where}: ${made.length} bytes`);
  } else if (!existsSync(built) || readFileSync(built, "utf8") !== made) {
    say(`${where} is not what ${folder} compiles to. Run: npm run wasm`);
    process.exitCode = 1;
  }
}
