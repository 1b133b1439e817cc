import { TRAINING_WASM } from "../../build/training-wasm.ts";

/** What packages/training/assembly/training.ts exports. Places are addresses in memory; what each does stands there. */
export interface Kernels {
  readonly memory: { readonly buffer: ArrayBuffer };
  base(): number;
  reserve(bytes: number): number;
  gemm(
    m: number,
    n: number,
    k: number,
    a: number,
    sam: number,
    sak: number,
    b: number,
    sbk: number,
    sbn: number,
    c: number,
    ldc: number,
    add: 0 | 1,
    panel: number,
  ): void;
  embed(
    rows: number,
    context: number,
    width: number,
    bytes: number,
    ofByte: number,
    ofPlace: number,
    out: number,
  ): void;
  embedBack(
    rows: number,
    context: number,
    width: number,
    bytes: number,
    d: number,
    dByte: number,
    dPlace: number,
  ): void;
  normalise(rows: number, width: number, x: number, gain: number, y: number, factors: number): void;
  normaliseBack(
    rows: number,
    width: number,
    x: number,
    gain: number,
    factors: number,
    dy: number,
    dx: number,
    dgain: number,
  ): void;
  activate(n: number, x: number, y: number): void;
  activateBack(n: number, x: number, dy: number): void;
  attend(context: number, scores: number, scale: number): void;
  attendBack(context: number, probabilities: number, d: number, scale: number): void;
  crossEntropy(
    rows: number,
    vocabulary: number,
    logits: number,
    targets: number,
    scale: number,
  ): number;
  probabilities(vocabulary: number, logits: number, scale: number): void;
  squares(n: number, x: number): number;
  adamStep(
    n: number,
    theta: number,
    gradient: number,
    first: number,
    second: number,
    clip: number,
    beta1: number,
    beta2: number,
    rate1: number,
    rate2: number,
    shrink: number,
  ): void;
}

let compiled: WebAssembly.Module | undefined;

/** A new memory with the kernels in it. */
export function newKernels(): Kernels {
  compiled ??= new WebAssembly.Module(Buffer.from(TRAINING_WASM, "base64"));
  return new WebAssembly.Instance(compiled).exports as unknown as Kernels;
}
