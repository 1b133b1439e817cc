import { expect, test } from "vitest";
import { type ComputeDocument, computeEpoch } from "../src/index.ts";
import { vectors } from "./vectors.ts";

interface Line {
  name: string;
  in: ComputeDocument;
  out: ComputeDocument;
  trace?: ComputeDocument;
}

const lines = [...vectors("epoch"), ...vectors("epoch-edges")] as Line[];

// Without a trace it is the compiled kernel that computes, with one the specification.
test.each(lines.map((line) => [line.name, line] as const))(
  "epoch %s gives the reference's result, compiled and as specified",
  (_, line) => {
    expect(computeEpoch(line.in)).toEqual(line.out);
    const { trace, ...specified } = computeEpoch({ ...line.in, trace: true });
    expect(specified).toEqual(line.out);
    expect(trace).toBeDefined();
  },
);

test.each(lines.filter((line) => line.trace).map((line) => [line.name, line] as const))(
  "epoch %s passes through the reference's intermediates",
  (_, line) => {
    const { trace } = computeEpoch({ ...line.in, trace: true });
    expect(trace).toEqual(line.trace);
  },
);
