import { type Keypair, sign } from "@ganglion/crypto";
import { blake2_256Hex } from "@ganglion/hash";
import { hash as asHash, fromHex, type Hash, type Hex, toHex } from "@ganglion/primitives";
import { StoreError } from "@ganglion/store";
import type { Chain, ChainBlock } from "../chain/chain.ts";
import type { Env, Timer } from "../env.ts";
import { NodeError } from "../error.ts";
import type { Pool } from "../pool/pool.ts";
import type { DigestItem } from "../runtime-port.ts";
import type { ShieldOpener } from "../shield/shield-keystore.ts";
import { buildBlock, FilledBlockFailure, TransactionCrash } from "./build.ts";
import type { SealMode } from "./mode.ts";
import { keepReproduction } from "./reproduction.ts";
import { AURA, authoritiesOf, nextSlotTime, type SlotTime } from "./slots.ts";

export interface AuthorOptions {
  readonly chain: Chain;
  readonly pool: Pool;
  readonly env: Env;
  /** One for each authority of the chain whose slots this node fills. */
  readonly keys: readonly Keypair[];
  readonly slotMs: number;
  readonly mode: SealMode;
  /** Extrinsics that this node brings into a block of this time by itself. */
  readonly brings?: (time: SlotTime) => readonly Uint8Array[];
  /** The key for encrypted transactions, once it is there. Without it the blocks announce none and take none in. */
  readonly shield?: () => ShieldOpener | undefined;
  /** A reproduction of a crash was written, or a block could not be built. */
  readonly onTrouble: (what: string, details: Readonly<Record<string, unknown>>) => void;
}

/** What a block asked for by hand may be told. */
export interface BlockRequest {
  /** Its time, if the chain's rules allow it so early. */
  readonly timestampMs?: number;
  /** Extrinsics that go in before those of the pool. */
  readonly transactions?: readonly Uint8Array[];
  /** Leave the pool alone. */
  readonly withoutPool?: boolean;
}

const CRASHES_AT_MOST = 16;
const RETRY_MS = 1000;

/** Makes blocks: when the mode says so, of what the pool has. */
export class Author {
  readonly slotMs: number;
  readonly #chain: Chain;
  readonly #pool: Pool;
  readonly #env: Env;
  readonly #keys: ReadonlyMap<Hex, Keypair>;
  readonly #brings: NonNullable<AuthorOptions["brings"]>;
  readonly #shield: NonNullable<AuthorOptions["shield"]>;
  readonly #onTrouble: AuthorOptions["onTrouble"];
  #mode: SealMode;
  #timer: Timer | undefined;
  /** When the running interval's next block is due, by `env.now`. */
  #dueMs = 0;
  #running = false;
  #clockOffsetMs = 0;
  /** Blocks made since the start, and the extrinsics in them. */
  readonly made = { blocks: 0, extrinsics: 0, seconds: 0 };

  constructor(options: AuthorOptions) {
    const { chain, pool, env, keys, slotMs, mode, brings, shield, onTrouble } = options;
    this.#chain = chain;
    this.#pool = pool;
    this.#env = env;
    this.#keys = new Map(keys.map((key) => [toHex(key.publicKey), key]));
    this.slotMs = slotMs;
    this.#mode = mode;
    this.#brings = brings ?? (() => []);
    this.#shield = shield ?? (() => undefined);
    this.#onTrouble = onTrouble;
    pool.subscribeReady(() => this.#onReady());
  }

  get mode(): SealMode {
    return this.#mode;
  }

  set mode(mode: SealMode) {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#mode = mode;
    if (this.#running) this.#schedule();
  }

  start(): void {
    this.#running = true;
    this.#schedule();
  }

  stop(): void {
    this.#running = false;
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  /** The chain's own clock: the environment's, moved by `travelTo`. Milliseconds since 1970. */
  nowMs(): number {
    return this.#env.now() + this.#clockOffsetMs;
  }

  /** Moves the chain's clock to a time, from where it runs on. */
  travelTo(timeMs: number): void {
    this.#clockOffsetMs = timeMs - this.#env.now();
  }

  get clockOffsetMs(): number {
    return this.#clockOffsetMs;
  }

  set clockOffsetMs(ms: number) {
    this.#clockOffsetMs = ms;
  }

  /**
   * Makes the next block.
   * @throws NodeError BLOCK_NOT_BUILT when a requested transaction is refused or the runtime fails;
   * StoreError when it can't be written. Nothing has changed then.
   */
  createBlock(request: BlockRequest = {}): ChainBlock {
    const begin = this.#env.monotonicMs();
    const crashed = new Set<Hash>();
    let limit = request.withoutPool ? 0 : Number.POSITIVE_INFINITY;
    for (;;) {
      try {
        const block = this.#attempt(request, { crashed, limit });
        this.made.blocks++;
        this.made.extrinsics += block.extrinsics.length;
        this.made.seconds += (this.#env.monotonicMs() - begin) / 1000;
        return block;
      } catch (error) {
        if (error instanceof FilledBlockFailure) {
          // Half of them next time, until the one that does it stands alone.
          const [first, ...others] = error.transactions;
          if (others.length === 0) this.#banish(first!, error.cause, crashed);
          else limit = Math.floor(error.transactions.length / 2);
        } else if (!(error instanceof TransactionCrash)) throw error;
        else if (this.#pool.has(error.hash)) {
          this.#banish(error, error.cause, crashed);
          if (crashed.size > CRASHES_AT_MOST) limit = 0;
        } else {
          this.reportCrash({ while: "authoring", raw: error.raw, error: error.cause });
          throw requestedCrash(error);
        }
      }
    }
  }

  #attempt(
    request: BlockRequest,
    { crashed, limit }: { readonly crashed: ReadonlySet<Hash>; readonly limit: number },
  ): ChainBlock {
    const time = nextSlotTime(this.#chain, {
      nowMs: request.timestampMs ?? this.nowMs(),
      slotMs: this.slotMs,
    });
    const key = this.#keyFor(time);
    const deadline = this.#deadline();
    return buildBlock({
      chain: this.#chain,
      pool: this.#pool,
      time,
      seal: (preHash) => this.#seal(key, preHash),
      brought: this.#brings(time),
      requested: request.transactions ?? [],
      shield: this.#shield(),
      onUnrun: (extrinsic, why) =>
        this.#onTrouble("an encrypted transaction was not run", { extrinsic, why }),
      without: crashed,
      limit,
      isLate: () => this.#env.monotonicMs() >= deadline,
    });
  }

  /** A transaction of the pool brought a block down: it goes, and does not come back soon. */
  #banish(
    { hash, raw }: { readonly hash: Hash; readonly raw: Uint8Array },
    error: unknown,
    crashed: Set<Hash>,
  ): void {
    this.reportCrash({ while: "authoring", raw, error });
    this.#pool.discard(hash, "crashed");
    crashed.add(hash);
  }

  /** Writes a reproduction of a crash and says so. */
  reportCrash(crash: {
    readonly while: "authoring" | "validating";
    readonly raw: Uint8Array;
    readonly error: unknown;
  }): void {
    const hash = asHash(blake2_256Hex(crash.raw));
    let reproduction: string;
    try {
      reproduction = keepReproduction(this.#chain, this.#env, { ...crash, hash });
    } catch (error) {
      reproduction = `not written: ${error instanceof Error ? error.message : error}`;
    }
    this.#onTrouble("a transaction crashed the runtime and is banned", {
      extrinsic: hash,
      reproduction,
      error: crash.error instanceof Error ? crash.error.message : String(crash.error),
    });
  }

  /** When filling a block must end, by the monotonic clock: a late block makes all later ones late. */
  #deadline(): number {
    return this.#mode.type === "interval"
      ? this.#env.monotonicMs() + Math.max(50, (this.#mode.ms * 2) / 3)
      : Number.POSITIVE_INFINITY;
  }

  /** @throws NodeError NO_AUTHORITY_KEY */
  #keyFor({ slot }: SlotTime): Keypair {
    const authorities = authoritiesOf(this.#chain);
    const wanted = authorities[slot % authorities.length];
    const key = wanted && this.#keys.get(wanted);
    if (key) return key;
    throw new NodeError("NO_AUTHORITY_KEY", {
      message: `slot ${slot} belongs to the authority ${wanted ?? "(there is none)"}, whose key this node does not have`,
      hint: "give the node the keys of all authorities of its chain",
    });
  }

  #seal(key: Keypair, preHash: Hash): DigestItem {
    const random = this.#env.reproducible
      ? { random: (length: number) => this.#env.random(length) }
      : {};
    return { type: "Seal", engine: AURA, data: sign(key, fromHex(preHash), random) };
  }

  #schedule(): void {
    const mode = this.#mode;
    if (mode.type === "interval") {
      // Aligned, so that blocks fall on whole multiples whatever the start was.
      const now = this.#env.now();
      this.#dueMs = (Math.floor(now / mode.ms) + 1) * mode.ms;
      this.#timer = this.#env.after(this.#dueMs - now, () => this.#tick(mode));
    } else this.#onReady();
  }

  #tick(mode: SealMode & { readonly type: "interval" }): void {
    if (!this.#running || this.#mode !== mode) return;
    this.#tryBlock();
    const now = this.#env.now();
    this.#dueMs += mode.ms;
    // After a pause (a suspended machine, a long block) the missed ones are not made up for.
    if (this.#dueMs <= now) this.#dueMs = now + 1;
    this.#timer = this.#env.after(this.#dueMs - now, () => this.#tick(mode));
  }

  #onReady(): void {
    const mode = this.#mode;
    if (mode.type === "instant") this.#soon(mode, 0);
    else if (mode.type === "batch") this.#soon(mode, mode.ms);
  }

  #soon(mode: SealMode, ms: number): void {
    if (!this.#running || this.#timer || this.#pool.readyCount === 0) return;
    this.#timer = this.#env.after(ms, () => {
      this.#timer = undefined;
      if (!this.#running || this.#mode !== mode) return;
      if (!this.#tryBlock()) this.#soon(mode, RETRY_MS);
    });
  }

  #tryBlock(): boolean {
    try {
      this.createBlock();
      return true;
    } catch (error) {
      this.#onTrouble("no block could be made", {
        number: this.#chain.head.number + 1,
        error: error instanceof Error ? error.message : String(error),
        ...((error instanceof NodeError || error instanceof StoreError) && { hint: error.hint }),
      });
      return false;
    }
  }
}

function requestedCrash({ message, cause }: TransactionCrash): NodeError {
  return new NodeError("BLOCK_NOT_BUILT", {
    message: `${message}: ${cause instanceof Error ? cause.message : cause}`,
    hint: "this is a bug of the runtime; a reproduction was written",
    cause,
  });
}
