import {
  type AccountId,
  accountId,
  fromHex,
  type Hex,
  toHex,
  utf8Bytes,
} from "@ganglion/primitives";

/** An account in a scenario: a small number, or a name. Format: conformance/vectors/scenarios, FORMAT. */
export type ScenarioAccount = number | string;

/** The account of a pallet: `modl`, eight letters, two bytes of sub-account, zeros. Source: frame_support PalletId. */
function palletAccount(letters: string, sub = 0): AccountId {
  const bytes = new Uint8Array(32);
  bytes.set(utf8Bytes(`modl${letters}`));
  bytes[12] = sub & 255;
  bytes[13] = sub >> 8;
  return accountId(toHex(bytes));
}
const SUBNETS = palletAccount("subtensr").slice(0, 26);
const BURN = palletAccount("burntnsr");

/** Number n is 32 bytes, n in little endian. */
export function accountOf(name: ScenarioAccount): AccountId {
  if (typeof name === "number" || /^\d+$/.test(name)) {
    const bytes = new Uint8Array(32);
    let rest = Number(name);
    for (let i = 0; rest > 0; i++) {
      bytes[i] = rest & 255;
      rest >>= 8;
    }
    return accountId(toHex(bytes));
  }
  if (name.startsWith("subnet:")) return palletAccount("subtensr", Number(name.slice(7)));
  if (name === "burn") return BURN;
  // The pallet's own account and that of the root network are one and the same.
  if (name === "subtensor") return palletAccount("subtensr");
  return accountId(name as Hex);
}

/** The shortest name of an account. */
export function nameOf(account: AccountId): ScenarioAccount {
  if (account === BURN) return "burn";
  const bytes = fromHex(account);
  if (account.startsWith(SUBNETS) && bytes.slice(14).every((byte) => byte === 0))
    return `subnet:${bytes[12]! | (bytes[13]! << 8)}`;
  return bytes.slice(2).every((byte) => byte === 0) ? bytes[0]! | (bytes[1]! << 8) : account;
}
