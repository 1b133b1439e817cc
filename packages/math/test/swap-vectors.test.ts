import { expect, test } from "vitest";
import { type ComputeDocument, computeSwap } from "../src/index.ts";
import { vectors } from "./vectors.ts";

const lines = [...vectors("swap"), ...vectors("swap-edges")] as {
  in: ComputeDocument;
  out: ComputeDocument;
}[];

test.each(lines.map((line, i) => [i + 1, line] as const))(
  "swap vector %i gives the reference's result",
  (_, line) => {
    expect(computeSwap(line.in)).toEqual(line.out);
  },
);
