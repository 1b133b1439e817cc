import { createServer } from "node:net";
import { join } from "node:path";
import { DEV_ACCOUNTS } from "@ganglion/runtime";
import { encodePassword, passwordVariable } from "@ganglion/sdk";
import { Command } from "commander";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { addNeurons } from "../src/commands/neurons.ts";
import { isolatedWallets, run } from "./command-line.ts";
import { runningChain } from "./running-chain.ts";

vi.mock("hash-wasm", async (original) => {
  const { fastArgon2 } = await import("./fast-argon2.ts");
  return { ...(await original<object>()), argon2i: fastArgon2 };
});

const BOB = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty";
const TAO = 1_000_000_000n;

let wallets: ReturnType<typeof isolatedWallets>;
let chain: Awaited<ReturnType<typeof runningChain>>;
beforeAll(async () => {
  wallets = isolatedWallets();
  chain = await runningChain();
  process.env["GANGLION_NETWORK"] = chain.url;
  await run("w", "create", "--name", "w1", "--no-use-password");
});
afterAll(async () => {
  await chain.node.close();
  wallets.remove();
});

const freeOf = async (name: string): Promise<bigint> =>
  BigInt((await run("w", "balance", "--name", name, "--json")).json().balances[0].free);

describe("the faucet", () => {
  test("gives a hundred TAO of //Alice unless it is told otherwise", async () => {
    const given = await run("faucet", "--name", "w1", "--json");
    expect(given.code).toBe(0);
    expect(given.json()).toMatchObject({ amount: "100000000000", free: "100000000000" });
    expect(await freeOf("w1")).toBe(100n * TAO);
    const more = await run("faucet", "--name", "w1", "--amount", "0.5");
    expect(more.out).toContain("τ100.5");
  });
  test("gives a thousand at most, and nothing to //Alice herself", async () => {
    const much = await run("faucet", "--name", "w1", "--amount", "1000.000000001", "--json");
    expect(much.code).toBe(2);
    expect(much.json().error.code).toBe("TOO_MUCH");
    const self = await run("faucet", "--name", "//Alice", "--json");
    expect(self.json().error.code).toBe("SAME_ACCOUNT");
  });
  test("fills an account up to ten thousand, and says what it still gives", async () => {
    await run("w", "create", "--name", "rich", "--no-use-password");
    const { ss58 } = (await run("w", "balance", "--name", "rich", "--json")).json().balances[0];
    const move = ["w", "transfer", "--name", "//Alice", "-d", ss58, "-a", "9999", "--json"];
    expect((await run(...move)).code).toBe(0);
    const much = await run("faucet", "--name", "rich", "--amount", "1.000000001", "--json");
    expect(much.code).toBe(1);
    expect(much.json().error).toMatchObject({
      code: "FULL",
      hint: expect.stringContaining("--amount 1 "),
    });
    expect(await freeOf("rich")).toBe(9_999n * TAO);
    expect((await run("faucet", "--name", "rich", "--amount", "1", "--json")).code).toBe(0);
    expect(await freeOf("rich")).toBe(10_000n * TAO);
    // The smallest amount that there is.
    const full = await run("faucet", "--ss58", ss58, "--amount", "0.000000001");
    expect(full.code).toBe(1);
    expect(full.err).toContain("up to τ10000");
  });
  test("is a command of wallet as well, which a dry run tries without giving anything", async () => {
    const before = await freeOf("w1");
    const dry = await run("wallet", "faucet", "--wallet.name", "w1", "--dry-run", "--json");
    expect(dry.json()).toMatchObject({ dryRun: true, amount: "100000000000" });
    expect(await freeOf("w1")).toBe(before);
    expect((await run("w", "faucet", "--name", "w1", "-a", "2", "--json")).code).toBe(0);
    expect(await freeOf("w1")).toBe(before + 2n * TAO);
    const help = await run("wallet", "faucet", "--help");
    expect(help.code).toBe(0);
    expect(help.out).toMatch(/at most 1000[\s\S]*--ss58/);
  });
  test("an amount that is none and a wallet that isn't there are refused", async () => {
    const none = await run("faucet", "--name", "w1", "--amount", "0", "--json");
    expect([none.code, none.json().error.code]).toEqual([2, "BAD_AMOUNT"]);
    const nobody = await run("faucet", "--name", "nobody", "--json");
    expect([nobody.code, nobody.json().error.code]).toEqual([2, "NOT_FOUND"]);
    const typo = await run("faucet", "--ss58", `${BOB}x`, "--json");
    expect([typo.code, typo.json().error.code]).toEqual([2, "BAD_ADDRESS"]);
  });
});

describe("transfers", () => {
  test("move exactly the amount, to the last rao", async () => {
    const before = await freeOf("w1");
    const sent = await run(
      "w",
      "transfer",
      "--name",
      "w1",
      "--dest",
      BOB,
      "--amount",
      "1.000000001",
      "--no-prompt",
      "--json",
    );
    expect(sent.code).toBe(0);
    const { amount, fee, free, block, extrinsicHash, to } = sent.json();
    expect({ amount, to }).toEqual({ amount: "1000000001", to: BOB });
    expect(before - 1_000_000_001n - BigInt(fee)).toBe(BigInt(free));
    expect(await freeOf("w1")).toBe(BigInt(free));
    expect(extrinsicHash).toMatch(/^0x[0-9a-f]{64}$/);
    expect(block.number).toBeGreaterThan(0);
  });
  test("talk goes to stderr, the result alone to stdout", async () => {
    const sent = await run("w", "transfer", "--name", "w1", "-d", BOB, "-a", "0.1", "-y", "--json");
    expect(sent.out.trim().split("\n")).toHaveLength(1);
    expect(sent.err).toContain("Transfer τ0.1");
    expect(sent.err).toMatch(/Fee +about τ0\.000/);
    const quiet = await run(
      "w",
      "transfer",
      "--name",
      "w1",
      "-d",
      BOB,
      "-a",
      "0.1",
      "-y",
      "--quiet",
    );
    expect(quiet.err).toBe("");
    expect(quiet.out).toContain("Sent τ0.1");
  });
  test("a dry run tells the fee and sends nothing", async () => {
    const before = await freeOf("w1");
    const dry = await run(
      "w",
      "transfer",
      "--name",
      "w1",
      "-d",
      BOB,
      "-a",
      "5",
      "--dry-run",
      "--json",
    );
    expect(dry.code).toBe(0);
    expect(dry.json()).toMatchObject({ dryRun: true, amount: "5000000000" });
    expect(BigInt(dry.json().fee)).toBeGreaterThan(0n);
    expect(await freeOf("w1")).toBe(before);
  });
  test("without a terminal and without --no-prompt nothing is sent and nobody is waited for", async () => {
    const before = await freeOf("w1");
    const refused = await run("w", "transfer", "--name", "w1", "-d", BOB, "-a", "1");
    expect(refused.code).toBe(2);
    expect(refused.err).toContain("--yes");
    expect(await freeOf("w1")).toBe(before);
  });
  test("more than there is is refused before it is sent", async () => {
    const refused = await run("w", "transfer", "--name", "w1", "-d", BOB, "-a", "1000", "--json");
    expect(refused.code).toBe(1);
    expect(refused.json().error.code).toBe("NOT_ENOUGH_BALANCE");
    expect(refused.json().error.hint).toContain("ganglion faucet");
  });
  test("what would leave less than the minimum balance is refused by the chain, with the way out", async () => {
    await run("w", "create", "--name", "brim", "--no-use-password");
    await run("faucet", "--name", "brim", "--amount", "1");
    const dry = await run(
      "w",
      "transfer",
      "--name",
      "brim",
      "-d",
      BOB,
      "-a",
      "0.9",
      "--dry-run",
      "--json",
    );
    const rest = TAO - BigInt(dry.json().fee) - 100n;
    const amount = `0.${rest}`;
    const refused = await run("w", "transfer", "--name", "brim", "-d", BOB, "-a", amount, "--json");
    expect(refused.code).toBe(1);
    expect(refused.json().error.hint).toContain("--allow-death");
    const all = await run(
      "w",
      "transfer",
      "--name",
      "brim",
      "-d",
      BOB,
      "--all",
      "--allow-death",
      "--json",
    );
    expect(all.code).toBe(0);
    expect(all.json().free).toBe("0");
    expect(BigInt(all.json().amount)).toBeGreaterThan(TAO / 2n);
  });
  test.each([
    ["words", "much"],
    ["a comma", "1,5"],
    ["ten decimals", "1.0000000001"],
    ["a minus", "-1"],
    ["nothing", "0"],
    ["an exponent", "1e3"],
    ["more than a u64", "99999999999999"],
  ])("%s is no amount", async (_what, text) => {
    const refused = await run(
      "w",
      "transfer",
      "--name",
      "w1",
      "-d",
      BOB,
      `--amount=${text}`,
      "--json",
    );
    expect(refused.code).toBe(2);
    expect(refused.json().error.code).toBe("BAD_AMOUNT");
  });
  test("a wrong address and the sender's own are refused", async () => {
    const typo = BOB.replace("FH", "FJ");
    const wrong = await run("w", "transfer", "--name", "w1", "-d", typo, "-a", "1", "--json");
    expect(wrong.code).toBe(2);
    expect(wrong.json().error.code).toBe("BAD_ADDRESS");
    const self = await run("w", "transfer", "--name", "//Bob", "-d", BOB, "-a", "1", "--json");
    expect(self.json().error.code).toBe("SAME_ACCOUNT");
  });
  test("an unknown wallet is refused with the wallets that there are", async () => {
    const refused = await run("w", "transfer", "--name", "nobody", "-d", BOB, "-a", "1", "--json");
    expect(refused.code).toBe(2);
    expect(refused.json().error).toMatchObject({ code: "NOT_FOUND" });
    expect(refused.json().error.hint).toContain("w1");
  });
  test("a shielded extrinsic is refused rather than sent in the open", async () => {
    const args = ["w", "transfer", "--name", "w1", "-d", BOB, "-a", "1", "--json"];
    const refused = await run(...args, "--mev-protection");
    expect(refused.json().error.code).toBe("NOT_SUPPORTED");
    expect((await run(...args, "--no-mev-protection", "--dry-run")).code).toBe(0);
  });
});

describe("encrypted and watching wallets", () => {
  // Both names work: bittensor-wallet's own, and that which a shell can set.
  const exact = () => passwordVariable(join(wallets.dir, "enc/coldkey"));
  const variable = () => exact().replaceAll(/[^A-Z0-9_]/g, "_");
  test("show their balance without a password, and sign with that of the environment", async () => {
    process.env[variable()] = encodePassword(variable(), "geheim");
    try {
      expect((await run("w", "create", "--name", "enc")).code).toBe(0);
      await run("faucet", "--name", "enc", "--amount", "2");
      delete process.env[variable()];
      expect(await freeOf("enc")).toBe(2n * TAO);
      const args = ["w", "transfer", "--name", "enc", "-d", BOB, "-a", "1", "--json"];
      const locked = await run(...args);
      expect(locked.code).toBe(2);
      expect(locked.json().error).toMatchObject({ code: "PASSWORD_NEEDED" });
      expect(locked.json().error.hint).toContain(variable());
      process.env[variable()] = encodePassword(variable(), "falsch");
      const wrong = await run(...args);
      expect(wrong.code).toBe(2);
      expect(wrong.json().error.code).toBe("WRONG_PASSWORD");
      expect(await freeOf("enc")).toBe(2n * TAO);
      process.env[variable()] = encodePassword(variable(), "geheim");
      expect((await run(...args)).code).toBe(0);
      delete process.env[variable()];
      process.env[exact()] = encodePassword(exact(), "geheim");
      expect((await run(...args.map((each) => (each === "1" ? "0.5" : each)))).code).toBe(0);
    } finally {
      delete process.env[variable()];
      delete process.env[exact()];
    }
  });
  test("a wallet that only watches has a balance and signs nothing", async () => {
    await run("w", "regen-coldkeypub", "--name", "watch", "--ss58", BOB);
    expect(await freeOf("watch")).toBeGreaterThan(1_000_000n * TAO);
    const refused = await run(
      "w",
      "transfer",
      "--name",
      "watch",
      "-d",
      "//Alice",
      "-a",
      "1",
      "--json",
    );
    expect(refused.code).toBe(2);
    expect(refused.json().error).toMatchObject({ code: "NO_SECRET" });
    expect(refused.json().error.hint).toContain("regen-coldkey");
  });
});

describe("a chain that //Alice does not govern", () => {
  test("has no faucet, and no development key signs or is paid there", async () => {
    const other = await runningChain({ sudo: DEV_ACCOUNTS.bob });
    try {
      const network = ["--network", other.url, "--json"];
      const commands = [
        ["faucet", "--name", "w1"],
        ["wallet", "faucet", "--name", "w1"],
        ["w", "transfer", "--name", "//Alice", "-d", BOB, "-a", "1"],
        ["w", "transfer", "--name", "w1", "-d", "//Bob", "-a", "1"],
        ["s", "register", "-n", "1", "--name", "//Alice"],
      ];
      for (const command of commands) {
        const refused = await run(...command, ...network);
        expect([command.join(" "), refused.code, refused.json().error.code]).toEqual([
          command.join(" "),
          1,
          "NOT_HERE",
        ]);
      }
      expect((await run("w", "balance", "--name", "//Alice", ...network)).code).toBe(0);
      // Its chain type is "Development" all the same, as that of the public test network.
      const attack = ["miner", "run", "-n", "1", "--name", "//Alice", "--attack", "lazy"];
      const neurons = new Command("ganglion").exitOverride();
      await addNeurons(neurons, attack);
      await expect(
        neurons.parseAsync([...attack, "--network", other.url], { from: "user" }),
      ).rejects.toMatchObject({ code: "NOT_HERE", exit: 1 });
    } finally {
      await other.node.close();
    }
  });
});

describe("balances", () => {
  test("of all wallets, of addresses and of development keys", async () => {
    const all = (await run("w", "balance", "--all", "--json")).json();
    const sum = all.balances.reduce((s: bigint, row: { free: string }) => s + BigInt(row.free), 0n);
    expect(BigInt(all.totals.free)).toBe(sum);
    const two = await run("w", "balance", "--ss58", BOB, "--ss58-address", "//Alice", "--json");
    expect(two.json().balances.map((row: { ss58: string }) => row.ss58)).toEqual([
      BOB,
      "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY",
    ]);
    expect((await run("w", "balance", "--name", "w1")).out).toContain("τ");
  });
});

describe("networks", () => {
  test("where no node listens the answer is exit code 3", async () => {
    const refused = await run(
      "w",
      "balance",
      "--name",
      "w1",
      "--network",
      "ws://127.0.0.1:1",
      "--json",
    );
    expect(refused.code).toBe(3);
    expect(refused.json().error.code).toBe("UNREACHABLE");
    expect(refused.json().error.hint).toContain("ganglion node --dev");
  });
  test("a port that does not talk as a node does is given up, with exit code 3", async () => {
    const server = createServer((socket) => socket.on("error", () => {}));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    const refused = await run("s", "list", "--chain", `127.0.0.1:${port}`, "--json");
    server.close();
    expect(refused.code).toBe(3);
    expect(refused.json().error.code).toBe("UNREACHABLE");
  });
  test("an unknown network is refused with those that are known", async () => {
    const refused = await run(
      "w",
      "balance",
      "--name",
      "w1",
      "--subtensor.network",
      "mars",
      "--json",
    );
    expect(refused.code).toBe(2);
    expect(refused.json().error).toMatchObject({ code: "BAD_NETWORK" });
    expect(refused.json().error.hint).toContain("finney");
  });
});
