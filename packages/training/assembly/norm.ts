// Root-mean-square normalisation of rows (Zhang and Sennrich, 2019): y = x · gain / sqrt(mean(x²) + 1e-5).
import { sum4 } from "./exponential";

/** Rows of `width` numbers; keeps each row's factor in `factors`. */
export function normalise(
  rows: i32,
  width: i32,
  x: usize,
  gain: usize,
  y: usize,
  factors: usize,
): void {
  const bytes = (<usize>width) << 2;
  for (let row: i32 = 0; row < rows; row++) {
    let squares = f32x4.splat(0);
    for (let at: usize = 0; at < bytes; at += 16) {
      const v = v128.load(x + at);
      squares = f32x4.add(squares, f32x4.mul(v, v));
    }
    const factor: f32 = <f32>1.0 / sqrt<f32>(sum4(squares) / <f32>width + <f32>1e-5);
    store<f32>(factors, factor);
    const scale = f32x4.splat(factor);
    for (let at: usize = 0; at < bytes; at += 16) {
      const scaled = f32x4.mul(v128.load(x + at), scale);
      v128.store(y + at, f32x4.mul(scaled, v128.load(gain + at)));
    }
    x += bytes;
    y += bytes;
    factors += 4;
  }
}

/** Adds to the gradients of x and of the gain, from the gradient of y. */
export function normaliseBack(
  rows: i32,
  width: i32,
  x: usize,
  gain: usize,
  factors: usize,
  dy: usize,
  dx: usize,
  dgain: usize,
): void {
  const bytes = (<usize>width) << 2;
  for (let row: i32 = 0; row < rows; row++) {
    const factor = load<f32>(factors);
    const scale = f32x4.splat(factor);
    let dots = f32x4.splat(0);
    for (let at: usize = 0; at < bytes; at += 16) {
      const v = v128.load(x + at);
      const d = v128.load(dy + at);
      dots = f32x4.add(dots, f32x4.mul(f32x4.mul(d, v128.load(gain + at)), v));
      const sum = f32x4.add(v128.load(dgain + at), f32x4.mul(f32x4.mul(d, v), scale));
      v128.store(dgain + at, sum);
    }
    const pull = f32x4.splat((sum4(dots) * factor * factor) / <f32>width);
    for (let at: usize = 0; at < bytes; at += 16) {
      const d = f32x4.mul(v128.load(dy + at), v128.load(gain + at));
      const change = f32x4.sub(d, f32x4.mul(v128.load(x + at), pull));
      v128.store(dx + at, f32x4.add(v128.load(dx + at), f32x4.mul(scale, change)));
    }
    x += bytes;
    dy += bytes;
    dx += bytes;
    factors += 4;
  }
}
