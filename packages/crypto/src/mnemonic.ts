import { entropyToMnemonic, mnemonicToEntropy, validateMnemonic } from "@scure/bip39";
import { wordlist } from "@scure/bip39/wordlists/english.js";
import { CryptoError } from "./error.ts";
import { platformRandom, type Random } from "./random.ts";
import { bip39ToMiniSecret } from "./wasm.ts";

/** The public phrase behind //Alice, //Bob and the other development accounts. */
export const DEV_PHRASE = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";

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
  try {
    mnemonicToEntropy(words, wordlist);
  } catch {
    // The library's words may quote the phrase, so they are no cause here.
    throw new CryptoError(
      "BAD_MNEMONIC",
      "not a BIP-39 phrase: 12, 15, 18, 21 or 24 English words with a valid checksum are expected",
    );
  }
  if (words !== DEV_PHRASE || password !== "") return bip39ToMiniSecret(words, password);
  // Every `//Name` asks for it, and PBKDF2 takes 2,048 rounds each time; it is no secret.
  devMiniSecret ??= bip39ToMiniSecret(words, "");
  return devMiniSecret.slice();
}
let devMiniSecret: Uint8Array | undefined;
