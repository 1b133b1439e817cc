// The pure packages have no TextEncoder: it belongs to the platform, not to the language.

/** UTF-8 bytes of a string; a lone surrogate becomes U+FFFD as the platform's encoder does it. */
export function utf8Bytes(text: string): Uint8Array {
  // Three bytes for a unit are the most: two units that belong together take four.
  const out = new Uint8Array(3 * text.length);
  let at = 0;
  for (let i = 0; i < text.length; i++) {
    let code = text.charCodeAt(i);
    if (code < 0x80) {
      out[at++] = code;
      continue;
    }
    if (code >= 0xd800 && code <= 0xdfff) {
      code = text.codePointAt(i)!;
      if (code > 0xffff) i++;
      else code = 0xfffd;
    }
    if (code < 0x800) out[at++] = 0xc0 | (code >> 6);
    else {
      if (code < 0x10000) out[at++] = 0xe0 | (code >> 12);
      else {
        out[at++] = 0xf0 | (code >> 18);
        out[at++] = 0x80 | ((code >> 12) & 63);
      }
      out[at++] = 0x80 | ((code >> 6) & 63);
    }
    out[at++] = 0x80 | (code & 63);
  }
  return out.slice(0, at);
}

/**
 * The string of UTF-8 bytes.
 * @throws RangeError on a sequence that is not well-formed UTF-8.
 */
export function utf8Text(bytes: Uint8Array): string {
  let out = "";
  let i = 0;
  while (i < bytes.length) {
    const first = bytes[i++]!;
    if (first < 0x80) {
      out += String.fromCharCode(first);
      continue;
    }
    const extra = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
    if (first < 0xc2 || first > 0xf4 || i + extra > bytes.length) throw new RangeError("bad UTF-8");
    let code = first & (0x3f >> extra);
    for (let k = 0; k < extra; k++) {
      const next = bytes[i++]!;
      if ((next & 0xc0) !== 0x80) throw new RangeError("bad UTF-8");
      code = (code << 6) | (next & 63);
    }
    const least = extra === 1 ? 0x80 : extra === 2 ? 0x800 : 0x10000;
    if (code < least || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
      throw new RangeError("bad UTF-8");
    out += String.fromCodePoint(code);
  }
  return out;
}
