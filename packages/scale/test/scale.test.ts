import { fromHex, toHex } from "@ganglion/primitives";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type AnyCodec,
  accountId,
  bool,
  bytes,
  compact,
  DecodeError,
  decode,
  encode,
  i64,
  i128,
  literals,
  option,
  str,
  struct,
  tuple,
  u8,
  u16,
  u16Pairs,
  u32,
  u64,
  u128,
  variant,
  vec,
} from "../src/index.ts";

const hex = <T>(codec: AnyCodec, value: T) => toHex(encode(codec, value));

describe("bytes of known values", () => {
  // The examples of the SCALE page of Substrate's documentation.
  test.each<[string, AnyCodec, unknown, string]>([
    ["compact 0", compact(u32), 0, "0x00"],
    ["compact 1", compact(u32), 1, "0x04"],
    ["compact 42", compact(u32), 42, "0xa8"],
    ["compact 69", compact(u32), 69, "0x1501"],
    ["compact 65535", compact(u32), 65535, "0xfeff0300"],
    ["compact 10^14", compact(u64), 100000000000000n, "0x0b00407a10f35a"],
    ["a vector of u16", vec(u16), [4, 8, 15, 16, 23, 42], "0x18040008000f00100017002a00"],
    ["a tuple", tuple(compact(u32), bool), [3, false], "0x0c00"],
    ["text", str, "Hamlet", "0x1848616d6c6574"],
    ["none", option(u8), undefined, "0x00"],
    ["some", option(u8), 7, "0x0107"],
    ["i64 -1", i64, -1n, "0xffffffffffffffff"],
  ])("%s", (_name, codec, value, want) => {
    expect(hex(codec, value)).toBe(want);
    expect(decode(codec, fromHex(want))).toEqual(value);
  });
});

const Mixed = struct("test::Mixed", {
  who: accountId,
  amountStaked: u64,
  signed: i128,
  list: vec(tuple(u16, u16)),
  maybe: option(bytes),
  kind: literals("test::Kind", ["A", "B"]),
  either: variant("test::Either", { Left: u128, Right: { x: u32, y: bool }, Neither: null }),
});

describe("laws", () => {
  const arbitrary = fc.record({
    who: fc.uint8Array({ minLength: 32, maxLength: 32 }).map((b) => toHex(b)),
    amountStaked: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
    signed: fc.bigInt({ min: -(2n ** 127n), max: 2n ** 127n - 1n }),
    list: fc.array(fc.tuple(fc.nat(65535), fc.nat(65535))),
    maybe: fc.option(fc.uint8Array(), { nil: undefined }),
    kind: fc.constantFrom("A", "B"),
    either: fc.oneof(
      fc.record({ type: fc.constant("Left"), value: fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }) }),
      fc.record({
        type: fc.constant("Right"),
        value: fc.record({ x: fc.nat(0xffffffff), y: fc.boolean() }),
      }),
      fc.record({ type: fc.constant("Neither") }),
    ),
  });
  test("decoding what was encoded gives the same value", () => {
    fc.assert(
      fc.property(arbitrary, (value) => {
        expect(decode(Mixed as AnyCodec, encode(Mixed as AnyCodec, value))).toEqual(value);
      }),
    );
  });
  test("any bytes either decode or are refused with a DecodeError, and what decodes encodes to the same bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (raw) => {
        let value: unknown;
        try {
          value = decode(Mixed as AnyCodec, raw);
        } catch (error) {
          expect(error).toBeInstanceOf(DecodeError);
          return;
        }
        expect(encode(Mixed as AnyCodec, value)).toEqual(raw);
      }),
      { numRuns: 2000 },
    );
  });
  test("a compact of any width is identity and only its shortest form is accepted", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }), (value) => {
        const raw = encode(compact(u128), value);
        expect(decode(compact(u128), raw)).toBe(value);
      }),
    );
    expect(() => decode(compact(u32), fromHex("0x0100"))).toThrow(/shortest/);
    expect(() => decode(compact(u32), fromHex("0x02000000"))).toThrow(/shortest/);
    expect(() => decode(compact(u64), fromHex("0x0300000000"))).toThrow(/shortest/);
    expect(() => decode(compact(u16), fromHex("0x02000400"))).toThrow(/16 bits/);
  });
});

describe("refusals", () => {
  test("a claimed length beyond the bytes at hand takes no memory", () => {
    expect(() => decode(vec(u64), fromHex("0x03ffffffff"))).toThrow(DecodeError);
    expect(() => decode(bytes, fromHex("0x03ffffffff"))).toThrow(DecodeError);
  });
  test("bytes left over are refused", () =>
    expect(() => decode(u8, fromHex("0x0101"))).toThrow(/left over/));
  test("values out of range are refused when written", () => {
    expect(() => encode(u8, 256)).toThrow(RangeError);
    expect(() => encode(u16, -1)).toThrow(RangeError);
    expect(() => encode(u64, 2n ** 64n)).toThrow(RangeError);
    expect(() => encode(u32, 1.5)).toThrow(RangeError);
  });
  test("a failed encode leaves the shared buffer usable", () => {
    expect(() => encode(vec(u8), [1, 2, 300])).toThrow();
    expect(hex(vec(u8), [1])).toBe("0x0401");
  });
  test("a flag that is neither 0 nor 1 is no bool and no option", () => {
    expect(() => decode(bool, fromHex("0x02"))).toThrow(DecodeError);
    expect(() => decode(option(u8), fromHex("0x0201"))).toThrow(DecodeError);
  });
});

describe("flat pairs", () => {
  const pairs = vec(tuple(u16, u16));
  const u16s = fc.integer({ min: 0, max: 65_535 });
  test("have the bytes of a vector of pairs, also out of the middle of a larger array", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(u16s, u16s)), (values) => {
        const flat = Uint16Array.from([7, ...values.flat(), 9]).subarray(1, -1);
        expect(encode(u16Pairs, flat)).toEqual(encode(pairs, values));
        expect([...decode(u16Pairs, encode(pairs, values))]).toEqual(values.flat());
      }),
    );
  });
  test("are no pairs where a vector of pairs is none", () => {
    const result = (codec: AnyCodec, raw: Uint8Array): unknown => {
      try {
        return [...decode(codec, raw)].flat();
      } catch (error) {
        return error instanceof DecodeError;
      }
    };
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20 }), (raw) => {
        expect(result(u16Pairs, raw)).toEqual(result(pairs, raw));
      }),
    );
    expect(() => encode(u16Pairs, Uint16Array.of(1, 2, 3))).toThrow("3 numbers are no pairs");
  });
  test("tell metadata the type of a vector of pairs", () => {
    expect(u16Pairs.type.name).toBe("Vec<(u16, u16)>");
  });
});
