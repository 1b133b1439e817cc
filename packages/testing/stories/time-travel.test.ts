import { devKeypair, ss58Of } from "@ganglion/crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { DevNetwork } from "../src/dev-network.ts";

// Its own chain for each: a client that follows finalized blocks doesn't survive their being taken back.
let network: DevNetwork;
beforeEach(async () => {
  network = await DevNetwork.start();
});
afterEach(() => network.close());

const header = () =>
  network.client.request<{ readonly number: string; readonly stateRoot: string }>(
    "chain_getHeader",
    [],
  );
const give = (amount: bigint) =>
  network.call("Balances", "transfer_keep_alive", {
    dest: { type: "Id", value: ss58Of(devKeypair("Eve")) },
    value: amount,
  });

test("a snapshot brings back the very state, and another future can follow", async () => {
  await give(1_000_000_000n);
  const kept = await header();
  const id = await network.client.request<string>("dev_snapshot", []);
  await give(5_000_000_000n);
  const gone = await header();
  expect(gone.stateRoot).not.toBe(kept.stateRoot);
  await network.client.request("dev_revert", [id]);
  expect(await header()).toEqual(kept);
  await network.client.request("dev_newBlock", [{ count: 2 }]);
  expect(Number((await header()).number)).toBe(Number(kept.number) + 2);
});

test("a time in the future is the time of the next block", async () => {
  const now = async () => (await network.client.api.query.Timestamp!.Now!.getValue()) as bigint;
  const there = Number(await now()) + 86_400_000;
  await network.client.request("dev_timeTravel", [there]);
  await network.client.request("dev_newBlock", [{ count: 1 }]);
  await network.client.waitForBlock(network.node.chain.head.number);
  expect(Number(await now())).toBeGreaterThanOrEqual(there - 12_000);
});
