/** Gives `length` random bytes. The default is the platform's; a simulation hands in its own. */
export type Random = (length: number) => Uint8Array;

/** Bytes of the platform's secure generator. */
export const platformRandom: Random = (length) =>
  globalThis.crypto.getRandomValues(new Uint8Array(length));
