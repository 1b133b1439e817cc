import type { AccountId } from "@ganglion/primitives";
import {
  AxonError,
  accountOf,
  Dendrite,
  dendriteOf,
  type Metagraph,
  outside,
  type Reward,
  type Round,
  type ValidatorPlace,
} from "@ganglion/sdk";
import { decodeUpdate, indexOverlap, norm, type SparseUpdate } from "@ganglion/training";
import { type Assignment, assignmentOf, windowSeed } from "../assignment.ts";
import { type MarketConfig, MOST_PARTS, TRIAL_FACTOR, UPDATE_FORM } from "../config.ts";
import { publishCheckpoint } from "../model/chain-commitment.ts";
import { makeCheckpoint } from "../model/checkpoint.ts";
import { ModelLedger } from "../model/ledger.ts";
import { clipFactors } from "../model/step.ts";
import { fromBase64, type StepRecord, toBase64 } from "../protocol.ts";
import {
  type Audit,
  type Found,
  judgeWindow,
  NEW_RECORD,
  type Record,
  type Verdict,
} from "../scoring/gauntlet.ts";
import type { Judgement, Trainer } from "../training/trainer.ts";
import { agree } from "./agreement.ts";
import { askMiners, type Heard } from "./asking.ts";
import { drawAudits, type Revealed, replay } from "./audit.ts";
import { join } from "./joining.ts";
import { load, save } from "./memory.ts";

/** A miner's update that can be read. */
interface Readable {
  readonly heard: Revealed;
  readonly update: SparseUpdate;
  readonly assignment: Assignment;
  readonly behind: number;
}

/** Points of the curve that are kept. */
const HISTORY = 400;
/** A model that is worse by more than chance is not taken, whoever proposes it. */
const WORSE_AT_MOST = 1.02;
/** Steps that can still be asked for while they are made. */
const KEPT_STEPS = 8;

/** What a validator knows: the model, the miners' records, and how a window becomes both. */
export class Market {
  readonly ledger: ModelLedger;
  readonly #config: MarketConfig;
  readonly #place: ValidatorPlace;
  readonly #trainer: Trainer;
  readonly #dendrite: Dendrite;
  readonly #self: AccountId;
  readonly #steps = new Map<number, Promise<StepRecord | null>>();
  #records: ReadonlyMap<AccountId, Record> = new Map();
  #errorHashes = new Map<AccountId, string>();
  #history: (readonly [number, number])[] = [];
  #verdicts: readonly Verdict[] = [];
  #latencies: ReadonlyMap<number, number> = new Map();
  #window: number | null = null;
  #trainBits: number | undefined;
  #joined = false;

  constructor(parts: {
    readonly config: MarketConfig;
    readonly place: ValidatorPlace;
    readonly trainer: Trainer;
    readonly genesis: Float32Array;
  }) {
    const { config, place, trainer, genesis } = parts;
    this.#config = config;
    this.#place = place;
    this.#trainer = trainer;
    this.#dendrite = new Dendrite(dendriteOf(place));
    this.#self = accountOf(place.hotkey);
    const saved = place.folder ? load(place.folder, genesis.length) : undefined;
    this.ledger = new ModelLedger(saved?.theta ?? genesis, saved?.window ?? -1, config);
    if (!saved) return;
    // Nobody could join otherwise until the next one.
    this.ledger.adopt(
      saved.theta,
      saved.window,
      makeCheckpoint(saved.theta, Math.max(0, saved.window)),
    );
    this.#records = saved.records;
    this.#errorHashes = new Map(saved.errorHashes);
    this.#history = [...saved.history];
  }

  /** The step of a window; null if it has none. @throws AxonError 404 if this validator wasn't there */
  stepOf(window: number): Promise<StepRecord | null> {
    const step = this.#steps.get(window);
    if (!step) throw new AxonError(404, `window ${window} was not judged here`);
    return step;
  }

  /** @throws AxonError 404 */
  block(hash: string): { readonly data: string } {
    const block = this.ledger.block(hash);
    if (!block) throw new AxonError(404, `there is no block ${hash}`);
    return { data: toBase64(block) };
  }

  /** One window from its first block on; in any other block nothing is done. */
  async round(now: Round): Promise<readonly Reward[]> {
    const { windowBlocks } = this.#config;
    if (now.block.number % windowBlocks !== 0) return [];
    const window = now.block.number / windowBlocks;
    let settle!: (step: StepRecord | null) => void;
    let refuse!: (why: unknown) => void;
    const step = new Promise<StepRecord | null>((resolve, reject) => {
      settle = resolve;
      refuse = reject;
    });
    // Whoever asks for it hears of it; nobody may have.
    step.catch(() => {});
    this.#steps.set(window, step);
    for (const old of this.#steps.keys()) {
      if (this.#steps.size <= KEPT_STEPS) break;
      this.#steps.delete(old);
    }
    try {
      return await this.#play(now, { window, settle });
    } catch (error) {
      refuse(new AxonError(503, "the window could not be judged"));
      throw error;
    }
  }

  async #play(
    now: Round,
    { window, settle }: { readonly window: number; settle(step: StepRecord | null): void },
  ): Promise<readonly Reward[]> {
    const { env, netuid, log } = this.#place;
    if (!this.#joined) await this.#join(now.metagraph);
    const seed = windowSeed(now.block.hash, netuid, window);
    const { shards } = this.#trainer;
    const assignment = (uid: number): Assignment =>
      assignmentOf({ number: window, seed, shards }, uid);
    const heard = await askMiners(now.miners, {
      dendrite: this.#dendrite,
      env,
      config: this.#config,
      window,
      thetaHash: this.ledger.hash,
      assignment,
      known: (hotkey) => this.#records.has(hotkey),
    });
    const secret = env.random(32);
    const { found, readable, trainBits } = await this.#examine(heard, {
      window,
      secret,
      assignment,
    });
    const at = new Map(readable.map((each) => [each.heard.neuron.uid, each]));
    const { verdicts, records } = judgeWindow({
      window,
      found,
      records: this.#records,
      overlap: (i, j) => indexOverlap(at.get(found[i]!.uid)!.update, at.get(found[j]!.uid)!.update),
    });
    const parts = verdicts
      .filter(({ aggregated }) => aggregated)
      .sort((a, b) => b.rating - a.rating || a.uid - b.uid)
      .slice(0, MOST_PARTS)
      .map(({ uid }) => ({ uid, update: at.get(uid)!.heard.reveal.update }))
      .sort((a, b) => a.uid - b.uid);
    const bitsBefore = await outside(env, this.#trainer.heldOut(this.ledger.theta));
    const step = await agree(window, this.ledger.propose(window, parts), {
      ledger: this.ledger,
      dendrite: this.#dendrite,
      outerRate: this.#config.outerRate,
      log,
      self: this.#self,
      graph: now.metagraph,
      seen: new Map(readable.map(({ heard: { neuron, reveal } }) => [neuron.uid, reveal.update])),
      acceptable: async (theta) =>
        (await outside(env, this.#trainer.heldOut(theta))) <= WORSE_AT_MOST * bitsBefore,
    });
    settle(step);
    const present = new Set(now.metagraph.neurons.map(({ hotkey }) => hotkey));
    this.#records = new Map(
      [...this.#records, ...records].filter(([hotkey]) => present.has(hotkey)),
    );
    for (const { heard: each } of readable)
      this.#errorHashes.set(each.neuron.hotkey, each.reveal.errorAfter);
    const bits = await outside(env, this.#trainer.heldOut(this.ledger.theta));
    this.#history = [...this.#history, [window, bits] as const].slice(-HISTORY);
    this.#window = window;
    this.#verdicts = verdicts;
    this.#trainBits = trainBits;
    this.#latencies = new Map(heard.map(({ neuron, latencyMs }) => [neuron.uid, latencyMs]));
    this.#keep();
    await this.#publish(step);
    return verdicts.map(({ uid, hotkey, share }) => ({ uid, hotkey, reward: share }));
  }

  /** Reads, measures and replays what came. */
  async #examine(
    heard: readonly Heard[],
    about: {
      readonly window: number;
      readonly secret: Uint8Array;
      assignment(uid: number): Assignment;
    },
  ): Promise<{
    readonly found: readonly Found[];
    readonly readable: readonly Readable[];
    readonly trainBits: number | undefined;
  }> {
    const { env, log } = this.#place;
    const trainer = this.#trainer;
    const { theta } = this.ledger;
    const read = heard.map((each) => this.#read(each, about.window, about.assignment));
    const readable = read.filter((each): each is Readable => typeof each !== "string");
    const factors = clipFactors(readable.map(({ update }) => norm(update)));
    const judged: Judgement | undefined =
      readable.length > 0
        ? await outside(
            env,
            trainer.judge({
              theta,
              secret: about.secret,
              miners: readable.map(({ heard: { reveal }, assignment }, i) => ({
                assignment,
                update: fromBase64(reveal.update),
                factor: TRIAL_FACTOR * factors[i]!,
              })),
            }),
          )
        : undefined;
    const audits = new Map<number, Audit>();
    const drawn = drawAudits(
      readable.filter(({ behind }) => behind === 0).map((each) => each.heard),
      { secret: about.secret, records: this.#records, count: this.#config.audits },
    );
    for (const miner of drawn) {
      const { uid, hotkey } = miner.neuron;
      const audit = await replay(miner, {
        dendrite: this.#dendrite,
        env,
        trainer,
        theta,
        assignment: about.assignment(uid),
        lastError: this.#errorHashes.get(hotkey),
      });
      audits.set(uid, audit);
      if (audit !== "match") log.info(`replay of uid ${uid}: ${audit}`);
    }
    const found = heard.map((each, i): Found => {
      const { neuron, order, lane } = each;
      const base = { uid: neuron.uid, hotkey: neuron.hotkey, order, lane };
      const entry = read[i]!;
      if (typeof entry === "string") return { ...base, usable: false, reason: entry };
      const { lossScore, gaps } = judged!.miners[readable.indexOf(entry)]!;
      const audit = audits.get(neuron.uid);
      return {
        ...base,
        usable: true,
        lossScore,
        gaps,
        behind: entry.behind,
        ...(audit ? { audit } : {}),
      };
    });
    return { found, readable, trainBits: judged?.trainBitsPerByte };
  }

  /** An update that can be measured, or why there is none. */
  #read(heard: Heard, window: number, assignment: (uid: number) => Assignment): Readable | string {
    if (!heard.ok) return heard.reason;
    const { barredUntil } = this.#records.get(heard.neuron.hotkey) ?? NEW_RECORD;
    if (window < barredUntil) return "timed_out";
    const from = this.ledger.recall(heard.thetaHash);
    if (!from) return "unknown_theta";
    const decoded = decodeUpdate(
      fromBase64(heard.reveal.update),
      this.#trainer.parameters,
      UPDATE_FORM,
    );
    if (!decoded.ok) return decoded.reason;
    return {
      heard,
      update: decoded.update,
      assignment: assignment(heard.neuron.uid),
      behind: from.behind,
    };
  }

  async #join(graph: Metagraph): Promise<void> {
    this.#joined = true;
    const { env, client, log } = this.#place;
    await join({
      graph,
      client,
      log,
      self: this.#self,
      dendrite: this.#dendrite,
      ledger: this.ledger,
      outerRate: this.#config.outerRate,
      bits: (theta) => outside(env, this.#trainer.heldOut(theta)),
    });
  }

  /** The checkpoint's hash goes on the chain as soon as there is a new one. */
  async #publish(step: StepRecord | null): Promise<void> {
    const checkpoint = this.ledger.checkpoint;
    if (!step || !checkpoint || checkpoint.window !== step.window) return;
    const { window, hash } = checkpoint;
    await publishCheckpoint(this.#place, { window, hash }).then(
      () => this.#place.log.info("checkpoint published", { window, hash }),
      (error) => this.#place.log.trouble("the checkpoint could not be published", error),
    );
  }

  #keep(): void {
    const { folder, log } = this.#place;
    if (!folder) return;
    try {
      save(folder, {
        theta: this.ledger.theta,
        window: this.ledger.window,
        records: this.#records,
        errorHashes: this.#errorHashes,
        history: this.#history,
      });
    } catch (error) {
      log.trouble("the model could not be kept", error);
    }
  }

  /** The newest checkpoint as users are told of it; the parameters themselves before there is one. */
  async newest(): Promise<{
    readonly hash: string;
    readonly window: number;
    readonly uri: string | null;
  }> {
    const { window, hash } = this.ledger.checkpoint ?? {
      window: this.ledger.window,
      hash: this.ledger.hash,
    };
    const { neurons } = await this.#place.validator.metagraph();
    const axon = neurons.find(({ hotkey }) => hotkey === this.#self)?.axon;
    return { hash, window, uri: axon ? `http://${axon.ip}:${axon.port}/CheckpointBlock` : null };
  }

  async stats(): Promise<object> {
    return {
      window: this.#window,
      params: this.#trainer.parameters,
      heldOutBitsPerByte: this.#history.at(-1)?.[1] ?? null,
      trainBitsPerByte: this.#trainBits ?? null,
      history: this.#history,
      thetaHash: this.ledger.hash,
      checkpoint: this.ledger.checkpoint ? await this.newest() : null,
      miners: this.#verdicts.map(({ uid, rating, lossScore, share, reason }) => ({
        uid,
        rating,
        lossScore,
        share,
        reason,
        latencyMs: this.#latencies.get(uid) ?? 0,
      })),
    };
  }
}
