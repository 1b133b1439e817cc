import {
  accountOf,
  CryptoError,
  generateMnemonic,
  type Keypair,
  type KeyType,
  keypairFromMnemonic,
  keypairFromRawSecret,
  keypairFromSeed,
  keypairFromUri,
  type Random,
  type WordCount,
} from "@ganglion/crypto";
import { type AccountId, fromHex } from "@ganglion/primitives";
import {
  type DeriveKey,
  decryptKeyfile,
  type Encryption,
  encryptionOf,
  encryptKeyfile,
} from "./encryption.ts";
import { WalletError } from "./error.ts";
import { keyfileExists, readKeyfile, writeKeyfiles } from "./keyfile.ts";
import { parseKeyfile, publicKeyfile, secretKeyfile } from "./keyfile-data.ts";
import { type KeyRole, keyPaths, type WalletRef } from "./paths.ts";

/** What a key is made from. `seed`: 32 bytes as hex; `privateKey`: as in the keyfile. */
export type KeySource =
  | { words: WordCount }
  | { mnemonic: string }
  | { seed: string }
  | { uri: string }
  | { privateKey: string };

export type CreateKeyOptions = {
  /** By default a new phrase of 12 words. */
  source?: KeySource;
  type?: KeyType;
  /** Without one the key is written as it is. */
  password?: string;
  overwrite?: boolean;
  random?: Random;
  deriveKey?: DeriveKey;
};

export type CreatedKey = {
  keypair: Keypair;
  account: AccountId;
  /** The phrase to write down; absent if the key was not made from one. */
  mnemonic?: string;
  paths: { secret: string; public: string };
};

/**
 * Makes a key and writes its two files (secret 0600, public beside it). Also regenerates one from
 * its phrase, seed, URI or private key.
 * @throws WalletError EXISTS if either file is there and `overwrite` is not set; BAD_NAME,
 *   BAD_PASSWORD, NOT_WRITABLE. CryptoError if the source is no key.
 */
export async function createKey(
  wallet: WalletRef,
  role: KeyRole,
  options: CreateKeyOptions = {},
): Promise<CreatedKey> {
  const { password, overwrite = false } = options;
  const paths = keyPaths(wallet, role);
  const { keypair, mnemonic } = makeKey(options);
  const data = secretKeyfile(keypair, mnemonic ? { mnemonic } : {});
  // Asked before the seconds of encryption; the writes below ask again, in one step with writing.
  if (!overwrite) for (const path of [paths.secret, paths.public]) await refuseExisting(path);
  const secret = password === undefined ? data : await encryptKeyfile(data, password, options);
  const account = accountOf(keypair);
  const files = [
    { path: paths.secret, data: secret },
    { path: paths.public, data: publicKeyfile(account, keypair.type) },
  ];
  await writeKeyfiles(files, { overwrite });
  return { keypair, account, paths, ...(mnemonic ? { mnemonic } : {}) };
}

/**
 * Writes a public file alone: for a wallet that watches, whose secret is elsewhere.
 * @throws WalletError EXISTS, BAD_NAME, NOT_WRITABLE
 */
export async function writePublicKey(
  wallet: WalletRef,
  role: KeyRole,
  options: { account: AccountId; type?: KeyType; overwrite?: boolean },
): Promise<void> {
  const path = keyPaths(wallet, role).public;
  await writeKeyfiles([{ path, data: publicKeyfile(options.account, options.type) }], options);
}

/**
 * A key that can sign.
 * @throws WalletError NOT_FOUND, PASSWORD_NEEDED, WRONG_PASSWORD, BAD_KEYFILE, NO_SECRET, NOT_READABLE
 */
export async function loadKey(
  wallet: WalletRef,
  role: KeyRole,
  options: { password?: string; deriveKey?: DeriveKey } = {},
): Promise<{ keypair: Keypair; account: AccountId; mnemonic?: string }> {
  const path = keyPaths(wallet, role).secret;
  const data = await openKeyfile(path, options);
  const { keypair, account, mnemonic } = parseKeyfile(data, path);
  if (!keypair)
    throw new WalletError("NO_SECRET", `${path} holds only the public key of ${account}`, { path });
  return { keypair, account, ...(mnemonic ? { mnemonic } : {}) };
}

/**
 * The account of a key, without a password: from its public file, else from an unencrypted secret one.
 * @throws WalletError NOT_FOUND, PASSWORD_NEEDED (encrypted, and no public file), BAD_KEYFILE, NOT_READABLE
 */
export async function loadAccount(
  wallet: WalletRef,
  role: KeyRole,
): Promise<{ account: AccountId; type: KeyType; encryption?: Encryption }> {
  const paths = keyPaths(wallet, role);
  const secret = (await keyfileExists(paths.secret)) ? await readKeyfile(paths.secret) : undefined;
  const encryption = secret && encryptionOf(secret);
  const known = encryption ? { encryption } : {};
  if (await keyfileExists(paths.public)) {
    const { account, type } = parseKeyfile(await readKeyfile(paths.public), paths.public);
    return { account, type, ...known };
  }
  const data = secret && !encryption ? secret : await openKeyfile(paths.secret, {});
  const { account, type } = parseKeyfile(data, paths.secret);
  return { account, type };
}

/**
 * Encrypts a key under another password, or (without `newPassword`) takes the encryption away.
 * Files of older encryptions come out in today's.
 * @throws WalletError as `loadKey`, and NOT_WRITABLE
 */
export async function changePassword(
  wallet: WalletRef,
  role: KeyRole,
  options: { password?: string; newPassword?: string; deriveKey?: DeriveKey },
): Promise<void> {
  const path = keyPaths(wallet, role).secret;
  const data = await openKeyfile(path, options);
  parseKeyfile(data, path);
  const { newPassword } = options;
  const out = newPassword === undefined ? data : await encryptKeyfile(data, newPassword, options);
  await writeKeyfiles([{ path, data: out }], { overwrite: true });
}

/** Bytes of a keyfile, decrypted if they are encrypted. */
async function openKeyfile(
  path: string,
  { password, deriveKey }: { password?: string; deriveKey?: DeriveKey },
): Promise<Uint8Array> {
  const data = await readKeyfile(path);
  if (!encryptionOf(data)) return data;
  if (password === undefined)
    throw new WalletError("PASSWORD_NEEDED", `${path} is encrypted, give its password`, { path });
  return decryptKeyfile(data, password, { path, ...(deriveKey ? { deriveKey } : {}) });
}

async function refuseExisting(path: string): Promise<void> {
  if (await keyfileExists(path))
    throw new WalletError("EXISTS", `${path} exists already; ask for overwriting to replace it`, {
      path,
    });
}

function makeKey({ source = { words: 12 }, type = "sr25519", random }: CreateKeyOptions): {
  keypair: Keypair;
  mnemonic?: string;
} {
  if ("words" in source || "mnemonic" in source) {
    const given = "words" in source ? generateMnemonic(source.words, random) : source.mnemonic;
    const mnemonic = given.trim().split(/\s+/).join(" ");
    return { keypair: keypairFromMnemonic(mnemonic, { type }), mnemonic };
  }
  if ("uri" in source) return { keypair: keypairFromUri(source.uri, type) };
  if ("seed" in source) return { keypair: keypairFromSeed(secretBytes(source.seed), type) };
  return { keypair: keypairFromRawSecret(secretBytes(source.privateKey), type) };
}

function secretBytes(hex: string): Uint8Array {
  try {
    return fromHex(hex.trim());
  } catch {
    throw new CryptoError("BAD_SEED", "a seed or private key is given as hexadecimal digits");
  }
}
