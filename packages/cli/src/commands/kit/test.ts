import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Subnet } from "@ganglion/sdk";
import type { attackSuite, SuiteOptions, SuiteReport } from "@ganglion/simulator";
import { loadSubnet, subnetNames } from "@ganglion/subnets/registry";
import { checkout } from "../../checkout.ts";
import { CliError, EXIT } from "../../output.ts";

type Suite = typeof attackSuite;
type Loaded = { readonly attackSuite: Suite; readonly declared: Readonly<Record<string, unknown>> };

/**
 * Runs the attack suite on a subnet of the registry, or on the one that a folder's `subnet.ts` exports.
 * @throws CliError UNKNOWN_SUBNET, NO_SUBNET, CANNOT_BUNDLE
 */
export async function runSuite(which: string, options: SuiteOptions): Promise<SuiteReport> {
  if (subnetNames().includes(which)) {
    const { attackSuite } = await import("@ganglion/simulator");
    return attackSuite(await loadSubnet(which), options);
  }
  const file = join(resolve(which), "subnet.ts");
  if (!existsSync(file))
    throw new CliError("UNKNOWN_SUBNET", `there is no subnet "${which}" and no file ${file}`, {
      exit: EXIT.usage,
      hint: `Known: ${subnetNames().join(", ")}. ganglion kit new NAME makes one.`,
    });
  const { attackSuite, declared } = await bundled(file);
  const subnet = Object.values(declared).find(isSubnet);
  if (!subnet)
    throw new CliError("NO_SUBNET", `${file} exports no subnet`, {
      exit: EXIT.usage,
      hint: "export const mine = questionSubnet({ … });",
    });
  return attackSuite(subnet, options);
}

function isSubnet(value: unknown): value is Subnet {
  const { name, miner, validator } = (value ?? {}) as Partial<Subnet>;
  return typeof name === "string" && typeof miner?.start === "function" && validator !== undefined;
}

/**
 * A folder's TypeScript and the simulator in one program, so that both see the same SDK: errors of one copy mean
 * nothing to another.
 */
async function bundled(file: string): Promise<Loaded> {
  const root = checkout();
  const folder = join(root, ".cache/kit", String(process.pid));
  mkdirSync(folder, { recursive: true });
  const entry = join(folder, "entry.ts");
  const out = join(folder, "suite.mjs");
  writeFileSync(
    entry,
    `export { attackSuite } from "@ganglion/simulator";\nexport * as declared from ${JSON.stringify(file)};\n`,
  );
  try {
    // Not part of this program: it is there in every checkout, since the checkout was built with it.
    const name = "esbuild";
    const { build } = (await import(
      pathToFileURL(createRequire(join(root, "package.json")).resolve(name)).href
    )) as {
      build(options: object): Promise<unknown>;
    };
    await build({
      entryPoints: [entry],
      outfile: out,
      bundle: true,
      format: "esm",
      platform: "node",
      target: "node20",
      logLevel: "silent",
      absWorkingDir: root,
      nodePaths: [join(root, "node_modules")],
      external: ["lmdb", "bufferutil", "utf-8-validate", "onnxruntime-node", "manifold-3d"],
      banner: {
        js: 'import { createRequire as __cr } from "node:module"; const require = __cr(import.meta.url);',
      },
    });
    return (await import(pathToFileURL(out).href)) as Loaded;
  } catch (cause) {
    throw new CliError(
      "CANNOT_BUNDLE",
      `${file} can't be run: ${cause instanceof Error ? cause.message : cause}`,
      { exit: EXIT.usage, cause },
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
