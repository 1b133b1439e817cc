/** Lowercase hexadecimal with a `0x` prefix: account ids, hashes and storage keys. Compares in byte order. */
export type Hex = `0x${string}`;

const PAIRS: readonly string[] = Array.from({ length: 256 }, (_, byte) =>
  byte.toString(16).padStart(2, "0"),
);

/** The hexadecimal of `bytes[from..to)`, with prefix. */
export function toHex(bytes: Uint8Array, from = 0, to = bytes.length): Hex {
  let out = "0x";
  for (let i = from; i < to; i++) out += PAIRS[bytes[i]!];
  return out as Hex;
}

const NIBBLE = new Int8Array(128).fill(-1);
for (let i = 0; i < 10; i++) NIBBLE[48 + i] = i;
for (let i = 0; i < 6; i++) NIBBLE[65 + i] = NIBBLE[97 + i] = 10 + i;

/**
 * The bytes of a hexadecimal string, with or without `0x`, in either case.
 * @throws RangeError on an odd number of digits or a character that is no digit.
 */
export function fromHex(hex: string): Uint8Array {
  const start = hex.startsWith("0x") ? 2 : 0;
  const digits = hex.length - start;
  if (digits % 2 !== 0) throw new RangeError(`hex needs an even number of digits, got ${digits}`);
  const out = new Uint8Array(digits / 2);
  for (let i = 0; i < out.length; i++) {
    const high = NIBBLE[hex.charCodeAt(start + 2 * i)] ?? -1;
    const low = NIBBLE[hex.charCodeAt(start + 2 * i + 1)] ?? -1;
    if (high < 0 || low < 0) throw new RangeError(`no hexadecimal digit at position ${2 * i}`);
    out[i] = (high << 4) | low;
  }
  return out;
}

/** True for `0x` followed by an even number of digits in either case. */
export function isHex(text: unknown): text is Hex {
  return typeof text === "string" && text.length % 2 === 0 && /^0x[0-9a-fA-F]*$/.test(text);
}
