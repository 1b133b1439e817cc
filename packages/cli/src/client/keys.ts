import { accountOf, type Keypair, keypairFromUri } from "@ganglion/crypto";
import { type AccountId, fromSs58 } from "@ganglion/primitives";
import {
  type KeyRole,
  listWallets,
  loadAccount,
  loadKey,
  WalletError,
  type WalletRef,
  walletsDir,
} from "@ganglion/sdk";
import type { PromptFlags } from "../options/prompt-option.ts";
import {
  isDevUri,
  type WalletChoice,
  type WalletFlags,
  walletChoice,
} from "../options/wallet-option.ts";
import { CliError, EXIT } from "../output.ts";
import { withPassword } from "./password.ts";

/** A key of the user: known by its account, opened only when something is to be signed. */
export interface SigningKey {
  /** How a person calls it: `alice`, `alice/miner`, `//Alice`. */
  readonly label: string;
  readonly account: AccountId;
  /** Its secret is public, so it may act on development chains only. */
  readonly development: boolean;
  /** @throws WalletError, CliError PASSWORD_NEEDED */
  readonly unlock: () => Promise<Keypair>;
}

export const walletRef = (choice: WalletChoice): WalletRef => ({
  name: choice.name,
  hotkey: choice.hotkey,
  ...(choice.dir === undefined ? {} : { dir: choice.dir }),
});

function devKey(uri: string): SigningKey {
  const keypair = keypairFromUri(uri);
  const account = accountOf(keypair);
  return { label: uri, account, development: true, unlock: () => Promise.resolve(keypair) };
}

/** What a person can do about a key that is not there. */
async function notThere(
  choice: WalletChoice,
  role: KeyRole,
  cause: WalletError,
): Promise<CliError> {
  const folder = walletsDir(choice.dir);
  const wallets = await listWallets(choice.dir);
  const same = wallets.find(({ name }) => name === choice.name);
  if (role === "hotkey" && same)
    return new CliError(
      "NOT_FOUND",
      `wallet "${choice.name}" has no hotkey "${choice.hotkey}" (${folder})`,
      {
        exit: EXIT.usage,
        hint: same.hotkeys.length
          ? `It has ${same.hotkeys.map(({ name }) => name).join(", ")}; --wallet.hotkey names one.`
          : "`ganglion wallet new-hotkey` makes one.",
        cause,
      },
    );
  if (same)
    return new CliError(
      "NO_SECRET",
      `wallet "${choice.name}" only watches: its coldkey is elsewhere`,
      {
        exit: EXIT.usage,
        hint: "`ganglion wallet regen-coldkey` brings the secret here.",
        cause,
      },
    );
  return new CliError("NOT_FOUND", `there is no wallet "${choice.name}" in ${folder}`, {
    exit: EXIT.usage,
    hint: wallets.length
      ? `There are ${wallets.map(({ name }) => name).join(", ")}; --wallet.name names one, \`ganglion wallet create\` makes one.`
      : "`ganglion wallet create` makes one; on dev chains --wallet.name //Alice works without.",
    cause,
  });
}

const isCode = (thrown: unknown, code: string): thrown is WalletError =>
  thrown instanceof WalletError && thrown.code === code;

/**
 * A key of the wallet that the options name.
 * @throws CliError NOT_FOUND with the wallets that there are; WalletError for a damaged file
 */
export async function signingKey(
  flags: WalletFlags & PromptFlags,
  role: KeyRole,
): Promise<SigningKey> {
  const choice = walletChoice(flags);
  const text = role === "coldkey" ? choice.name : choice.hotkey;
  if (isDevUri(text)) return devKey(text);
  const ref = walletRef(choice);
  const label = role === "coldkey" ? choice.name : `${choice.name}/${choice.hotkey}`;
  const open = async (password?: string): Promise<Keypair> => {
    try {
      return (await loadKey(ref, role, password === undefined ? {} : { password })).keypair;
    } catch (thrown) {
      if (isCode(thrown, "NOT_FOUND")) throw await notThere(choice, role, thrown);
      throw thrown;
    }
  };
  const unlock = async (): Promise<Keypair> => {
    try {
      return await open();
    } catch (thrown) {
      if (!isCode(thrown, "PASSWORD_NEEDED")) throw thrown;
      return withPassword(flags, { choice, role }, open);
    }
  };
  try {
    const { account } = await loadAccount(ref, role);
    return { label, account, development: false, unlock };
  } catch (thrown) {
    if (isCode(thrown, "NOT_FOUND")) throw await notThere(choice, role, thrown);
    if (!isCode(thrown, "PASSWORD_NEEDED")) throw thrown;
    // Encrypted, and without a public file: only the secret itself tells its account.
    const keypair = await unlock();
    return { label, account: accountOf(keypair), development: false, unlock: async () => keypair };
  }
}

/** @throws CliError BAD_ADDRESS */
export function parseAddress(text: string): AccountId {
  try {
    return fromSs58(text.trim());
  } catch (cause) {
    throw new CliError("BAD_ADDRESS", cause instanceof Error ? cause.message : String(cause), {
      exit: EXIT.usage,
      hint: "An address looks like 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY.",
      cause,
    });
  }
}

/** An address, or a development key. @throws CliError BAD_ADDRESS */
export const parseParty = (text: string): AccountId =>
  isDevUri(text) ? accountOf(keypairFromUri(text)) : parseAddress(text);

// No wallet's key has a name of this form by accident.
const looksLikeAddress = (text: string): boolean => /^[1-9A-HJ-NP-Za-km-z]{46,50}$/.test(text);

/** A hotkey by address, development key, or name within the wallet. @throws CliError */
export async function hotkeyAccount(
  flags: WalletFlags & PromptFlags,
  text?: string,
): Promise<AccountId> {
  const given = text ?? walletChoice(flags).hotkey;
  if (looksLikeAddress(given)) return parseAddress(given);
  return (await signingKey({ ...flags, walletHotkey: given }, "hotkey")).account;
}

/** A coldkey by address, development key, or wallet name. @throws CliError */
export async function coldkeyAccount(
  flags: WalletFlags & PromptFlags,
  text?: string,
): Promise<AccountId> {
  const given = text ?? walletChoice(flags).name;
  if (looksLikeAddress(given)) return parseAddress(given);
  return (await signingKey({ ...flags, walletName: given }, "coldkey")).account;
}
