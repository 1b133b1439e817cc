// `npm run wasm` compiles packages/math/assembly and stores the result in packages/math/build. With --check it stores
// nothing, and fails if what is stored is not what the sources give.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import asc from "assemblyscript/asc";
import { ROOT, say } from "./setup.mjs";

const SOURCE = "packages/math/assembly/epoch.ts";
const BUILT = join(ROOT, "packages/math/build/epoch-wasm.ts");
const OPTIONS = ["-O3", "--noAssert", "--runtime", "stub", "--use", "abort="];

async function compile() {
  let binary;
  const { error, stderr } = await asc.main([SOURCE, ...OPTIONS, "--outFile", "epoch.wasm"], {
    readFile: (name, base) => {
      const path = join(ROOT, base, name);
      return existsSync(path) ? readFileSync(path, "utf8") : null;
    },
    writeFile: (_name, contents) => {
      binary = contents;
    },
    listFiles: () => [],
  });
  if (error) throw new Error(`${SOURCE} does not compile:\n${stderr.toString()}`);
  return `// Compiled from packages/math/assembly by \`npm run wasm\`; not for reading.
export const EPOCH_WASM =
  "${Buffer.from(binary).toString("base64")}";
`;
}

const made = await compile();
const where = relative(ROOT, BUILT);
if (!process.argv.includes("--check")) {
  mkdirSync(dirname(BUILT), { recursive: true });
  writeFileSync(BUILT, made);
  say(`${where}: ${made.length} bytes`);
} else if (!existsSync(BUILT) || readFileSync(BUILT, "utf8") !== made) {
  say(`${where} is not what packages/math/assembly compiles to. Run: npm run wasm`);
  process.exit(1);
}
