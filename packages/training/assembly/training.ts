// The kernels of a small transformer, forward and backward. Strict SIMD alone: every bit is defined by the WebAssembly
// specification but for the payloads of NaN, so that two machines that train on the same bytes get the same model.
export { activate, activateBack } from "./activation";
export { adamStep, squares } from "./adam";
export { attend, attendBack } from "./attention";
export { crossEntropy, probabilities } from "./cross-entropy";
export { embed, embedBack } from "./embedding";
export { gemm } from "./gemm";
export { normalise, normaliseBack } from "./norm";

/** Makes sure that the memory has so many bytes. @returns false where it can't grow */
export function reserve(bytes: u32): bool {
  const pages = <i32>((bytes + 0xffff) >>> 16);
  const missing = pages - memory.size();
  return missing <= 0 || memory.grow(missing) >= 0;
}

/** Where free memory begins. */
export function base(): usize {
  return __heap_base;
}
