import { PALLETS } from "@ganglion/runtime";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isolatedWallets, run } from "./command-line.ts";
import { runningChain } from "./running-chain.ts";

// Subnet 2 is //Alice's, whose hotkey is its uid 0 and may set weights for itself without a permit.

const alice = ["--wallet.name", "//Alice", "--json"];
const commit = ["wt", "commit", "-n", "2", "--uids", "0", "--weights", "1", ...alice];
const { Weights } = PALLETS.find(({ name }) => name === "SubtensorModule")!
  .storage as unknown as Record<string, { keyOf(...key: number[]): string }>;

let wallets: ReturnType<typeof isolatedWallets>;
let chain: Awaited<ReturnType<typeof runningChain>>;
beforeAll(async () => {
  wallets = isolatedWallets();
  chain = await runningChain({ pulses: true });
  process.env["GANGLION_NETWORK"] = chain.url;
  await run("s", "create", ...alice);
  // Registration counts as an update, and the rate limit is 100 blocks.
  await chain.mine(101);
});
afterAll(async () => {
  await chain.node.close();
  wallets.remove();
});
const weights = () => chain.node.rpc.handle("state_getStorage", [Weights!.keyOf(2, 0)]);

test("where the chain has pulses, weights are committed without a salt and opened by the chain", async () => {
  const plan = await run(...commit, "--dry-run");
  expect(plan.json()).toMatchObject({ netuid: 2, uids: [0], weights: [65_535] });
  expect(weights()).toBeNull();
  const made = await run(...commit);
  expect(made.code).toBe(0);
  const { revealRound, revealBlock, block, reveal } = made.json();
  expect(reveal).toBeUndefined();
  expect(BigInt(revealRound)).toBeGreaterThan(0n);
  expect(weights()).toBeNull();
  await chain.mine(revealBlock - block.number);
  // One weight: uid 0 has all of 65535.
  expect(weights()).toBe("0x040000ffff");
});

test("with a salt they are committed by their hash, for oneself to reveal", async () => {
  await chain.mine(101);
  const made = await run(...commit, "--salt", "1,2,3");
  expect(made.json()).toMatchObject({ salt: [1, 2, 3], commitHash: expect.any(String) });
  expect(made.json().revealRound).toBeUndefined();
});
