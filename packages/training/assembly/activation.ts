// x · sigmoid(1.702 x), the short form of the Gaussian error linear unit (Hendrycks and Gimpel, 2016).
import { exp4 } from "./exponential";

function gate(x: v128): v128 {
  const one = f32x4.splat(1.0);
  return f32x4.div(one, f32x4.add(one, exp4(f32x4.mul(x, f32x4.splat(-1.702)))));
}

/** `n` numbers, a multiple of 4. */
export function activate(n: i32, x: usize, y: usize): void {
  const end = x + ((<usize>n) << 2);
  while (x < end) {
    const v = v128.load(x);
    v128.store(y, f32x4.mul(v, gate(v)));
    x += 16;
    y += 16;
  }
}

/** The gradient of y, in place, becomes that of x. */
export function activateBack(n: i32, x: usize, dy: usize): void {
  const one = f32x4.splat(1.0);
  const end = x + ((<usize>n) << 2);
  while (x < end) {
    const v = v128.load(x);
    const s = gate(v);
    const bend = f32x4.mul(f32x4.mul(f32x4.mul(v, f32x4.splat(1.702)), s), f32x4.sub(one, s));
    v128.store(dy, f32x4.mul(v128.load(dy), f32x4.add(s, bend)));
    x += 16;
    dy += 16;
  }
}
