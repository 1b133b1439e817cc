import { homedir } from "node:os";
import { join } from "node:path";
import { WalletError } from "./error.ts";

/** Which wallet. `dir` holds all wallets, by default `~/.bittensor/wallets`; `hotkey` defaults to "default". */
export type WalletRef = { name: string; hotkey?: string; dir?: string };

export type KeyRole = "coldkey" | "hotkey";

/** Where bittensor-wallet keeps its wallets. */
export const defaultWalletsDir = (): string => join(homedir(), ".bittensor", "wallets");

/** The folder of all wallets, `~` resolved. */
export function walletsDir(dir?: string): string {
  if (!dir) return defaultWalletsDir();
  return dir === "~" || dir.startsWith("~/") ? join(homedir(), dir.slice(1)) : dir;
}

/**
 * The two files of a key: the secret and the public one beside it.
 * @throws WalletError BAD_NAME if a name would leave the folder of wallets
 */
export function keyPaths(wallet: WalletRef, role: KeyRole): { secret: string; public: string } {
  const folder = join(walletsDir(wallet.dir), checkName(wallet.name, "wallet"));
  if (role === "coldkey")
    return { secret: join(folder, "coldkey"), public: join(folder, "coldkeypub.txt") };
  const name = checkName(wallet.hotkey ?? "default", "hotkey");
  const hotkeys = join(folder, "hotkeys");
  return { secret: join(hotkeys, name), public: join(hotkeys, `${name}pub.txt`) };
}

function checkName(name: string, what: "wallet" | "hotkey"): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: file names must not hold them
  if (name === "" || name === "." || name === ".." || /[/\\\u0000-\u001f]/.test(name))
    throw new WalletError(
      "BAD_NAME",
      `${JSON.stringify(name)} cannot name a ${what}: it must be a plain file name`,
    );
  return name;
}
