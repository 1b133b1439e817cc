import { concatBytes, utf8Bytes } from "@ganglion/primitives";
import { blake2b } from "@noble/hashes/blake2.js";
import { CryptoError } from "./error.ts";
import { DEV_PHRASE } from "./mnemonic.ts";

/** One step of a derivation path. `chainCode`: 32 bytes. */
export type Junction = { hard: boolean; chainCode: Uint8Array };

export type SecretUri = { phrase: string; junctions: Junction[]; password: string };

const SECRET_URI = /^([\p{L}\p{N}_ ]*)((?:\/\/?[^/]+)*)(?:\/\/\/(.*))?$/su;
const U64_MAX = 0xffff_ffff_ffff_ffffn;

/**
 * Takes `<phrase or 0x seed>//hard/soft///password` apart; without a phrase it is the development phrase.
 * Source: sp-core crypto.rs, `SecretUri`, `DeriveJunction`.
 * @throws CryptoError BAD_URI
 */
export function parseSecretUri(uri: string): SecretUri {
  const match = SECRET_URI.exec(uri);
  if (!match)
    throw new CryptoError(
      "BAD_URI",
      "a secret URI is <phrase or 0x seed>//hard/soft///password; this one has another shape",
    );
  return {
    phrase: match[1] === "" ? DEV_PHRASE : match[1]!,
    junctions: parseDerivationPath(match[2]!),
    password: match[3] ?? "",
  };
}

/** Steps of a path such as `//stash/0`. */
export function parseDerivationPath(path: string): Junction[] {
  const steps = path.match(/\/\/?[^/]+/g) ?? [];
  if (steps.join("") !== path)
    throw new CryptoError("BAD_URI", "a derivation path is made of /soft and //hard steps");
  return steps.map((step) => {
    const hard = step.startsWith("//");
    return { hard, chainCode: chainCode(step.slice(hard ? 2 : 1)) };
  });
}

function chainCode(code: string): Uint8Array {
  const out = new Uint8Array(32);
  // Rust's integer parser takes a plus sign as well.
  const number = /^\+?\d+$/.test(code) ? BigInt(code.replace("+", "")) : undefined;
  if (number !== undefined && number <= U64_MAX) {
    new DataView(out.buffer).setBigUint64(0, number, true);
    return out;
  }
  const encoded = scaleText(code);
  out.set(encoded.length > 32 ? blake2b(encoded, { dkLen: 32 }) : encoded);
  return out;
}

/** SCALE of a string: compact length, then UTF-8. Texts of 2^14 bytes and more are refused. */
export function scaleText(text: string): Uint8Array {
  const bytes = utf8Bytes(text);
  const length = bytes.length;
  if (length < 64) return concatBytes(Uint8Array.of(length << 2), bytes);
  if (length < 1 << 14)
    return concatBytes(Uint8Array.of(((length << 2) | 1) & 0xff, length >> 6), bytes);
  throw new CryptoError("BAD_URI", "a derivation step is longer than 16383 bytes");
}
