import { fromHex, toHex, utf8Bytes } from "@ganglion/primitives";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  accountOf,
  CryptoError,
  DEV_PHRASE,
  devKeypair,
  generateMnemonic,
  isMnemonic,
  type Keypair,
  type KeyType,
  keypairFromMnemonic,
  keypairFromRawSecret,
  keypairFromSeed,
  keypairFromUri,
  miniSecretFromMnemonic,
  rawSecret,
  sign,
  ss58Of,
  verify,
} from "../src/index.ts";

const TYPES: KeyType[] = ["sr25519", "ed25519", "ecdsa"];
const message = utf8Bytes("a question");
const check = (key: Keypair, signature: Uint8Array, text = message) =>
  verify({ type: key.type, publicKey: key.publicKey, message: text, signature });

// uri, sr25519, ed25519 ("" = refused). Made by sp-core itself, through bittensor-wallet 4.1.1's Keypair.create_from_uri.
const SEED = `0x${"11".repeat(32)}`;
const URIS: [uri: string, sr25519: string, ed25519: string][] = [
  [
    "//Alice",
    "d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d",
    "88dc3417d5058ec4b4503e0c12ea1a0a89be200fe98922423d4334014fa6b0ee",
  ],
  [
    "//Bob",
    "8eaf04151687736326c9fea17e25fc5287613693c912909cb226aa4794f26a48",
    "d17c2d7823ebf260fd138f2d7e27d114c0145d968b5ff5006125f2414fadae69",
  ],
  [
    "//Alice//stash",
    "be5ddb1579b72e84524fc29e78609e3caf42e85aa118ebfe0b0ad404b5bdd25f",
    "451781cd0c5504504f69ceec484cc66e4c22a2b6a9d20fb1a426d91ad074a2a8",
  ],
  ["/soft", "84aedc0aba19f398f70dbcbc94b318e1e8d4eab5854e4d8de569bc4890afa45e", ""],
  ["//Alice/soft", "02cfd83074aefc9955af4034d19b3780d47a52e158ababec8ec012b2295f1c5b", ""],
  [
    "//0",
    "2afba9278e30ccf6a6ceb3a8b6e336b70068f045c666f2e7f4f9cc5f47db8972",
    "ffe0b81700cedadde9debaf7e61292d80581d4a37896055ba25f491b96b25ee6",
  ],
  ["//1/2", "509efd067a5a345cea7185745c2996a36733711651f6cc41087c0bcc66a68a1d", ""],
  [
    "//18446744073709551615",
    "a4ca284d5222ef916e2e181430785972ed22cb51ef91a0c6cdbbd390ee74bc77",
    "0a105b65e82a42f67f679bd8e0f8c7576a2cbc4edeb4c3261b14ec01de38cfcb",
  ],
  [
    "//18446744073709551616",
    "7a3a2cd9e94ed6f8956cbd929b84d4cf6267b2c8a371a4ba8737ff4ac5252f0c",
    "11ea83f6705f1e3bd3b50695227a1c64dccd5c368648f17eb80f093695028daa",
  ],
  [
    "//+5",
    "60c57f0008067cc01c5ff9eb2e2f9b3a94299a915a91198bd1021a6c55596f57",
    "c5f5cefc8d098ff3715afd5d038f5f41e8dabac46e8520d4006ba79c30465f08",
  ],
  [
    "//a very long junction name that is over thirty-two bytes",
    "349d2983e26c415abe68dc0c751617cbadba212417126597b9777fb923148571",
    "cb9c23ee1189f16e7997ce64cf68f6eb503e7dc13d8c0762ba7b079c364a512f",
  ],
  [
    DEV_PHRASE,
    "46ebddef8cd9bb167dc30878d7113b7e168e6f0646beffd77d69d39bad76b47a",
    "345071da55e5dccefaaa440339415ef9f2663338a38f7da0df21be5ab4e055ef",
  ],
  [
    `${DEV_PHRASE}//Alice///pw`,
    "12d0a764fee8ee7a262c3294818ae4c0429832cdf4a899f9d1f2adb0c29aca39",
    "0837834cc62520d9f3a48cd0eeaf42e500740c55ec81efe8966bd42cc3ec2299",
  ],
  [
    "///password",
    "b69355deefa7a8f33e9297f5af22e680f03597a99d4f4b1c44be47e7a2275802",
    "cb8d01a021231c0ffe53afd21c037583ce21033f55f26852dd92558d368a17a7",
  ],
  [
    SEED,
    "50780547322a1ceba67ea8c552c9bc6c686f8698ac9a8cafab7cd15a1db19859",
    "d04ab232742bb4ab3a1368bd4615e4e6d0224ab71a016baf8520a332c9778737",
  ],
  [
    `${SEED}//x`,
    "ca1d5366984ca6d72dba2e003f4c3cb274d7874b138244c31c632c8dfb4f9d0e",
    "293a917d65005ad753c5ab513869bdb061c314624ebdb44fa24e1188f6259a37",
  ],
  [
    "//ü",
    "da5ead0db315c0eca9ba6da29b19f6387331878157d4c162fd1b00d5b7a33679",
    "226826e2b4df3d226dbf7ee1c3d3c284b310076fed0a40c7f60be06a11d999ab",
  ],
  [
    `${SEED}///pw`,
    "50780547322a1ceba67ea8c552c9bc6c686f8698ac9a8cafab7cd15a1db19859",
    "d04ab232742bb4ab3a1368bd4615e4e6d0224ab71a016baf8520a332c9778737",
  ],
];

describe("secret URIs", () => {
  test.each(URIS)("%s gives sp-core's keys", (uri, sr25519, ed25519) => {
    expect(toHex(keypairFromUri(uri).publicKey)).toBe(`0x${sr25519}`);
    if (ed25519) expect(toHex(keypairFromUri(uri, "ed25519").publicKey)).toBe(`0x${ed25519}`);
    else expect(() => keypairFromUri(uri, "ed25519")).toThrow(/no soft derivation/);
  });
  test("Alice with ecdsa has Substrate's well-known key and address", () => {
    const alice = devKeypair("Alice", "ecdsa");
    expect(toHex(alice.publicKey)).toBe(
      "0x020a1091341fe5664bfa1782d5e04779689068c916b04cb365ec3153755684d9a1",
    );
    expect(ss58Of(alice)).toBe("5C7C2Z5sWbytvHpuLTvzKunnnRwQxft1jiqrLD5rhucQ5S9X");
  });
  test.each(["//Alice//", "//", "hello world", "0x12", `0x${"zz".repeat(32)}`, "a-b//c"])(
    "%s is refused without repeating the secret",
    (uri) => {
      let caught: unknown;
      try {
        keypairFromUri(uri);
      } catch (error) {
        caught = error;
      }
      expect(caught).toBeInstanceOf(CryptoError);
      if (uri.length > 5) expect((caught as Error).message).not.toContain(uri);
    },
  );
});

describe("mnemonics", () => {
  test("the development phrase gives Substrate's mini secret, not BIP-39's seed", () => {
    expect(toHex(miniSecretFromMnemonic(DEV_PHRASE))).toBe(
      "0xfac7959dbfe72f052e5a0c3c8d6530f202b02fd8f9f5ca3580ec8deb7797479e",
    );
  });
  test("a generated phrase has a valid checksum and as many words as asked for", () => {
    for (const words of [12, 15, 18, 21, 24] as const) {
      const phrase = generateMnemonic(words);
      expect(phrase.split(" ")).toHaveLength(words);
      expect(isMnemonic(phrase)).toBe(true);
    }
    expect(generateMnemonic()).not.toBe(generateMnemonic());
  });
  test("the same randomness gives the same phrase", () => {
    const zeros = (length: number) => new Uint8Array(length);
    expect(generateMnemonic(12, zeros)).toBe(`${"abandon ".repeat(11)}about`);
  });
  test("a wrong checksum or a foreign word is refused", () => {
    const wrong = DEV_PHRASE.replace(/walk$/, "bottom");
    expect(isMnemonic(wrong)).toBe(false);
    expect(() => keypairFromMnemonic(wrong)).toThrow(CryptoError);
    expect(() => keypairFromMnemonic("")).toThrow(/BIP-39/);
  });
  test("surplus white space changes nothing", () => {
    const spaced = `  ${DEV_PHRASE.replaceAll(" ", "  ")}\n`;
    expect(miniSecretFromMnemonic(spaced)).toEqual(miniSecretFromMnemonic(DEV_PHRASE));
  });
});

describe.each(TYPES)("%s", (type) => {
  const alice = devKeypair("Alice", type);
  const bob = devKeypair("Bob", type);

  test("a signature holds for its message and key and for no other", () => {
    const signature = sign(alice, message);
    expect(signature).toHaveLength(type === "ecdsa" ? 65 : 64);
    expect(check(alice, signature)).toBe(true);
    expect(check(alice, signature, utf8Bytes("another"))).toBe(false);
    expect(check(bob, signature)).toBe(false);
    for (const other of TYPES.filter((it) => it !== type))
      expect(verify({ type: other, publicKey: alice.publicKey, message, signature })).toBe(false);
  });
  test("flipping any single bit of a signature breaks it", () => {
    const signature = sign(alice, message);
    fc.assert(
      fc.property(fc.nat(64 * 8 - 1), (bit) => {
        const broken = signature.slice();
        broken[bit >> 3]! ^= 1 << (bit & 7);
        expect(check(alice, broken)).toBe(false);
      }),
      { numRuns: 30 },
    );
  });
  test("garbage of any length is false and never throws", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 70 }),
        fc.uint8Array({ maxLength: 40 }),
        fc.uint8Array({ maxLength: 40 }),
        (signature, publicKey, text) => {
          expect(verify({ type, publicKey, message: text, signature })).toBe(false);
        },
      ),
      { numRuns: 60 },
    );
    for (const fill of [0, 1, 255]) {
      const signature = new Uint8Array(type === "ecdsa" ? 65 : 64).fill(fill);
      expect(check(alice, signature)).toBe(false);
    }
    expect(
      verify({ type, publicKey: "x", message, signature: null } as unknown as Parameters<
        typeof verify
      >[0]),
    ).toBe(false);
  });
  test("a raw secret brings back a key that signs for the same account", () => {
    const again = keypairFromRawSecret(rawSecret(alice), type);
    expect(accountOf(again)).toBe(accountOf(alice));
    expect(check(alice, sign(again, message))).toBe(true);
  });
  test("a seed of a wrong length is refused", () => {
    expect(() => keypairFromSeed(new Uint8Array(31), type)).toThrow(/32 bytes, got 31/);
  });
});

describe("sr25519 in a simulation", () => {
  const alice = devKeypair("Alice");
  const random = (length: number) => new Uint8Array(length).fill(7);
  test("given randomness makes equal signatures, the platform's makes different ones", () => {
    const signature = sign(alice, message, { random });
    expect(sign(alice, message, { random })).toEqual(signature);
    expect(check(alice, signature)).toBe(true);
    expect(sign(alice, message)).not.toEqual(sign(alice, message));
  });
  test("a random source that gives too little is refused", () => {
    expect(() => sign(alice, message, { random: () => new Uint8Array(3) })).toThrow(/3 bytes/);
  });
});

describe("signatures of others", () => {
  test("RFC 8032's first ed25519 vector holds", () => {
    const key = keypairFromSeed(
      fromHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"),
      "ed25519",
    );
    expect(toHex(key.publicKey)).toBe(
      "0xd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
    );
    expect(toHex(sign(key, new Uint8Array()))).toBe(
      "0xe5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    );
  });
  test("an ecdsa signature is checked against the account as a chain knows it", () => {
    const alice = devKeypair("Alice", "ecdsa");
    const signature = sign(alice, message);
    const publicKey = fromHex(accountOf(alice));
    expect(verify({ type: "ecdsa", publicKey, message, signature })).toBe(true);
    const ethereum = signature.slice();
    ethereum[64]! += 27;
    expect(verify({ type: "ecdsa", publicKey, message, signature: ethereum })).toBe(true);
    const unknown = signature.slice();
    unknown[64] = 9;
    expect(verify({ type: "ecdsa", publicKey, message, signature: unknown })).toBe(false);
  });
  test("ed25519 follows ZIP-215: a small-order key with a zero scalar is taken, as by the chain", () => {
    // The identity as key and as R with S = 0 satisfies the cofactored equation for every message.
    const identity = new Uint8Array(32);
    identity[0] = 1;
    const signature = new Uint8Array(64);
    signature[0] = 1;
    expect(verify({ type: "ed25519", publicKey: identity, message, signature })).toBe(true);
  });
});
