import { existsSync } from "node:fs";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { type Browser, chromium } from "playwright-core";

const SOURCE = fileURLToPath(new URL("../src/", import.meta.url));
const USUAL_PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

async function findChromium(): Promise<string | undefined> {
  const named = process.env["CHROMIUM_PATH"];
  if (named) return existsSync(named) ? named : undefined;
  const usual = USUAL_PLACES.find((path) => existsSync(path));
  if (usual) return usual;
  try {
    // Not a dependency: whoever has no browser and no root may add it.
    const name = "@sparticuz/chromium";
    const packed = (await import(name)) as { default: { executablePath(): Promise<string> } };
    return await packed.default.executablePath();
  } catch {
    return undefined;
  }
}

/** A Chromium of this machine; undefined if it has none. */
export const CHROMIUM: string | undefined = await findChromium();

/** For `describe.skipIf(!CHROMIUM)`: the title says what would enable it. */
export const withChromium = (title: string): string =>
  CHROMIUM
    ? title
    : `${title} [skipped: no Chromium; apt-get install chromium, or npm install --no-save @sparticuz/chromium, or set CHROMIUM_PATH]`;

export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM!,
    // Chromium refuses its sandbox to root, which is what containers usually run as.
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  });
}

/** The page as `scripts/build.mjs` makes it, in a folder of its own. */
export async function builtPage(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "ganglion-page-"));
  await build({
    bundle: true,
    format: "esm",
    target: "es2022",
    platform: "browser",
    entryPoints: { app: join(SOURCE, "main.tsx") },
    outdir: folder,
    minify: true,
    jsx: "automatic",
    define: { "process.env.NODE_ENV": '"production"' },
    logLevel: "silent",
  });
  await writeFile(join(folder, "index.html"), await readFile(join(SOURCE, "index.html"), "utf8"));
  return folder;
}
