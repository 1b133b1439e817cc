import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeSubnet, renamed } from "../src/commands/kit/new.ts";
import { splitCommand } from "../src/commands/neurons.ts";
import { run } from "./command-line.ts";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../../..");
let folder: string;
beforeAll(() => {
  // Inside the checkout, so that what is made finds the SDK.
  mkdirSync(join(ROOT, ".cache"), { recursive: true });
  folder = mkdtempSync(join(ROOT, ".cache/kit-new-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("kit new", () => {
  test("makes a subnet whose own tests pass", async () => {
    const dir = join(folder, "word-chains");
    const { code, json } = await run("kit", "new", "word-chains", "--dir", dir, "--json");
    expect(code).toBe(0);
    expect(json()).toMatchObject({ name: "word-chains", dir, registered: false });
    const declared = readFileSync(join(dir, "subnet.ts"), "utf8");
    expect(declared).toContain("export const wordChains = questionSubnet({");
    expect(declared).toContain('name: "word-chains",');
    expect(readFileSync(join(dir, "protocol.ts"), "utf8")).toContain('name: "WordChains",');
    expect(readFileSync(join(dir, "README.md"), "utf8")).toContain("kit test word-chains");
    for (const file of json().files as string[])
      expect(readFileSync(join(dir, file), "utf8")).not.toMatch(/template/i);
    const tests = spawn(
      process.execPath,
      [join(ROOT, "node_modules/vitest/vitest.mjs"), "run", "--root", dir],
      { env: { ...process.env, NO_COLOR: "1" }, stdio: ["ignore", "pipe", "pipe"] },
    );
    let said = "";
    for (const stream of [tests.stdout, tests.stderr])
      stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
    const [status] = await once(tests, "close");
    expect(said).toMatch(/8 passed/);
    expect(status).toBe(0);
  });

  test("puts a subnet of the repository into the registry", () => {
    const root = join(folder, "checkout");
    cpSync(join(ROOT, "packages/subnets/template"), join(root, "packages/subnets/template"), {
      recursive: true,
    });
    cpSync(join(ROOT, "packages/subnets/registry.ts"), join(root, "packages/subnets/registry.ts"));
    expect(makeSubnet("word-chains", undefined, root)).toMatchObject({ registered: true });
    makeSubnet("riddles", undefined, root);
    const registry = readFileSync(join(root, "packages/subnets/registry.ts"), "utf8");
    expect(registry).toContain(
      '  "word-chains": async () => (await import("./word-chains/subnet.ts")).wordChains,\n',
    );
    expect(registry).toContain(
      '  riddles: async () => (await import("./riddles/subnet.ts")).riddles,\n',
    );
    expect(() => makeSubnet("riddles", undefined, root)).toThrow(/is there already/);
  });

  test.each(["Riddles", "", "1st", "a--b", "class", "template", "x".repeat(33), "../up"])(
    "refuses the name %j",
    async (name) => {
      const { code } = await run("kit", "new", name, "--dir", join(folder, "never"), "--json");
      expect(code).toBe(2);
    },
  );

  test("renames texts, variables and classes each in its way", () => {
    expect(renamed('import { template } from "./template"; class TemplateX {}', "a-b")).toBe(
      'import { aB } from "./a-b"; class ABX {}',
    );
  });
});

test("kit test refuses what is no subnet", async () => {
  const unknown = await run("kit", "test", "no-such-subnet", "--json");
  expect([unknown.code, unknown.json().error.code]).toEqual([2, "UNKNOWN_SUBNET"]);
  expect((await run("kit", "test", "prompting", "--seeds", "0", "--json")).code).toBe(2);
});

test("a command line for a backend is split as a shell would", () => {
  expect(splitCommand(`python3 "my miner.py" --mode 'a b'`)).toEqual({
    program: "python3",
    args: ["my miner.py", "--mode", "a b"],
  });
  expect(() => splitCommand("  ")).toThrow(/empty/);
});
