import {
  type AccountId,
  type Alpha,
  fromHex,
  type Hash,
  type Hex,
  type MechId,
  type NetUid,
  type NetUidStorageIndex,
  type Rao,
  toHex,
  type Uid,
} from "@ganglion/primitives";
import { alias, type Codec } from "./codec.ts";
import { fixedBytes } from "./containers.ts";
import { newtype } from "./named.ts";
import { i64, i128, u8, u16, u64, u128 } from "./primitives.ts";

function hexBytes(length: number): Codec<Hex> {
  const raw = fixedBytes(length);
  return {
    type: raw.type,
    write: (w, v) => raw.write(w, fromHex(v)),
    read: (r) => {
      const from = r.take(length);
      return toHex(r.bytes, from, from + length);
    },
  };
}

const KNOWN_ACCOUNTS = 100_000;
/** One text for each account: comparing two of them, or finding one in a map, is then mostly a look at a pointer. */
const accounts = new Map<Hex, Hex>();
function theOne(account: Hex): Hex {
  const known = accounts.get(account);
  if (known !== undefined) return known;
  if (accounts.size >= KNOWN_ACCOUNTS) accounts.clear();
  accounts.set(account, account);
  return account;
}
const account = hexBytes(32);
export const accountId = newtype<AccountId>("sp_core::crypto::AccountId32", {
  ...account,
  read: (r) => theOne(account.read(r)),
});
export const h256 = newtype<Hash>("primitive_types::H256", hexBytes(32));

// Wire type and Rust text differ for these: the reference's newtypes appear as their inner integer.
export const netUid = alias<NetUid>("NetUid", u16);
export const mechId = alias<MechId>("MechId", u8);
export const storageIndex = alias<NetUidStorageIndex>("NetUidStorageIndex", u16);
export const uid = alias<Uid>("u16", u16);
export const rao = alias<Rao>("TaoBalance", u64);
export const alpha = alias<Alpha>("AlphaBalance", u64);

/** Fixed point as its raw bits, the way the arithmetic takes it: a plain bigint. */
const fixed = (typeName: string, name: string, bits: Codec<bigint>): Codec<bigint> => ({
  type: {
    name,
    path: name.slice(0, name.indexOf("<")).split("::"),
    params: [],
    shape: () => ({ kind: "composite", fields: [{ name: "bits", codec: bits }] }),
  },
  typeName,
  write: bits.write,
  read: bits.read,
});
export const i32f32 = fixed("I32F32", "substrate_fixed::FixedI64<U32>", i64);
export const i64f64 = fixed("I64F64", "substrate_fixed::FixedI128<U64>", i128);
export const i96f32 = fixed("I96F32", "substrate_fixed::FixedI128<U32>", i128);
export const u64f64 = fixed("U64F64", "substrate_fixed::FixedU128<U64>", u128);
export const u96f32 = fixed("U96F32", "substrate_fixed::FixedU128<U32>", u128);
