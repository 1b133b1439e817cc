export {
  type AccountId,
  type Alpha,
  accountId,
  alpha,
  type Brand,
  type Hash,
  hash,
  type MechId,
  mechId,
  type NetUid,
  type NetUidStorageIndex,
  netUid,
  type Rao,
  rao,
  type Uid,
  uid,
  ZERO_ACCOUNT,
  ZERO_HASH,
} from "./brand.ts";
export { compareBytes, concatBytes, equalBytes } from "./bytes.ts";
export { fromHex, type Hex, isHex, toHex } from "./hex.ts";
export { fromSs58, SS58_FORMAT, toSs58 } from "./ss58.ts";
export { formatTao, parseTao, UNITS_PER_TOKEN } from "./tao.ts";
export { utf8Bytes, utf8Text } from "./utf8.ts";
