import { blake2_256 } from "@ganglion/hash";
import { concatBytes, fromHex, utf8Bytes } from "@ganglion/primitives";
import type { Round } from "./validator.ts";

/**
 * The seed of a round's tasks: hash of block hash, netuid, validator hotkey and window. Everyone can compute it
 * afterwards, and no miner before: the block's hash isn't known until the block is there.
 */
export function seedOf(round: Pick<Round, "block" | "netuid" | "self" | "window">): Uint8Array {
  return blake2_256(
    concatBytes(
      fromHex(round.block.hash),
      utf8Bytes(`/${round.netuid}/`),
      fromHex(round.self),
      utf8Bytes(`/${round.window}`),
    ),
  );
}
