import { template } from "@ganglion/subnets/template/subnet";
import { expect, test } from "vitest";
import { attackSuite } from "../src/index.ts";

test("on the template's subnet nobody earns without the work, and every row has its reason", {
  timeout: 1_800_000,
}, async () => {
  const lines: string[] = [];
  const report = await attackSuite(template, {
    seeds: [1],
    blocks: 60,
    onProgress: (line) => lines.push(line),
  });
  const relative = Object.fromEntries(report.attackers.map((row) => [row.name, row.relative]));
  const reason = Object.fromEntries(report.attackers.map((row) => [row.name, row.reason]));
  expect(BigInt(report.honest.earnings)).toBeGreaterThan(0n);
  for (const name of [
    "copier",
    "lazy",
    "random",
    "replayer",
    "garbage",
    "bomb",
    "late",
    "sybil-swarm",
    "colluding-miner",
    "colluding-validator",
    "re-registering",
  ])
    expect([name, relative[name]! < 0.05]).toEqual([name, true]);
  expect(reason).toMatchObject({
    copier: "timeout",
    late: "timeout",
    "sybil-swarm": "duplicate",
    garbage: "chosen_not_a_list",
  });
  // Weights are public on this chain: copying them pays, a little less than the work, and the report says so.
  expect(relative["weight-copier"]).toBeGreaterThan(0.1);
  expect(lines.at(-1)).toBe("seed 1: block 60 of 60");
});
