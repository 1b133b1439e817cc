import type { WordCount } from "@ganglion/crypto";
import { type AccountId, accountId, fromHex, type Hex, toHex, toSs58 } from "@ganglion/primitives";
import {
  type CreatedKey,
  createKey,
  type KeyRole,
  type KeySource,
  keyfileExists,
  keyPaths,
  WalletError,
  writePublicKey,
} from "@ganglion/sdk";
import pc from "picocolors";
import { parseAddress, walletRef } from "../../client/keys.ts";
import { newPassword } from "../../client/password.ts";
import { needed } from "../../options/ask.ts";
import { type OutputFlags, talk } from "../../options/output-option.ts";
import {
  isDevUri,
  type WalletChoice,
  type WalletFlags,
  walletChoice,
} from "../../options/wallet-option.ts";
import { CliError, EXIT, print, say } from "../../output.ts";

interface WritingFlags extends WalletFlags, OutputFlags {
  readonly usePassword?: boolean;
  readonly overwrite?: boolean;
}
export interface CreateFlags extends WritingFlags {
  readonly nWords?: string;
  readonly uri?: string;
  readonly showMnemonic?: boolean;
}
export interface RegenFlags extends WritingFlags {
  readonly mnemonic?: string;
  readonly seed?: string;
}
export interface RegenPublicFlags extends WalletFlags, OutputFlags {
  readonly publicKeyHex?: string;
  readonly ss58?: string;
  readonly overwrite?: boolean;
}

function writableChoice(flags: WalletFlags): WalletChoice {
  const choice = walletChoice(flags);
  for (const text of [choice.name, choice.hotkey])
    if (isDevUri(text))
      throw new CliError("BAD_NAME", `${text} is a development key, no name for a file`, {
        exit: EXIT.usage,
        hint: `Name the wallet and take the key by --uri ${text}.`,
      });
  return choice;
}

/** @throws WalletError as the SDK says; CliError EXISTS with the option that replaces it */
async function write(flags: WritingFlags, role: KeyRole, source: KeySource): Promise<CreatedKey> {
  const choice = writableChoice(flags);
  // Coldkeys hold the money and are protected unless it is said otherwise; hotkeys must work unattended.
  const protect = flags.usePassword ?? role === "coldkey";
  const overwrite = flags.overwrite ?? false;
  const password = protect ? { password: await newPassword(flags, choice, role) } : {};
  if (protect) talk(flags, "Encrypting, this takes some seconds…");
  try {
    return await createKey(walletRef(choice), role, { source, overwrite, ...password });
  } catch (thrown) {
    throw existing(thrown);
  }
}

async function refuseExisting(choice: WalletChoice, role: KeyRole): Promise<void> {
  const paths = keyPaths(walletRef(choice), role);
  for (const path of [paths.secret, paths.public])
    if (await keyfileExists(path))
      throw existing(new WalletError("EXISTS", `${path} exists already`, { path }));
}

function existing(thrown: unknown): unknown {
  if (!(thrown instanceof WalletError && thrown.code === "EXISTS")) return thrown;
  return new CliError("EXISTS", thrown.message, {
    exit: EXIT.usage,
    hint: "--overwrite replaces it (what it holds is lost then), --wallet.name names another.",
    cause: thrown,
  });
}

const facts = (choice: WalletChoice, role: KeyRole, made: Pick<CreatedKey, "account">) => ({
  name: choice.name,
  ...(role === "hotkey" ? { hotkey: choice.hotkey } : {}),
  role,
  ss58: toSs58(made.account),
  path: keyPaths(walletRef(choice), role).secret,
});

const line = ({ role, name, hotkey, ss58 }: ReturnType<typeof facts>): string =>
  `${role.padEnd(7)} ${hotkey ? `${name}/${hotkey}` : name}  ${ss58}`;

/** New keys. @throws CliError, WalletError, CryptoError */
export async function create(flags: CreateFlags, roles: readonly KeyRole[]): Promise<void> {
  const choice = writableChoice(flags);
  const source: KeySource = flags.uri
    ? { uri: flags.uri }
    : { words: Number(flags.nWords ?? 12) as WordCount };
  // Both or none: a new coldkey beside an old hotkey would be half a wallet.
  if (!flags.overwrite) for (const role of roles) await refuseExisting(choice, role);
  const keys: Record<string, unknown>[] = [];
  const lines: string[] = [];
  for (const role of roles) {
    // `create` is about the coldkey's password; its hotkey is written as `new-hotkey` would.
    const own = roles.length > 1 && role === "hotkey" ? { ...flags, usePassword: false } : flags;
    const made = await write(own, role, source);
    const about = facts(choice, role, made);
    lines.push(line(about));
    const shown = flags.showMnemonic === true;
    keys.push({ ...about, ...(shown && made.mnemonic ? { mnemonic: made.mnemonic } : {}) });
    tellPhrase(flags, role, made.mnemonic);
  }
  print({ keys }, { json: flags.json ?? false, text: () => lines.join("\n") });
}

/** A phrase belongs on a screen or on paper, not in a log: without a terminal it is shown only if asked for. */
function tellPhrase(flags: CreateFlags, role: KeyRole, mnemonic: string | undefined): void {
  if (!mnemonic || flags.json) return;
  if (!flags.showMnemonic && process.stderr.isTTY !== true) return;
  say(pc.yellow(`The phrase of the ${role}: whoever knows it owns the key. Write it down.`));
  say(`\n  ${pc.bold(mnemonic)}\n`);
}

/** btcli numbers words if asked to, `1-horse 2-cart …`, in any order. */
function inOrder(phrase: string): string {
  const words = phrase.trim().split(/\s+/);
  if (!words.every((word) => /^\d+-\w+$/.test(word))) return words.join(" ");
  const numbered = words.map((word) => word.split("-") as [string, string]);
  numbered.sort(([a], [b]) => Number(a) - Number(b));
  if (numbered.some(([number], i) => Number(number) !== i + 1))
    throw new CliError("BAD_MNEMONIC", "a numbered word is missing or there twice", {
      exit: EXIT.usage,
    });
  return numbered.map(([, word]) => word).join(" ");
}

async function readStandardInput(): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of process.stdin) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8").trim();
}

/** A key again, from its phrase or seed. @throws CliError, WalletError, CryptoError */
export async function regenerate(flags: RegenFlags, role: KeyRole): Promise<void> {
  const choice = writableChoice(flags);
  const given = async (text: string): Promise<string> =>
    text === "-" ? await readStandardInput() : text;
  let source: KeySource;
  if (flags.seed !== undefined) {
    const seed = await given(flags.seed);
    source = { seed: seed.startsWith("0x") ? seed : `0x${seed}` };
  } else {
    const phrase = await needed(flags, flags.mnemonic, {
      option: "--mnemonic or --seed",
      question: `The phrase of the ${role}`,
      parse: (text) => text,
      secret: true,
    });
    source = { mnemonic: inOrder(await given(phrase)) };
  }
  const about = facts(choice, role, await write(flags, role, source));
  print(about, { json: flags.json ?? false, text: () => line(about) });
}

function publicAccount(hex: string): AccountId {
  try {
    return accountId(toHex(fromHex((hex.startsWith("0x") ? hex : `0x${hex}`) as Hex)));
  } catch (cause) {
    throw new CliError("BAD_PUBLIC_KEY", "a public key is 32 bytes of hexadecimal digits", {
      exit: EXIT.usage,
      cause,
    });
  }
}

/** The public file alone. @throws CliError, WalletError */
export async function regeneratePublic(flags: RegenPublicFlags, role: KeyRole): Promise<void> {
  const choice = writableChoice(flags);
  const account = flags.publicKeyHex
    ? publicAccount(flags.publicKeyHex)
    : parseAddress(
        await needed(flags, flags.ss58, {
          option: "--ss58 or --public-key-hex",
          question: `Address of the ${role}`,
          parse: (text) => text,
        }),
      );
  const { overwrite = false } = flags;
  try {
    await writePublicKey(walletRef(choice), role, { account, overwrite });
  } catch (thrown) {
    throw existing(thrown);
  }
  const about = {
    ...facts(choice, role, { account }),
    path: keyPaths(walletRef(choice), role).public,
  };
  print(about, { json: flags.json ?? false, text: () => `${line(about)} (watching)` });
}
