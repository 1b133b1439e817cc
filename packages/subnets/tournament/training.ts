import {
  loadDefaultCorpus,
  randomOf,
  sampleBatch,
  TrainingEngine,
  trainInner,
} from "@ganglion/training";
import type { TrainingConfig } from "./protocol.ts";

const HELD_OUT_BATCHES = 8;
const HELD_OUT_ROWS = 4;

/**
 * Trains a configuration from nothing and measures it, in bits per byte. The same configuration and seed give the same
 * bits on every machine.
 * @param seed of beginning and texts: the same for all entries of a round
 * @param hidden draws the held-out texts; nobody knows it before the entries are in
 */
export async function trainAndMeasure(
  config: TrainingConfig,
  { seed, hidden }: { readonly seed: Uint8Array; readonly hidden: Uint8Array },
): Promise<number> {
  const { width, layers, heads, context, rows, steps } = config;
  const corpus = await loadDefaultCorpus();
  const engine = TrainingEngine.create({ width, layers, heads, context });
  const batch = (texts: readonly Uint8Array[], from: Uint8Array, step: number, count: number) => {
    const { unit, below } = randomOf(from, `batch ${step}`);
    return sampleBatch(texts[below(texts.length)]!, engine.shape, { rows: count, unit });
  };
  const theta = engine.initialise(seed);
  const { learningRate, weightDecay, beta1, beta2, maxNorm } = config;
  const { pseudoGradient } = trainInner(
    engine,
    theta,
    (step) => batch(corpus.shards, seed, step, rows),
    { steps, learningRate, weightDecay, beta1, beta2, maxNorm },
  );
  const trained = theta.map((value, i) => value - pseudoGradient[i]!);
  let nats = 0;
  for (let step = 0; step < HELD_OUT_BATCHES; step++)
    nats += engine.loss(trained, batch(corpus.heldOut, hidden, step, HELD_OUT_ROWS));
  return nats / HELD_OUT_BATCHES / Math.LN2;
}
