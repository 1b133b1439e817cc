/** An answer that is JSON text already: made once and shared, or exact where a number would round. */
export class RawJson {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** Bytes as a JSON string of hexadecimal. */
export function hexText(bytes: Uint8Array): string {
  return `"0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("hex")}"`;
}
export const hexJson = (bytes: Uint8Array): RawJson => new RawJson(hexText(bytes));

/** Bytes as a JSON array of numbers, as serde writes a `Vec<u8>`. */
export const byteListJson = (bytes: Uint8Array): RawJson => new RawJson(`[${bytes.join(",")}]`);

/** An answer's text. @throws TypeError on what JSON can't say */
export function resultText(result: unknown): string {
  if (result instanceof RawJson) return result.text;
  if (result === null || result === undefined) return "null";
  return JSON.stringify(result);
}

/** A request's id, whatever it is, as text to echo. */
export function idText(id: unknown): string {
  if (typeof id === "number") return String(id);
  if (typeof id === "string" && PLAIN.test(id)) return `"${id}"`;
  try {
    return JSON.stringify(id) ?? "null";
  } catch {
    // An id may be nested deeper than the serialiser goes.
    return "null";
  }
}
const PLAIN = /^[\w.:-]{0,64}$/;
