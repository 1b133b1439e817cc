import { useEffect, useRef, useState } from "react";
import { GatewayFailure } from "./gateway.ts";

export interface Loaded<T> {
  readonly value: T | undefined;
  /** Why the last try failed; the value before it stays. */
  readonly failure: GatewayFailure | undefined;
}

/**
 * Loads, and loads again whenever `turn` changes, one load at a time; `key` names what is loaded:
 * under another key the old value is none.
 */
export function useLoaded<T>(
  load: (signal: AbortSignal) => Promise<T>,
  options: { readonly key: string; readonly turn?: unknown; readonly skip?: boolean },
): Loaded<T> {
  const { key, turn, skip = false } = options;
  const [state, setState] = useState<Loaded<T> & { key: string }>({
    key,
    value: undefined,
    failure: undefined,
  });
  const busy = useRef<string | undefined>(undefined);
  const latest = useRef(load);
  latest.current = load;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `turn` is the signal to load again
  useEffect(() => {
    if (skip || busy.current === key) return;
    busy.current = key;
    latest
      .current(AbortSignal.timeout(15_000))
      .then(
        (value) => setState({ key, value, failure: undefined }),
        (error: unknown) =>
          setState((before) => ({
            key,
            value: before.key === key ? before.value : undefined,
            failure:
              error instanceof GatewayFailure
                ? error
                : new GatewayFailure("The gateway takes too long to answer.", { status: 0 }),
          })),
      )
      .finally(() => {
        if (busy.current === key) busy.current = undefined;
      });
  }, [key, turn, skip]);
  return state.key === key ? state : { value: undefined, failure: undefined };
}
