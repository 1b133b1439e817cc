import {
  accountOf,
  isMnemonic,
  type Keypair,
  type KeyType,
  keypairFromMnemonic,
  keypairFromRawSecret,
  keypairFromSeed,
  rawSecret,
} from "@ganglion/crypto";
import { type AccountId, fromHex, fromSs58, toHex, toSs58 } from "@ganglion/primitives";
import * as z from "zod";
import { WalletError } from "./error.ts";

/** What a keyfile says. Without `keypair` it is one of the public files. */
export type KeyfileContent = {
  account: AccountId;
  type: KeyType;
  keypair?: Keypair;
  mnemonic?: string;
};

// bittensor-wallet knows these two; older files have no cryptoType and mean sr25519.
const CRYPTO_TYPES: Record<number, KeyType> = { 0: "ed25519", 1: "sr25519" };

// Older versions write null, or an empty text, where there is nothing.
const text = z
  .string()
  .nullish()
  .transform((value) => value || undefined);
const keyfile = z.object({
  accountId: text,
  publicKey: text,
  privateKey: text,
  secretPhrase: text,
  secretSeed: text,
  ss58Address: text,
  cryptoType: z.number().nullish(),
});

/**
 * JSON of a secret keyfile, with the fields of bittensor-wallet 4.1.1. The phrase is kept if given.
 * Source: opentensor/btwallet src/keyfile.rs, `serialized_keypair_to_keyfile_data`.
 */
export function secretKeyfile(keypair: Keypair, options: { mnemonic?: string } = {}): Uint8Array {
  return encode({
    ...publicFields(keypair),
    privateKey: toHex(rawSecret(keypair)),
    secretPhrase: options.mnemonic,
    // DEVIATION(0007): the reference writes a seed that happens to be UTF-8 as text, which it cannot read back.
    secretSeed: keypair.seed && toHex(keypair.seed),
    ss58Address: toSs58(accountOf(keypair)),
    cryptoType: cryptoType(keypair.type),
  });
}

/** JSON of a public keyfile: `coldkeypub.txt`, `hotkeys/<name>pub.txt`. */
export function publicKeyfile(account: AccountId, type: KeyType = "sr25519"): Uint8Array {
  const key = { publicKey: fromHex(account), type };
  return encode({
    ...publicFields(key),
    ss58Address: toSs58(account),
    cryptoType: cryptoType(type),
  });
}

/**
 * Reads an unencrypted keyfile, public or secret. The secret is the first of phrase, seed and
 * private key that gives the account which the file names: a wrong file is refused, not used.
 * @throws WalletError BAD_KEYFILE
 */
export function parseKeyfile(data: Uint8Array, path?: string): KeyfileContent {
  const bad = (why: string, cause?: unknown): WalletError =>
    new WalletError("BAD_KEYFILE", `${path ?? "this keyfile"} ${why}`, {
      ...(path ? { path } : {}),
      ...(cause ? { cause } : {}),
    });
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(data));
  } catch {
    // The parser's message quotes the text, which may hold a key.
    throw bad("is neither JSON nor an encryption that is known here");
  }
  const parsed = keyfile.safeParse(json);
  if (!parsed.success) throw bad("does not have the fields of a Bittensor keyfile", parsed.error);
  const fields = parsed.data;
  const type = CRYPTO_TYPES[fields.cryptoType ?? 1];
  if (!type)
    throw bad(`has cryptoType ${fields.cryptoType}; 0 (ed25519) and 1 (sr25519) are known`);

  const named = namedAccount(fields);
  if (named === "unreadable")
    throw bad("names an account that is neither SS58 nor 32 bytes of hex");
  if (named === "contradiction") throw bad("names two different accounts");
  const { secretPhrase, secretSeed, privateKey } = fields;
  const secrets: (() => Keypair)[] = [];
  if (secretPhrase) secrets.push(() => keypairFromMnemonic(secretPhrase, { type }));
  if (secretSeed) secrets.push(() => keypairFromSeed(fromHex(secretSeed), type));
  if (privateKey) secrets.push(() => keypairFromRawSecret(fromHex(privateKey), type));
  for (const make of secrets) {
    const keypair = attempt(make);
    if (!keypair || (named && accountOf(keypair) !== named)) continue;
    const mnemonic = secretPhrase && isMnemonic(secretPhrase) ? { mnemonic: secretPhrase } : {};
    return { account: accountOf(keypair), type, keypair, ...mnemonic };
  }
  // DEVIATION(0007): the reference takes phrase, else seed, else private key, whatever account the file names.
  if (secrets.length > 0) throw bad("holds no secret that belongs to the account it names");
  if (!named) throw bad("names no account and holds no secret");
  return { account: named, type };
}

function namedAccount(
  fields: z.infer<typeof keyfile>,
): AccountId | "unreadable" | "contradiction" | undefined {
  const { accountId, publicKey, ss58Address } = fields;
  const names: (AccountId | undefined)[] = [];
  if (ss58Address) names.push(attempt(() => fromSs58(ss58Address)));
  for (const hex of [accountId, publicKey])
    if (hex) names.push(attempt(() => fromSs58(toSs58(toHex(fromHex(hex)) as AccountId))));
  if (names.includes(undefined)) return "unreadable";
  return names.every((name) => name === names[0]) ? names[0] : "contradiction";
}

function attempt<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    return undefined; // A field that gives nothing leaves the decision to the others.
  }
}

function publicFields(key: { publicKey: Uint8Array }): { accountId: string; publicKey: string } {
  const publicKey = toHex(key.publicKey);
  return { accountId: publicKey, publicKey };
}

function cryptoType(type: KeyType): number {
  const found = Object.entries(CRYPTO_TYPES).find(([, name]) => name === type);
  if (!found)
    throw new WalletError("BAD_KEYFILE", `Bittensor keyfiles hold sr25519 or ed25519, not ${type}`);
  return Number(found[0]);
}

const encode = (fields: Record<string, string | number | undefined>): Uint8Array =>
  new TextEncoder().encode(JSON.stringify(fields));
