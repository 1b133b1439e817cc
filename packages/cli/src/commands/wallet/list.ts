import { toSs58 } from "@ganglion/primitives";
import { type ListedKey, listWallets, walletsDir } from "@ganglion/sdk";
import pc from "picocolors";
import type { OutputFlags } from "../../options/output-option.ts";
import { type WalletFlags, walletChoice } from "../../options/wallet-option.ts";
import { CliError, EXIT, print } from "../../output.ts";

export type ListFlags = Pick<WalletFlags, "walletName" | "walletPath"> & OutputFlags;

const facts = ({ account, encryption, problem }: ListedKey) => ({
  ss58: account ? toSs58(account) : null,
  encrypted: encryption !== undefined,
  ...(problem ? { problem: problem.message } : {}),
});
function described({ account, encryption, problem }: ListedKey): string {
  if (problem) return pc.red(problem.message);
  return `${account ? toSs58(account) : "?"}${encryption ? pc.dim(" encrypted") : ""}`;
}

/** Wallets of a folder. @throws CliError NOT_FOUND for a name that is not there */
export async function list(flags: ListFlags): Promise<void> {
  const { dir } = walletChoice(flags);
  const all = await listWallets(dir);
  const wallets = flags.walletName ? all.filter(({ name }) => name === flags.walletName) : all;
  if (flags.walletName && wallets.length === 0)
    throw new CliError(
      "NOT_FOUND",
      `there is no wallet "${flags.walletName}" in ${walletsDir(dir)}`,
      {
        exit: EXIT.usage,
        hint: all.length
          ? `There are ${all.map(({ name }) => name).join(", ")}.`
          : "`ganglion wallet create` makes one.",
      },
    );
  const document = {
    path: walletsDir(dir),
    wallets: wallets.map(({ name, coldkey, hotkeys }) => ({
      name,
      coldkey: coldkey ? facts(coldkey) : null,
      hotkeys: hotkeys.map((hotkey) => ({ name: hotkey.name, ...facts(hotkey) })),
    })),
  };
  print(document, {
    json: flags.json ?? false,
    text: () => {
      if (wallets.length === 0)
        return `No wallets in ${document.path}; \`ganglion wallet create\` makes one.`;
      return wallets
        .flatMap(({ name, coldkey, hotkeys }) => [
          `${pc.bold(name)}  ${coldkey ? described(coldkey) : "no coldkey"}`,
          ...hotkeys.map((hotkey) => `  ${hotkey.name}  ${described(hotkey)}`),
        ])
        .join("\n");
    },
  });
}
