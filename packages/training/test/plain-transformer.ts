import { layoutOf, type ModelShape, type Tensor } from "../src/index.ts";

type Numbers = Float32Array | Float64Array;

/**
 * The loss of the model in plain doubles, one number at a time: what the kernels are measured by. With `last` only the
 * places up to it count.
 */
export function plainLoss(
  shape: ModelShape,
  parameters: Numbers,
  batch: Uint8Array,
  last = shape.context - 1,
): number {
  const { context } = shape;
  const rows = batch.length / (context + 1);
  let total = 0;
  for (let row = 0; row < rows; row++) {
    const text = batch.subarray(row * (context + 1), (row + 1) * (context + 1));
    total += rowLoss(shape, parameters, { text, last });
  }
  return total / (rows * (last + 1));
}

function rowLoss(
  shape: ModelShape,
  parameters: Numbers,
  { text, last }: { readonly text: Uint8Array; readonly last: number },
): number {
  const { width, heads, context } = shape;
  const layout = layoutOf(shape);
  const each = width / heads;
  const entry = ({ offset, columns }: Tensor, i: number, j: number): number =>
    parameters[offset + i * columns + j]!;
  const linear = (x: number[], tensor: Tensor): number[] =>
    Array.from({ length: tensor.columns }, (_, j) =>
      x.reduce((sum, value, i) => sum + value * entry(tensor, i, j), 0),
    );
  const normed = (x: number[], gain: Tensor): number[] => {
    const mean = x.reduce((sum, value) => sum + value * value, 0) / width;
    return x.map((value, j) => (value * entry(gain, 0, j)) / Math.sqrt(mean + 1e-5));
  };
  const plus = (a: number[], b: number[]): number[] => a.map((value, i) => value + b[i]!);

  let x = Array.from({ length: context }, (_, t) =>
    Array.from(
      { length: width },
      (_, j) => entry(layout.ofByte, text[t]!, j) + entry(layout.ofPlace, t, j),
    ),
  );
  for (const layer of layout.layers) {
    const mixed = x.map((row) => linear(normed(row, layer.attentionGain), layer.attentionIn));
    const attended = mixed.map((own, t) =>
      Array.from({ length: heads }, (_, head) => {
        const part = (row: number[], which: number): number[] =>
          row.slice(which * width + head * each, which * width + (head + 1) * each);
        const q = part(own, 0);
        const seen = mixed.slice(0, t + 1);
        const scores = seen.map(
          (row) => part(row, 1).reduce((sum, k, i) => sum + k * q[i]!, 0) / Math.sqrt(each),
        );
        const most = Math.max(...scores);
        const powers = scores.map((score) => Math.exp(score - most));
        const sum = powers.reduce((a, b) => a + b, 0);
        return Array.from({ length: each }, (_, i) =>
          seen.reduce((all, row, s) => all + (powers[s]! / sum) * part(row, 2)[i]!, 0),
        );
      }).flat(),
    );
    x = x.map((row, t) => plus(row, linear(attended[t]!, layer.attentionOut)));
    x = x.map((row) => {
      const hidden = linear(normed(row, layer.hiddenGain), layer.hiddenIn);
      const activated = hidden.map((value) => value / (1 + Math.exp(-1.702 * value)));
      return plus(row, linear(activated, layer.hiddenOut));
    });
  }
  let total = 0;
  for (let t = 0; t <= last; t++) {
    const out = normed(x[t]!, layout.lastGain);
    const logits = Array.from({ length: 256 }, (_, byte) =>
      out.reduce((sum, value, j) => sum + value * entry(layout.ofByte, byte, j), 0),
    );
    const most = Math.max(...logits);
    const sum = logits.reduce((all, logit) => all + Math.exp(logit - most), 0);
    total += Math.log(sum) + most - logits[text[t + 1]!]!;
  }
  return total;
}
