import type { NetEnv } from "@ganglion/sdk";
import { within } from "../within.ts";
import type { BlockFeed } from "./block-feed.ts";
import type { GatewayChain, Graph } from "./gateway-chain.ts";

const READ_TIMEOUT_MS = 5_000;
/** How long a question waits for the newest metagraph when an older one is at hand. */
const PATIENCE_MS = 1_000;

/** Metagraphs, read at most once per block however many ask. */
export class Graphs {
  readonly #options: {
    readonly chain: GatewayChain;
    readonly env: NetEnv;
    readonly feed: BlockFeed;
  };
  readonly #known = new Map<number, { block: number | undefined; graph: Promise<Graph> }>();
  readonly #last = new Map<number, Graph>();

  constructor(options: {
    readonly chain: GatewayChain;
    readonly env: NetEnv;
    readonly feed: BlockFeed;
  }) {
    this.#options = options;
  }

  /** As of the head. @throws what the chain says, TooSlowError */
  async fresh(netuid: number): Promise<Graph> {
    const { chain, env, feed } = this.#options;
    const known = this.#known.get(netuid);
    const block = feed.head?.number;
    if (known && known.block !== undefined && known.block === block) return known.graph;
    const graph = within(env, READ_TIMEOUT_MS, chain.graph(netuid));
    this.#known.set(netuid, { block, graph });
    try {
      const read = await graph;
      this.#last.set(netuid, read);
      return read;
    } catch (error) {
      if (this.#known.get(netuid)?.graph === graph) this.#known.delete(netuid);
      throw error;
    }
  }

  /**
   * The same, but the last one that was read if the chain can't be asked now: whom to ask changes
   * slowly, and a question needs no chain.
   */
  async usable(netuid: number): Promise<Graph> {
    const last = this.#last.get(netuid);
    if (!last) return this.fresh(netuid);
    const fresh = within(this.#options.env, PATIENCE_MS, this.fresh(netuid));
    return fresh.catch(() => last);
  }
}
