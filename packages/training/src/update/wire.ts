import { countsOf, LARGEST_CODE, type SparseUpdate } from "./sparse-update.ts";

// Four bytes each of length, chunk and kept; then for each chunk its scale (a single), its positions within the chunk as
// 12 bits each, two in three bytes, and its codes. All least significant byte first.
const HEADER = 12;
const POSITION_BITS = 12;
const MOST_CHUNK = 1 << POSITION_BITS;

/** Why bytes are no update. */
export type UpdateReason =
  | "wrong_length"
  | "wrong_size"
  | "index_out_of_range"
  | "index_twice"
  | "not_finite"
  | "bad_code";

export type DecodedUpdate =
  | { readonly ok: true; readonly update: SparseUpdate }
  | { readonly ok: false; readonly reason: UpdateReason; readonly detail: string };

const chunkBytes = (values: number): number => 4 + Math.ceil((values * POSITION_BITS) / 8) + values;

function bytesOf(counts: Pick<SparseUpdate, "length" | "chunk" | "kept">): number {
  const { length, chunk, kept } = counts;
  const whole = Math.floor(length / chunk);
  const rest = length - whole * chunk;
  const last = rest > 0 ? chunkBytes(Math.min(kept, rest)) : 0;
  return HEADER + whole * chunkBytes(Math.min(kept, chunk)) + last;
}

/** The bytes of an update, as they are hashed and sent. */
export function encodeUpdate(update: SparseUpdate): Uint8Array {
  const { length, chunk, kept, index, value, scale } = update;
  const out = new Uint8Array(bytesOf(update));
  const view = new DataView(out.buffer);
  for (const [i, word] of [length, chunk, kept].entries()) view.setUint32(4 * i, word, true);
  let at = HEADER;
  let next = 0;
  for (const [i, each] of scale.entries()) {
    const values = Math.min(kept, length - i * chunk, chunk);
    view.setFloat32(at, each, true);
    for (let j = 0; j < values; j++) {
      const position = index[next + j]! - i * chunk;
      const bit = j * POSITION_BITS;
      const byte = at + 4 + (bit >> 3);
      const shifted = position << (bit & 7);
      out[byte] = out[byte]! | (shifted & 0xff);
      out[byte + 1] = out[byte + 1]! | (shifted >> 8);
      out[at + chunkBytes(values) - values + j] = value[next + j]! & 0xff;
    }
    at += chunkBytes(values);
    next += values;
  }
  return out;
}

/**
 * Reads an update of a model with so many parameters. Never throws.
 * @param size parameters of the model
 */
export function decodeUpdate(
  bytes: Uint8Array,
  size: number,
  expected: Partial<Pick<SparseUpdate, "chunk" | "kept">> = {},
): DecodedUpdate {
  const refuse = (reason: UpdateReason, detail: string): DecodedUpdate => ({
    ok: false,
    reason,
    detail,
  });
  if (bytes.length < HEADER) return refuse("wrong_length", `${bytes.length} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const [length, chunk, kept] = [0, 4, 8].map((at) => view.getUint32(at, true)) as [
    number,
    number,
    number,
  ];
  if (length !== size) return refuse("wrong_size", `of ${length} parameters, not of ${size}`);
  if (chunk < 1 || chunk > MOST_CHUNK || kept < 1 || kept > chunk)
    return refuse("wrong_size", `keeps ${kept} of ${chunk}`);
  if ((expected.chunk ?? chunk) !== chunk || (expected.kept ?? kept) !== kept)
    return refuse("wrong_size", `keeps ${kept} of ${chunk}, not as agreed`);
  const due = bytesOf({ length, chunk, kept });
  if (bytes.length !== due)
    return refuse("wrong_length", `${bytes.length} bytes instead of ${due}`);
  const { chunks, values: all } = countsOf({ length, chunk, kept });
  const update: SparseUpdate = {
    length,
    chunk,
    kept,
    index: new Uint32Array(all),
    value: new Int8Array(all),
    scale: new Float32Array(chunks),
  };
  let at = HEADER;
  let next = 0;
  for (let i = 0; i < chunks; i++) {
    const inChunk = Math.min(chunk, length - i * chunk);
    const values = Math.min(kept, inChunk);
    const scale = view.getFloat32(at, true);
    if (!Number.isFinite(scale) || scale < 0)
      return refuse("not_finite", `the scale of chunk ${i} is ${scale}`);
    update.scale[i] = scale;
    let before = -1;
    for (let j = 0; j < values; j++) {
      const bit = j * POSITION_BITS;
      const byte = at + 4 + (bit >> 3);
      const position = ((bytes[byte]! | (bytes[byte + 1]! << 8)) >> (bit & 7)) & (MOST_CHUNK - 1);
      if (position >= inChunk)
        return refuse("index_out_of_range", `position ${position} of ${inChunk} in chunk ${i}`);
      if (position <= before)
        return refuse("index_twice", `position ${position} after ${before} in chunk ${i}`);
      before = position;
      const code = view.getInt8(at + chunkBytes(values) - values + j);
      if (code < -LARGEST_CODE) return refuse("bad_code", `code ${code} in chunk ${i}`);
      update.index[next] = i * chunk + position;
      update.value[next] = code;
      next++;
    }
    at += chunkBytes(values);
  }
  return { ok: true, update };
}
