import type { NonceMemory } from "./wire-format.ts";

/**
 * Keeps the last nonce of the callers heard most recently. The reference keeps all of them for ever;
 * here a stranger who invents names can only push out the ones heard least recently.
 */
// DEVIATION(0007): bounded.
export function rememberNonces(maxEndpoints = 100_000): NonceMemory {
  const nonces = new Map<string, bigint>();
  return {
    last: (endpoint) => nonces.get(endpoint),
    remember(endpoint, nonce) {
      nonces.delete(endpoint); // A Map keeps its order of insertion: the oldest comes first.
      nonces.set(endpoint, nonce);
      if (nonces.size <= maxEndpoints) return;
      const oldest = nonces.keys().next();
      if (!oldest.done) nonces.delete(oldest.value);
    },
  };
}
