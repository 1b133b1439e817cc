import { expect, test } from "vitest";
import { type ComputeDocument, computeMath } from "../src/index.ts";
import { vectors } from "./vectors.ts";

const lines = [...vectors("math"), ...vectors("math-edges")] as ComputeDocument[];

// What the reference was given; everything else in a line is a result to find again.
const inputs = new Set(
  "op a b x u k limit rho kappa t ratio new old alpha alphas v w majority score stake bond consensus weight low high steepness".split(
    " ",
  ),
);

test.each(lines.map((line, i) => [line["op"] as string, i + 1, line] as const))(
  "math %s on line %i gives the reference's result",
  (op, _, line) => {
    const given = Object.entries(line).filter(
      ([field]) => inputs.has(field) && !(op === "safe_ln" && field === "ln"),
    );
    expect(computeMath(Object.fromEntries(given))).toEqual(line);
  },
);
