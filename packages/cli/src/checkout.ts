import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** The checkout that this program runs from, whether bundled (`dist/cli`) or from its sources. */
export function checkout(program: string = process.argv[1] ?? "."): string {
  for (let folder = dirname(resolve(program)); ; folder = dirname(folder)) {
    if (existsSync(join(folder, "packages/subnets/registry.ts"))) return folder;
    if (folder === dirname(folder)) return resolve(dirname(program), "../..");
  }
}
