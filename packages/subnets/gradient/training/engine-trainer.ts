import { utf8Bytes } from "@ganglion/primitives";
import { randomFrom } from "@ganglion/sdk";
import {
  type Corpus,
  compress,
  corpusFromTexts,
  DEFAULT_SHAPE,
  decodeUpdate,
  densify,
  encodeUpdate,
  loadDefaultCorpus,
  randomOf,
  sampleBatch,
  TrainingEngine,
  trainInner,
} from "@ganglion/training";
import { hexToBytes } from "@noble/hashes/utils.js";
import type { Assignment } from "../assignment.ts";
import { type MarketConfig, UPDATE_FORM } from "../config.ts";
import { comparisons, improvement, ownGaps } from "../scoring/own-against-others.ts";
import { readTexts } from "./read-texts.ts";
import type { JudgeJob, Judgement, Trained, Trainer, TrainJob, WriteJob } from "./trainer.ts";

/** Of the parameters that everyone begins with. */
const GENESIS_SEED = utf8Bytes("the gradient market's beginning!");
/** Batches of held-out text: the same each time, so that the curve shows the model and not the text. */
const HELD_OUT_BATCHES = 16;
const HELD_OUT_SEED = utf8Bytes("the gradient market's held texts");

/** The real work, in this thread. */
export class EngineTrainer implements Trainer {
  readonly shards: number;
  readonly #config: MarketConfig;
  readonly #engine: TrainingEngine;
  readonly #corpus: Corpus;
  readonly #heldOut: readonly Uint8Array[];

  private constructor(config: MarketConfig, engine: TrainingEngine, corpus: Corpus) {
    this.#config = config;
    this.#engine = engine;
    this.#corpus = corpus;
    this.shards = corpus.shards.length;
    this.#heldOut = this.#batches(corpus.heldOut, HELD_OUT_SEED, HELD_OUT_BATCHES);
  }

  /** @throws RangeError on a folder of texts that can't be read or has too few */
  static async open(config: MarketConfig): Promise<EngineTrainer> {
    const engine = TrainingEngine.create(config.shape ?? DEFAULT_SHAPE);
    const { texts } = config;
    const corpus = texts ? corpusFromTexts(await readTexts(texts)) : await loadDefaultCorpus();
    return new EngineTrainer(config, engine, corpus);
  }

  get parameters(): number {
    return this.#engine.size;
  }
  async genesis(): Promise<Float32Array> {
    return this.#engine.initialise(GENESIS_SEED);
  }

  async train({ theta, errorFeedback, assignment, steps }: TrainJob): Promise<Trained> {
    const { innerSteps, learningRate } = this.#config;
    const { pseudoGradient, loss } = trainInner(
      this.#engine,
      theta,
      (step) => this.#assigned(assignment, step),
      { steps: steps ?? innerSteps, learningRate },
    );
    const before = errorFeedback ?? new Float32Array(theta.length);
    const compressed = compress(pseudoGradient, before, UPDATE_FORM);
    return {
      update: encodeUpdate(compressed.update),
      errorFeedback: compressed.errorFeedback,
      loss,
    };
  }

  async judge({ theta, secret, miners }: JudgeJob): Promise<Judgement> {
    const { lossBatches, ownBatches, innerSteps } = this.#config;
    const given = new Set(miners.map(({ assignment }) => assignment.shard));
    const draw = randomFrom(secret, "judging");
    const unassigned = this.#corpus.shards.filter((_, shard) => !given.has(shard));
    const texts = unassigned.length > 0 ? unassigned : this.#corpus.shards;
    const open = this.#batches(texts, secret, lossBatches);
    // The very batches that a miner was given: whoever trained on them shows it there most.
    const steps = Array.from({ length: innerSteps }, (_, step) => step);
    const own = miners.map(({ assignment }) =>
      draw.sample(steps, ownBatches).map((step) => this.#assigned(assignment, step)),
    );
    const before = this.#mean(theta, open);
    const ownBefore = own.map((batches) => batches.map((batch) => this.#loss(theta, batch)));
    const compared = comparisons(miners.length, draw);
    const lossScores: number[] = [];
    // How much each update improves each of the batches that it is tried on, by miner and owner.
    const gains = miners.map(({ update, factor }, i) => {
      const moved = this.#moved(theta, update, factor);
      lossScores.push(improvement(before, this.#mean(moved, open)));
      return new Map(
        [i, ...compared[i]!].map((owner) => [
          owner,
          own[owner]!.map((batch, b) =>
            improvement(ownBefore[owner]![b]!, this.#loss(moved, batch)),
          ),
        ]),
      );
    });
    return {
      trainBitsPerByte: before / Math.LN2,
      miners: ownGaps(gains).map((gaps, i) => ({ lossScore: lossScores[i]!, gaps })),
    };
  }

  async heldOut(theta: Float32Array): Promise<number> {
    return this.#mean(theta, this.#heldOut) / Math.LN2;
  }

  async write({ theta, prompt, maxBytes, temperature, seed }: WriteJob): Promise<string> {
    const bytes = this.#engine.generate(theta, utf8Bytes(prompt), {
      maxBytes,
      // Zero would be the likeliest byte each time: that is what a low one comes to.
      temperature: Math.max(temperature, 0.05),
      seed: utf8Bytes(`a user's seed: ${seed}`.padEnd(32)),
    });
    return new TextDecoder().decode(bytes);
  }

  async stop(): Promise<void> {}

  /** What a miner trains on in a step. */
  #assigned({ shard, seed }: Assignment, step: number): Uint8Array {
    return this.#batch([this.#corpus.shards[shard]!], hexToBytes(seed), step);
  }
  #batches(texts: readonly Uint8Array[], seed: Uint8Array, count: number): Uint8Array[] {
    return Array.from({ length: count }, (_, step) => this.#batch(texts, seed, step));
  }
  /** A batch from one of the texts, each as likely as it is long. */
  #batch(texts: readonly Uint8Array[], seed: Uint8Array, step: number): Uint8Array {
    const { unit, below } = randomOf(seed, `batch ${step}`);
    let place = below(texts.reduce((sum, { length }) => sum + length, 0));
    let text = texts[0]!;
    for (const each of texts) {
      text = each;
      if (place < each.length) break;
      place -= each.length;
    }
    return sampleBatch(text, this.#engine.shape, { rows: this.#config.rows, unit });
  }
  #loss(theta: Float32Array, batch: Uint8Array): number {
    return this.#engine.loss(theta, batch);
  }
  #mean(theta: Float32Array, batches: readonly Uint8Array[]): number {
    return batches.reduce((sum, batch) => sum + this.#loss(theta, batch), 0) / batches.length;
  }
  #moved(theta: Float32Array, update: Uint8Array, factor: number): Float32Array {
    const decoded = decodeUpdate(update, theta.length, UPDATE_FORM);
    if (!decoded.ok)
      throw new Error(`an update that was read before can't be read: ${decoded.reason}`);
    const dense = densify(decoded.update);
    return theta.map((value, i) => value - factor * dense[i]!);
  }
}
