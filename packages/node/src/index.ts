export { Author, type AuthorOptions, type BlockRequest } from "./author/author.ts";
export { BATCH_MS, type SealMode } from "./author/mode.ts";
export { DEVELOPMENT_BEACON_KEY } from "./beacon/development-key.ts";
export type { BeaconOptions } from "./beacon/feed.ts";
export { NodeBeaconHost } from "./beacon/host.ts";
export { auraSealCheck } from "./chain/aura-seal.ts";
export {
  Chain,
  type ChainBlock,
  type ChainEvent,
  type ChainOptions,
  type HeadRef,
} from "./chain/chain.ts";
export { extrinsicsRoot } from "./chain/extrinsics-root.ts";
export { CODE_KEY, type Genesis, makeGenesis } from "./chain/genesis.ts";
export {
  decodeHeader,
  encodeDigestItem,
  encodeHeader,
  type Header,
  hashHeader,
  headerJson,
} from "./chain/header.ts";
export { type ForeignBlock, importBlock, type SealCheck } from "./chain/import.ts";
export { type Env, platformEnv, type Timer, VirtualEnv } from "./env.ts";
export { NodeError, type NodeErrorCode, PortInUseError } from "./error.ts";
export {
  type LocalConnection,
  type Node,
  type NodeLog,
  type NodeOptions,
  type RpcOptions,
  startNode,
} from "./node.ts";
export { PoolError, type PoolRefusal } from "./pool/error.ts";
export { DEFAULT_POOL_LIMITS, type PoolLimits } from "./pool/limits.ts";
export { Pool } from "./pool/pool.ts";
export { type Claim, rememberVerified } from "./pool/verified.ts";
export type { TransactionStatus } from "./pool/watchers.ts";
export { RpcError } from "./rpc/error.ts";
export { type AllowedOrigins, LOCAL_ORIGINS } from "./rpc/origin.ts";
export { DEFAULT_RPC_LIMITS, type RpcLimits } from "./rpc/server.ts";
export type { ChainRuntime, NodeChainSpec } from "./runtime-port.ts";
