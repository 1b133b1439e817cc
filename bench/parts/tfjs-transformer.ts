// The training engine's model in tfjs, as one would write it there. It is no dependency of ours: bench/node_modules has it.
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { ModelShape } from "@ganglion/training";

/** What is used of a tensor. */
interface Tensor {
  add(other: Tensor | number): Tensor;
  sub(other: Tensor | number): Tensor;
  mul(other: Tensor | number): Tensor;
  div(other: Tensor | number): Tensor;
  reshape(shape: number[]): Tensor;
  transpose(order: number[]): Tensor;
  slice(begin: number[], size: number[]): Tensor;
  square(): Tensor;
  sqrt(): Tensor;
  exp(): Tensor;
  log(): Tensor;
  sigmoid(): Tensor;
  softmax(): Tensor;
  mean(axis: number | null, keepDims: boolean): Tensor;
  sum(axis: number, keepDims: boolean): Tensor;
  max(axis: number, keepDims: boolean): Tensor;
  dataSync(): Float32Array;
  dispose(): void;
}

/** What is used of tfjs. */
interface Tfjs {
  setBackend(name: string): Promise<boolean>;
  ready(): Promise<void>;
  env(): { set(flag: string, value: boolean): void };
  tidy<T>(work: () => T): T;
  tensor(values: Float32Array, shape: number[]): Tensor;
  tensor1d(values: ArrayLike<number>, type: "int32"): Tensor;
  variable(from: Tensor): Tensor;
  matMul(a: Tensor, b: Tensor, transposeA?: boolean, transposeB?: boolean): Tensor;
  oneHot(indices: Tensor, depth: number): Tensor;
  cast(of: Tensor, type: "float32"): Tensor;
  readonly train: {
    adam(rate: number): { minimize(loss: () => Tensor, returnCost: true): Tensor };
  };
}

interface WasmBackend {
  setWasmPaths(folder: string): void;
  setThreadsCount(count: number): void;
}

export interface Rival {
  /** @returns the batch's loss before the step, in nats per byte */
  train(batch: Uint8Array): number;
  loss(batch: Uint8Array): number;
}

/** Loads tfjs with its WebAssembly backend and one thread. @returns undefined if it isn't installed */
async function loadTfjs(root: string): Promise<Tfjs | undefined> {
  const require = createRequire(join(root, "bench/package.json"));
  try {
    const tf = require("@tensorflow/tfjs") as Tfjs;
    const wasm = require("@tensorflow/tfjs-backend-wasm") as WasmBackend;
    const entry = require.resolve("@tensorflow/tfjs-backend-wasm");
    tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
    wasm.setWasmPaths(`${dirname(entry)}/`);
    wasm.setThreadsCount(1);
    await tf.setBackend("wasm");
    await tf.ready();
    return tf;
  } catch (error) {
    process.stderr.write(`tfjs can't be loaded: ${(error as Error).message}\n`);
    return undefined;
  }
}

/**
 * The same model with the same parameters.
 * @param tensors the parameters by name
 */
export async function tfjsTransformer(
  root: string,
  shape: ModelShape,
  tensors: ReadonlyMap<string, { values: Float32Array; rows: number; columns: number }>,
): Promise<Rival | undefined> {
  const loaded = await loadTfjs(root);
  if (!loaded) return undefined;
  const tf: Tfjs = loaded;
  const { width, layers, heads, context } = shape;
  const size = width / heads;
  const variables = new Map(
    [...tensors].map(([name, { values, rows, columns }]) => [
      name,
      tf.variable(tf.tensor(values, name.endsWith("Gain") ? [columns] : [rows, columns])),
    ]),
  );
  const tensor = (name: string): Tensor => variables.get(name)!;
  const mask = tf.tensor(
    Float32Array.from({ length: context * context }, (_, i) =>
      i % context > Math.floor(i / context) ? -1e9 : 0,
    ),
    [context, context],
  );
  const norm = (x: Tensor, gain: string): Tensor =>
    x.div(x.square().mean(1, true).add(1e-5).sqrt()).mul(tensor(gain));
  const oneHot = (bytes: number[]): Tensor =>
    tf.cast(tf.oneHot(tf.tensor1d(bytes, "int32"), 256), "float32");

  function lossOf(batch: Uint8Array): Tensor {
    const rows = batch.length / (context + 1);
    const places = rows * context;
    const bytes = Array.from({ length: rows }, (_, i) => [
      ...batch.subarray(i * (context + 1), (i + 1) * (context + 1)),
    ]);
    const tokens = oneHot(bytes.flatMap((row) => row.slice(0, context)));
    const targets = oneHot(bytes.flatMap((row) => row.slice(1)));
    let stream = tf
      .matMul(tokens, tensor("ofByte"))
      .reshape([rows, context, width])
      .add(tensor("ofPlace"))
      .reshape([places, width]);
    for (let layer = 0; layer < layers; layer++) {
      const mixed = tf.matMul(
        norm(stream, `${layer}.attentionGain`),
        tensor(`${layer}.attentionIn`),
      );
      const part = (which: number): Tensor =>
        mixed
          .slice([0, which * width], [places, width])
          .reshape([rows, context, heads, size])
          .transpose([0, 2, 1, 3]);
      const scores = tf.matMul(part(0), part(1), false, true).mul(1 / Math.sqrt(size));
      const attended = tf
        .matMul(scores.add(mask).softmax(), part(2))
        .transpose([0, 2, 1, 3])
        .reshape([places, width]);
      stream = stream.add(tf.matMul(attended, tensor(`${layer}.attentionOut`)));
      const up = tf.matMul(norm(stream, `${layer}.hiddenGain`), tensor(`${layer}.hiddenIn`));
      const bent = up.mul(up.mul(1.702).sigmoid());
      stream = stream.add(tf.matMul(bent, tensor(`${layer}.hiddenOut`)));
    }
    const logits = tf.matMul(norm(stream, "lastGain"), tensor("ofByte"), false, true);
    const lowered = logits.sub(logits.max(1, true));
    const sums = lowered.exp().sum(1, true).log();
    return sums.sub(lowered.mul(targets).sum(1, true)).mean(null, false);
  }

  const optimiser = tf.train.adam(1e-3);
  return {
    loss: (batch) => tf.tidy(() => lossOf(batch).dataSync()[0]!),
    train(batch) {
      const cost = optimiser.minimize(() => lossOf(batch), true);
      const loss = cost.dataSync()[0]!;
      cost.dispose();
      return loss;
    },
  };
}
