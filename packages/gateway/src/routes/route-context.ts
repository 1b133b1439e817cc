import type { NetEnv } from "@ganglion/sdk";
import type { BlockFeed } from "../chain/block-feed.ts";
import type { Graphs } from "../chain/graphs.ts";
import type { Questions } from "../questions/questions.ts";
import type { RecordStore } from "../records/record-store.ts";
import type { ServedSubnets } from "../served-subnet.ts";

/** What the routes work on. */
export interface RouteContext {
  readonly subnets: ServedSubnets;
  readonly questions: Questions;
  readonly store: RecordStore;
  readonly graphs: Graphs;
  readonly feed: BlockFeed;
  readonly env: NetEnv;
  readonly genesis: string;
  /** When the gateway started, in milliseconds since 1970. */
  readonly startedAtMs: number;
  /** Where a browser on this machine reaches the node. */
  readonly rpcUrl: string | undefined;
}
