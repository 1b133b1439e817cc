import type { Activations, LayerActivations } from "./activations.ts";
import type { Kernels } from "./kernels.ts";
import {
  type LayerTensors,
  type Layout,
  type ModelShape,
  type Tensor,
  VOCABULARY,
} from "./shape.ts";

/** A model in a module's memory. `theta`, `gradient`: addresses of all parameters and of their gradient. */
export interface Model {
  readonly kernels: Kernels;
  readonly shape: ModelShape;
  readonly layout: Layout;
  readonly theta: number;
  readonly gradient: number;
}

/** A matrix in memory: address, and by how many singles the next row and column are away. */
interface Matrix {
  readonly at: number;
  readonly row: number;
  readonly column: number;
}
const rowsOf = (at: number, width: number): Matrix => ({ at, row: width, column: 1 });
const turned = ({ at, row, column }: Matrix): Matrix => ({ at, row: column, column: row });

/** c (+)= a · b for a of m × k and b of k × n. */
function multiply(
  { kernels }: Model,
  [m, n, k]: readonly [number, number, number],
  [a, b, c]: readonly [Matrix, Matrix, Matrix],
  { add, panel }: { readonly add?: boolean; readonly panel: number },
): void {
  kernels.gemm(
    m,
    n,
    k,
    a.at,
    a.row,
    a.column,
    b.at,
    b.row,
    b.column,
    c.at,
    c.row,
    add ? 1 : 0,
    panel,
  );
}

const weightsOf = ({ theta }: Model, { offset, columns }: Tensor): Matrix =>
  rowsOf(theta + 4 * offset, columns);
const gradientOf = ({ gradient }: Model, { offset, columns }: Tensor): Matrix =>
  rowsOf(gradient + 4 * offset, columns);

/** Where one head of one row finds its part of queries, keys, values and what it attends to. */
function headsOf(
  { shape }: Model,
  room: Activations,
  layer: LayerActivations,
): { q: Matrix; k: Matrix; v: Matrix; out: Matrix; scores: Matrix; offset: number }[] {
  const { width, heads, context } = shape;
  const each = width / heads;
  const found = [];
  for (let row = 0; row < room.rows; row++)
    for (let head = 0; head < heads; head++) {
      const offset = 4 * (row * context * 3 * width + head * each);
      const mixed = layer.mixed + offset;
      const part = (i: number): Matrix => rowsOf(mixed + 4 * i * width, 3 * width);
      const out = rowsOf(layer.attended + 4 * (row * context * width + head * each), width);
      const scores = rowsOf(
        layer.attention + 4 * (row * heads + head) * context * context,
        context,
      );
      found.push({ q: part(0), k: part(1), v: part(2), out, scores, offset });
    }
  return found;
}

/** From the bytes of the batch to the logits of what follows each. */
export function forward(model: Model, room: Activations): void {
  const { kernels, shape, layout } = model;
  const { width, heads, context } = shape;
  const places = room.rows * context;
  const each = width / heads;
  const { panel } = room;
  kernels.embed(
    places,
    context,
    width,
    room.bytes,
    weightsOf(model, layout.ofByte).at,
    weightsOf(model, layout.ofPlace).at,
    room.embedded,
  );
  let x = room.embedded;
  for (const [i, layer] of room.layers.entries()) {
    const tensors = layout.layers[i]!;
    const gain = weightsOf(model, tensors.attentionGain).at;
    kernels.normalise(places, width, x, gain, layer.normed, layer.factors);
    multiply(
      model,
      [places, 3 * width, width],
      [
        rowsOf(layer.normed, width),
        weightsOf(model, tensors.attentionIn),
        rowsOf(layer.mixed, 3 * width),
      ],
      { panel },
    );
    for (const { q, k, v, out, scores } of headsOf(model, room, layer)) {
      multiply(model, [context, context, each], [q, turned(k), scores], { panel });
      kernels.attend(context, scores.at, 1 / Math.sqrt(each));
      multiply(model, [context, each, context], [scores, v, out], { panel });
    }
    copy(kernels, x, layer.between, places * width);
    multiply(
      model,
      [places, width, width],
      [
        rowsOf(layer.attended, width),
        weightsOf(model, tensors.attentionOut),
        rowsOf(layer.between, width),
      ],
      { panel, add: true },
    );
    forwardHidden(model, room, { layer, tensors });
    x = layer.out;
  }
  const gain = weightsOf(model, layout.lastGain).at;
  kernels.normalise(places, width, x, gain, room.normed, room.factors);
  multiply(
    model,
    [places, VOCABULARY, width],
    [
      rowsOf(room.normed, width),
      turned(weightsOf(model, layout.ofByte)),
      rowsOf(room.logits, VOCABULARY),
    ],
    { panel },
  );
}

function forwardHidden(
  model: Model,
  { rows, panel }: Activations,
  { layer, tensors }: { readonly layer: LayerActivations; readonly tensors: LayerTensors },
): void {
  const { kernels, shape } = model;
  const { width, context } = shape;
  const places = rows * context;
  const wide = tensors.hiddenIn.columns;
  const gain = weightsOf(model, tensors.hiddenGain).at;
  kernels.normalise(places, width, layer.between, gain, layer.betweenNormed, layer.betweenFactors);
  multiply(
    model,
    [places, wide, width],
    [
      rowsOf(layer.betweenNormed, width),
      weightsOf(model, tensors.hiddenIn),
      rowsOf(layer.hidden, wide),
    ],
    { panel },
  );
  kernels.activate(places * wide, layer.hidden, layer.activated);
  copy(kernels, layer.between, layer.out, places * width);
  multiply(
    model,
    [places, width, wide],
    [rowsOf(layer.activated, wide), weightsOf(model, tensors.hiddenOut), rowsOf(layer.out, width)],
    { panel, add: true },
  );
}

function copy({ memory }: Kernels, from: number, to: number, count: number): void {
  new Uint8Array(memory.buffer).copyWithin(to, from, from + 4 * count);
}

/** From the gradient of the logits, which stands in their place, to that of all parameters. */
export function backward(model: Model, room: Activations): void {
  const { kernels, shape, layout, gradient } = model;
  const { width, context } = shape;
  const places = room.rows * context;
  const { panel } = room;
  new Float32Array(kernels.memory.buffer, gradient, layout.size).fill(0);
  new Float32Array(kernels.memory.buffer, room.dOut, places * width).fill(0);
  const dLogits = rowsOf(room.logits, VOCABULARY);
  multiply(
    model,
    [places, width, VOCABULARY],
    [dLogits, weightsOf(model, layout.ofByte), rowsOf(room.dNormed, width)],
    { panel },
  );
  multiply(
    model,
    [VOCABULARY, width, places],
    [turned(dLogits), rowsOf(room.normed, width), gradientOf(model, layout.ofByte)],
    { panel, add: true },
  );
  const last = room.layers.at(-1)!;
  kernels.normaliseBack(
    places,
    width,
    last.out,
    weightsOf(model, layout.lastGain).at,
    room.factors,
    room.dNormed,
    room.dOut,
    gradientOf(model, layout.lastGain).at,
  );
  for (let i = room.layers.length - 1; i >= 0; i--) {
    const layer = room.layers[i]!;
    const tensors = layout.layers[i]!;
    const x = i === 0 ? room.embedded : room.layers[i - 1]!.out;
    backwardHidden(model, room, { layer, tensors });
    backwardAttention(model, room, { layer, tensors });
    kernels.normaliseBack(
      places,
      width,
      x,
      weightsOf(model, tensors.attentionGain).at,
      layer.factors,
      room.dNormed,
      room.dOut,
      gradientOf(model, tensors.attentionGain).at,
    );
  }
  kernels.embedBack(
    places,
    context,
    width,
    room.bytes,
    room.dOut,
    gradientOf(model, layout.ofByte).at,
    gradientOf(model, layout.ofPlace).at,
  );
}

interface Passed {
  readonly layer: LayerActivations;
  readonly tensors: LayerTensors;
}

/** The gradients of weights and input of y = x · w, from that of y. */
function linearBack(
  model: Model,
  { rows, panel }: Activations,
  tensor: Tensor,
  { x, dy, dx }: { readonly x: number; readonly dy: number; readonly dx: number },
): void {
  const places = rows * model.shape.context;
  const { rows: inputs, columns: outputs } = tensor;
  multiply(
    model,
    [inputs, outputs, places],
    [turned(rowsOf(x, inputs)), rowsOf(dy, outputs), gradientOf(model, tensor)],
    { panel, add: true },
  );
  multiply(
    model,
    [places, inputs, outputs],
    [rowsOf(dy, outputs), turned(weightsOf(model, tensor)), rowsOf(dx, inputs)],
    { panel },
  );
}

function backwardHidden(model: Model, room: Activations, { layer, tensors }: Passed): void {
  const { kernels, shape } = model;
  const places = room.rows * shape.context;
  linearBack(model, room, tensors.hiddenOut, {
    x: layer.activated,
    dy: room.dOut,
    dx: room.dHidden,
  });
  kernels.activateBack(places * tensors.hiddenIn.columns, layer.hidden, room.dHidden);
  linearBack(model, room, tensors.hiddenIn, {
    x: layer.betweenNormed,
    dy: room.dHidden,
    dx: room.dNormed,
  });
  kernels.normaliseBack(
    places,
    shape.width,
    layer.between,
    weightsOf(model, tensors.hiddenGain).at,
    layer.betweenFactors,
    room.dNormed,
    room.dOut,
    gradientOf(model, tensors.hiddenGain).at,
  );
}

/** Leaves the gradient of the normed input in `dNormed`. */
function backwardAttention(model: Model, room: Activations, { layer, tensors }: Passed): void {
  const { kernels, shape } = model;
  const { width, heads, context } = shape;
  const { panel } = room;
  const each = width / heads;
  linearBack(model, room, tensors.attentionOut, {
    x: layer.attended,
    dy: room.dOut,
    dx: room.dAttended,
  });
  const dScores = rowsOf(room.dScores, context);
  for (const { q, k, v, out, scores, offset } of headsOf(model, room, layer)) {
    const dOut = rowsOf(out.at - layer.attended + room.dAttended, width);
    const part = (i: number): Matrix => rowsOf(room.dMixed + offset + 4 * i * width, 3 * width);
    const wide = [context, each, context] as const;
    multiply(model, wide, [turned(scores), dOut, part(2)], { panel });
    multiply(model, [context, context, each], [dOut, turned(v), dScores], { panel });
    kernels.attendBack(context, scores.at, room.dScores, 1 / Math.sqrt(each));
    multiply(model, wide, [dScores, k, part(0)], { panel });
    multiply(model, wide, [turned(dScores), q, part(1)], { panel });
  }
  linearBack(model, room, tensors.attentionIn, {
    x: layer.normed,
    dy: room.dMixed,
    dx: room.dNormed,
  });
}
