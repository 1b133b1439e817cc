// Causal softmax over the scores of one head: a place attends to itself and what came before.
import { exp4, max4, sum4 } from "./exponential";

const NEVER: f32 = -1e30;

/** Scores of `context` × `context`, in place; `context` is a multiple of 4. */
export function attend(context: i32, scores: usize, scale: f32): void {
  const bytes = (<usize>context) << 2;
  const scale4 = f32x4.splat(scale);
  for (let i: i32 = 0; i < context; i++) {
    // Whole fours from the row's start that hold what may be attended to.
    const used = (<usize>((i + 4) & ~3)) << 2;
    for (let at = (<usize>(i + 1)) << 2; at < used; at += 4) store<f32>(scores + at, NEVER);
    let most = f32x4.splat(NEVER);
    for (let at: usize = 0; at < used; at += 16) most = f32x4.max(most, v128.load(scores + at));
    const top = f32x4.splat(max4(most) * scale);
    let sums = f32x4.splat(0);
    for (let at: usize = 0; at < used; at += 16) {
      const e = exp4(f32x4.sub(f32x4.mul(v128.load(scores + at), scale4), top));
      v128.store(scores + at, e);
      sums = f32x4.add(sums, e);
    }
    const part = f32x4.splat(<f32>1.0 / sum4(sums));
    for (let at: usize = 0; at < used; at += 16)
      v128.store(scores + at, f32x4.mul(v128.load(scores + at), part));
    if (used < bytes) memory.fill(scores + used, 0, bytes - used);
    scores += bytes;
  }
}

/** The gradient of the probabilities, in place, becomes that of the scores. */
export function attendBack(context: i32, probabilities: usize, d: usize, scale: f32): void {
  const bytes = (<usize>context) << 2;
  const scale4 = f32x4.splat(scale);
  for (let i: i32 = 0; i < context; i++) {
    const used = (<usize>((i + 4) & ~3)) << 2;
    let dots = f32x4.splat(0);
    for (let at: usize = 0; at < used; at += 16)
      dots = f32x4.add(dots, f32x4.mul(v128.load(probabilities + at), v128.load(d + at)));
    const mean = f32x4.splat(sum4(dots));
    // Where nothing is attended to the probability is 0, and so is the gradient.
    for (let at: usize = 0; at < used; at += 16) {
      const p = f32x4.mul(v128.load(probabilities + at), scale4);
      v128.store(d + at, f32x4.mul(p, f32x4.sub(v128.load(d + at), mean)));
    }
    if (used < bytes) memory.fill(d + used, 0, bytes - used);
    probabilities += bytes;
    d += bytes;
  }
}
