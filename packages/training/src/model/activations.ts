import type { Arena } from "./arena.ts";
import { type ModelShape, VOCABULARY, WIDENING } from "./shape.ts";

/** Terms at a time in packages/training/assembly/gemm.ts. */
const SLAB = 256;

/** What the forward pass of a layer leaves for the backward pass. Addresses. */
export interface LayerActivations {
  readonly normed: number;
  readonly factors: number;
  /** Queries, keys and values of each place. */
  readonly mixed: number;
  /** Context × context probabilities of each head of each row. */
  readonly attention: number;
  readonly attended: number;
  /** What goes on beside the attention, with it. */
  readonly between: number;
  readonly betweenNormed: number;
  readonly betweenFactors: number;
  readonly hidden: number;
  readonly activated: number;
  readonly out: number;
}

/** Room for the passes over so many rows of a batch. Addresses. */
export interface Activations {
  /** Rows of the batch; each has `context` places. */
  readonly rows: number;
  readonly bytes: number;
  readonly targets: number;
  readonly embedded: number;
  readonly layers: readonly LayerActivations[];
  readonly normed: number;
  readonly factors: number;
  readonly logits: number;
  /** Gradients on their way back. */
  readonly dOut: number;
  readonly dNormed: number;
  readonly dHidden: number;
  readonly dMixed: number;
  readonly dAttended: number;
  readonly dScores: number;
  /** What `gemm` needs beside its operands. */
  readonly panel: number;
}

/** Lays the room out; the arena is still to be reserved. */
export function activationsIn(arena: Arena, shape: ModelShape, rows: number): Activations {
  const { width, heads, context } = shape;
  const places = rows * context;
  const wide = WIDENING * width;
  const singles = (count: number): number => arena.singles(count);
  return {
    rows,
    bytes: arena.bytes(places),
    targets: arena.bytes(places),
    embedded: singles(places * width),
    layers: Array.from({ length: shape.layers }, () => ({
      normed: singles(places * width),
      factors: singles(places),
      mixed: singles(places * 3 * width),
      attention: singles(rows * heads * context * context),
      attended: singles(places * width),
      between: singles(places * width),
      betweenNormed: singles(places * width),
      betweenFactors: singles(places),
      hidden: singles(places * wide),
      activated: singles(places * wide),
      out: singles(places * width),
    })),
    normed: singles(places * width),
    factors: singles(places),
    logits: singles(places * VOCABULARY),
    dOut: singles(places * width),
    dNormed: singles(places * width),
    dHidden: singles(places * wide),
    dMixed: singles(places * 3 * width),
    dAttended: singles(places * width),
    dScores: singles(context * context),
    panel: singles(SLAB * (8 + Math.max(places, wide, 3 * width, VOCABULARY))),
  };
}
