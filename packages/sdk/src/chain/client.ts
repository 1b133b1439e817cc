import type { Random } from "@ganglion/crypto";
import {
  type AccountId,
  fromSs58,
  type Hash,
  type Hex,
  type NetUid,
  type Rao,
  rao,
  toSs58,
} from "@ganglion/primitives";
import { createClient, type PolkadotClient } from "polkadot-api";
import { getWsProvider } from "polkadot-api/ws";
import { WebSocket } from "ws";
import { ChainError } from "./error.ts";

/** The browser's WebSocket, or anything that behaves like it. */
export type SocketClass = typeof globalThis.WebSocket;

/** A block as it is announced. */
export interface BlockRef {
  readonly number: number;
  readonly hash: Hash;
}

export interface ConnectOptions {
  /** Where the node answers; `ws://127.0.0.1:9944` by default. */
  readonly url?: string;
  /** Instead of a real socket: the simulator hands in its own. */
  readonly socket?: SocketClass;
  /** Randomness of signatures; the platform's by default, a simulation hands in its own. */
  readonly random?: Random;
  /** How long to wait for the first answer. */
  readonly timeoutMs?: number;
}

// The chain is read by its live metadata, so types are known at run time only.
export type LiveApi = ReturnType<PolkadotClient["getUnsafeApi"]>;

/** A connection to one chain, any Bittensor node. Reconnects by itself; `close` ends it. */
export class ChainClient {
  readonly api: LiveApi;
  /** See `ConnectOptions`. */
  readonly random: Random | undefined;
  readonly #client: PolkadotClient;

  private constructor(client: PolkadotClient, random: Random | undefined) {
    this.random = random;
    this.#client = client;
    this.api = client.getUnsafeApi();
  }

  /** @throws ChainError UNREACHABLE if nothing answers in time */
  static async connect(options: ConnectOptions): Promise<ChainClient> {
    const { url = "ws://127.0.0.1:9944", timeoutMs = 10_000 } = options;
    const provider = getWsProvider(url, {
      // Node 20 has no WebSocket of its own; the library wants the browser's interface, which `ws` has.
      websocketClass: options.socket ?? (WebSocket as unknown as SocketClass),
    });
    const client = createClient(provider);
    let timer: ReturnType<typeof setTimeout> | undefined;
    try {
      await Promise.race([
        client.getFinalizedBlock(),
        new Promise((_resolve, reject) => {
          timer = setTimeout(
            () => reject(new Error(`no answer within ${timeoutMs} ms`)),
            timeoutMs,
          );
        }),
      ]);
    } catch (cause) {
      client.destroy();
      throw new ChainError("UNREACHABLE", `no chain answers at ${url}`, {
        hint: "Is a node running there? `ganglion up` or `ganglion node --dev` starts one; --network names another.",
        cause,
      });
    } finally {
      clearTimeout(timer);
    }
    return new ChainClient(client, options.random);
  }

  /** A plain JSON-RPC request, for what the typed door lacks. */
  request<T>(method: string, params: readonly unknown[] = []): Promise<T> {
    return this.#client._request<T>(method, params as never);
  }

  /** The best block. */
  async head(): Promise<BlockRef> {
    const { number, hash } = await this.#client.getFinalizedBlock();
    return { number, hash: hash as Hash };
  }

  /** Calls back for each finalized block, the present one first; returns how to stop. */
  watchBlocks(
    onBlock: (block: BlockRef) => void,
    onError: (error: unknown) => void = () => {},
  ): () => void {
    const subscription = this.#client.finalizedBlock$.subscribe({
      next: ({ number, hash }) => onBlock({ number, hash: hash as Hash }),
      error: onError,
    });
    return () => subscription.unsubscribe();
  }

  /** Waits until the chain has reached a block. */
  waitForBlock(number: number): Promise<BlockRef> {
    return new Promise((resolve, reject) => {
      let stop = () => {};
      let done = false;
      stop = this.watchBlocks((block) => {
        if (block.number < number || done) return;
        done = true;
        resolve(block);
        queueMicrotask(() => stop());
      }, reject);
    });
  }

  /** Hash of a past block. */
  async blockHash(number: number): Promise<Hash> {
    const hash = await this.request<Hex | null>("chain_getBlockHash", [number]);
    if (hash === null) throw new ChainError("NOT_FOUND", `the chain has no block ${number} yet`);
    return hash as Hash;
  }

  /** Free balance of an account. */
  async balance(who: AccountId): Promise<Rao> {
    const { data } = (await this.api.query.System!.Account!.getValue(toSs58(who))) as {
      data: { free: bigint };
    };
    return rao(data.free);
  }

  /** Uid of a hotkey on a subnet; absent if it is not registered there. */
  async uidOf(hotkey: AccountId, netuid: NetUid): Promise<number | undefined> {
    return (await this.api.query.SubtensorModule!.Uids!.getValue(netuid, toSs58(hotkey))) as
      | number
      | undefined;
  }

  /** Next nonce of an account, with what waits in the pool. */
  nextNonce(who: AccountId): Promise<number> {
    return this.request<number>("account_nextIndex", [toSs58(who)]);
  }

  close(): void {
    this.#client.destroy();
  }
}

/** Addresses come as SS58 from the library; here they are account ids. */
export const accountFrom = (address: string): AccountId => fromSs58(address);
