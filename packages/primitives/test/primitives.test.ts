import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  accountId,
  formatTao,
  fromHex,
  fromSs58,
  parseTao,
  toHex,
  toSs58,
  utf8Bytes,
  utf8Text,
} from "../src/index.ts";

const ALICE = accountId("0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d");

describe("hex", () => {
  test("decoding what was encoded gives the same bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(fromHex(toHex(bytes))).toEqual(bytes);
      }),
    );
  });
  test("an odd number of digits and foreign characters are refused", () => {
    expect(() => fromHex("0x1")).toThrow(RangeError);
    expect(() => fromHex("0xzz")).toThrow(RangeError);
    expect(() => fromHex("0x1é")).toThrow(RangeError);
  });
});
describe("ss58", () => {
  test("Alice has the address that everyone knows", () => {
    expect(toSs58(ALICE)).toBe("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY");
    expect(fromSs58("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY")).toBe(ALICE);
  });
  test("a typo is refused by its checksum", () => {
    expect(() => fromSs58("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQX")).toThrow(/checksum/);
    expect(() => fromSs58("hello")).toThrow(RangeError);
    expect(() => fromSs58("")).toThrow(RangeError);
  });
});
describe("utf8", () => {
  test("agrees with the platform's encoder on any string", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(utf8Bytes(text)).toEqual(new Uint8Array(new TextEncoder().encode(text)));
      }),
    );
  });
  test("agrees with the platform's strict decoder on any bytes", () => {
    const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        let want: string | undefined;
        try {
          want = strict.decode(bytes);
        } catch {
          want = undefined;
        }
        if (want === undefined) expect(() => utf8Text(bytes)).toThrow(RangeError);
        else expect(utf8Text(bytes)).toBe(want);
      }),
      { numRuns: 2000 },
    );
  });
});
describe("amounts", () => {
  test("a decimal string is read exactly and written back the same", () => {
    expect(parseTao("1.5")).toBe(1_500_000_000n);
    expect(formatTao(1_500_000_000n)).toBe("1.5");
    expect(formatTao(-1n)).toBe("-0.000000001");
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (amount) => {
        expect(parseTao(formatTao(amount))).toBe(amount);
      }),
    );
  });
  test("more than nine decimals, signs and words are refused", () => {
    for (const bad of ["1.0000000001", "-1", "1e9", "", "one", "1,5"])
      expect(() => parseTao(bad)).toThrow(RangeError);
  });
});
