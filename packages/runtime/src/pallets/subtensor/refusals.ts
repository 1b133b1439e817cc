import { Refusal } from "@ganglion/frame";

/**
 * Runs `work` and goes on if it is refused, as the reference does where it drops a `Result`: what `work`
 * wrote before it was refused stays. Bugs pass through.
 * @returns what `work` returned, or the refusal
 */
export function tolerate<T>(work: () => T): T | Refusal {
  try {
    return work();
  } catch (thrown) {
    if (thrown instanceof Refusal) return thrown;
    throw thrown;
  }
}
