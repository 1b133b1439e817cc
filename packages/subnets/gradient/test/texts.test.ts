import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { DEFAULT_CONFIG } from "../config.ts";
import { EngineTrainer } from "../training/engine-trainer.ts";
import { readTexts } from "../training/read-texts.ts";

const CONFIG = { ...DEFAULT_CONFIG, shape: { width: 16, layers: 1, heads: 1, context: 32 } };
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ganglion-texts-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (name: string, letter: string): void =>
  writeFileSync(join(folder, name), letter.repeat(2_000));

test("a market may train on a folder of its own texts", async () => {
  mkdirSync(join(folder, "below"));
  for (const name of ["b.txt", "a.md", "below/c.txt", "d.txt"]) write(name, "x");
  writeFileSync(join(folder, "picture.png"), "no text");
  const names = (await readTexts(folder)).map(({ name }) => name).sort();
  expect(names).toEqual(["a.md", "b.txt", "below/c.txt", "d.txt"]);
  const trainer = await EngineTrainer.open({ ...CONFIG, texts: folder });
  // The last by name is held out.
  expect(trainer.shards).toBe(3);
  const assignment = { window: 1, seed: "cd".repeat(32), shard: 2 };
  const theta = await trainer.genesis();
  const { loss } = await trainer.train({ theta, assignment, steps: 60 });
  // One letter is soon learned; addresses to Congress would still cost more than three nats.
  expect(loss).toBeLessThan(3);
});

test("a folder that isn't there, or holds too little, is refused with what is wanted", async () => {
  const open = (texts: string) => EngineTrainer.open({ ...CONFIG, texts });
  await expect(open(join(folder, "nowhere"))).rejects.toThrow(/nowhere can't be read: ENOENT/);
  write("a.txt", "x");
  write("b.txt", "y");
  await expect(open(folder)).rejects.toThrow(/three documents of 1024 bytes, got 2 of 2/);
});
