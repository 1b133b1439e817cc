export type { ArchivedBlock, Head } from "./chain/archive.ts";
export { StoreError, type StoreErrorCode } from "./error.ts";
export { type Kv, type KvOp, type KvRange, MAX_KEY_BYTES, TABLES, type Table } from "./kv/kv.ts";
export { MemoryKv } from "./kv/memory.ts";
export { FORMAT_VERSION, memoryStore, openStore, storeOn } from "./open.ts";
export type { StateView } from "./state/view.ts";
export {
  type CommitBlock,
  MAX_PROOF_KEYS,
  MAX_STORAGE_KEY_BYTES,
  type Pruning,
  Store,
  type StoreOptions,
} from "./store.ts";
export { prove } from "./trie/prove.ts";
export { type Changes, EMPTY_ROOT, Trie } from "./trie/trie.ts";
export { verifyProof } from "./trie/verify.ts";
