import type { BlockRef, NetEnv, NeuronLog } from "@ganglion/sdk";
import type { GatewayChain } from "../chain/gateway-chain.ts";
import type { QueryRecord } from "../records/query-record.ts";
import type { RecordStore } from "../records/record-store.ts";
import { within } from "../within.ts";
import { findEpoch } from "./find-epoch.ts";
import { findWeights } from "./find-weights.ts";

export interface TracerOptions {
  readonly chain: GatewayChain;
  readonly store: RecordStore;
  readonly env: NetEnv;
  readonly log: NeuronLog;
}

const LOOK_TIMEOUT_MS = 10_000;
/** A record whose blocks' state is gone is tried ever less often, at last once in so many blocks. */
const LONGEST_PAUSE_BLOCKS = 1_024;

/** Where the search for one record's pay stands. */
interface Progress {
  /** Up to this block it is known that the validator set no weights. */
  readonly looked: number;
  readonly failures: number;
  /** Not to be tried before this block. */
  readonly notBefore: number;
}

interface Moment {
  readonly chain: GatewayChain;
  readonly head: BlockRef;
}

/** Follows each question from its answer to weights and epoch. */
export class Tracer {
  readonly #options: TracerOptions;
  #progress = new Map<string, Progress>();
  #head: BlockRef | undefined;
  #busy = false;
  #working: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(options: TracerOptions) {
    this.#options = options;
  }

  /** A new block is there. */
  advance(head: BlockRef): void {
    this.#head = head;
    if (!this.#busy) this.#working = this.#work();
  }

  /** The question that is being put to the chain is waited for. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#working;
  }

  async #work(): Promise<void> {
    this.#busy = true;
    for (let done: BlockRef | undefined; this.#head && done?.hash !== this.#head.hash; ) {
      done = this.#head;
      const chain = rememberReads(this.#options.chain, done);
      const progress = new Map<string, Progress>();
      for (const record of this.#options.store.unpaid()) {
        if (this.#closed) return;
        const before = this.#progress.get(record.id) ?? {
          looked: record.askedAtBlock,
          failures: 0,
          notBefore: record.askedAtBlock + 1,
        };
        progress.set(record.id, await this.#follow(record, before, { chain, head: done }));
      }
      this.#progress = progress;
    }
    this.#busy = false;
  }

  async #follow(record: QueryRecord, before: Progress, at: Moment): Promise<Progress> {
    const { env, log } = this.#options;
    const { id } = record;
    const { head } = at;
    if (head.number < before.notBefore) return before;
    try {
      return await within(env, LOOK_TIMEOUT_MS, this.#look(record, before, at));
    } catch (error) {
      const failures = before.failures + 1;
      const pause = Math.min(2 ** failures, LONGEST_PAUSE_BLOCKS);
      if (failures === 1) log.trouble(`query ${id} can't be followed to its pay now`, error);
      return { ...before, failures, notBefore: head.number + pause };
    }
  }

  async #look(record: QueryRecord, before: Progress, { chain, head }: Moment): Promise<Progress> {
    const { store, log } = this.#options;
    const { id, netuid } = record;
    const next = { looked: before.looked, failures: 0, notBefore: head.number + 1 };
    let { weights } = record;
    if (!weights) {
      const result = await findWeights(chain, record, { after: before.looked, head });
      if (result === "not yet") return { ...next, looked: head.number };
      if ("gone" in result) {
        log.info("the validator of a query has left the subnet, no weights will come", { id });
        return { ...next, notBefore: Number.POSITIVE_INFINITY };
      }
      weights = result.found;
      store.change(id, { weights });
    }
    const epoch = await findEpoch(chain, { netuid, weights }, head);
    if (epoch) store.change(id, { epoch });
    return next;
  }
}

/** Many records ask the same of the head; the chain is asked once. */
function rememberReads(chain: GatewayChain, head: BlockRef): GatewayChain {
  const remember = <T>(read: (where: { netuid: number; at: BlockRef["hash"] }) => Promise<T>) => {
    const known = new Map<number, Promise<T>>();
    return (where: { netuid: number; at: BlockRef["hash"] }): Promise<T> => {
      if (where.at !== head.hash) return read(where);
      const answer = known.get(where.netuid) ?? read(where);
      known.set(where.netuid, answer);
      return answer;
    };
  };
  return {
    ...chain,
    lastUpdates: remember((where) => chain.lastUpdates(where)),
    lastEpoch: remember((where) => chain.lastEpoch(where)),
  };
}
