import { runtimeCall } from "@ganglion/frame";
import { equalBytes } from "@ganglion/primitives";
import { DecodeError, decode, encode } from "@ganglion/scale";
import { beforeAll, describe, expect, test } from "vitest";
import { ALL_CALLS, atEdges, type Soak, signed } from "../src/index.ts";
import { populatedChain } from "./populated.ts";

let soak: Soak;
beforeAll(() => {
  soak = populatedChain();
  soak.chain.begin();
});

/** Bytes of a call beyond this are more of the same. */
const MOST_BYTES = 1_500;

/** The longest of a call's edges that is a call: the one with most to break. */
function bytesOf(call: (typeof ALL_CALLS)[number][1]): Uint8Array {
  const all = atEdges(call, { long: 3 })
    .map((each) => encode(runtimeCall, each))
    .filter((raw) => raw.length <= MOST_BYTES && decodes(raw));
  return all.reduce((longest, each) => (each.length > longest.length ? each : longest));
}
/** Some codecs can write more than they read: lists that are bounded. */
function decodes(raw: Uint8Array): boolean {
  try {
    decode(runtimeCall, raw);
    return true;
  } catch (error) {
    if (error instanceof DecodeError) return false;
    throw error;
  }
}
const inserted = (raw: Uint8Array, at: number, more: readonly number[]): Uint8Array =>
  Uint8Array.from([...raw.subarray(0, at), ...more, ...raw.subarray(at)]);

/** A compact length of 2^30 − 1 in four bytes, and of 2^32 − 1 and 2^64 − 1 in the long form. */
const GIANTS = [
  [254, 255, 255, 255],
  [3, 255, 255, 255, 255],
  [19, 255, 255, 255, 255, 255, 255, 255, 255],
];

describe("the bytes of every call", () => {
  test("cut off anywhere are no call", () => {
    for (const [path, call] of ALL_CALLS) {
      const raw = bytesOf(call);
      for (let length = 0; length < raw.length; length++)
        expect(() => decode(runtimeCall, raw.slice(0, length)), `${path}, ${length} bytes`).toThrow(
          DecodeError,
        );
    }
  });

  test("with more behind are no call", () => {
    for (const [path, call] of ALL_CALLS)
      for (const more of [[0], [255, 255]])
        expect(
          () => decode(runtimeCall, Uint8Array.from([...bytesOf(call), ...more])),
          path,
        ).toThrow(DecodeError);
  });

  test("changed or with giant lengths inside are no call, or the call that they say", () => {
    for (const [path, call] of ALL_CALLS) {
      const raw = bytesOf(call);
      const wrong: Uint8Array[] = [];
      for (let at = 0; at < raw.length; at++) {
        for (const byte of [0, 1, 3, 128, 254, 255]) wrong.push(raw.with(at, byte));
        for (const giant of GIANTS) wrong.push(inserted(raw, at, giant));
      }
      for (const each of wrong) {
        try {
          const found = decode(runtimeCall, each);
          // One value has one encoding: what decodes is what would be written.
          expect(equalBytes(encode(runtimeCall, found), each), path).toBe(true);
        } catch (error) {
          if (!(error instanceof DecodeError)) throw error;
        }
      }
    }
  }, 900_000);
});

test("malformed extrinsics are invalid, change nothing, and the block goes on", () => {
  const { chain } = soak;
  const who = soak.somebody(chain.ctx)[0]!;
  const { nonce } = chain.account(who);
  let tried = 0;
  for (const [, call] of ALL_CALLS) {
    const args = atEdges(call)[0]!.args;
    const raw = signed({ call, args }, { who, nonce, terms: chain.terms });
    for (const wrong of [
      raw.slice(0, raw.length - 1),
      Uint8Array.from([...raw, 0]),
      raw.with(0, raw[0]! ^ 4),
      raw.with(1, 5),
      raw.with(2, 2),
      raw.with(2, 9),
      inserted(raw, 3, GIANTS[1]!),
      new Uint8Array(),
      Uint8Array.of(255),
    ]) {
      const { applied, part } = chain.apply(wrong);
      expect(applied.ok).toBe(false);
      expect(part.written.size).toBe(0);
      tried++;
    }
  }
  expect(tried).toBeGreaterThan(1_500);
  expect(chain.end().root).toMatch(/^0x[0-9a-f]{64}$/);
});
