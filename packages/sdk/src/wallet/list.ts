import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { AccountId } from "@ganglion/primitives";
import type { Encryption } from "./encryption.ts";
import { WalletError, type WalletErrorCode } from "./error.ts";
import { type KeyRole, type WalletRef, walletsDir } from "./paths.ts";
import { loadAccount } from "./wallet.ts";

/** A key in a list. `problem`: why its account cannot be told. */
export type ListedKey = {
  account?: AccountId;
  encryption?: Encryption;
  problem?: { code: WalletErrorCode; message: string };
};
export type ListedWallet = {
  name: string;
  coldkey?: ListedKey;
  hotkeys: ({ name: string } & ListedKey)[];
};

/**
 * All wallets of a folder with their hotkeys, by name; a folder that is not there holds none. A file
 * that cannot be read is listed with its problem and does not hide the others.
 */
export async function listWallets(dir?: string): Promise<ListedWallet[]> {
  const root = walletsDir(dir);
  const wallets: ListedWallet[] = [];
  for (const name of await names(root, "directory")) {
    const wallet: WalletRef = { name, dir: root };
    const files = await names(join(root, name), "file");
    const listed: ListedWallet = { name, hotkeys: [] };
    if (files.includes("coldkey") || files.includes("coldkeypub.txt"))
      listed.coldkey = await look(wallet, "coldkey");
    const found = await names(join(root, name, "hotkeys"), "file");
    const hotkeys = new Set(found.map((file) => hotkeyName(file, found)));
    for (const hotkey of [...hotkeys].sort())
      listed.hotkeys.push({ name: hotkey, ...(await look({ ...wallet, hotkey }, "hotkey")) });
    if (listed.coldkey || listed.hotkeys.length > 0) wallets.push(listed);
  }
  return wallets;
}

/** `minerpub.txt` is the public file of `miner`, unless that is a hotkey's own name. */
function hotkeyName(file: string, all: readonly string[]): string {
  if (!file.endsWith("pub.txt") || all.includes(file.replace(/\.txt$/, ".txtpub.txt"))) return file;
  return file.slice(0, -"pub.txt".length);
}

async function look(wallet: WalletRef, role: KeyRole): Promise<ListedKey> {
  try {
    const { account, encryption } = await loadAccount(wallet, role);
    return { account, ...(encryption ? { encryption } : {}) };
  } catch (error) {
    if (!(error instanceof WalletError)) throw error;
    return { problem: { code: error.code, message: error.message } };
  }
}

async function names(folder: string, kind: "file" | "directory"): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .filter((entry) => (kind === "file" ? !entry.isDirectory() : !entry.isFile()))
      .map((entry) => entry.name)
      .filter((name) => !name.startsWith(".") && !name.endsWith(".tmp"))
      .sort();
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
    if (code === "ENOENT" || code === "ENOTDIR") return [];
    throw new WalletError("NOT_READABLE", `cannot list ${folder}`, { path: folder, cause });
  }
}
