import { bytes, type Codec, newtype, u8, vec } from "@ganglion/scale";

const BOUNDED_VEC = "bounded_collections::bounded_vec::BoundedVec";

/** The same, of at most so many: more can't be decoded. `what`: the word for them in the error. */
const atMost = <T extends { readonly length: number }>(
  of: Codec<T>,
  { most, what }: { readonly most: number; readonly what: string },
): Codec<T> => ({
  ...of,
  read(r) {
    const read = of.read(r);
    if (read.length > most) r.fail(`at most ${most} ${what}, got ${read.length}`);
    return read;
  },
});

/** `BoundedVec<u8, _>`: the bound is checked where it is written. */
export const boundedBytes = newtype<Uint8Array>(`${BOUNDED_VEC}<u8>`, bytes, {
  T: u8,
  S: undefined,
});
/** The same, of at most so many: more can't be decoded. */
export const boundedBytesUpTo = (most: number): Codec<Uint8Array> =>
  atMost(boundedBytes, { most, what: "bytes" });

/** `BoundedVec<T, _>` of at most so many: more can't be decoded. `what`: the word for them in the error. */
export function boundedVec<T>(of: Codec<T>, most: number, what: string): Codec<readonly T[]> {
  const list = newtype<readonly T[]>(`${BOUNDED_VEC}<${of.type.name}>`, vec(of), {
    T: of,
    S: undefined,
  });
  return atMost(list, { most, what });
}
