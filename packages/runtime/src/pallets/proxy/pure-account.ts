import { blake2_256Hex } from "@ganglion/hash";
import { type AccountId, accountId as asAccountId, utf8Bytes } from "@ganglion/primitives";
import { accountId, encode, fixedBytes, tuple, u16, u32 } from "@ganglion/scale";
import { type ProxyType, proxyType } from "./types.ts";

const PREFIX = utf8Bytes("modlpy/proxy____");
const origins = tuple(fixedBytes(16), accountId, u32, u32, proxyType, u16);

/** What an account without a key is derived from. */
export interface PureOrigins {
  readonly spawner: AccountId;
  readonly proxyType: ProxyType;
  /** Tells apart those made in one extrinsic. */
  readonly index: number;
  /** The block, and the extrinsic's index in it, in which it is made. */
  readonly height: number;
  readonly extrinsicIndex: number;
}

/** An account that nobody has a key of. Source: pallets/proxy/src/lib.rs pure_account. */
export function pureAccount(of: PureOrigins): AccountId {
  const { spawner, height, extrinsicIndex, proxyType: type, index } = of;
  return asAccountId(
    blake2_256Hex(encode(origins, [PREFIX, spawner, height, extrinsicIndex, type, index])),
  );
}
