import { randomOf } from "../random.ts";
import { type Activations, activationsIn } from "./activations.ts";
import { Arena } from "./arena.ts";
import { type Kernels, newKernels } from "./kernels.ts";
import { type Layout, layoutOf, type ModelShape, VOCABULARY } from "./shape.ts";
import { backward, forward, type Model } from "./transformer.ts";

/** Steps of AdamW from fresh moments. */
export interface InnerRun {
  readonly steps: number;
  readonly learningRate: number;
  /** 0.01 unless given. */
  readonly weightDecay?: number;
  /** 0.9 and 0.95 unless given. */
  readonly beta1?: number;
  readonly beta2?: number;
  /** Gradients are shortened to this length; 1 unless given. */
  readonly maxNorm?: number;
}

export interface Generation {
  /** Bytes to add to the prompt. */
  readonly maxBytes: number;
  /** Above 0; low repeats, 1 is as the model learned. */
  readonly temperature: number;
  readonly seed: Uint8Array;
  /** Asked before each byte; true ends it. */
  readonly stop?: () => boolean;
}

const INITIAL_DEVIATION = 0.02;

/**
 * A byte-level transformer with its training, in a WebAssembly memory of its own: causal attention, root-mean-square
 * norms before each part, tied embeddings, learned places. One caller at a time. The same bytes in give the same bits
 * out on every machine. Parameters go in and out as one list of singles, in the order of `layoutOf`.
 */
export class TrainingEngine {
  readonly shape: ModelShape;
  /** Number of parameters. */
  readonly size: number;
  readonly #layout: Layout;
  readonly #kernels: Kernels;
  readonly #model: Model;
  readonly #first: number;
  readonly #second: number;
  /** Where the activations begin. */
  readonly #free: number;
  #room: Activations | undefined;

  private constructor(shape: ModelShape) {
    this.shape = shape;
    this.#layout = layoutOf(shape);
    const { size } = this.#layout;
    this.size = size;
    const kernels = newKernels();
    this.#kernels = kernels;
    const arena = new Arena(kernels, kernels.base());
    const theta = arena.singles(size);
    const gradient = arena.singles(size);
    this.#first = arena.singles(size);
    this.#second = arena.singles(size);
    arena.reserve();
    this.#model = { kernels, shape, layout: this.#layout, theta, gradient };
    this.#free = arena.end;
  }

  /** @throws RangeError on a bad shape */
  static create(shape: ModelShape): TrainingEngine {
    return new TrainingEngine(shape);
  }

  /** Parameters of a new model: the same for the same seed. */
  initialise(seed: Uint8Array): Float32Array {
    const random = randomOf(seed, "parameters");
    const out = new Float32Array(this.size);
    // What adds to the sum of all layers starts smaller, the deeper the model is (Radford et al., 2019).
    const shrunk = INITIAL_DEVIATION / Math.sqrt(2 * this.shape.layers);
    for (const { name, offset, rows, columns } of this.#layout.all) {
      const end = offset + rows * columns;
      if (name.endsWith("Gain")) out.fill(1, offset, end);
      else {
        const deviation = name.endsWith("Out") ? shrunk : INITIAL_DEVIATION;
        for (let i = offset; i < end; i++) out[i] = deviation * normal(random.unit);
      }
    }
    return out;
  }

  /**
   * Mean cross-entropy of the batch in nats per byte.
   * @param batch rows of context + 1 bytes, one after the other
   * @throws RangeError on a batch or parameters of another length
   */
  loss(parameters: Float32Array, batch: Uint8Array): number {
    this.#load(parameters);
    return this.#forward(this.#lay(batch));
  }

  /** The same with the gradient of all parameters. @throws RangeError as `loss` */
  lossAndGradient(
    parameters: Float32Array,
    batch: Uint8Array,
  ): { loss: number; gradient: Float32Array } {
    this.#load(parameters);
    const loss = this.#forwardAndBack(batch);
    return { loss, gradient: this.#singles(this.#model.gradient).slice() };
  }

  /**
   * Trains a copy of the parameters.
   * @returns the trained parameters, and the mean loss over the steps (each before its own step)
   * @throws RangeError as `loss`
   */
  train(
    parameters: Float32Array,
    batches: (step: number) => Uint8Array,
    run: InnerRun,
  ): { parameters: Float32Array; loss: number } {
    const { steps, learningRate, weightDecay = 0.01, beta1 = 0.9, beta2 = 0.95, maxNorm = 1 } = run;
    this.#load(parameters);
    this.#singles(this.#first).fill(0);
    this.#singles(this.#second).fill(0);
    const { kernels, theta, gradient } = this.#model;
    let total = 0;
    // The powers of the betas, by products alone: the host's power function may differ between engines.
    let power1 = 1;
    let power2 = 1;
    for (let step = 0; step < steps; step++) {
      total += this.#forwardAndBack(batches(step));
      power1 *= beta1;
      power2 *= beta2;
      const length = Math.sqrt(kernels.squares(this.size, gradient));
      kernels.adamStep(
        this.size,
        theta,
        gradient,
        this.#first,
        this.#second,
        length > maxNorm ? maxNorm / length : 1,
        beta1,
        beta2,
        learningRate / (1 - power1),
        1 / (1 - power2),
        learningRate * weightDecay,
      );
    }
    return { parameters: this.#singles(theta).slice(), loss: total / steps };
  }

  /**
   * What the model goes on with after the prompt, of which it sees the last `context` bytes.
   * @returns the added bytes alone
   * @throws RangeError on a temperature that isn't above 0
   */
  generate(parameters: Float32Array, prompt: Uint8Array, generation: Generation): Uint8Array {
    const { maxBytes, temperature, seed, stop } = generation;
    if (!(temperature > 0 && Number.isFinite(temperature)))
      throw new RangeError(`a temperature is above 0, got ${temperature}`);
    this.#load(parameters);
    const { context } = this.shape;
    const random = randomOf(seed, "text");
    // An empty prompt begins as a text does: after a line's end.
    const text = Array.from(prompt.length > 0 ? prompt.subarray(-context) : [10]);
    const out: number[] = [];
    const batch = new Uint8Array(context + 1);
    while (out.length < maxBytes && !stop?.()) {
      const seen = text.slice(-context);
      batch.fill(0).set(seen);
      const room = this.#lay(batch);
      forward(this.#model, room);
      const at = room.logits + 4 * VOCABULARY * (seen.length - 1);
      this.#kernels.probabilities(VOCABULARY, at, 1 / temperature);
      const byte = drawn(
        new Float32Array(this.#kernels.memory.buffer, at, VOCABULARY),
        random.unit(),
      );
      out.push(byte);
      text.push(byte);
    }
    return Uint8Array.from(out);
  }

  #singles(at: number): Float32Array {
    return new Float32Array(this.#kernels.memory.buffer, at, this.size);
  }

  #load(parameters: Float32Array): void {
    if (parameters.length !== this.size)
      throw new RangeError(`the model has ${this.size} parameters, got ${parameters.length}`);
    this.#singles(this.#model.theta).set(parameters);
  }

  /** Puts a batch into memory. */
  #lay(batch: Uint8Array): Activations {
    const { context } = this.shape;
    const rows = batch.length / (context + 1);
    if (!Number.isInteger(rows) || rows === 0)
      throw new RangeError(`a batch is made of rows of ${context + 1} bytes, got ${batch.length}`);
    if (this.#room?.rows !== rows) {
      const arena = new Arena(this.#kernels, this.#free);
      const room = activationsIn(arena, this.shape, rows);
      arena.reserve();
      this.#room = room;
    }
    const room = this.#room!;
    const memory = new Uint8Array(this.#kernels.memory.buffer);
    for (let row = 0; row < rows; row++) {
      const from = row * (context + 1);
      memory.set(batch.subarray(from, from + context), room.bytes + row * context);
      memory.set(batch.subarray(from + 1, from + context + 1), room.targets + row * context);
    }
    return room;
  }

  #forward(room: Activations): number {
    forward(this.#model, room);
    const places = room.rows * this.shape.context;
    const { logits, targets } = room;
    return this.#kernels.crossEntropy(places, VOCABULARY, logits, targets, 1 / places) / places;
  }

  #forwardAndBack(batch: Uint8Array): number {
    const room = this.#lay(batch);
    const loss = this.#forward(room);
    backward(this.#model, room);
    return loss;
  }
}

/** Close to normally distributed, by sums and one constant: no logarithm, no sine. */
function normal(unit: () => number): number {
  const sum = unit() + unit() + unit() + unit() - 2;
  return sum * Math.sqrt(3);
}

/** The entry in which the sum of the probabilities passes `unit`. */
function drawn(probabilities: Float32Array, unit: number): number {
  let sum = 0;
  for (const [byte, probability] of probabilities.entries()) {
    sum += probability;
    if (unit < sum) return byte;
  }
  return probabilities.lastIndexOf(Math.max(...probabilities));
}
