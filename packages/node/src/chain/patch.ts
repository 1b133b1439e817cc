import { fromHex, type Hex, toHex } from "@ganglion/primitives";
import { Reader, readLength, Writer, writeLength } from "@ganglion/scale";

/** Storage written from outside a block (`dev_setStorage`): new value by key, undefined deletes. */
export type Patch = ReadonlyMap<Hex, Uint8Array | undefined>;

/** A patch as bytes for the store's meta table: count, then key, presence and value of each entry. */
export function encodePatch(patch: Patch): Uint8Array {
  const w = new Writer(1024);
  writeLength(w, patch.size);
  for (const [key, value] of patch) {
    const raw = fromHex(key);
    writeLength(w, raw.length);
    w.put(raw);
    w.byte(value ? 1 : 0);
    if (!value) continue;
    writeLength(w, value.length);
    w.put(value);
  }
  return w.bytes.slice(0, w.at);
}

/** @throws DecodeError */
export function decodePatch(bytes: Uint8Array): Map<Hex, Uint8Array | undefined> {
  const r = new Reader(bytes);
  const out = new Map<Hex, Uint8Array | undefined>();
  for (let left = readLength(r); left > 0; left--) {
    const key = toHex(r.slice(readLength(r)));
    out.set(key, r.bytes[r.take(1)] ? r.slice(readLength(r)) : undefined);
  }
  r.end();
  return out;
}
