import { twox128 } from "@ganglion/hash";
import { type Hex, toHex, utf8Bytes } from "@ganglion/primitives";

const SYSTEM_ACCOUNT = `${toHex(twox128(utf8Bytes("System")))}${toHex(twox128(utf8Bytes("Account"))).slice(2)}`;
/** Digits of the prefix, of a blake2-128 and of an account. */
const KEY_LENGTH = SYSTEM_ACCOUNT.length + 32 + 64;

/** The accounts whose `System.Account` is among these storage keys. */
export function accountsChanged(keys: Iterable<Hex>): Set<Hex> {
  const out = new Set<Hex>();
  for (const key of keys)
    if (key.length === KEY_LENGTH && key.startsWith(SYSTEM_ACCOUNT)) out.add(`0x${key.slice(-64)}`);
  return out;
}
