// Products of matrices of singles. A and B are read by two strides, in numbers, so that a transposed matrix costs no copy
// of its own: both are brought, slab by slab, into the order in which the innermost loop reads them.

/** Terms of a sum that are added up before they go to memory: what the first cache holds of both operands. */
const SLAB: i32 = 256;

/** Eight columns of B. */
function packColumns(k: i32, b: usize, down: usize, right: usize, to: usize): void {
  if (right === 4) {
    for (let i: i32 = 0; i < k; i++) {
      v128.store(to, v128.load(b));
      v128.store(to, v128.load(b, 16), 16);
      to += 32;
      b += down;
    }
    return;
  }
  for (let i: i32 = 0; i < k; i++) {
    let from = b;
    for (let column: usize = 0; column < 32; column += 4) {
      store<f32>(to + column, load<f32>(from));
      from += right;
    }
    to += 32;
    b += down;
  }
}

/** Rows of A in groups of four: of each column the four values beside each other. */
function packRows(m: i32, k: i32, a: usize, down: usize, right: usize, to: usize): void {
  for (let i: i32 = 0; i < m; i += 4) {
    let from = a;
    if (down === 4) {
      for (let j: i32 = 0; j < k; j++) {
        v128.store(to, v128.load(from));
        from += right;
        to += 16;
      }
    } else {
      const second = down;
      const third = down << 1;
      const fourth = third + down;
      for (let j: i32 = 0; j < k; j++) {
        store<f32>(to, load<f32>(from));
        store<f32>(to, load<f32>(from + second), 4);
        store<f32>(to, load<f32>(from + third), 8);
        store<f32>(to, load<f32>(from + fourth), 12);
        from += right;
        to += 16;
      }
    }
    a += down << 2;
  }
}

/**
 * C[m,n] = A[m,k] · B[k,n], or added to C. `m` is a multiple of 4, `n` of 8; strides: A by row and column, B by row and
 * column, C by row. `room`: for 256 (m + 8) numbers. Sums run over k in order, 256 terms at a time.
 */
export function gemm(
  m: i32,
  n: i32,
  k: i32,
  a: usize,
  sam: i32,
  sak: i32,
  b: usize,
  sbk: i32,
  sbn: i32,
  c: usize,
  ldc: i32,
  add: i32,
  room: usize,
): void {
  const downA = (<usize>sam) << 2;
  const rightA = (<usize>sak) << 2;
  const downB = (<usize>sbk) << 2;
  const rightB = (<usize>sbn) << 2;
  const rowC = (<usize>ldc) << 2;
  const rows = room + ((<usize>SLAB) << 5);
  for (let first: i32 = 0; first < k; first += SLAB) {
    const terms = min<i32>(SLAB, k - first);
    const more = add || first > 0;
    packRows(m, terms, a + <usize>first * rightA, downA, rightA, rows);
    const end = room + ((<usize>terms) << 5);
    for (let j: i32 = 0; j < n; j += 8) {
      packColumns(terms, b + <usize>first * downB + <usize>j * rightB, downB, rightB, room);
      let from = rows;
      let to = c + ((<usize>j) << 2);
      for (let i: i32 = 0; i < m; i += 4) {
        let c00 = f32x4.splat(0);
        let c01 = f32x4.splat(0);
        let c10 = f32x4.splat(0);
        let c11 = f32x4.splat(0);
        let c20 = f32x4.splat(0);
        let c21 = f32x4.splat(0);
        let c30 = f32x4.splat(0);
        let c31 = f32x4.splat(0);
        for (let panel = room; panel < end; panel += 32) {
          const b0 = v128.load(panel);
          const b1 = v128.load(panel, 16);
          let t = v128.load32_splat(from);
          c00 = f32x4.add(c00, f32x4.mul(t, b0));
          c01 = f32x4.add(c01, f32x4.mul(t, b1));
          t = v128.load32_splat(from, 4);
          c10 = f32x4.add(c10, f32x4.mul(t, b0));
          c11 = f32x4.add(c11, f32x4.mul(t, b1));
          t = v128.load32_splat(from, 8);
          c20 = f32x4.add(c20, f32x4.mul(t, b0));
          c21 = f32x4.add(c21, f32x4.mul(t, b1));
          t = v128.load32_splat(from, 12);
          c30 = f32x4.add(c30, f32x4.mul(t, b0));
          c31 = f32x4.add(c31, f32x4.mul(t, b1));
          from += 16;
        }
        const to1 = to + rowC;
        const to2 = to1 + rowC;
        const to3 = to2 + rowC;
        if (more) {
          c00 = f32x4.add(c00, v128.load(to));
          c01 = f32x4.add(c01, v128.load(to, 16));
          c10 = f32x4.add(c10, v128.load(to1));
          c11 = f32x4.add(c11, v128.load(to1, 16));
          c20 = f32x4.add(c20, v128.load(to2));
          c21 = f32x4.add(c21, v128.load(to2, 16));
          c30 = f32x4.add(c30, v128.load(to3));
          c31 = f32x4.add(c31, v128.load(to3, 16));
        }
        v128.store(to, c00);
        v128.store(to, c01, 16);
        v128.store(to1, c10);
        v128.store(to1, c11, 16);
        v128.store(to2, c20);
        v128.store(to2, c21, 16);
        v128.store(to3, c30);
        v128.store(to3, c31, 16);
        to = to3 + rowC;
      }
    }
  }
}
