import { expect, test } from "vitest";
import { type ComputeDocument, computeEmission } from "../src/index.ts";
import { vectors } from "./vectors.ts";

const lines = [...vectors("emission"), ...vectors("emission-edges")] as {
  in: ComputeDocument;
  out: ComputeDocument;
}[];

test.each(lines.map((line, i) => [i + 1, line] as const))(
  "emission vector %i gives the reference's result",
  (_, line) => {
    expect(computeEmission(line.in)).toEqual(line.out);
  },
);
