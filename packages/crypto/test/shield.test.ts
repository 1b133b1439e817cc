import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fromHex, toHex, utf8Bytes } from "@ganglion/primitives";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CryptoError, loadShield, type SealedParts } from "../src/index.ts";

const FILE = join(import.meta.dirname, "../../../conformance/vectors/shield.json");
const VECTOR = JSON.parse(readFileSync(FILE, "utf8")) as Record<string, string>;
const raw = (name: string): Uint8Array => fromHex(`0x${VECTOR[name]}`);

const shield = await loadShield();
const key = shield.shieldKeyFromSeed(raw("seed"));
/** The layout of the wire, as the reference states it: hash 16, length 2, ciphertext of the KEM, nonce 24, the rest. */
function parts(sealed: Uint8Array): SealedParts {
  const nonceAt = 18 + 1088;
  return {
    kemCt: sealed.slice(18, nonceAt),
    nonce: sealed.slice(nonceAt, nonceAt + 24),
    aeadCt: sealed.slice(nonceAt + 24),
  };
}
const flipped = (bytes: Uint8Array, at: number): Uint8Array => bytes.with(at, bytes[at]! ^ 1);

describe("what bittensor-drand seals", () => {
  const sealed = parts(raw("sealed"));
  test("opens with the key of the seed", () => {
    expect(toHex(key.publicKey)).toBe(`0x${VECTOR["publicKey"]}`);
    const opened = shield.openShielded(sealed, key);
    expect(opened && toHex(opened)).toBe(`0x${VECTOR["message"]}`);
  });
  test("does not open with another key, nor if a byte of any part is changed", () => {
    const other = shield.shieldKeyFromSeed(new Uint8Array(64));
    expect(shield.openShielded(sealed, other)).toBeUndefined();
    for (const name of ["kemCt", "nonce", "aeadCt"] as const)
      for (const at of [0, sealed[name].length - 1]) {
        const bent = { ...sealed, [name]: flipped(sealed[name], at) };
        expect(shield.openShielded(bent, key), `${name} ${at}`).toBeUndefined();
      }
  });
  test("does not open if a part is too short, too long or empty", () => {
    for (const name of ["kemCt", "nonce", "aeadCt"] as const)
      for (const wrong of [
        new Uint8Array(),
        sealed[name].slice(1),
        Uint8Array.of(...sealed[name], 0),
      ]) {
        const bent = { ...sealed, [name]: wrong };
        expect(shield.openShielded(bent, key), `${name} ${wrong.length}`).toBeUndefined();
      }
  });
});

describe("sealing", () => {
  test("makes what opens, for any message and any key", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        fc.uint8Array({ minLength: 64, maxLength: 64 }),
        (message, seed) => {
          const own = shield.shieldKeyFromSeed(seed);
          const sealed = shield.sealShielded({ message, publicKey: own.publicKey });
          expect(shield.openShielded(sealed, own)).toEqual(message);
        },
      ),
      { numRuns: 20 },
    );
  });
  test("takes its randomness as an argument, and lays the parts out as the chain reads them", () => {
    const random = (length: number): Uint8Array => new Uint8Array(length).fill(7);
    const options = { message: utf8Bytes("again"), publicKey: key.publicKey, random };
    const sealed = shield.sealShielded(options);
    expect(shield.sealShielded(options)).toEqual(sealed);
    const hash = new Uint8Array(16).fill(1);
    const encoded = shield.encodeShielded(hash, sealed);
    // 1088 is 0x0440.
    expect(toHex(encoded, 0, 18)).toBe(`0x${"01".repeat(16)}4004`);
    expect(parts(encoded)).toEqual(sealed);
    expect(encoded).toHaveLength(16 + 2 + 1088 + 24 + 5 + 16);
  });
  test("refuses what is no key", () => {
    const seal = (publicKey: Uint8Array) => () =>
      shield.sealShielded({ message: new Uint8Array(), publicKey });
    const bad = expect.objectContaining({ code: "BAD_SHIELD_KEY" });
    expect(seal(key.publicKey.slice(1))).toThrow(CryptoError);
    expect(seal(new Uint8Array())).toThrow(bad);
    // Coefficients of twelve bits are below 3329.
    expect(seal(new Uint8Array(1184).fill(255))).toThrow(bad);
  });
  test("a key has a seed of 64 bytes", () => {
    for (const length of [0, 32, 63, 65])
      expect(() => shield.shieldKeyFromSeed(new Uint8Array(length))).toThrow(
        expect.objectContaining({ code: "BAD_SEED" }),
      );
  });
});
