import type { Author } from "../author/author.ts";
import type { DevBeacon } from "../beacon/dev-beacon.ts";
import type { Chain } from "../chain/chain.ts";
import type { Snapshots } from "../chain/snapshots.ts";
import type { Env } from "../env.ts";
import type { Pool } from "../pool/pool.ts";
import type { ChainRuntime, NodeChainSpec } from "../runtime-port.ts";
import type { HeadCache } from "./head-cache.ts";

/** What RPC methods answer from. */
export interface RpcContext {
  readonly chain: Chain;
  readonly pool: Pool;
  readonly author: Author;
  /** If this node runs one. */
  readonly devBeacon: DevBeacon | undefined;
  readonly runtime: ChainRuntime;
  readonly spec: NodeChainSpec;
  readonly env: Env;
  readonly snapshots: Snapshots;
  /** Answers that hold at the head: values by storage key, results by runtime API and input. */
  readonly atHead: { readonly storage: HeadCache; readonly calls: HeadCache };
  /** Version of this program. */
  readonly version: string;
  /** Names for `rpc_methods`, in order. */
  readonly methodNames: () => readonly string[];
}
