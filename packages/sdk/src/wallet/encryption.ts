import { platformRandom, type Random } from "@ganglion/crypto";
import { concatBytes, fromHex } from "@ganglion/primitives";
import { xsalsa20poly1305 } from "@noble/ciphers/salsa.js";
import { argon2i } from "hash-wasm";
import { WalletError } from "./error.ts";
import { openAnsibleVault, openFernet } from "./legacy-encryption.ts";

export type Encryption = "nacl" | "ansible" | "fernet";

/** Turns a password into the 32 bytes of a NaCl key. */
export type DeriveKey = (password: string) => Promise<Uint8Array>;

const PREFIX = new TextEncoder().encode("$NACL");
const NONCE_BYTES = 24;
const TAG_BYTES = 16;
// One salt for all keyfiles of the world, so that is what it is here too.
const SALT = fromHex("137183dff15a09bc9c90b5518739e9b1");

/**
 * Argon2i with libsodium's "sensitive" limits: 8 passes over 512 MiB, which takes seconds and that
 * much memory, and holds the thread.
 * Source: opentensor/btwallet src/keyfile.rs, `derive_key`.
 */
export const argon2Key: DeriveKey = (password) =>
  argon2i({
    password: new TextEncoder().encode(password),
    salt: SALT,
    parallelism: 1,
    iterations: 8,
    memorySize: 512 * 1024,
    hashLength: 32,
    outputType: "binary",
  });

/** Which encryption a keyfile has; undefined if none. */
export function encryptionOf(data: Uint8Array): Encryption | undefined {
  const start = new TextDecoder("latin1").decode(data.subarray(0, 16));
  if (start.startsWith("$NACL")) return "nacl";
  if (start.startsWith("$ANSIBLE_VAULT")) return "ansible";
  return start.startsWith("gAAAAA") ? "fernet" : undefined;
}

/**
 * Encrypts as the reference does today: `$NACL`, 24 bytes of nonce, then secretbox (tag, text).
 * @throws WalletError BAD_PASSWORD if it is empty
 */
export async function encryptKeyfile(
  data: Uint8Array,
  password: string,
  options: { random?: Random; deriveKey?: DeriveKey } = {},
): Promise<Uint8Array> {
  if (password === "")
    throw new WalletError("BAD_PASSWORD", "an empty password protects nothing; give one, or none");
  const { random = platformRandom, deriveKey = argon2Key } = options;
  const nonce = random(NONCE_BYTES);
  const sealed = xsalsa20poly1305(await deriveKey(password), nonce).encrypt(data);
  return concatBytes(PREFIX, nonce, sealed);
}

/**
 * Decrypts a keyfile of any age: NaCl, Ansible Vault (before 2023), Fernet (the first ones).
 * @throws WalletError WRONG_PASSWORD, BAD_KEYFILE
 */
export async function decryptKeyfile(
  data: Uint8Array,
  password: string,
  options: { path?: string; deriveKey?: DeriveKey } = {},
): Promise<Uint8Array> {
  const { path, deriveKey = argon2Key } = options;
  const name = path ?? "this keyfile";
  const refuse = (code: "WRONG_PASSWORD" | "BAD_KEYFILE", why: string): WalletError =>
    new WalletError(code, why, path ? { path } : {});
  const kind = encryptionOf(data);
  if (!kind) throw refuse("BAD_KEYFILE", `${name} has no encryption that is known here`);
  let opened: Uint8Array | "malformed" | undefined;
  if (kind === "nacl") opened = await openNacl(data, password, deriveKey);
  else opened = await (kind === "ansible" ? openAnsibleVault : openFernet)(data, password);
  if (opened === "malformed")
    throw refuse("BAD_KEYFILE", `${name} is cut off or damaged (${kind})`);
  if (!opened)
    throw refuse("WRONG_PASSWORD", `wrong password for ${name} (or the file is damaged)`);
  return opened;
}

async function openNacl(
  data: Uint8Array,
  password: string,
  deriveKey: DeriveKey,
): Promise<Uint8Array | "malformed" | undefined> {
  const box = data.subarray(PREFIX.length);
  if (box.length < NONCE_BYTES + TAG_BYTES) return "malformed";
  const key = await deriveKey(password);
  try {
    return xsalsa20poly1305(key, box.subarray(0, NONCE_BYTES)).decrypt(box.subarray(NONCE_BYTES));
  } catch {
    return undefined; // The only failure of a secretbox is its tag.
  }
}
