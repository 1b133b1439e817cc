import { readFileSync } from "node:fs";
import { join } from "node:path";
import { concatBytes, fromHex, toHex, utf8Bytes } from "@ganglion/primitives";
import { bls12_381 } from "@noble/curves/bls12-381.js";
import { sha256 } from "@noble/hashes/sha2.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { beaconFromSeed, openTimelock, sealTimelock, verifyPulse } from "../src/index.ts";

interface Vectors {
  readonly quicknet: { readonly publicKey: string };
  readonly pulses: readonly { readonly round: number; readonly signature: string }[];
  readonly undecodable: { readonly round: number; readonly signature: string };
  readonly sealed: readonly {
    readonly name: string;
    readonly round: number;
    readonly message: string;
    readonly sealed: string;
  }[];
}
const FILE = join(import.meta.dirname, "../../../conformance/vectors/timelock.json");
const VECTORS = JSON.parse(readFileSync(FILE, "utf8")) as Vectors;
const raw = (hex: string): Uint8Array => fromHex(`0x${hex}`);

const QUICKNET = raw(VECTORS.quicknet.publicKey);
const signatureOf = (round: number): Uint8Array =>
  raw(VECTORS.pulses.find((pulse) => pulse.round === round)!.signature);
const SIGNATURE = signatureOf(1000);
const claim = { publicKey: QUICKNET, round: 1000n, signature: SIGNATURE };
const changed = (bytes: Uint8Array, at: number, to: (byte: number) => number): Uint8Array => {
  const out = bytes.slice();
  out[at] = to(out[at]!);
  return out;
};
const INFINITY_SIGNATURE = Uint8Array.of(0xc0, ...new Uint8Array(47));
const INFINITY_KEY = Uint8Array.of(0xc0, ...new Uint8Array(95));

describe("a pulse", () => {
  test.each(VECTORS.pulses)("of quicknet, round $round, holds", ({ round, signature }) => {
    const pulse = { publicKey: QUICKNET, round: BigInt(round), signature: raw(signature) };
    expect(verifyPulse(pulse)).toBe(true);
  });
  test("does not hold for another round, nor under another key", () => {
    expect(verifyPulse({ ...claim, round: 1001n })).toBe(false);
    const { publicKey } = beaconFromSeed(new Uint8Array(32));
    expect(verifyPulse({ ...claim, publicKey })).toBe(false);
  });
  test("that the reference calls undecodable is so", () => {
    const signature = raw(VECTORS.undecodable.signature);
    expect(verifyPulse({ ...claim, signature })).toBeUndefined();
  });
  test.each([
    ["is empty", new Uint8Array()],
    ["is a byte short", SIGNATURE.slice(0, 47)],
    ["is not compressed", changed(SIGNATURE, 0, (byte) => byte & 0x7f)],
    ["is infinity with a sign", changed(INFINITY_SIGNATURE, 0, (byte) => byte | 0x20)],
    ["has a coordinate beyond the field", Uint8Array.of(0x9f, ...new Uint8Array(47).fill(0xff))],
    // x = 4 is on the curve, outside the subgroup of prime order.
    [
      "is outside the subgroup",
      changed(
        changed(INFINITY_SIGNATURE, 0, () => 0x80),
        47,
        () => 4,
      ),
    ],
    // x = 1: 1 + 4 is no square.
    [
      "is not on the curve",
      changed(
        changed(INFINITY_SIGNATURE, 0, () => 0x80),
        47,
        () => 1,
      ),
    ],
  ])("whose signature %s is undecodable", (_what, signature) => {
    expect(verifyPulse({ ...claim, signature })).toBeUndefined();
  });
  test("may be followed by other bytes", () => {
    expect(verifyPulse({ ...claim, signature: concatBytes(SIGNATURE, Uint8Array.of(7)) })).toBe(
      true,
    );
  });
  test("at infinity is a point, and no signature", () => {
    expect(verifyPulse({ ...claim, signature: INFINITY_SIGNATURE })).toBe(false);
    expect(verifyPulse({ ...claim, publicKey: INFINITY_KEY })).toBe(false);
    expect(verifyPulse({ ...claim, publicKey: INFINITY_KEY, signature: INFINITY_SIGNATURE })).toBe(
      true,
    );
  });
  test("under a key that is none is undecodable", () => {
    expect(verifyPulse({ ...claim, publicKey: new Uint8Array(96) })).toBeUndefined();
    expect(verifyPulse({ ...claim, publicKey: QUICKNET.slice(1) })).toBeUndefined();
  });
});

describe("a beacon of one's own", () => {
  const beacon = beaconFromSeed(new Uint8Array(32).fill(9));
  test("signs every round so that it can be verified", () => {
    for (const round of [0n, 1n, 123_456_789n, (1n << 64n) - 1n]) {
      const { signature, randomness } = beacon.signRound(round);
      expect(verifyPulse({ publicKey: beacon.publicKey, round, signature })).toBe(true);
      expect(randomness).toEqual(sha256(signature));
    }
  });
  test("is the same for the same seed", () => {
    const again = beaconFromSeed(new Uint8Array(32).fill(9));
    expect(toHex(again.publicKey)).toBe(toHex(beacon.publicKey));
    expect(toHex(beaconFromSeed(new Uint8Array(32)).publicKey)).not.toBe(toHex(beacon.publicKey));
    expect(() => beaconFromSeed(new Uint8Array(31))).toThrow("32 bytes");
  });
});

describe("a timelock", () => {
  test.each(VECTORS.sealed)(
    "that bittensor-drand made opens: $name, round $round",
    ({ round, message, sealed }) => {
      expect(toHex(openTimelock(raw(sealed), signatureOf(round))!)).toBe(`0x${message}`);
    },
  );
  test.each(["", "a", "x".repeat(5000)])("opens with its round's signature alone", (text) => {
    const message = utf8Bytes(text);
    const sealed = sealTimelock({ message, publicKey: QUICKNET, round: 2000n });
    expect(openTimelock(sealed, signatureOf(2000))).toEqual(message);
    expect(openTimelock(sealed, SIGNATURE)).toBeUndefined();
  });
  test("under the key of one beacon does not open with another's signature", () => {
    const beacon = beaconFromSeed(new Uint8Array(32));
    const sealed = sealTimelock({ message: utf8Bytes("x"), publicKey: QUICKNET, round: 1000n });
    expect(openTimelock(sealed, beacon.signRound(1000n).signature)).toBeUndefined();
  });
  test("is the same bytes for the same randomness", () => {
    const random = (length: number) => new Uint8Array(length).fill(5);
    const of = { message: utf8Bytes("x"), publicKey: QUICKNET, round: 1n, random };
    expect(sealTimelock(of)).toEqual(sealTimelock(of));
  });
  test("needs a key that is a point", () => {
    for (const publicKey of [new Uint8Array(96), INFINITY_KEY, QUICKNET.slice(0, 95)])
      expect(() => sealTimelock({ message: new Uint8Array(), publicKey, round: 1n })).toThrow(
        expect.objectContaining({ code: "BAD_BEACON_KEY" }),
      );
  });
});

describe("a timelock that is broken does not open, and nothing is thrown", () => {
  const message = utf8Bytes("secret weights");
  const sealed = raw(VECTORS.sealed[0]!.sealed);
  // U, then V, W, the body and the suite with their lengths in front; in the body ciphertext and nonce.
  const V = 96;
  const W = V + 8 + 32;
  const BODY = W + 8 + 32;
  const CIPHERTEXT = BODY + 8;
  const NONCE = CIPHERTEXT + 8 + message.length + 16;
  const opened = (bytes: Uint8Array, signature = SIGNATURE) => openTimelock(bytes, signature);
  const withLength = (at: number, length: bigint): Uint8Array => {
    const out = sealed.slice();
    new DataView(out.buffer).setBigUint64(at, length, true);
    return out;
  };

  test("as made it opens", () => {
    expect(opened(sealed)).toEqual(utf8Bytes("hello timelock"));
    expect(sealed.length).toBe(NONCE + 8 + 12 + 8 + 8);
  });
  test("cut off anywhere", () => {
    for (let length = 0; length < sealed.length; length++)
      expect(opened(sealed.subarray(0, length)), `${length} bytes`).toBeUndefined();
  });
  test.each([
    ["V", V],
    ["W", W],
    ["the body", BODY],
    ["the ciphertext", CIPHERTEXT],
    ["the nonce", NONCE],
  ])("with a wrong length of %s", (_what, at) => {
    const right = new DataView(sealed.buffer, sealed.byteOffset).getBigUint64(at, true);
    for (const length of [0n, right - 1n, right + 1n, 1n << 31n, 1n << 53n, (1n << 64n) - 1n])
      expect(opened(withLength(at, length)), `${length}`).toBeUndefined();
  });
  test.each([
    ["V", V + 8],
    ["W", W + 8],
    ["the ciphertext", CIPHERTEXT + 8],
    ["the tag", NONCE - 1],
    ["the nonce", NONCE + 8],
  ])("with a flipped bit of %s", (_what, at) => {
    expect(opened(changed(sealed, at, (byte) => byte ^ 1))).toBeUndefined();
  });
  test("with another point, or none", () => {
    const other = bls12_381.G2.Point.BASE.multiply(77n).toBytes();
    for (const u of [other, INFINITY_KEY, new Uint8Array(96), new Uint8Array(96).fill(0xff)])
      expect(opened(concatBytes(u, sealed.subarray(96)))).toBeUndefined();
  });
  test("with a signature that is none", () => {
    for (const signature of [new Uint8Array(), new Uint8Array(48), INFINITY_SIGNATURE])
      expect(opened(sealed, signature)).toBeUndefined();
  });
  test("where V or W are longer, of which the reference's library would panic", () => {
    const list = (length: number) =>
      concatBytes(Uint8Array.of(length, ...new Uint8Array(7)), new Uint8Array(length));
    const rest = sealed.subarray(BODY);
    for (const [v, w] of [
      [33, 32],
      [16, 32],
      [0, 32],
      [32, 33],
      [0, 0],
    ] as const)
      expect(opened(concatBytes(sealed.subarray(0, 96), list(v), list(w), rest))).toBeUndefined();
  });
  test("whatever the bytes are", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => opened(bytes) === undefined),
      { numRuns: 300 },
    );
  });
  test("whatever the name of the cipher suite is, and whatever follows, it opens: as in the reference", () => {
    const renamed = changed(sealed, sealed.length - 1, () => 0);
    expect(opened(renamed)).toBeDefined();
    expect(opened(concatBytes(sealed, new Uint8Array(100)))).toBeDefined();
  });
});
