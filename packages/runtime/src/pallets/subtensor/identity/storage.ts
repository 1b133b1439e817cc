import { blake2, identity, map } from "@ganglion/frame";
import { fromHex } from "@ganglion/primitives";
import { accountId, bytes, netUid } from "@ganglion/scale";
import { chainIdentity, subnetIdentity } from "../types.ts";

export const TokenSymbol = map(identity(netUid), bytes, fromHex("0xf09d9c8f"));
export const IdentitiesV2 = map(blake2(accountId), chainIdentity);
export const SubnetIdentitiesV3 = map(blake2(netUid), subnetIdentity);
