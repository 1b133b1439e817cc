import type { Assignment } from "../assignment.ts";

/** What a miner does in one window. */
export interface TrainJob {
  readonly theta: Float32Array;
  /** What was left over by the windows before; nothing at first. */
  readonly errorFeedback?: Float32Array;
  readonly assignment: Assignment;
  /** Of AdamW; the market's unless given. */
  readonly steps?: number;
}
export interface Trained {
  /** Encoded. */
  readonly update: Uint8Array;
  readonly errorFeedback: Float32Array;
  /** Mean over the batches, in nats per byte. */
  readonly loss: number;
}

/** What a validator tries in one window. */
export interface JudgeJob {
  readonly theta: Float32Array;
  /** Draws the texts that nobody was given; the validator's secret. */
  readonly secret: Uint8Array;
  readonly miners: readonly {
    readonly assignment: Assignment;
    readonly update: Uint8Array;
    /** What the update is multiplied by. */
    readonly factor: number;
  }[];
}
export interface Judgement {
  /** Loss before, on texts that nobody was given in this window, in bits per byte. */
  readonly trainBitsPerByte: number;
  /** In the order of the job. */
  readonly miners: readonly {
    readonly lossScore: number;
    /** Improvement on its own batches less that on others', pair by pair. */
    readonly gaps: readonly number[];
  }[];
}

export interface WriteJob {
  readonly theta: Float32Array;
  readonly prompt: string;
  readonly maxBytes: number;
  readonly temperature: number;
  readonly seed: number;
}

/** Whoever has a model and a corpus, in this thread or another one. All results depend on the jobs alone. */
export interface Trainer {
  /** Length of the parameters. */
  readonly parameters: number;
  /** Documents to train on; others are held out. */
  readonly shards: number;
  genesis(): Promise<Float32Array>;
  train(job: TrainJob): Promise<Trained>;
  judge(job: JudgeJob): Promise<Judgement>;
  /** Loss on texts that are never trained on, in bits per byte: the same texts each time. */
  heldOut(theta: Float32Array): Promise<number>;
  /** Continues a prompt. */
  write(job: WriteJob): Promise<string>;
  stop(): Promise<void>;
}
