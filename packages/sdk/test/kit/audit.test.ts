import { devKeypair } from "@ganglion/crypto";
import { expect, test } from "vitest";
import { auditWindow, Dendrite, type WindowRecord, windowsSynapse } from "../../src/index.ts";
import { BLOCK, NETUID, SubnetWorld } from "./subnet-world.ts";
import { sums } from "./sums.ts";

/** A validator's word about its round, and who it is. */
async function aWindow(answers: "plain" | "commit-reveal") {
  const subnet = sums(answers);
  const world = new SubnetWorld(subnet);
  const validator = await world.validator("Alice");
  await world.miner("Bob");
  await world.round(validator);
  const auditor = new Dendrite({
    keypair: devKeypair("Eve"),
    env: world.env,
    transport: world.network.transport("10.9.9.9"),
  });
  const told = await world.run(
    auditor.call({ ip: "10.0.0.1", port: 8091, hotkey: validator.self }, windowsSynapse, {}),
  );
  if (!told.ok) throw new Error(told.message);
  const about = { netuid: NETUID, validator: validator.self, blockHash: BLOCK.hash };
  return { subnet: subnet.questions, record: told.answer.windows[0]!, about };
}

test("anyone can make a past window's tasks again and see that they were these", async () => {
  for (const answers of ["plain", "commit-reveal"] as const) {
    const { subnet, record, about } = await aWindow(answers);
    expect(record.requests).toHaveLength(2);
    expect(await auditWindow(subnet, record, about)).toEqual({ ok: true });
  }
});

test("a validator that chose its tasks, its secret or its block is found out", async () => {
  const { subnet, record, about } = await aWindow("plain");
  const other = (change: Partial<WindowRecord>) => ({ ...record, ...change });
  const [first] = record.requests as [string];
  expect(
    await auditWindow(subnet, other({ requests: [first, `0x${"00".repeat(32)}`] }), about),
  ).toEqual({ ok: false, reason: "wrong_task", index: 1 });
  expect(await auditWindow(subnet, other({ secret: `0x${"01".repeat(32)}` }), about)).toMatchObject(
    { reason: "wrong_secret" },
  );
  expect(
    await auditWindow(subnet, record, { ...about, committed: `0x${"02".repeat(32)}` }),
  ).toMatchObject({ reason: "wrong_secret" });
  expect(
    await auditWindow(
      subnet,
      other({ block: { number: 40, hash: `0x${"03".repeat(32)}` } }),
      about,
    ),
  ).toMatchObject({ reason: "wrong_block" });
  expect(await auditWindow(subnet, other({ window: 9 }), about)).toMatchObject({
    reason: "wrong_task",
  });
});
