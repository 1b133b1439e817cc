/** Rows of `width` numbers: what the byte stands for, plus what its place in the context stands for. */
export function embed(
  rows: i32,
  context: i32,
  width: i32,
  bytes: usize,
  ofByte: usize,
  ofPlace: usize,
  out: usize,
): void {
  const size = (<usize>width) << 2;
  for (let row: i32 = 0; row < rows; row++) {
    const byte = ofByte + <usize>load<u8>(bytes + <usize>row) * size;
    const place = ofPlace + <usize>(row % context) * size;
    for (let at: usize = 0; at < size; at += 16)
      v128.store(out + at, f32x4.add(v128.load(byte + at), v128.load(place + at)));
    out += size;
  }
}

/** Adds the rows' gradients to those of the bytes and places that they came from. */
export function embedBack(
  rows: i32,
  context: i32,
  width: i32,
  bytes: usize,
  d: usize,
  dByte: usize,
  dPlace: usize,
): void {
  const size = (<usize>width) << 2;
  for (let row: i32 = 0; row < rows; row++) {
    const byte = dByte + <usize>load<u8>(bytes + <usize>row) * size;
    const place = dPlace + <usize>(row % context) * size;
    for (let at: usize = 0; at < size; at += 16) {
      const v = v128.load(d + at);
      v128.store(byte + at, f32x4.add(v128.load(byte + at), v));
      v128.store(place + at, f32x4.add(v128.load(place + at), v));
    }
    d += size;
  }
}
