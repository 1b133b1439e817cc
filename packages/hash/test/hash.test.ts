import { fromHex, toHex, utf8Bytes } from "@ganglion/primitives";
import { expect, test } from "vitest";
import { blake2_128, blake2_256, twox64, twox128, twox256 } from "../src/index.ts";

test("twox128 gives the storage prefixes that every Substrate chain has", () => {
  expect(toHex(twox128(utf8Bytes("System")))).toBe("0x26aa394eea5630e07c48ae0c9558cef7");
  expect(toHex(twox128(utf8Bytes("Account")))).toBe("0xb99d880ec681799c0cf30e8886371da9");
});
test("blake2 with 128 and 256 bits gives the published digests of the empty input", () => {
  expect(toHex(blake2_256(new Uint8Array()))).toBe(
    "0x0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8",
  );
  expect(toHex(blake2_128(new Uint8Array()))).toBe("0xcae66941d9efbd404e4d88758ea67670");
});
test("blake2_128 of Alice's key is the middle of her System.Account key", () => {
  const alice = fromHex("0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d");
  expect(toHex(blake2_128(alice))).toBe("0xde1e86a9a8c739864cf3cc5ec2bea59f");
});
test("the longer twox digests begin with the shorter ones", () => {
  const data = utf8Bytes("Subtensor");
  expect(toHex(twox128(data)).startsWith(toHex(twox64(data)))).toBe(true);
  expect(toHex(twox256(data)).startsWith(toHex(twox128(data)))).toBe(true);
});
