import { type ComputeDocument, read, reject } from "./document.ts";
import { fixedOperations, type MathOperation } from "./fixed-operations.ts";
import { matrixOperations } from "./matrix-operations.ts";

const operations = new Map<string, MathOperation>(
  Object.entries({ ...fixedOperations, ...matrixOperations }),
);

/**
 * `ganglion compute math`: the same document again, its results computed. Where the reference has
 * a dense and a sparse form, shared results are those of the sparse one.
 * @throws ComputeError
 */
export function computeMath(document: ComputeDocument): ComputeDocument {
  const operation = read(document, "op", (value, field) => {
    const found = typeof value === "string" ? operations.get(value) : undefined;
    return found ?? reject(field, value, `one of ${[...operations.keys()].join(", ")}`);
  });
  return { ...document, ...operation(document) };
}
