import type { BlockRef, NetEnv, NeuronLog } from "@ganglion/sdk";
import { TooSlowError, within } from "../within.ts";
import type { BlockContent, GatewayChain } from "./gateway-chain.ts";

/** A block as the page shows it. `content` is null if it could not be read. */
export interface SeenBlock extends BlockRef {
  readonly content: BlockContent | null;
}

export interface BlockFeedOptions {
  readonly chain: GatewayChain;
  readonly env: NetEnv;
  readonly log: NeuronLog;
  /** Blocks that are kept; by default 60. */
  readonly keep?: number;
}

const READ_TIMEOUT_MS = 5_000;
const RETRY_MS = 1_000;
/** Blocks before the first one that are read for the page, so that it does not begin empty. */
const LOOK_BACK = 12;
/** Blocks that are read together when several came. */
const AT_A_TIME = 8;

/** Follows the chain block by block, without gaps as far as they are worth reading, and tells whoever listens. */
export class BlockFeed {
  readonly #options: BlockFeedOptions;
  readonly #keep: number;
  readonly #listeners = new Set<(block: SeenBlock) => void>();
  #recent: SeenBlock[] = [];
  #target: BlockRef | undefined;
  #busy = false;
  #reading: Promise<void> = Promise.resolve();
  #heardAtMs: number | undefined;
  #broken = false;
  #closed = false;
  #stop = () => {};
  #retry: { cancel(): void } | undefined;

  constructor(options: BlockFeedOptions) {
    this.#options = options;
    this.#keep = options.keep ?? 60;
    this.#watch();
  }

  /** The newest first. */
  get recent(): readonly SeenBlock[] {
    return this.#recent;
  }
  /** The newest block that is known to exist; its content may not be read yet. */
  get head(): BlockRef | undefined {
    return this.#target;
  }
  /** When the chain was last heard of, by this clock; undefined if never. */
  get heardAtMs(): number | undefined {
    return this.#heardAtMs;
  }
  /** False while blocks cannot be followed. */
  get connected(): boolean {
    return this.#heardAtMs !== undefined && !this.#broken;
  }

  /** Calls back for each block from now on; returns how to stop. */
  listen(onBlock: (block: SeenBlock) => void): () => void {
    this.#listeners.add(onBlock);
    return () => this.#listeners.delete(onBlock);
  }

  /** What is being read is read to its end: a client that is closed under its questions complains. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#retry?.cancel();
    this.#stop();
    this.#listeners.clear();
    await this.#reading;
  }

  #watch(): void {
    const { chain, env, log } = this.#options;
    let over = false;
    this.#stop = chain.watchBlocks(
      (block) => {
        if (over || this.#closed) return;
        if (this.#broken)
          log.info("the chain's blocks are followed again", { block: block.number });
        this.#broken = false;
        this.#heardAtMs = env.now();
        this.#target = block;
        if (!this.#busy) this.#reading = this.#catchUp();
      },
      (error) => {
        if (over || this.#closed) return;
        over = true;
        if (!this.#broken) log.trouble("the chain's blocks can't be followed; trying again", error);
        this.#broken = true;
        this.#retry = env.after(RETRY_MS, () => this.#watch());
      },
    );
  }

  /** Reads up to the target; one reader at a time, so that blocks come in order. */
  async #catchUp(): Promise<void> {
    this.#busy = true;
    for (;;) {
      const target = this.#target;
      const newest = this.#recent[0];
      if (this.#closed || !target || target.hash === newest?.hash) break;
      // A chain that begins anew (a development node was reset) shares no block with what was seen.
      if (newest && target.number <= newest.number) this.#recent = [];
      const from = this.#recent[0]?.number ?? Math.max(0, target.number - LOOK_BACK) - 1;
      const first = Math.max(from + 1, target.number - this.#keep);
      const last = Math.min(target.number, first + AT_A_TIME - 1);
      const numbers = Array.from({ length: last - first + 1 }, (_, i) => first + i);
      const blocks = await Promise.all(numbers.map((number) => this.#read(number, target)));
      for (const block of blocks) if (!this.#closed) this.#push(block);
    }
    this.#busy = false;
  }

  async #read(number: number, target: BlockRef): Promise<SeenBlock> {
    const { chain, env, log } = this.#options;
    let hash = target.hash;
    for (let tries = 1; ; tries++) {
      try {
        if (number !== target.number)
          hash = await within(env, READ_TIMEOUT_MS, chain.blockHash(number));
        const content = await within(env, READ_TIMEOUT_MS, chain.block(hash));
        return { number, hash, content };
      } catch (error) {
        // A question that a restarting node swallowed is put once more.
        if (error instanceof TooSlowError && tries === 1 && !this.#closed) continue;
        if (!this.#closed) log.trouble(`block ${number} could not be read`, error);
        return { number, hash, content: null };
      }
    }
  }

  #push(block: SeenBlock): void {
    this.#recent = [block, ...this.#recent].slice(0, this.#keep);
    for (const listener of this.#listeners) listener(block);
  }
}
