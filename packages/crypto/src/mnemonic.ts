import { fromHex } from "@ganglion/primitives";
import { entropyToMnemonic, mnemonicToEntropy, validateMnemonic } from "@scure/bip39";
import { wordlist } from "@scure/bip39/wordlists/english.js";
import { CryptoError } from "./error.ts";
import { platformRandom, type Random } from "./random.ts";
import { bip39ToMiniSecret } from "./wasm.ts";

/** The public phrase behind //Alice, //Bob and the other development accounts. */
export const DEV_PHRASE = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";

// Every `//Name` asks for the phrase's seed, a node thrice while it starts, and making it takes 30 ms
// there: 2,048 rounds of PBKDF2 in code that is not warm. It is no more a secret than the phrase.
const DEV_MINI_SECRET = "fac7959dbfe72f052e5a0c3c8d6530f202b02fd8f9f5ca3580ec8deb7797479e";

export type WordCount = 12 | 15 | 18 | 21 | 24;

/** A new English BIP-39 phrase; `random` is for simulations and tests. */
export function generateMnemonic(words: WordCount = 12, random: Random = platformRandom): string {
  return entropyToMnemonic(random((words / 3) * 4), wordlist);
}

/** True for an English BIP-39 phrase of 12 to 24 words whose checksum holds. */
export const isMnemonic = (phrase: string): boolean => validateMnemonic(phrase, wordlist);

/**
 * The 32-byte seed of a phrase, as Substrate makes it: PBKDF2 over the phrase's entropy, where
 * BIP-39 itself takes the phrase's text. So the same words give other keys than in a Bitcoin wallet.
 * @throws CryptoError BAD_MNEMONIC
 */
export function miniSecretFromMnemonic(phrase: string, password = ""): Uint8Array {
  const words = phrase.trim().split(/\s+/).join(" ");
  if (words === DEV_PHRASE && password === "") return fromHex(DEV_MINI_SECRET);
  try {
    mnemonicToEntropy(words, wordlist);
  } catch {
    // The library's words may quote the phrase, so they are no cause here.
    throw new CryptoError(
      "BAD_MNEMONIC",
      "not a BIP-39 phrase: 12, 15, 18, 21 or 24 English words with a valid checksum are expected",
    );
  }
  return bip39ToMiniSecret(words, password);
}
