import { floatsHash, type ModelHead, type StepRecord } from "../protocol.ts";
import { MOST_BEHIND } from "../scoring/gauntlet.ts";
import { type Checkpoint, makeCheckpoint } from "./checkpoint.ts";
import { type Applied, followParts, followStep } from "./step.ts";

/** Windows whose steps are kept at least: enough for whoever joins at the checkpoint before the last. */
const KEPT_CHECKPOINTS = 2;

export interface LedgerOptions {
  readonly outerRate: number;
  readonly checkpointEvery: number;
}

/** A model's parameters with the steps that led to them, from one checkpoint to the next. */
export class ModelLedger {
  readonly #options: LedgerOptions;
  #theta: Float32Array;
  #hash: string;
  #window: number;
  #steps: StepRecord[] = [];
  #recent: { readonly hash: string; readonly theta: Float32Array }[] = [];
  #checkpoints: Checkpoint[] = [];
  #stepsSince = 0;

  /** @param window that the parameters are the result of; −1 for those of the beginning */
  constructor(theta: Float32Array, window: number, options: LedgerOptions) {
    this.#options = options;
    this.#theta = theta;
    this.#hash = floatsHash(theta);
    this.#window = window;
    this.#recent = [{ hash: this.#hash, theta }];
  }

  get theta(): Float32Array {
    return this.#theta;
  }
  get hash(): string {
    return this.#hash;
  }
  /** The last window that changed it. */
  get window(): number {
    return this.#window;
  }
  get checkpoint(): Checkpoint | undefined {
    return this.#checkpoints.at(-1);
  }

  head(): ModelHead {
    const last = this.checkpoint;
    return {
      window: this.#window,
      thetaHash: this.#hash,
      checkpoint: last ? { window: last.window, hash: last.hash } : null,
    };
  }

  /** Parameters with this hash and how many steps ago they were the newest, if that isn't long. */
  recall(hash: string): { readonly theta: Float32Array; readonly behind: number } | undefined {
    const at = this.#recent.findIndex((each) => each.hash === hash);
    return at < 0
      ? undefined
      : { theta: this.#recent[at]!.theta, behind: this.#recent.length - 1 - at };
  }

  /** A step from here with these parts; undefined without any. */
  propose(window: number, parts: StepRecord["parts"]): StepRecord | undefined {
    if (parts.length === 0) return undefined;
    const moved = followParts(this.#theta, parts, this.#options.outerRate);
    if (!moved.ok) throw new Error(`an update that was read before can't be read: ${moved.reason}`);
    return { window, before: this.#hash, after: floatsHash(moved.theta), parts };
  }

  /** Where a step leads, without going there. The reason tells why it leads nowhere. */
  look(step: StepRecord): Applied {
    if (step.before !== this.#hash) return { ok: false, reason: "other_theta" };
    if (step.window <= this.#window) return { ok: false, reason: "old_window" };
    return followStep(this.#theta, step, this.#options.outerRate);
  }

  /** Goes a step. @returns why it was refused, if it was */
  apply(step: StepRecord): string | undefined {
    const moved = this.look(step);
    if (!moved.ok) return moved.reason;
    this.#theta = moved.theta;
    this.#hash = step.after;
    this.#window = step.window;
    this.#steps.push(step);
    this.#recent.push({ hash: step.after, theta: moved.theta });
    if (this.#recent.length > MOST_BEHIND + 1) this.#recent.shift();
    if (++this.#stepsSince >= this.#options.checkpointEvery) {
      this.#stepsSince = 0;
      this.#checkpoints.push(makeCheckpoint(moved.theta, step.window));
      if (this.#checkpoints.length > KEPT_CHECKPOINTS) this.#checkpoints.shift();
      this.#steps = this.#steps.slice(-KEPT_CHECKPOINTS * this.#options.checkpointEvery);
    }
    return undefined;
  }

  /** Takes up parameters from elsewhere that were checked there; the checkpoint they came from goes along. */
  adopt(theta: Float32Array, window: number, checkpoint?: Checkpoint): void {
    this.#theta = theta;
    this.#hash = floatsHash(theta);
    this.#window = window;
    this.#steps = [];
    this.#recent = [{ hash: this.#hash, theta }];
    this.#checkpoints = checkpoint ? [checkpoint] : [];
    this.#stepsSince = 0;
  }

  step(window: number): StepRecord | undefined {
    return this.#steps.find((each) => each.window === window);
  }

  /** Steps that begin with these parameters, at most `most`. */
  stepsAfter(hash: string, most: number): readonly StepRecord[] {
    const at = this.#steps.findIndex(({ before }) => before === hash);
    return at < 0 ? [] : this.#steps.slice(at, at + most);
  }

  block(hash: string): Uint8Array | undefined {
    for (const { blocks } of this.#checkpoints) {
      const block = blocks.get(hash);
      if (block) return block;
    }
    return undefined;
  }
}
