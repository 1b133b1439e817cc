import type { AccountId } from "@ganglion/primitives";
import { listWallets } from "@ganglion/sdk";
import { hotkeyAccount } from "../../client/keys.ts";
import type { PromptFlags } from "../../options/prompt-option.ts";
import { type WalletFlags, walletChoice } from "../../options/wallet-option.ts";
import { CliError, EXIT } from "../../output.ts";

export interface HotkeysFlags extends WalletFlags, PromptFlags {
  readonly includeHotkeys?: readonly string[];
  readonly allHotkeys?: boolean;
}

/** The hotkeys that a stake command is about. @throws CliError NOT_FOUND, BAD_OPTIONS */
export async function hotkeysOf(flags: HotkeysFlags): Promise<AccountId[]> {
  const { includeHotkeys, allHotkeys = false } = flags;
  if (includeHotkeys && allHotkeys)
    throw new CliError("BAD_OPTIONS", "--include-hotkeys and --all-hotkeys exclude each other", {
      exit: EXIT.usage,
    });
  if (includeHotkeys) {
    const found: AccountId[] = [];
    for (const text of includeHotkeys) found.push(await hotkeyAccount(flags, text));
    return [...new Set(found)];
  }
  if (!allHotkeys) return [await hotkeyAccount(flags)];
  const { name, dir } = walletChoice(flags);
  const wallet = (await listWallets(dir)).find((each) => each.name === name);
  const accounts = wallet?.hotkeys.flatMap(({ account }) => (account ? [account] : [])) ?? [];
  if (accounts.length === 0)
    throw new CliError("NOT_FOUND", `wallet "${name}" has no hotkeys`, {
      exit: EXIT.usage,
      hint: "`ganglion wallet new-hotkey` makes one.",
    });
  return accounts;
}
