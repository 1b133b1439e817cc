export { beacon } from "./beacon/beacon.ts";
export {
  type BeaconSecret,
  beaconFromSeed,
  type SignedRound,
  verifyPulse,
} from "./beacon/pulse.ts";
export { openTimelock, sealTimelock } from "./beacon/timelock.ts";
export { CryptoError, type CryptoErrorCode } from "./error.ts";
export {
  accountOf,
  derive,
  devKeypair,
  type Keypair,
  type KeyType,
  keypairFromMnemonic,
  keypairFromRawSecret,
  keypairFromSeed,
  keypairFromUri,
  rawSecret,
  ss58Of,
} from "./keypair.ts";
export {
  DEV_PHRASE,
  generateMnemonic,
  isMnemonic,
  miniSecretFromMnemonic,
  type WordCount,
} from "./mnemonic.ts";
export { platformRandom, type Random } from "./random.ts";
export { loadShield, type Shield } from "./shield/load.ts";
export type { SealedParts, ShieldKey } from "./shield/shield.ts";
export { sign } from "./sign.ts";
export { type Junction, parseDerivationPath, parseSecretUri, type SecretUri } from "./uri.ts";
export { type Claim, verify } from "./verify.ts";
