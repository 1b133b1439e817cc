import { createDecipheriv, createHmac, pbkdf2, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { fromHex } from "@ganglion/primitives";

const stretch = promisify(pbkdf2);

/** The text inside; undefined if the password is wrong, "malformed" if it is no such file. */
export type Opened = Uint8Array | "malformed" | undefined;

/**
 * Ansible Vault 1.1 and 1.2 with AES256: hex in lines of 80, holding three lines of hex (salt, HMAC, text).
 * PBKDF2-SHA256, 10,000 rounds, 80 bytes: AES key, HMAC key, counter. AES-256-CTR, PKCS 7.
 */
export async function openAnsibleVault(data: Uint8Array, password: string): Promise<Opened> {
  const [head, ...lines] = ascii(data).trim().split(/\r?\n/);
  if (!/^\$ANSIBLE_VAULT;1\.[12];AES256/.test(head ?? "")) return "malformed";
  const outer = hex(lines.map((line) => line.trim()).join(""));
  const [salt, mac, sealed] = outer ? ascii(outer).split("\n").map(hex) : [];
  if (!salt || mac?.length !== 32 || !sealed) return "malformed";
  const keys = await stretch(password, salt, 10_000, 80, "sha256");
  if (!sameMac(keys.subarray(32, 64), sealed, mac)) return undefined;
  const cipher = createDecipheriv("aes-256-ctr", keys.subarray(0, 32), keys.subarray(64));
  const padded = Buffer.concat([cipher.update(sealed), cipher.final()]);
  const padding = padded.at(-1) ?? 0;
  if (padding < 1 || padding > 16 || padding > padded.length) return "malformed";
  return new Uint8Array(padded.subarray(0, padded.length - padding));
}

const FERNET_SALT = "Iguesscyborgslikemyselfhaveatendencytobeparanoidaboutourorigins";

/**
 * Fernet (version 0x80, time, IV, text, HMAC; base64url) under PBKDF2-SHA256 with ten million rounds.
 * The parameters are those of the Python versions that wrote such files; bittensor-wallet 4 itself
 * tries a fresh random key on them, so it opens none.
 */
// DEVIATION(0007): such files open here.
export async function openFernet(data: Uint8Array, password: string): Promise<Opened> {
  const token = Buffer.from(ascii(data).trim(), "base64url");
  if (token.length < 73 || token[0] !== 0x80 || (token.length - 57) % 16 !== 0) return "malformed";
  const key = await stretch(password, FERNET_SALT, 10_000_000, 32, "sha256");
  const signed = token.subarray(0, -32);
  if (!sameMac(key.subarray(0, 16), signed, token.subarray(-32))) return undefined;
  const cipher = createDecipheriv("aes-128-cbc", key.subarray(16), token.subarray(9, 25));
  return new Uint8Array(Buffer.concat([cipher.update(token.subarray(25, -32)), cipher.final()]));
}

const sameMac = (key: Uint8Array, data: Uint8Array, mac: Uint8Array): boolean =>
  timingSafeEqual(createHmac("sha256", key).update(data).digest(), mac);

const ascii = (data: Uint8Array): string => Buffer.from(data).toString("latin1");

function hex(digits: string): Uint8Array | undefined {
  try {
    return fromHex(digits);
  } catch {
    return undefined;
  }
}
