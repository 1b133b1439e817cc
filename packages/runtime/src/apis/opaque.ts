import { uncheckedExtrinsic } from "@ganglion/frame";
import { type Codec, readLength, tuple } from "@ganglion/scale";
import { EXTENSIONS } from "../extensions/list.ts";

/** An extrinsic as an argument: its bytes with their length in front, just as they travel. */
export const opaqueExtrinsic: Codec<Uint8Array> = {
  type: uncheckedExtrinsic(tuple(...EXTENSIONS.map((each) => each.extra))).type,
  write(w, raw) {
    w.put(raw);
  },
  read(r) {
    const from = r.at;
    const length = readLength(r);
    r.take(length);
    return r.bytes.slice(from, r.at);
  },
};
