import { toSs58 } from "@ganglion/primitives";
import {
  AxonError,
  accountOf,
  Dendrite,
  dendriteOf,
  type MinerParts,
  type MinerPlace,
  metagraph,
  outside,
  route,
  sleep,
} from "@ganglion/sdk";
import { parametersToBytes } from "@ganglion/training";
import { type Assignment, assignmentOf, windowSeed } from "./assignment.ts";
import { type MinerAttack, minerAttack } from "./attacks.ts";
import type { MarketConfig } from "./config.ts";
import { ModelLedger } from "./model/ledger.ts";
import { catchUp, takeOver, validatorsOf } from "./model/peers.ts";
import {
  commitHash,
  floatsHash,
  gradientAudit,
  gradientCommit,
  gradientReveal,
  type Reveal,
  type TrainWindowAnswer,
  type TrainWindowRequest,
  toBase64,
  trainWindow,
} from "./protocol.ts";
import type { Lane } from "./scoring/gauntlet.ts";
import { openTrainer } from "./training/open-trainer.ts";
import type { Trainer } from "./training/trainer.ts";

/** A window that a miner works or worked on. */
interface Work {
  readonly receivedMs: number;
  readonly thetaHash: string;
  readonly done: Promise<{ readonly hash: string; readonly reveal: Reveal }>;
  /** What replaying it takes. */
  readonly errorBefore: Float32Array;
}

/** Windows whose reveals and audits are answered. */
const KEPT = 3;

/** The miner's side: trains once per window, whoever asks, and shows what it made when everybody has committed. */
export async function startGradientMiner(
  config: MarketConfig,
  place: MinerPlace,
): Promise<MinerParts> {
  const trainer = await outside(place.env, openTrainer(config));
  const genesis = await outside(place.env, trainer.genesis());
  const miner = new GradientMiner({ config, place, trainer, genesis });
  const { lane } = miner;
  return {
    backend: place.attack ? `attack:${place.attack.name}` : `builtin:${lane}`,
    routes: [
      route(trainWindow, (request) => miner.train(request)),
      route(gradientCommit, ({ window }) => miner.commit(window)),
      route(gradientReveal, ({ window, hash }) => miner.reveal(window, hash)),
      route(gradientAudit, ({ window }) => miner.audit(window)),
    ],
    async stop() {
      miner.stop();
      await trainer.stop();
    },
  };
}

class GradientMiner {
  readonly lane: Lane;
  readonly #config: MarketConfig;
  readonly #place: MinerPlace;
  readonly #trainer: Trainer;
  readonly #ledger: ModelLedger;
  readonly #dendrite: Dendrite;
  readonly #attack: MinerAttack | undefined;
  readonly #stopWatching: () => void;
  readonly #works = new Map<number, Work>();
  readonly #beginning = new Map<number, Promise<Work>>();
  #errorFeedback: Float32Array;
  #block = 0;
  #uid: number | undefined;

  constructor(parts: {
    readonly config: MarketConfig;
    readonly place: MinerPlace;
    readonly trainer: Trainer;
    readonly genesis: Float32Array;
  }) {
    const { config, place, trainer, genesis } = parts;
    this.#config = config;
    this.#place = place;
    this.#trainer = trainer;
    this.#ledger = new ModelLedger(genesis, -1, config);
    this.#dendrite = new Dendrite(dendriteOf(place));
    this.#errorFeedback = new Float32Array(genesis.length);
    this.lane = place.options["lane"] === "free" ? "free" : "reference";
    this.#attack = place.attack ? minerAttack(place.attack, { config, place, trainer }) : undefined;
    this.#stopWatching = place.client.watchBlocks(({ number }) => (this.#block = number));
  }

  stop(): void {
    this.#stopWatching();
  }

  async train(request: TrainWindowRequest): Promise<TrainWindowAnswer> {
    const { window } = request;
    let work = this.#works.get(window) ?? this.#beginning.get(window);
    if (!work) {
      work = this.#begin(request).finally(() => this.#beginning.delete(window));
      this.#beginning.set(window, work);
    }
    return { lane: this.lane, thetaHash: (await work).thetaHash };
  }

  async commit(window: number): Promise<{ readonly hash: string }> {
    const work = this.#work(window);
    const { hash } = await work.done;
    await this.#attack?.beforeCommit?.(work.receivedMs);
    return { hash };
  }

  async reveal(window: number, hash: string): Promise<Reveal> {
    const work = this.#work(window);
    const { env } = this.#place;
    await sleep(env, Math.max(0, work.receivedMs + this.#config.lockMs - env.now()));
    const made = await work.done;
    if (made.hash !== hash) throw new AxonError(404, "nothing with this hash was committed");
    return this.#attack?.reveal?.(made.reveal) ?? made.reveal;
  }

  async audit(window: number): Promise<{ readonly errorFeedback: string }> {
    if (this.lane === "free") throw new AxonError(404, "a method of its own can't be replayed");
    const work = this.#work(window);
    const { env } = this.#place;
    await sleep(env, Math.max(0, work.receivedMs + this.#config.lockMs - env.now()));
    return { errorFeedback: toBase64(parametersToBytes(work.errorBefore)) };
  }

  #work(window: number): Work {
    const work = this.#works.get(window);
    if (!work) throw new AxonError(404, `window ${window} was not worked on`);
    return work;
  }

  /** Checks what it is asked against the chain, catches up, and begins. @throws AxonError */
  async #begin(request: TrainWindowRequest): Promise<Work> {
    const { env, netuid, client, hotkey } = this.#place;
    const { window } = request;
    const receivedMs = env.now();
    const now = Math.floor(this.#block / this.#config.windowBlocks);
    if (Math.abs(window - now) > 1) throw new AxonError(400, `it is window ${now}`);
    if (Math.max(-1, ...this.#works.keys()) > window)
      throw new AxonError(400, `window ${window} is over`);
    const blockHash = await client.blockHash(window * this.#config.windowBlocks);
    this.#uid ??= await client.uidOf(accountOf(hotkey), netuid);
    if (this.#uid === undefined) throw new AxonError(503, "not registered");
    const { shards } = this.#trainer;
    const seed = windowSeed(blockHash, netuid, window);
    const assignment = assignmentOf({ number: window, seed, shards }, this.#uid);
    // Who hands out other work than the chain does wants something else than training.
    if (assignment.shard !== request.shard || assignment.seed !== request.seed)
      throw new AxonError(400, "not the shard that the chain gives this uid");
    if (request.thetaHash !== this.#ledger.hash) await this.#catchUp();
    const { theta, hash } = this.#ledger;
    const errorBefore = this.#errorFeedback;
    const done = this.#make(theta, { assignment, errorBefore });
    // It is awaited by whoever asks for the commit.
    done.catch((error) => this.#place.log.trouble(`window ${window} could not be trained`, error));
    const work: Work = { receivedMs, thetaHash: hash, done, errorBefore };
    this.#works.set(window, work);
    for (const old of this.#works.keys()) {
      if (this.#works.size <= KEPT) break;
      this.#works.delete(old);
    }
    return work;
  }

  /** Goes to where the strongest validator that answers is. */
  async #catchUp(): Promise<void> {
    const { client, netuid, hotkey, log } = this.#place;
    const self = accountOf(hotkey);
    for (const peer of validatorsOf(await metagraph(client, netuid))) {
      if (peer.hotkey === self) continue;
      const model = await catchUp(peer, {
        dendrite: this.#dendrite,
        ledger: this.#ledger,
        outerRate: this.#config.outerRate,
        whatever: true,
      });
      if (!model) continue;
      takeOver(this.#ledger, model);
      log.info("caught up", { window: this.#ledger.window, theta: this.#ledger.hash });
      return;
    }
  }

  async #make(
    theta: Float32Array,
    {
      assignment,
      errorBefore,
    }: { readonly assignment: Assignment; readonly errorBefore: Float32Array },
  ): Promise<{ readonly hash: string; readonly reveal: Reveal }> {
    const { env, hotkey } = this.#place;
    const job = { theta, errorFeedback: errorBefore, assignment };
    const trained = await (this.#attack
      ? this.#attack.make(job)
      : outside(env, this.#trainer.train(job)));
    this.#errorFeedback = trained.errorFeedback;
    const reveal: Reveal = {
      update: toBase64(trained.update),
      salt: toBase64(env.random(12)),
      errorBefore: floatsHash(errorBefore),
      errorAfter: floatsHash(trained.errorFeedback),
    };
    return { hash: commitHash(toSs58(accountOf(hotkey)), reveal), reveal };
  }
}
