import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encodePassword, passwordVariable } from "@ganglion/sdk";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { isolatedWallets, run } from "./command-line.ts";

// The real derivation takes five seconds and half a gigabyte; the SDK's own tests run it.
vi.mock("hash-wasm", async (original) => {
  const { fastArgon2 } = await import("./fast-argon2.ts");
  return { ...(await original<object>()), argon2i: fastArgon2 };
});

// The phrase of the development accounts; its account without a path is known from Substrate's documents.
const DEV_PHRASE = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";
const DEV_SS58 = "5DfhGyQdFobKM8NsWvEeAKk5EQQgYe9AydgJ7rMB6E1EqRzV";
const ALICE = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
const ALICE_HEX = "d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d";

let wallets: ReturnType<typeof isolatedWallets>;
beforeAll(() => {
  wallets = isolatedWallets();
});
afterAll(() => wallets.remove());

const keyfile = (...path: string[]) => JSON.parse(readFileSync(join(wallets.dir, ...path), "utf8"));

describe("making keys", () => {
  test("create writes a coldkey and a hotkey that only their owner may read", async () => {
    const made = await run(
      "wallet",
      "create",
      "--wallet.name",
      "one",
      "--no-use-password",
      "--json",
    );
    expect(made.code).toBe(0);
    expect(made.json().keys).toMatchObject([
      { name: "one", role: "coldkey", path: join(wallets.dir, "one/coldkey") },
      { name: "one", hotkey: "default", role: "hotkey" },
    ]);
    expect(statSync(join(wallets.dir, "one/coldkey")).mode & 0o777).toBe(0o600);
    expect(keyfile("one", "coldkey").ss58Address).toBe(made.json().keys[0].ss58);
    expect(keyfile("one", "hotkeys", "default").secretPhrase.split(" ")).toHaveLength(12);
  });
  test("a phrase is not printed where nobody watches, unless it is asked for", async () => {
    const quiet = await run("w", "new-hotkey", "--name", "one", "--hotkey", "quiet");
    const phrase = keyfile("one", "hotkeys", "quiet").secretPhrase;
    expect(quiet.out + quiet.err).not.toContain(phrase);
    const shown = await run(
      "w",
      "new_hotkey",
      "--name",
      "one",
      "--hotkey",
      "shown",
      "--n_words",
      "24",
      "--show-mnemonic",
      "--json",
    );
    expect(shown.json().keys[0].mnemonic).toBe(keyfile("one", "hotkeys", "shown").secretPhrase);
    expect(shown.json().keys[0].mnemonic.split(" ")).toHaveLength(24);
  });
  test("all of btcli's spellings of the wallet's options name the same wallet", async () => {
    const spellings = [
      ["--wallet.name", "s1", "--wallet.hotkey", "h"],
      ["--wallet-name", "s2", "--wallet-hotkey", "h"],
      ["--wallet_name", "s3", "--wallet_hotkey", "h"],
      ["--name=s4", "-H", "h"],
    ];
    for (const options of spellings)
      expect((await run("wallets", "new-hotkey", ...options)).code).toBe(0);
    for (const name of ["s1", "s2", "s3", "s4"])
      expect(existsSync(join(wallets.dir, name, "hotkeys/h"))).toBe(true);
  });
  test("an existing key is kept, and the hint says what would replace it", async () => {
    const before = keyfile("one", "coldkey").ss58Address;
    const again = await run("w", "create", "--name", "one", "--no-use-password", "--json");
    expect(again.code).toBe(2);
    expect(again.json().error).toMatchObject({ code: "EXISTS" });
    expect(again.json().error.hint).toContain("--overwrite");
    expect(keyfile("one", "coldkey").ss58Address).toBe(before);
    const forced = await run(
      "w",
      "new-coldkey",
      "--name",
      "one",
      "--no-use-password",
      "--overwrite",
    );
    expect(forced.code).toBe(0);
    expect(keyfile("one", "coldkey").ss58Address).not.toBe(before);
  });
  test("create makes nothing at all if one of its two keys is there already", async () => {
    await run("w", "new-hotkey", "--name", "half");
    const refused = await run("w", "create", "--name", "half", "--no-use-password", "--json");
    expect(refused.json().error.code).toBe("EXISTS");
    expect(existsSync(join(wallets.dir, "half/coldkey"))).toBe(false);
  });
  test("a coldkey wants a password; without a terminal it says so instead of waiting", async () => {
    const refused = await run("w", "new-coldkey", "--name", "locked", "--json");
    expect(refused.code).toBe(2);
    expect(refused.json().error).toMatchObject({ code: "PASSWORD_NEEDED" });
    expect(refused.json().error.hint).toContain("--no-use-password");
    expect(existsSync(join(wallets.dir, "locked"))).toBe(false);
  });
  test("a name that would leave the folder is refused", async () => {
    const refused = await run("w", "new-hotkey", "--name", "../elsewhere", "--json");
    expect(refused.code).toBe(2);
    expect(refused.json().error.code).toBe("BAD_NAME");
    const uri = await run("w", "new-hotkey", "--name", "//Alice", "--json");
    expect(uri.json().error).toMatchObject({ code: "BAD_NAME" });
    expect(uri.json().error.hint).toContain("--uri");
  });
});

describe("keys again", () => {
  test("a phrase gives the account that Substrate gives it", async () => {
    const made = await run(
      "w",
      "regen-coldkey",
      "--name",
      "dev",
      "--mnemonic",
      DEV_PHRASE,
      "--no-use-password",
      "--json",
    );
    expect(made.json()).toMatchObject({ role: "coldkey", ss58: DEV_SS58 });
  });
  test("numbered words are put in order", async () => {
    const numbered = DEV_PHRASE.split(" ").map((word, i) => `${i + 1}-${word}`);
    const made = await run(
      "w",
      "regen_hotkey",
      "--name",
      "dev",
      "--mnemonic",
      numbered.reverse().join(" "),
      "--json",
    );
    expect(made.json().ss58).toBe(DEV_SS58);
    const hole = await run(
      "w",
      "regen-hotkey",
      "--name",
      "dev",
      "--hotkey",
      "x",
      "--mnemonic",
      "1-bottom 3-obey",
      "--json",
    );
    expect(hole.json().error.code).toBe("BAD_MNEMONIC");
  });
  test("words that are no phrase and seeds that are no seed are refused, without repeating them", async () => {
    const words = await run("w", "regen-hotkey", "--name", "bad", "--mnemonic", "a b c", "--json");
    expect(words.code).toBe(2);
    expect(words.json().error.code).toBe("BAD_MNEMONIC");
    const seed = await run("w", "regen-hotkey", "--name", "bad", "--seed", "0x1234", "--json");
    expect(seed.code).toBe(2);
    expect(seed.json().error.code).toBe("BAD_SEED");
    expect(seed.out).not.toContain("1234");
    expect(existsSync(join(wallets.dir, "bad"))).toBe(false);
  });
  test("without a phrase, a seed or a terminal it says which option is missing", async () => {
    const refused = await run("w", "regen-coldkey", "--name", "none", "--json");
    expect(refused.code).toBe(2);
    expect(refused.json().error.code).toBe("MISSING_OPTION");
  });
  test("a public file is written from an address or a public key", async () => {
    const byAddress = await run(
      "w",
      "regen-coldkeypub",
      "--name",
      "watch",
      "--ss58",
      ALICE,
      "--json",
    );
    expect(byAddress.json()).toMatchObject({
      ss58: ALICE,
      path: join(wallets.dir, "watch/coldkeypub.txt"),
    });
    const byKey = await run(
      "w",
      "regen-hotkeypub",
      "--name",
      "watch",
      "--public-key-hex",
      ALICE_HEX,
      "--json",
    );
    expect(byKey.json().ss58).toBe(ALICE);
    const typo = await run(
      "w",
      "regen-coldkeypub",
      "--name",
      "typo",
      "--ss58",
      ALICE.replace("Y", "Z"),
      "--json",
    );
    expect(typo.code).toBe(2);
    expect(typo.json().error.code).toBe("BAD_ADDRESS");
  });
});

describe("the list", () => {
  test("shows wallets with their hotkeys, and a damaged file without hiding the others", async () => {
    writeFileSync(join(wallets.dir, "one/hotkeys/broken"), "no key");
    const listed = (await run("w", "list", "--json")).json();
    expect(listed.path).toBe(wallets.dir);
    const one = listed.wallets.find((each: { name: string }) => each.name === "one");
    expect(one.hotkeys.map((each: { name: string }) => each.name)).toEqual([
      "broken",
      "default",
      "quiet",
      "shown",
    ]);
    expect(one.hotkeys[0].problem).toContain("broken");
    const watch = listed.wallets.find((each: { name: string }) => each.name === "watch");
    expect(watch.coldkey).toEqual({ ss58: ALICE, encrypted: false });
    expect((await run("w", "list")).out).toContain(ALICE);
  });
  test("one wallet alone can be asked for; an unknown name is refused with those that there are", async () => {
    expect((await run("w", "list", "--name", "dev", "--json")).json().wallets).toHaveLength(1);
    const unknown = await run("w", "list", "--name", "nobody", "--json");
    expect(unknown.code).toBe(2);
    expect(unknown.json().error.hint).toContain("watch");
  });
  test("an empty folder is told as such", async () => {
    const empty = await run("w", "list", "-p", join(wallets.dir, "nowhere"));
    expect(empty.code).toBe(0);
    expect(empty.out).toContain("ganglion wallet create");
  });
});

describe("settings", () => {
  test("a flag goes before the environment, the environment before the configuration file", async () => {
    const file = join(wallets.dir, "config.json");
    writeFileSync(file, JSON.stringify({ walletName: "from-file" }));
    const before = process.env["GANGLION_CONFIG"];
    process.env["GANGLION_CONFIG"] = file;
    const nameOf = async (...args: string[]) =>
      (await run("w", "new-hotkey", "--overwrite", "--json", ...args)).json().keys[0].name;
    try {
      expect(await nameOf()).toBe("from-file");
      process.env["BT_WALLET_NAME"] = "from-btcli";
      expect(await nameOf()).toBe("from-btcli");
      process.env["GANGLION_WALLET_NAME"] = "from-env";
      expect(await nameOf()).toBe("from-env");
      expect(await nameOf("--name", "from-flag")).toBe("from-flag");
      delete process.env["BT_WALLET_NAME"];
      delete process.env["GANGLION_WALLET_NAME"];
      writeFileSync(file, "{ no json");
      const broken = await run("w", "new-hotkey", "--json");
      expect(broken.code).toBe(2);
      expect(broken.json().error.code).toBe("BAD_CONFIG");
    } finally {
      process.env["GANGLION_CONFIG"] = before;
    }
  });
  test("a password of the environment protects a new key and is the one that bittensor-wallet looks for", async () => {
    const variable = passwordVariable(join(wallets.dir, "safe/hotkeys/default"));
    process.env[variable] = encodePassword(variable, "geheim");
    try {
      const made = await run("w", "new-hotkey", "--name", "safe", "--use-password", "--json");
      expect(made.code).toBe(0);
      const bytes = readFileSync(join(wallets.dir, "safe/hotkeys/default"));
      expect(bytes.subarray(0, 5).toString("latin1")).toBe("$NACL");
      const listed = (await run("w", "list", "--name", "safe", "--json")).json();
      expect(listed.wallets[0].hotkeys[0].encrypted).toBe(true);
      process.env[variable] = "not masked!";
      const garbled = await run(
        "w",
        "new-hotkey",
        "--name",
        "safe",
        "--use-password",
        "--overwrite",
        "--json",
      );
      expect(garbled.code).toBe(2);
      expect(garbled.json().error.code).toBe("BAD_PASSWORD");
      expect(readFileSync(join(wallets.dir, "safe/hotkeys/default"))).toEqual(bytes);
    } finally {
      delete process.env[variable];
    }
  });
});
