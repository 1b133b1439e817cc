/** How large a model is. It reads and writes bytes: its vocabulary has 256 entries. */
export interface ModelShape {
  /** Numbers that stand for one place; a multiple of 8. */
  readonly width: number;
  readonly layers: number;
  /** Divides the width into multiples of 8. */
  readonly heads: number;
  /** Bytes that it sees; a multiple of 8. */
  readonly context: number;
}

export const VOCABULARY = 256;
/** Of the hidden layer to the width. */
export const WIDENING = 4;

/** The market's model unless told otherwise: 70,896 parameters. */
export const DEFAULT_SHAPE: ModelShape = { width: 48, layers: 2, heads: 3, context: 64 };
/** 836,736 parameters. */
export const LARGE_SHAPE: ModelShape = { width: 128, layers: 4, heads: 4, context: 128 };

const MOST = { width: 512, layers: 16, context: 1024 };

/** @throws RangeError on a shape that the kernels can't work with, or that is too large for them */
export function checkShape({ width, layers, heads, context }: ModelShape): void {
  const whole = (name: string, value: number, step: number, most: number): void => {
    if (!Number.isInteger(value) || value < step || value > most || value % step !== 0)
      throw new RangeError(`${name} is a multiple of ${step} up to ${most}, got ${value}`);
  };
  whole("width", width, 8, MOST.width);
  whole("layers", layers, 1, MOST.layers);
  whole("context", context, 8, MOST.context);
  whole("heads", heads, 1, width / 8);
  if ((width / heads) % 8 !== 0)
    throw new RangeError(`${heads} heads don't divide a width of ${width} into multiples of 8`);
}

/** A tensor of the model: rows × columns numbers from `offset` on. */
export interface Tensor {
  readonly name: string;
  readonly offset: number;
  readonly rows: number;
  readonly columns: number;
}

/** The tensors of a layer, by name. */
export interface LayerTensors {
  readonly attentionGain: Tensor;
  /** Queries, keys and values beside each other. */
  readonly attentionIn: Tensor;
  readonly attentionOut: Tensor;
  readonly hiddenGain: Tensor;
  readonly hiddenIn: Tensor;
  readonly hiddenOut: Tensor;
}

/** Where in the list of parameters each tensor stands. */
export interface Layout {
  readonly size: number;
  readonly ofByte: Tensor;
  readonly ofPlace: Tensor;
  readonly layers: readonly LayerTensors[];
  readonly lastGain: Tensor;
  /** All of them in their order. */
  readonly all: readonly Tensor[];
}

/** @throws RangeError on a bad shape */
export function layoutOf(shape: ModelShape): Layout {
  checkShape(shape);
  const { width, context } = shape;
  const all: Tensor[] = [];
  let size = 0;
  const tensor = (name: string, rows: number, columns: number): Tensor => {
    const made = { name, offset: size, rows, columns };
    size += rows * columns;
    all.push(made);
    return made;
  };
  const ofByte = tensor("ofByte", VOCABULARY, width);
  const ofPlace = tensor("ofPlace", context, width);
  const layers = Array.from({ length: shape.layers }, (_, i) => ({
    attentionGain: tensor(`${i}.attentionGain`, 1, width),
    attentionIn: tensor(`${i}.attentionIn`, width, 3 * width),
    attentionOut: tensor(`${i}.attentionOut`, width, width),
    hiddenGain: tensor(`${i}.hiddenGain`, 1, width),
    hiddenIn: tensor(`${i}.hiddenIn`, width, WIDENING * width),
    hiddenOut: tensor(`${i}.hiddenOut`, WIDENING * width, width),
  }));
  const lastGain = tensor("lastGain", 1, width);
  return { size, ofByte, ofPlace, layers, lastGain, all };
}

/** @throws RangeError on a bad shape */
export function parameterCount(shape: ModelShape): number {
  return layoutOf(shape).size;
}
