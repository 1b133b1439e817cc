import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

// `ganglion compute` and `ganglion replay` as the processes that scripts start.

let folder: string;
let program: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "ganglion-compute-"));
  program = join(folder, "ganglion.mjs");
  await build({
    entryPoints: { ganglion: join(import.meta.dirname, "../src/main.ts") },
    outdir: folder,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    logLevel: "silent",
    external: ["lmdb", "bufferutil", "utf-8-validate"],
    outExtension: { ".js": ".mjs" },
    banner: {
      js: 'import { createRequire as __cr } from "node:module"; const require = __cr(import.meta.url);',
    },
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(args: readonly string[], input = "") {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    input,
    encoding: "utf8",
  });
  const documents = stdout
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { status, stderr, documents };
}
const kept = (name: string, text: string): string => {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
};
const SCENARIO = join(import.meta.dirname, "../../../conformance/vectors/scenarios/09_takes.json");

describe("ganglion compute", () => {
  const line = (issuance: string) => JSON.stringify({ op: "block_emission", issuance });

  test("answers each line in its order, and says of a bad one which it was and why", () => {
    const input = [line("0"), "no JSON", "null", line("-1"), "", line("0")].join("\n");
    const { status, documents } = run(["compute", "emission"], input);
    expect(documents.map(({ emission }) => emission)).toEqual([
      "1000000000",
      undefined,
      undefined,
      undefined,
      "1000000000",
    ]);
    expect(documents[1]).toMatchObject({ line: 2, error: expect.stringContaining("JSON") });
    expect(documents[2]).toEqual({ line: 3, error: "the line: expected an object, got null" });
    expect(documents[3]).toMatchObject({ line: 4, error: expect.stringContaining("issuance") });
    expect(status).toBe(1);
  });

  test("of nothing is nothing, and no failure", () => {
    expect(run(["compute", "epoch"])).toEqual({ status: 0, stderr: "", documents: [] });
  });

  test("ends without a word when its reader has seen enough", async () => {
    const child = spawn(process.execPath, [program, "compute", "emission"]);
    let stderr = "";
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    child.stdin.on("error", () => {});
    child.stdout.destroy();
    child.stdin.end(`${line("0")}\n`.repeat(20_000));
    const code = await new Promise((resolve) => child.once("close", resolve));
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });
});

describe("ganglion replay", () => {
  test("says of each scenario that it equals the reference", () => {
    const { status, documents } = run(["replay", "--json", SCENARIO]);
    expect(status).toBe(0);
    expect(documents.length).toBeGreaterThan(0);
    for (const document of documents)
      expect(document).toMatchObject({ file: SCENARIO, equal: true, at: null, key: null });
  });

  test("reads whole numbers to their last digit, as other languages write them", () => {
    const most = "18446744073709551615";
    const poke = `{"op":"poke","args":{},"block":"1","result":"ok","state":{"WeightsVersionKey[1]":${most}}}`;
    const args = `{"who":20,"netuid":1,"dests":[0],"weights":[1],"version_key":${most}}`;
    const step = `{"op":"set_weights","args":${args},"block":"1","result":"CommitRevealEnabled","state":{}}`;
    const file = kept(
      "long-number.json",
      `{"name":"long","setup":{"storage":{}},"steps":[${poke},${step}]}`,
    );
    expect(run(["replay", "--json", file]).documents).toMatchObject([{ equal: true, steps: 2 }]);
  });

  test("tells a file that isn't there, no JSON, or no scenarios apart, with exit code 2", () => {
    const files = [
      join(folder, "absent.json"),
      kept("text.json", "text"),
      kept("other.json", '{"a":1}'),
      kept("null.json", "null"),
    ];
    const codes = files.map((file) => {
      const { status, documents } = run(["replay", "--json", file]);
      expect(status).toBe(2);
      return (documents[0] as { error: { code: string } }).error.code;
    });
    expect(codes).toEqual(["NO_FILE", "NOT_JSON", "NO_SCENARIO", "NO_SCENARIO"]);
  });
});
