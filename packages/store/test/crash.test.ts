import { type ChildProcess, spawn } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { blake2_256Hex } from "@ganglion/hash";
import { build } from "esbuild";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { openStore } from "../src/index.ts";

const here = fileURLToPath(new URL(".", import.meta.url));
// Beside the repository's packages, so that the bundle finds lmdb.
const bundleFolder = join(here, "../../../node_modules/.cache/ganglion-store-test");
const bundle = join(bundleFolder, `child-${process.pid}.mjs`);
const folders: string[] = [];
const children: ChildProcess[] = [];

beforeAll(async () => {
  mkdirSync(bundleFolder, { recursive: true });
  await build({
    entryPoints: [join(here, "child.ts")],
    outfile: bundle,
    bundle: true,
    platform: "node",
    format: "esm",
    external: ["lmdb"],
    logLevel: "silent",
  });
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});
afterAll(() => rmSync(bundle, { force: true }));

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "ganglion-store-"));
  folders.push(path);
  return path;
}

interface Running {
  child: ChildProcess;
  lines: string[];
  /** The first line that the child prints. */
  first: Promise<void>;
  /** Resolves with the signal or exit code. */
  done: Promise<string | number | null>;
}
function run(task: string, path: string, { fileBlocks }: { fileBlocks?: number } = {}): Running {
  const script = `${process.execPath} ${bundle} ${task} ${path}`;
  const child =
    fileBlocks === undefined
      ? spawn(process.execPath, [bundle, task, path], { stdio: ["ignore", "pipe", "inherit"] })
      : // A limit on the size of files stands for a full disk; without the trap its signal would kill.
        spawn("sh", ["-c", `trap '' XFSZ; ulimit -f ${fileBlocks}; exec ${script}`], {
          stdio: ["ignore", "pipe", "inherit"],
        });
  children.push(child);
  const lines: string[] = [];
  let saw: () => void;
  const first = new Promise<void>((resolve) => {
    saw = resolve;
  });
  const reader = createInterface({ input: child.stdout! });
  reader.on("line", (line) => {
    lines.push(line);
    saw();
  });
  const ended = new Promise((resolve) => reader.on("close", resolve));
  const done = new Promise<string | number | null>((resolve) =>
    child.on("exit", (code, signal) => void ended.then(() => resolve(signal ?? code))),
  );
  return { child, lines, first, done };
}
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const u32 = (n: number): Uint8Array => Uint8Array.of(n >>> 24, n >>> 16, n >>> 8, n);

test("killed while writing, the folder holds whole blocks and every one that was reported", async () => {
  const path = folder();
  let reached = -1;
  for (const delayMs of [0, 1, 3, 6, 11]) {
    const { child, lines, first, done } = run("write", path);
    await first;
    // At work, then at a moment that differs each time.
    while (lines.length < 4) await pause(2);
    await pause(delayMs);
    child.kill("SIGKILL");
    expect(await done).toBe("SIGKILL");
    // The last line may be cut; the one before it is whole.
    const reported = Number(lines.slice(1).at(-2) ?? reached);
    const store = await openStore({ path, pruning: 50 });
    const number = store.head?.number ?? -1;
    expect(number).toBeGreaterThanOrEqual(reported);
    if (number >= 0) {
      const { hash } = store.head!;
      expect(store.header(hash)).toEqual(u32(number));
      expect(store.body(hash)).toEqual([u32(number)]);
      const view = store.stateAt(hash);
      for (let i = 0; i < 200; i += 13)
        expect(view.get(blake2_256Hex(u32(i)))!.slice(0, 4)).toEqual(u32(number));
      expect([...view.keys("0x00")].length).toBeGreaterThanOrEqual(number + 1);
      if (number > 0)
        expect(
          store
            .stateAt(number - 1)
            .get(blake2_256Hex(u32(0)))!
            .slice(0, 4),
        ).toEqual(u32(number - 1));
    }
    reached = number;
    await store.close();
  }
  expect(reached).toBeGreaterThanOrEqual(9);
});

test("a folder in use is refused to a second process, and free once the first is killed", async () => {
  const path = folder();
  const holder = run("hold", path);
  await holder.first;
  await expect(openStore({ path, pruning: "archive" })).rejects.toMatchObject({
    code: "LOCKED",
    message: expect.stringContaining(`process ${holder.child.pid}`),
    hint: expect.stringContaining("--data"),
  });
  holder.child.kill("SIGKILL");
  await holder.done;
  const store = await openStore({ path, pruning: "archive" });
  await store.close();
});

test("on a full disk a commit is refused, nothing changes and reading goes on; with room it goes on", async () => {
  if (process.platform === "win32") return;
  const path = folder();
  const full = run("fill", path, { fileBlocks: 20_000 });
  expect(await full.done).toBe(0);
  const result = JSON.parse(full.lines.at(-1)!) as Record<string, unknown>;
  expect(result["code"]).toBe("DISK_FULL");
  expect(result["second"]).toBe("DISK_FULL");
  expect(result["last"]).toBeGreaterThan(1);
  expect(result["head"]).toBe(result["last"]);
  expect(result["value"]).toEqual([...u32(result["last"] as number)]);
  const store = await openStore({ path, pruning: 50 });
  expect(store.head?.number).toBe(result["last"]);
  store.commitBlock({
    number: store.head!.number + 1,
    hash: blake2_256Hex(u32(5)),
    header: u32(1),
    body: [],
    changes: [],
  });
  store.verify();
  await store.close();
});

test("a file that was cut off is reported and kills nobody, wherever the cut is", async () => {
  const path = folder();
  const writer = run("write", path);
  await writer.first;
  // From fifty blocks on states are pruned: pages are free in the middle and at the end.
  while (writer.lines.length < 70) await pause(20);
  writer.child.kill("SIGKILL");
  await writer.done;
  const file = join(path, "data.mdb");
  const whole = join(path, "whole.mdb");
  copyFileSync(file, whole);
  const { size } = statSync(file);
  for (const part of [0.99, 0.97, 0.95, 0.9, 0.8, 0.7, 0.6, 0.5, 0.2, 0.05]) {
    copyFileSync(whole, file);
    truncateSync(file, Math.floor(size * part));
    const reader = run("check", path);
    expect(await reader.done, `cut to ${part}`).toBe(0);
    const { code, keys } = JSON.parse(reader.lines.at(-1)!) as { code?: string; keys?: number };
    // A cut through free pages costs nothing, of which there are few: at a half no tree is whole.
    if (code === undefined && part > 0.5) expect(keys).toBeGreaterThan(200);
    else expect([part, code]).toEqual([part, "CORRUPT"]);
  }
});

test("a file that is none of ours is reported", async () => {
  const path = folder();
  writeFileSync(
    join(path, "data.mdb"),
    "not a database, but long enough to look like one ".repeat(500),
  );
  await expect(openStore({ path, pruning: "archive" })).rejects.toMatchObject({ code: "CORRUPT" });
});
