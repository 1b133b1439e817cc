import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { accountOf, DEV_PHRASE, devKeypair, isMnemonic, verify } from "@ganglion/crypto";
import { fromHex, fromSs58, toHex, toSs58, utf8Bytes } from "@ganglion/primitives";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  argon2Key,
  changePassword,
  createKey,
  type DeriveKey,
  decodePassword,
  decryptKeyfile,
  encodePassword,
  encryptionOf,
  encryptKeyfile,
  listWallets,
  loadAccount,
  loadKey,
  parseKeyfile,
  passwordVariable,
  publicKeyfile,
  secretKeyfile,
  WalletError,
  type WalletErrorCode,
  walletsDir,
  writePublicKey,
} from "../../src/index.ts";
import { PYTHON, runPython, withPython } from "../python.ts";

// Written by bittensor-wallet 4.1.1 itself: conformance/python/make_wallets.py.
const fixtures = fileURLToPath(new URL("../fixtures/wallets", import.meta.url));
const PASSWORD = "Test password 123";
const DEV = "5DfhGyQdFobKM8NsWvEeAKk5EQQgYe9AydgJ7rMB6E1EqRzV";
const ALICE = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
const SEEDED = `0x${"9d".repeat(32)}`;

// Argon2 takes seconds and 512 MiB: each password of these tests pays for it once.
const derived = new Map<string, Promise<Uint8Array>>();
const deriveKey: DeriveKey = (password) => {
  const known = derived.get(password) ?? argon2Key(password);
  derived.set(password, known);
  return known;
};
// For tests that are not about the key derivation.
const cheapKey: DeriveKey = async (password) => {
  const key = new Uint8Array(32);
  key.set(utf8Bytes(password).subarray(0, 32));
  return key;
};

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "ganglion-wallet-"));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

async function refusal(work: Promise<unknown>): Promise<WalletErrorCode | string> {
  try {
    await work;
    return "nothing was refused";
  } catch (error) {
    return error instanceof WalletError ? error.code : String(error);
  }
}

describe("keyfiles that Python wrote", () => {
  test("a coldkey from a phrase gives its account, its phrase and a working secret", async () => {
    const wallet = { dir: fixtures, name: "plain" };
    const { keypair, account, mnemonic } = await loadKey(wallet, "coldkey");
    expect(toSs58(account)).toBe(DEV);
    expect(mnemonic).toBe(DEV_PHRASE);
    expect(accountOf(keypair)).toBe(account);
  });
  test.each([
    ["a seed", "seeded", "5EjzWAoVYdPuX2LhWXXtCMp7yBbHKUgegZXhCnPW8phAySyR"],
    ["a URI, kept as private key alone", "alice", ALICE],
    [
      "a seed that Python wrote as text",
      "textseed",
      "5DtDLm5rQHShDqojQpsvcN8tRXHVFaecfDoRet1SU6BFD9Fi",
    ],
  ])("a hotkey from %s is read", async (_, hotkey, address) => {
    const wallet = { dir: fixtures, name: "plain", hotkey };
    const { keypair, account } = await loadKey(wallet, "hotkey");
    expect(toSs58(account)).toBe(address);
    expect((await loadAccount(wallet, "hotkey")).account).toBe(account);
    expect(toSs58(accountOf(keypair))).toBe(address);
  });
  test("ed25519 wallets keep their type", async () => {
    const wallet = { dir: fixtures, name: "edwards" };
    const coldkey = await loadKey(wallet, "coldkey");
    expect(coldkey.keypair.type).toBe("ed25519");
    expect(toSs58(coldkey.account)).toBe("5DFJF7tY4bpbpcKPJcBTQaKuCDEPCpiz8TRjpmLeTtweqmXL");
    expect((await loadKey(wallet, "hotkey")).keypair.type).toBe("ed25519");
  });
  test("an encrypted coldkey opens with its password and with no other", async () => {
    const wallet = { dir: fixtures, name: "locked" };
    const opened = await loadKey(wallet, "coldkey", { password: PASSWORD, deriveKey });
    expect(toSs58(opened.account)).toBe(DEV);
    expect(opened.mnemonic).toBe(DEV_PHRASE);
    expect(
      await refusal(loadKey(wallet, "coldkey", { password: "wrong", deriveKey: cheapKey })),
    ).toBe("WRONG_PASSWORD");
    expect(await refusal(loadKey(wallet, "coldkey"))).toBe("PASSWORD_NEEDED");
  });
  test("an encrypted coldkey tells its account without a password", async () => {
    const { account, encryption } = await loadAccount({ dir: fixtures, name: "locked" }, "coldkey");
    expect(toSs58(account)).toBe(DEV);
    expect(encryption).toBe("nacl");
  });
  test("an Ansible vault opens with its password and with no other", async () => {
    const wallet = { dir: fixtures, name: "ansible" };
    expect(toSs58((await loadKey(wallet, "coldkey", { password: PASSWORD })).account)).toBe(DEV);
    expect(await refusal(loadKey(wallet, "coldkey", { password: "wrong" }))).toBe("WRONG_PASSWORD");
  });
  test("a Fernet keyfile of the first versions opens with its password", async () => {
    const wallet = { dir: fixtures, name: "fernet" };
    expect(toSs58((await loadKey(wallet, "coldkey", { password: PASSWORD })).account)).toBe(DEV);
  });
  test("a watching wallet knows its account and cannot sign", async () => {
    const wallet = { dir: fixtures, name: "watch" };
    expect(toSs58((await loadAccount(wallet, "coldkey")).account)).toBe(ALICE);
    expect(await refusal(loadKey(wallet, "coldkey"))).toBe("NOT_FOUND");
    await cp(join(fixtures, "watch/coldkeypub.txt"), join(dir, "coldkey"));
    await mkdir(join(dir, "w"));
    await cp(join(fixtures, "watch/coldkeypub.txt"), join(dir, "w/coldkey"));
    expect(await refusal(loadKey({ dir, name: "w" }, "coldkey"))).toBe("NO_SECRET");
  });
  test("all wallets of a folder are listed with their hotkeys", async () => {
    const wallets = await listWallets(fixtures);
    expect(wallets.map((it) => it.name)).toEqual([
      "ansible",
      "edwards",
      "fernet",
      "locked",
      "plain",
      "watch",
    ]);
    const plain = wallets.find((it) => it.name === "plain");
    expect(plain?.hotkeys.map((it) => it.name)).toEqual(["alice", "seeded", "textseed"]);
    expect(plain?.hotkeys[0]?.account).toBe(fromSs58(ALICE));
    expect(wallets.find((it) => it.name === "locked")?.coldkey).toEqual({
      account: fromSs58(DEV),
      encryption: "nacl",
    });
    expect(wallets[0]?.coldkey?.problem?.code).toBe("PASSWORD_NEEDED");
  });
});

describe("keys written here", () => {
  test("a new key has a phrase that brings it back, and files for its owner alone", async () => {
    const wallet = { dir, name: "mine", hotkey: "miner" };
    const created = await createKey(wallet, "hotkey", { source: { words: 24 } });
    expect(isMnemonic(created.mnemonic!)).toBe(true);
    for (const path of Object.values(created.paths))
      expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(created.paths.secret).toBe(join(dir, "mine/hotkeys/miner"));
    expect(created.paths.public).toBe(join(dir, "mine/hotkeys/minerpub.txt"));
    const again = { ...wallet, hotkey: "again" };
    await createKey(again, "hotkey", { source: { mnemonic: created.mnemonic! } });
    expect((await loadKey(again, "hotkey")).account).toBe(created.account);
    expect((await readdir(join(dir, "mine/hotkeys"))).sort()).toEqual([
      "again",
      "againpub.txt",
      "miner",
      "minerpub.txt",
    ]);
  });
  test("seed, URI and private key regenerate the same key", async () => {
    const alice = devKeypair("Alice");
    const secret = JSON.parse(new TextDecoder().decode(secretKeyfile(alice))).privateKey as string;
    const uri = await createKey({ dir, name: "a" }, "coldkey", { source: { uri: "//Alice" } });
    const key = await createKey({ dir, name: "b" }, "coldkey", { source: { privateKey: secret } });
    const seed = await createKey({ dir, name: "c" }, "coldkey", { source: { seed: SEEDED } });
    expect(uri.account).toBe(accountOf(alice));
    expect(key.account).toBe(uri.account);
    expect((await loadAccount({ dir, name: "c" }, "coldkey")).account).toBe(seed.account);
    expect(seed.account).toBe(
      (await loadAccount({ dir: fixtures, name: "plain", hotkey: "seeded" }, "hotkey")).account,
    );
  });
  test("an existing key is never overwritten without being asked to", async () => {
    const wallet = { dir, name: "mine" };
    const first = await createKey(wallet, "coldkey");
    const before = await readFile(first.paths.secret);
    expect(await refusal(createKey(wallet, "coldkey"))).toBe("EXISTS");
    expect(await readFile(first.paths.secret)).toEqual(before);
    expect(await refusal(writePublicKey(wallet, "coldkey", { account: fromSs58(ALICE) }))).toBe(
      "EXISTS",
    );
    await rm(first.paths.secret);
    expect(await refusal(createKey(wallet, "coldkey"))).toBe("EXISTS");
    expect(await readdir(join(dir, "mine"))).toEqual(["coldkeypub.txt"]);
    const second = await createKey(wallet, "coldkey", { overwrite: true });
    expect((await loadKey(wallet, "coldkey")).account).toBe(second.account);
    expect((await loadAccount(wallet, "coldkey")).account).toBe(second.account);
  });
  test("of two creations at once one wins and its two files belong together", async () => {
    const wallet = { dir, name: "race" };
    const results = await Promise.allSettled(
      Array.from({ length: 8 }, () => createKey(wallet, "coldkey")),
    );
    const won = results.filter((it) => it.status === "fulfilled");
    expect(won).toHaveLength(1);
    expect((await loadKey(wallet, "coldkey")).account).toBe(won[0]!.value.account);
    expect((await loadAccount(wallet, "coldkey")).account).toBe(won[0]!.value.account);
    expect((await readdir(join(dir, "race"))).sort()).toEqual(["coldkey", "coldkeypub.txt"]);
  });
  test("where a folder cannot be made the error names the path and nothing is left", async () => {
    await writeFile(join(dir, "file"), "");
    expect(await refusal(createKey({ dir: join(dir, "file"), name: "x" }, "coldkey"))).toBe(
      "NOT_WRITABLE",
    );
    expect(await readdir(dir)).toEqual(["file"]);
  });
  test("a password can be given, changed and taken away", async () => {
    const wallet = { dir, name: "mine" };
    const options = { deriveKey: cheapKey };
    const { account } = await createKey(wallet, "coldkey", { ...options, password: "one" });
    expect((await loadAccount(wallet, "coldkey")).encryption).toBe("nacl");
    expect((await loadKey(wallet, "coldkey", { ...options, password: "one" })).account).toBe(
      account,
    );
    await changePassword(wallet, "coldkey", { ...options, password: "one", newPassword: "two" });
    expect(await refusal(loadKey(wallet, "coldkey", { ...options, password: "one" }))).toBe(
      "WRONG_PASSWORD",
    );
    expect(await refusal(changePassword(wallet, "coldkey", { ...options, password: "one" }))).toBe(
      "WRONG_PASSWORD",
    );
    await changePassword(wallet, "coldkey", { ...options, password: "two" });
    expect((await loadKey(wallet, "coldkey")).account).toBe(account);
    expect((await stat(join(dir, "mine/coldkey"))).mode & 0o777).toBe(0o600);
  });
  test("an empty password is refused instead of pretending to protect", async () => {
    expect(await refusal(createKey({ dir, name: "x" }, "coldkey", { password: "" }))).toBe(
      "BAD_PASSWORD",
    );
    expect(await readdir(dir)).toEqual([]);
  });
  test.each(["", ".", "..", "../other", "a/b", "a\\b", "a\nb"])(
    "%j cannot name a wallet or a hotkey",
    async (name) => {
      expect(await refusal(createKey({ dir, name }, "coldkey"))).toBe("BAD_NAME");
      expect(await refusal(loadKey({ dir, name: "x", hotkey: name }, "hotkey"))).toBe("BAD_NAME");
    },
  );
  test("no source makes an ecdsa keyfile, which Bittensor does not know", async () => {
    expect(await refusal(createKey({ dir, name: "x" }, "coldkey", { type: "ecdsa" }))).toBe(
      "BAD_KEYFILE",
    );
  });
});

describe("damaged and foreign files", () => {
  const alice = devKeypair("Alice");
  const parse = (text: string | Uint8Array) => {
    try {
      return parseKeyfile(typeof text === "string" ? utf8Bytes(text) : text);
    } catch (error) {
      return error instanceof WalletError ? error.code : String(error);
    }
  };
  test.each([
    ["nothing", ""],
    ["no JSON", "hello"],
    ["a list", "[]"],
    ["an empty object", "{}"],
    ["a number for a phrase", '{"secretPhrase":5}'],
    ["an unknown crypto type", `{"ss58Address":"${ALICE}","cryptoType":7}`],
    ["an address with a typo", `{"ss58Address":"${ALICE.slice(0, -1)}X"}`],
    ["two accounts", `{"ss58Address":"${ALICE}","publicKey":"0x${"11".repeat(32)}"}`],
    ["a secret of someone else", `{"ss58Address":"${ALICE}","secretPhrase":"${DEV_PHRASE}"}`],
    ["a secret that is none", `{"ss58Address":"${ALICE}","secretSeed":"0x12"}`],
  ])("%s is refused", (_, text) => {
    expect(parse(text)).toBe("BAD_KEYFILE");
  });
  test("bytes that are no text are refused", () => {
    expect(parse(Uint8Array.of(255, 254, 0))).toBe("BAD_KEYFILE");
  });
  test("a refused keyfile's error does not repeat the secret", () => {
    const text = `{"secretPhrase":"${DEV_PHRASE}"`;
    try {
      parseKeyfile(utf8Bytes(text));
      expect.unreachable();
    } catch (error) {
      const told = `${(error as Error).message} ${String((error as Error).cause)}`;
      expect(told).not.toContain("bottom");
    }
  });
  test("nulls and unknown fields of older versions are no obstacle", () => {
    const content = parseKeyfile(
      utf8Bytes(
        JSON.stringify({
          accountId: toHex(alice.publicKey),
          publicKey: toHex(alice.publicKey),
          privateKey: null,
          secretPhrase: null,
          secretSeed: null,
          ss58Address: ALICE,
          when: 2022,
        }),
      ),
    );
    expect(content).toEqual({ account: accountOf(alice), type: "sr25519" });
  });
  test("what is written is what is read", () => {
    expect(parseKeyfile(secretKeyfile(alice)).keypair?.publicKey).toEqual(alice.publicKey);
    expect(parseKeyfile(publicKeyfile(accountOf(alice)))).toEqual({
      account: accountOf(alice),
      type: "sr25519",
    });
  });
  test("every cut and every flipped bit of an encrypted file is a clear error", async () => {
    const data = await encryptKeyfile(secretKeyfile(alice), "p", { deriveKey: cheapKey });
    for (const end of [5, 6, 28, 44, data.length - 1]) {
      const cut = decryptKeyfile(data.subarray(0, end), "p", { deriveKey: cheapKey });
      expect(await refusal(cut)).toMatch(/BAD_KEYFILE|WRONG_PASSWORD/);
    }
    for (const at of [5, 30, 50, data.length - 1]) {
      const broken = data.slice();
      broken[at]! ^= 1;
      const opened = decryptKeyfile(broken, "p", { deriveKey: cheapKey });
      expect(await refusal(opened)).toBe("WRONG_PASSWORD");
    }
    expect(encryptionOf(data)).toBe("nacl");
    expect(await refusal(decryptKeyfile(utf8Bytes("{}"), "p"))).toBe("BAD_KEYFILE");
  });
  test.each(["$ANSIBLE_VAULT;1.1;AES256\nzz", "$ANSIBLE_VAULT;9", "gAAAAAB", "gAAAAA"])(
    "the damaged old file %j is refused at once",
    async (text) => {
      expect(await refusal(decryptKeyfile(utf8Bytes(text), "p"))).toBe("BAD_KEYFILE");
    },
  );
  test("a huge file is refused without reading it", async () => {
    await mkdir(join(dir, "w"));
    await writeFile(join(dir, "w/coldkey"), new Uint8Array(70_000));
    expect(await refusal(loadKey({ dir, name: "w" }, "coldkey"))).toBe("BAD_KEYFILE");
  });
  test("one bad key does not hide the others from the list, and other files are none", async () => {
    await createKey({ dir, name: "good" }, "coldkey");
    await mkdir(join(dir, "bad"));
    await writeFile(join(dir, "bad/coldkey"), "hello");
    await mkdir(join(dir, "empty"));
    await writeFile(join(dir, "note.txt"), "x");
    const wallets = await listWallets(dir);
    expect(wallets.map((it) => it.name)).toEqual(["bad", "good"]);
    expect(wallets[0]?.coldkey?.problem?.code).toBe("BAD_KEYFILE");
    expect(await listWallets(join(dir, "nowhere"))).toEqual([]);
  });
});

describe("the environment's password", () => {
  test("name and value are those of bittensor-wallet", () => {
    const variable = passwordVariable("/home/me/.bittensor/wallets/w/coldkey");
    expect(variable).toBe("BT_PW__HOME_ME__BITTENSOR_WALLETS_W_COLDKEY");
    // "B" ^ "p" = 0x32, "T" ^ "w" = 0x23, worked by hand.
    expect(encodePassword(variable, "pw")).toBe(Buffer.from([0x32, 0x23]).toString("base64"));
    expect(decodePassword(variable, encodePassword(variable, "grüße"))).toBe("grüße");
    expect(() => decodePassword(variable, "plain text!")).toThrow(WalletError);
  });
  test("the wallets' folder defaults to bittensor's and takes a tilde", () => {
    expect(walletsDir()).toMatch(/\.bittensor\/wallets$/);
    expect(walletsDir("~/x")).not.toContain("~");
    expect(walletsDir("/y")).toBe("/y");
  });
});

test.skipIf(!PYTHON)(
  withPython("the Python wallet opens, plain and encrypted, what is written here"),
  async () => {
    const wallet = { dir, name: "ours", hotkey: "h" };
    const coldkey = await createKey(wallet, "coldkey", { password: PASSWORD, deriveKey });
    const hotkey = await createKey(wallet, "hotkey", { source: { seed: SEEDED }, type: "ed25519" });
    const read = (await runPython("read_wallet.py", [dir, "ours", "h", PASSWORD])) as {
      signatures: { coldkey: string; hotkey: string };
    };
    expect(read).toMatchObject({
      coldkey: toSs58(coldkey.account),
      coldkeypub: toSs58(coldkey.account),
      hotkey: toSs58(hotkey.account),
      hotkeypub: toSs58(hotkey.account),
      types: { coldkey: 1, hotkey: 0 },
    });
    for (const [role, key] of [
      ["coldkey", coldkey.keypair],
      ["hotkey", hotkey.keypair],
    ] as const) {
      const { type, publicKey } = key;
      const signature = fromHex(read.signatures[role]);
      expect(verify({ type, publicKey, message: utf8Bytes("a question"), signature })).toBe(true);
    }
  },
  120_000,
);
