import { type Command, Option } from "commander";
import { addAliased } from "./aliased-option.ts";
import { setting } from "./config.ts";

export interface WalletFlags {
  readonly walletName?: string;
  readonly walletHotkey?: string;
  readonly walletPath?: string;
}

export const NAME_ALIASES = ["--wallet.name", "--wallet_name", "--name"];
export const HOTKEY_ALIASES = [
  "--wallet.hotkey",
  "--wallet_hotkey",
  "--hotkey",
  "--hotkey-ss58",
  "--wallet-hotkey-ss58",
  "--wallet_hotkey_ss58",
];

export function withWallet(command: Command): Command {
  addAliased(
    command,
    new Option(
      "--wallet-name <name>",
      "wallet, also --wallet.name or --name; //Alice and other development keys work on dev chains",
    ),
    NAME_ALIASES,
  );
  addAliased(
    command,
    new Option("-H, --wallet-hotkey <name>", "its hotkey, also --wallet.hotkey or --hotkey"),
    HOTKEY_ALIASES,
  );
  return withWalletPath(command);
}

export function withWalletPath(command: Command): Command {
  return addAliased(
    command,
    new Option("-p, --wallet-path <dir>", "folder of wallets, also --wallet.path"),
    ["--wallet.path", "--wallet_path"],
  );
}

/** Which wallet a command means. */
export interface WalletChoice {
  readonly name: string;
  readonly hotkey: string;
  /** Folder as it was given; undefined for the usual one. */
  readonly dir: string | undefined;
}

/** A development key such as `//Alice`, or any other secret URI with a path alone. */
export const isDevUri = (text: string): boolean => text.startsWith("//");

/** The wallet by flag, environment, configuration file or the name "default". */
export function walletChoice(flags: WalletFlags): WalletChoice {
  const { walletName, walletHotkey, walletPath } = flags;
  const name =
    setting(walletName, { env: ["GANGLION_WALLET_NAME", "BT_WALLET_NAME"], key: "walletName" }) ??
    "default";
  const hotkey =
    setting(walletHotkey, {
      env: ["GANGLION_WALLET_HOTKEY", "BT_WALLET_HOTKEY"],
      key: "walletHotkey",
    }) ??
    // A development key is its own hotkey, as in the reference's test helpers.
    (isDevUri(name) ? name : "default");
  const dir = setting(walletPath, {
    env: ["GANGLION_WALLET_PATH", "BT_WALLET_PATH"],
    key: "walletPath",
  });
  return { name, hotkey, dir };
}
