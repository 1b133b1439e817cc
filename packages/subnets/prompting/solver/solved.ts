import type { Citation } from "../protocol.ts";

/**
 * An answer that was worked out.
 * `answer`: one short line (several where the form demands it); `working`: how, in one line; `confidence` in [0, 1].
 */
export type Solved = {
  answer: string;
  working?: string;
  confidence: number;
  citations?: Citation[];
};
