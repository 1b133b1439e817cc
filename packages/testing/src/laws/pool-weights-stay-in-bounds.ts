import { Swap } from "@ganglion/runtime";
import type { Law } from "./law.ts";

const PERCENT = 10n ** 16n;

export function poolWeightsStayInBounds(): Law {
  return {
    sentence: "Neither side of a pool weighs less than one percent.",
    step: (step) =>
      step
        .changes(Swap.storage.SwapBalancer)
        .filter(({ after: { quote } }) => quote < PERCENT || quote > 99n * PERCENT)
        .map(({ key, after }) => `pool ${key[0]} weighs its TAO ${after.quote}`),
  };
}
