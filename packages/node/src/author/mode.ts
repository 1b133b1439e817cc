/**
 * When blocks are made: every so many milliseconds; as soon as a transaction is ready; a moment
 * after one is ready, together with what else came; or only when asked for.
 */
export type SealMode =
  | { readonly type: "interval"; readonly ms: number }
  | { readonly type: "instant" }
  | { readonly type: "batch"; readonly ms: number }
  | { readonly type: "manual" };

/** How long a batch waits for more transactions, by default. */
export const BATCH_MS = 50;
