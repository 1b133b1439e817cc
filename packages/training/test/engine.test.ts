import { describe, expect, test } from "vitest";
import {
  DEFAULT_SHAPE,
  LARGE_SHAPE,
  layoutOf,
  type ModelShape,
  parameterCount,
  parametersToBytes,
  randomOf,
  TrainingEngine,
  trainInner,
} from "../src/index.ts";
import { plainLoss } from "./plain-transformer.ts";

const TINY: ModelShape = { width: 16, layers: 2, heads: 2, context: 8 };
const seed = (n: number): Uint8Array => Uint8Array.of(n);

function batchOf(shape: ModelShape, rows: number, n = 1): Uint8Array {
  const random = randomOf(seed(n), "batch");
  return Uint8Array.from({ length: rows * (shape.context + 1) }, () => random.below(256));
}

/** Parameters large enough that every tensor matters to the loss. */
function lively(engine: TrainingEngine, n = 1): Float32Array {
  const random = randomOf(seed(n), "lively");
  return engine
    .initialise(seed(n))
    .map((value) => (value === 1 ? 1 + 0.3 * (random.unit() - 0.5) : 15 * value));
}

test("the shapes have as many parameters as they say", () => {
  expect(parameterCount(DEFAULT_SHAPE)).toBe(70_896);
  expect(parameterCount(LARGE_SHAPE)).toBe(836_736);
});

test.each([
  [{ ...TINY, width: 12 }, /width is a multiple of 8/],
  [{ ...TINY, heads: 4 }, /heads is a multiple of 1 up to 2/],
  [{ ...TINY, width: 24, heads: 2 }, /don't divide/],
  [{ ...TINY, context: 2048 }, /context is a multiple of 8 up to 1024/],
  [{ ...TINY, layers: 0 }, /layers/],
])("a shape that the kernels can't work with is refused: %o", (shape, message) => {
  expect(() => TrainingEngine.create(shape)).toThrow(message);
});

describe("the loss", () => {
  test("is what the same model in plain doubles gives", () => {
    const engine = TrainingEngine.create(TINY);
    const parameters = lively(engine);
    const batch = batchOf(TINY, 3);
    expect(engine.loss(parameters, batch)).toBeCloseTo(plainLoss(TINY, parameters, batch), 4);
  });
  test("of a new model is that of guessing", () => {
    const engine = TrainingEngine.create(DEFAULT_SHAPE);
    const loss = engine.loss(engine.initialise(seed(1)), batchOf(DEFAULT_SHAPE, 4));
    expect(Math.abs(loss - Math.log(256))).toBeLessThan(0.05);
  });
  test.each([0, 5, 10])("of a batch of %i bytes is refused", (length) => {
    const engine = TrainingEngine.create(TINY);
    const parameters = engine.initialise(seed(1));
    expect(() => engine.loss(parameters, new Uint8Array(length))).toThrow(/rows of 9 bytes/);
  });
  test("of too few parameters is refused", () => {
    const engine = TrainingEngine.create(TINY);
    expect(() => engine.loss(new Float32Array(5), batchOf(TINY, 1))).toThrow(/parameters, got 5/);
  });
});

describe("the gradient", () => {
  const engine = TrainingEngine.create(TINY);
  const parameters = lively(engine);
  const batch = batchOf(TINY, 3);
  const { gradient } = engine.lossAndGradient(parameters, batch);
  test.each(layoutOf(TINY).all)("of $name is that of finite differences", (tensor) => {
    const { offset, rows, columns } = tensor;
    let most = offset;
    for (let i = offset; i < offset + rows * columns; i++)
      if (Math.abs(gradient[i]!) > Math.abs(gradient[most]!)) most = i;
    const by = 1e-4;
    const moved = (step: number): number => {
      const all = Float64Array.from(parameters);
      all[most] = all[most]! + step;
      return plainLoss(TINY, all, batch);
    };
    const measured = (moved(by) - moved(-by)) / (2 * by);
    expect(Math.abs(gradient[most]! - measured)).toBeLessThan(2e-3 * Math.abs(measured) + 1e-6);
  });
  test("is the same, bit for bit, in another memory and after other work", () => {
    const other = TrainingEngine.create(TINY);
    other.lossAndGradient(lively(other, 2), batchOf(TINY, 7, 5));
    const again = other.lossAndGradient(parameters, batch).gradient;
    expect(parametersToBytes(again)).toEqual(parametersToBytes(gradient));
  });
});

describe("training", () => {
  const text = new TextEncoder().encode("the quick brown fox jumps over the lazy dog. ".repeat(40));
  const shape = DEFAULT_SHAPE;
  const batches = (step: number): Uint8Array => {
    const random = randomOf(seed(3), String(step));
    const out = new Uint8Array(4 * (shape.context + 1));
    for (let row = 0; row < 4; row++) {
      const from = random.below(text.length - shape.context - 1);
      out.set(text.subarray(from, from + shape.context + 1), row * (shape.context + 1));
    }
    return out;
  };
  const run = { steps: 60, learningRate: 3e-3 };

  test("learns a sentence, and writes it", () => {
    const engine = TrainingEngine.create(shape);
    const before = engine.initialise(seed(1));
    const { parameters, loss } = engine.train(before, batches, { ...run, steps: 250 });
    expect(loss).toBeLessThan(2.5);
    expect(engine.loss(parameters, batches(999))).toBeLessThan(0.2);
    const options = { maxBytes: 30, temperature: 0.1, seed: seed(1) };
    const prompt = new TextEncoder().encode("the quick ");
    const written = engine.generate(parameters, prompt, options);
    expect(new TextDecoder().decode(written)).toBe("brown fox jumps over the lazy ");
    expect(engine.generate(parameters, prompt, options)).toEqual(written);
  });
  test("from the same start gives the same change, bit for bit", () => {
    const [first, second] = [1, 2].map(() => {
      const engine = TrainingEngine.create(shape);
      return trainInner(engine, engine.initialise(seed(1)), batches, { ...run, steps: 5 });
    });
    expect(parametersToBytes(first!.pseudoGradient)).toEqual(
      parametersToBytes(second!.pseudoGradient),
    );
    expect(first!.loss).toBe(second!.loss);
  });
  test("leaves the parameters that it was given", () => {
    const engine = TrainingEngine.create(shape);
    const before = engine.initialise(seed(1));
    const bytes = parametersToBytes(before);
    trainInner(engine, before, batches, { ...run, steps: 2 });
    expect(parametersToBytes(before)).toEqual(bytes);
  });
  test("generation stops when it is told to, and refuses a temperature of 0", () => {
    const engine = TrainingEngine.create(TINY);
    const parameters = engine.initialise(seed(1));
    let asked = 0;
    const stop = () => asked++ === 3;
    const options = { maxBytes: 99, temperature: 1, seed: seed(1), stop };
    expect(engine.generate(parameters, new Uint8Array(), options)).toHaveLength(3);
    expect(() =>
      engine.generate(parameters, seed(1), { maxBytes: 1, temperature: 0, seed: seed(1) }),
    ).toThrow(/above 0/);
  });
});
