import type { ComputeDocument } from "./compute/document.ts";
import { computeEmission } from "./compute/emission.ts";
import { computeEpoch } from "./compute/epoch.ts";
import { computeMath } from "./compute/math.ts";
import { computeSwap } from "./compute/swap.ts";

/** The subjects of `ganglion compute`, by name: one parsed JSON document in, one out. */
export const computations: Readonly<
  Record<"epoch" | "swap" | "emission" | "math", (document: ComputeDocument) => ComputeDocument>
> = {
  epoch: computeEpoch,
  swap: computeSwap,
  emission: computeEmission,
  math: computeMath,
};
