export {
  argon2Key,
  type DeriveKey,
  decryptKeyfile,
  type Encryption,
  encryptionOf,
  encryptKeyfile,
} from "./wallet/encryption.ts";
export { decodePassword, encodePassword, passwordVariable } from "./wallet/env-password.ts";
export { WalletError, type WalletErrorCode } from "./wallet/error.ts";
export { keyfileExists, readKeyfile, writeKeyfiles } from "./wallet/keyfile.ts";
export {
  type KeyfileContent,
  parseKeyfile,
  publicKeyfile,
  secretKeyfile,
} from "./wallet/keyfile-data.ts";
export { type ListedKey, type ListedWallet, listWallets } from "./wallet/list.ts";
export {
  defaultWalletsDir,
  type KeyRole,
  keyPaths,
  type WalletRef,
  walletsDir,
} from "./wallet/paths.ts";
export {
  type CreatedKey,
  type CreateKeyOptions,
  changePassword,
  createKey,
  type KeySource,
  loadAccount,
  loadKey,
  writePublicKey,
} from "./wallet/wallet.ts";
