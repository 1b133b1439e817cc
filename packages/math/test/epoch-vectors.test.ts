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

test.each(lines.map((line) => [line.name, line] as const))(
  "epoch %s gives the reference's result",
  (_, line) => {
    expect(computeEpoch(line.in)).toEqual(line.out);
  },
);

test.each(lines.filter((line) => line.trace).map((line) => [line.name, line] as const))(
  "epoch %s passes through the reference's intermediates",
  (_, line) => {
    const { trace } = computeEpoch({ ...line.in, trace: true });
    expect(trace).toEqual(line.trace);
  },
);
