import type { InnerRun, TrainingEngine } from "./engine.ts";

/** What a window of training changed. */
export interface InnerResult {
  /** Parameters before minus parameters after: what an optimiser takes for a gradient. */
  readonly pseudoGradient: Float32Array;
  /** Nats per byte, mean over the steps. */
  readonly loss: number;
}

/** A window's inner steps. A pure function of its arguments, bit for bit. @throws RangeError on batches of a wrong length */
export function trainInner(
  engine: TrainingEngine,
  parameters: Float32Array,
  batches: (step: number) => Uint8Array,
  run: InnerRun,
): InnerResult {
  const trained = engine.train(parameters, batches, run);
  const pseudoGradient = trained.parameters;
  for (let i = 0; i < pseudoGradient.length; i++)
    pseudoGradient[i] = parameters[i]! - pseudoGradient[i]!;
  return { pseudoGradient, loss: trained.loss };
}
