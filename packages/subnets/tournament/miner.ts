import { randomFrom } from "@ganglion/sdk";
import type { TrainingConfig } from "./protocol.ts";

/** The builtin entry: a small model, short batches, many steps, and a learning rate somewhere near the one it was given. */
export function builtinConfig(round: string, seed: string, rate: number): TrainingConfig {
  const draw = randomFrom(round.padEnd(32, "0"), seed);
  return {
    width: 32,
    layers: 1 + draw.int(0, 1),
    heads: 2,
    context: 32,
    rows: 4,
    steps: 64,
    learningRate: Math.min(0.1, Math.max(1e-5, (rate * draw.int(80, 120)) / 100)),
    maxNorm: 1,
    weightDecay: 0.01,
    beta1: 0.9,
    beta2: 0.95,
  };
}
