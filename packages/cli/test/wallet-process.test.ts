import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { decodePassword, passwordVariable } from "@ganglion/sdk";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isolatedWallets } from "./command-line.ts";
import { runningChain } from "./running-chain.ts";

// The same commands as processes: exit codes, streams, standard input, and that they end.

const BOB = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty";
const DEV_PHRASE = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";
const DEV_SS58 = "5DfhGyQdFobKM8NsWvEeAKk5EQQgYe9AydgJ7rMB6E1EqRzV";

let wallets: ReturnType<typeof isolatedWallets>;
let chain: Awaited<ReturnType<typeof runningChain>>;
let program: string;
beforeAll(async () => {
  wallets = isolatedWallets();
  chain = await runningChain();
  process.env["GANGLION_NETWORK"] = chain.url;
  const outdir = join(wallets.dir, ".program");
  program = join(outdir, "ganglion.mjs");
  await build({
    stdin: {
      contents: `import { execute } from "./program.ts"; process.exitCode = await execute(process.argv.slice(2));`,
      resolveDir: import.meta.dirname,
      sourcefile: "ganglion.ts",
      loader: "ts",
    },
    entryNames: "ganglion",
    outdir,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    logLevel: "silent",
    external: ["bufferutil", "utf-8-validate"],
    outExtension: { ".js": ".mjs" },
    banner: {
      js: 'import { createRequire as __cr } from "node:module"; const require = __cr(import.meta.url);',
    },
  });
});
afterAll(async () => {
  await chain.node.close();
  wallets.remove();
});

/** Runs the program; `input` undefined leaves its standard input open, as a forgotten pipe does. */
function ganglion(
  args: readonly string[],
  input?: string,
): Promise<{ readonly code: number | null; readonly out: string; readonly err: string }> {
  return new Promise((resolve, reject) => {
    const child: ChildProcess = spawn(process.execPath, [program, ...args], {
      stdio: "pipe",
      env: { ...process.env, NO_COLOR: "1" },
    });
    let out = "";
    let err = "";
    child.stdout!.on("data", (data) => (out += data));
    child.stderr!.on("data", (data) => (err += data));
    child.on("error", reject);
    child.on("close", (code) => {
      clearTimeout(timer);
      resolve({ code, out, err });
    });
    const timer = setTimeout(() => child.kill("SIGKILL"), 90_000);
    if (input !== undefined) child.stdin!.end(input);
  });
}

describe("as a process", () => {
  test("a command that reads the chain ends by itself, with one document on stdout", async () => {
    const ran = await ganglion(["subnets", "list", "--json"]);
    expect(ran).toMatchObject({ code: 0, err: "" });
    expect(ran.out.trim().split("\n")).toHaveLength(1);
    expect(JSON.parse(ran.out).subnets[0].name).toBe("root");
  });
  test("a question that nobody can answer is a refusal, not a wait", async () => {
    const confirm = await ganglion([
      "w",
      "transfer",
      "--name",
      "//Bob",
      "-d",
      "//Alice",
      "-a",
      "1",
    ]);
    expect(confirm.code).toBe(2);
    expect(confirm.err).toContain("--no-prompt");
    const missing = await ganglion(["stake", "add", "--name", "//Bob"]);
    expect(missing.code).toBe(2);
    expect(missing.err).toContain("--netuid is needed");
    const password = await ganglion(["w", "new-coldkey", "--name", "x"]);
    expect(password.code).toBe(2);
    expect(password.err).toContain("--no-use-password");
  });
  test("a refusal of the chain ends with 1 and the error as the document", async () => {
    const ran = await ganglion([
      "w",
      "transfer",
      "--name",
      "//Dave",
      "-d",
      BOB,
      "-a",
      "3000",
      "--json",
    ]);
    expect(ran.code).toBe(1);
    expect(JSON.parse(ran.out).error.code).toBe("NOT_ENOUGH_BALANCE");
  });
  test("an option that is not there ends with 2, no node with 3", async () => {
    expect((await ganglion(["w", "balance", "--speed"])).code).toBe(2);
    expect((await ganglion(["w", "nonsense"])).code).toBe(2);
    expect((await ganglion(["s", "list", "--network", "ws://127.0.0.1:1"])).code).toBe(3);
  });
  test("help ends with 0 and names the commands", async () => {
    const ran = await ganglion(["wallet", "--help"]);
    expect(ran.code).toBe(0);
    for (const name of ["create", "regen-coldkey", "balance", "transfer", "overview"])
      expect(ran.out).toContain(name);
  });
  test("a chain that makes no block is given up after the time that was set", async () => {
    await chain.node.rpc.handle("dev_setBlockBuildMode", ["Manual"]);
    const ran = await ganglion([
      ...[
        "w",
        "transfer",
        "--name",
        "//Bob",
        "-d",
        "//Alice",
        "-a",
        "1",
        "--timeout",
        "1",
        "--json",
      ],
    ]);
    await chain.node.rpc.handle("dev_setBlockBuildMode", ["Instant"]);
    expect(ran.code).toBe(3);
    expect(JSON.parse(ran.out).error.code).toBe("TIMEOUT");
    expect(JSON.parse(ran.out).error.hint).toContain("may still be included");
  });
});

describe("standard input", () => {
  test("carries a phrase past the list of processes", async () => {
    const ran = await ganglion(
      ["w", "regen-coldkey", "--name", "dev", "--mnemonic", "-", "--no-use-password", "--json"],
      `${DEV_PHRASE}\n`,
    );
    expect(ran.code).toBe(0);
    expect(JSON.parse(ran.out).ss58).toBe(DEV_SS58);
    expect(ran.out + ran.err).not.toContain("bottom");
  });
  test("carries a password to the line that hands it to other programs", async () => {
    const ran = await ganglion(["w", "password-variable", "--name", "dev"], "grüße\n");
    expect(ran.code).toBe(0);
    const exact = passwordVariable(join(wallets.dir, "dev/coldkey"));
    const [, name, value] = /^export (\w+)='(.+)'\n$/.exec(ran.out)!;
    // The folder's name has dashes, which no shell takes in a variable's name.
    expect(name).toBe(exact.replaceAll("-", "_"));
    expect(decodePassword(name!, value!)).toBe("grüße");
    expect(ran.err).toContain("Python");
    const empty = await ganglion(["w", "password-variable", "--name", "dev"], "");
    expect(empty.code).toBe(2);
  });
});
