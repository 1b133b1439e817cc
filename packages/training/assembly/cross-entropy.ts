import { exp4, max4, sum4 } from "./exponential";

/**
 * Sum over the rows of −ln(probability of the target), in nats. The logits (rows of `vocabulary`, a multiple of 4) become
 * their gradient times `scale`. Targets are bytes.
 */
export function crossEntropy(
  rows: i32,
  vocabulary: i32,
  logits: usize,
  targets: usize,
  scale: f32,
): f64 {
  const bytes = (<usize>vocabulary) << 2;
  let total: f64 = 0;
  for (let row: i32 = 0; row < rows; row++) {
    let most = v128.load(logits);
    for (let at: usize = 16; at < bytes; at += 16) most = f32x4.max(most, v128.load(logits + at));
    const top = max4(most);
    const target = (<usize>load<u8>(targets)) << 2;
    const chosen = load<f32>(logits + target);
    const top4 = f32x4.splat(top);
    let sums = f32x4.splat(0);
    for (let at: usize = 0; at < bytes; at += 16) {
      const e = exp4(f32x4.sub(v128.load(logits + at), top4));
      v128.store(logits + at, e);
      sums = f32x4.add(sums, e);
    }
    const sum = sum4(sums);
    // AssemblyScript's own logarithm, compiled into this module.
    total += NativeMath.log(<f64>sum) + <f64>top - <f64>chosen;
    const part = f32x4.splat(scale / sum);
    for (let at: usize = 0; at < bytes; at += 16)
      v128.store(logits + at, f32x4.mul(v128.load(logits + at), part));
    store<f32>(logits + target, load<f32>(logits + target) - scale);
    logits += bytes;
    targets++;
  }
  return total;
}

/** Logits of one row become probabilities at a temperature; `scale` is one over it. */
export function probabilities(vocabulary: i32, logits: usize, scale: f32): void {
  const bytes = (<usize>vocabulary) << 2;
  let most = v128.load(logits);
  for (let at: usize = 16; at < bytes; at += 16) most = f32x4.max(most, v128.load(logits + at));
  const top = f32x4.splat(max4(most));
  const scale4 = f32x4.splat(scale);
  let sums = f32x4.splat(0);
  for (let at: usize = 0; at < bytes; at += 16) {
    const e = exp4(f32x4.mul(f32x4.sub(v128.load(logits + at), top), scale4));
    v128.store(logits + at, e);
    sums = f32x4.add(sums, e);
  }
  const part = f32x4.splat(<f32>1.0 / sum4(sums));
  for (let at: usize = 0; at < bytes; at += 16)
    v128.store(logits + at, f32x4.mul(v128.load(logits + at), part));
}
