/** Header and payload of unmasked text frames, as servers send them, all in one buffer. Source: RFC 6455 §5.2. */
export function textFrames(texts: readonly string[]): Buffer {
  const lengths = texts.map((text) => Buffer.byteLength(text));
  let size = 0;
  for (const length of lengths) size += headerLength(length) + length;
  const out = Buffer.allocUnsafe(size);
  let at = 0;
  for (let i = 0; i < texts.length; i++) {
    const length = lengths[i]!;
    at = writeHeader(out, at, length);
    // Most texts are plain ASCII: the same bytes, written faster.
    at += out.write(texts[i]!, at, length === texts[i]!.length ? "latin1" : "utf8");
  }
  return out;
}

const WHOLE_TEXT = 0x81;

const headerLength = (length: number): number => (length < 126 ? 2 : length < 65_536 ? 4 : 10);

function writeHeader(out: Buffer, from: number, length: number): number {
  out[from] = WHOLE_TEXT;
  if (length < 126) {
    out[from + 1] = length;
    return from + 2;
  }
  if (length < 65_536) {
    out[from + 1] = 126;
    out.writeUInt16BE(length, from + 2);
    return from + 4;
  }
  out[from + 1] = 127;
  out.writeBigUInt64BE(BigInt(length), from + 2);
  return from + 10;
}
