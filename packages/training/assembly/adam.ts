// AdamW (Loshchilov and Hutter, 2019) on singles. All counts are multiples of 4.

/** Sum of squares of n singles, added up in four lanes and in double. */
export function squares(n: i32, x: usize): f64 {
  const end = x + ((<usize>n) << 2);
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  while (x < end) {
    const v = v128.load(x);
    const a = f64x2.promote_low_f32x4(v);
    const b = f64x2.promote_low_f32x4(
      v128.shuffle<u8>(v, v, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7),
    );
    low = f64x2.add(low, f64x2.mul(a, a));
    high = f64x2.add(high, f64x2.mul(b, b));
    x += 16;
  }
  return (
    f64x2.extract_lane(low, 0) +
    f64x2.extract_lane(low, 1) +
    (f64x2.extract_lane(high, 0) + f64x2.extract_lane(high, 1))
  );
}

/**
 * One step. `clip` multiplies the gradient first; `rate1`, `rate2` are the learning rate over 1 − beta1^t and 1 over
 * 1 − beta2^t; `shrink` is learning rate times weight decay.
 */
export function adamStep(
  n: i32,
  theta: usize,
  gradient: usize,
  first: usize,
  second: usize,
  clip: f32,
  beta1: f32,
  beta2: f32,
  rate1: f32,
  rate2: f32,
  shrink: f32,
): void {
  const bytes = (<usize>n) << 2;
  const clip4 = f32x4.splat(clip);
  const keep1 = f32x4.splat(beta1);
  const take1 = f32x4.splat(<f32>1.0 - beta1);
  const keep2 = f32x4.splat(beta2);
  const take2 = f32x4.splat(<f32>1.0 - beta2);
  const scale1 = f32x4.splat(rate1);
  const scale2 = f32x4.splat(rate2);
  const keep = f32x4.splat(<f32>1.0 - shrink);
  const least = f32x4.splat(1e-8);
  for (let at: usize = 0; at < bytes; at += 16) {
    const g = f32x4.mul(v128.load(gradient + at), clip4);
    const m = f32x4.add(f32x4.mul(v128.load(first + at), keep1), f32x4.mul(g, take1));
    const v = f32x4.add(
      f32x4.mul(v128.load(second + at), keep2),
      f32x4.mul(f32x4.mul(g, g), take2),
    );
    v128.store(first + at, m);
    v128.store(second + at, v);
    const root = f32x4.add(f32x4.sqrt(f32x4.mul(v, scale2)), least);
    const step = f32x4.div(f32x4.mul(m, scale1), root);
    v128.store(theta + at, f32x4.sub(f32x4.mul(v128.load(theta + at), keep), step));
  }
}
