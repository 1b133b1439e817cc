import { WalletError } from "./error.ts";

/**
 * Name of the environment variable in which bittensor-wallet looks for a keyfile's password.
 * It is made from the path as the wallet was given it, so `~/…` and `/home/…` differ.
 * Source: opentensor/btwallet src/keyfile.rs, `env_var_name`.
 */
export const passwordVariable = (path: string): string =>
  `BT_PW_${path.replaceAll("/", "_").replaceAll(".", "_").toUpperCase()}`;

/** Value to store there: XOR with the variable's name, base64. It hides from a glance, no more. */
export function encodePassword(variable: string, password: string): string {
  return Buffer.from(mask(new TextEncoder().encode(password), variable)).toString("base64");
}

/**
 * The password of such a value.
 * @throws WalletError BAD_PASSWORD if it was not made by `encodePassword` for this variable
 */
export function decodePassword(variable: string, value: string): string {
  try {
    const masked = Buffer.from(value, "base64");
    if (masked.toString("base64") !== value.trim()) throw new RangeError("no base64");
    return new TextDecoder("utf-8", { fatal: true }).decode(mask(masked, variable));
  } catch {
    throw new WalletError(
      "BAD_PASSWORD",
      `${variable} does not hold a password as the wallet stores it (base64 of its masked bytes)`,
    );
  }
}

function mask(bytes: Uint8Array, variable: string): Uint8Array {
  const key = new TextEncoder().encode(variable);
  return bytes.map((byte, i) => byte ^ key[i % key.length]!);
}
