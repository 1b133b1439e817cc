import type { ModelShape } from "@ganglion/training";

/** Everything that all neurons of one gradient market must agree on. */
export interface MarketConfig {
  /** Of the model; the engine's default unless given. */
  readonly shape?: ModelShape;
  /** Folder of the texts that are trained on; the addresses to Congress that come with the engine unless given. */
  readonly texts?: string;
  /** Blocks of a window; it begins at the multiples of it. */
  readonly windowBlocks: number;
  /** Steps of AdamW in a window. */
  readonly innerSteps: number;
  /** Rows of a batch. */
  readonly rows: number;
  readonly learningRate: number;
  /**
   * How much of the aggregate is taken off the parameters. Above 1, since updates keep a few values each, mostly at
   * different places: their mean is a shorter step than each of them.
   */
  readonly outerRate: number;
  /** Windows between two checkpoints. */
  readonly checkpointEvery: number;
  /** From the question until a commit must be there, and until a miner shows what it committed to, in milliseconds. */
  readonly commitMs: number;
  readonly lockMs: number;
  /** Batches that nobody was given, on which a loss is measured. */
  readonly lossBatches: number;
  /** Batches of each miner that its and others' updates are tried on. */
  readonly ownBatches: number;
  /** Miners of the reference lane that each validator replays in a window. */
  readonly audits: number;
}

export const DEFAULT_CONFIG: MarketConfig = {
  windowBlocks: 15,
  innerSteps: 10,
  rows: 4,
  learningRate: 3e-3,
  outerRate: 3,
  checkpointEvery: 10,
  commitMs: 6_000,
  lockMs: 6_500,
  lossBatches: 8,
  ownBatches: 4,
  audits: 2,
};

/** Form of every update: of each chunk of parameters the largest few. Another form is refused. */
export const UPDATE_FORM = { chunk: 4096, kept: 64 } as const;
/** What an update is multiplied by when it is tried. Source: tplr-ai/templar, hparams */
export const TRIAL_FACTOR = 0.2;
/** Updates that go into one aggregate at most, the best rated. Source: tplr-ai/templar, hparams */
export const MOST_PARTS = 20;
