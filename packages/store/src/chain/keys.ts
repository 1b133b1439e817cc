import { fromHex, type Hex, toHex, utf8Bytes } from "@ganglion/primitives";

/** A block number as a table key: big-endian, so that keys sort like numbers. */
export function numberKey(number: number): Hex {
  return `0x${number.toString(16).padStart(8, "0")}`;
}

/** A name as a key of the meta table. The node's own names can't meet the store's. */
export function metaKey(owner: "store" | "node", name: string): Hex {
  return toHex(utf8Bytes(`${owner}/${name}`));
}

/** A hash as 32 bytes. @throws RangeError */
export function hashBytes(hash: Hex): Uint8Array {
  const bytes = fromHex(hash);
  if (bytes.length !== 32) throw new RangeError(`a hash has 32 bytes, got ${hash}`);
  return bytes;
}
