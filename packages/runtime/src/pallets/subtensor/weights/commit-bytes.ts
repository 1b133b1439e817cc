import { alias, type Codec } from "@ganglion/scale";
import { boundedBytes } from "../../../bounded.ts";

/** Largest encrypted commit, bytes. Source: lib.rs, MAX_CRV3_COMMIT_SIZE_BYTES */
const MAX_COMMIT_BYTES = 5000;

const named = alias<Uint8Array>(
  "BoundedVec<u8, ConstU32<MAX_CRV3_COMMIT_SIZE_BYTES>>",
  boundedBytes,
);

/** An encrypted commit as a call brings it: one that is too large can't be decoded. */
export const commitBytes: Codec<Uint8Array> = {
  ...named,
  read(r) {
    const bytes = boundedBytes.read(r);
    if (bytes.length > MAX_COMMIT_BYTES)
      r.fail(`a commit has at most ${MAX_COMMIT_BYTES} bytes, got ${bytes.length}`);
    return bytes;
  },
};
