import { asDocument, type ComputeDocument } from "./compute/document.ts";
import { computeEmission } from "./compute/emission.ts";
import { computeEpoch } from "./compute/epoch.ts";
import { computeMath } from "./compute/math.ts";
import { computeSwap } from "./compute/swap.ts";

type Computation = (document: unknown) => ComputeDocument;
const of =
  (compute: (document: ComputeDocument) => ComputeDocument): Computation =>
  (document) =>
    compute(asDocument(document, "the line"));

/**
 * The subjects of `ganglion compute`, by name: one parsed JSON document in, one out.
 * Each throws ComputeError for a document that it cannot compute.
 */
export const computations: Readonly<Record<"epoch" | "swap" | "emission" | "math", Computation>> = {
  epoch: of(computeEpoch),
  swap: of(computeSwap),
  emission: of(computeEmission),
  math: of(computeMath),
};
