// Memory for one epoch. It is handed out piece by piece and all taken back when the next one begins; what an epoch
// left behind is never read, because every piece is written, or cleared here, before it is read.

const PAGE_BITS: usize = 16;
const ALIGNMENT: usize = 16;

/** Told to the host when an epoch trapped because there was no memory left. */
export let exhausted: bool = false;

let base: usize = 0;
let next: usize = 0;

export function takeBackAll(): void {
  // Nothing else allocates once the module has started: all memory behind the first place asked for is ours.
  if (base === 0) base = heap.alloc(ALIGNMENT);
  next = base;
}

/** @returns address of `bytes` bytes with any content; traps where there is no memory left */
export function take(bytes: usize): usize {
  const at = next;
  const end = at + ((bytes + ALIGNMENT - 1) & ~(ALIGNMENT - 1));
  const pages = (end + 0xffff) >> PAGE_BITS;
  const have = <usize>memory.size();
  exhausted = end < at || (pages > have && memory.grow(<i32>(pages - have)) < 0);
  if (exhausted) unreachable();
  next = end;
  return at;
}

/** A vector of `count` i64 with any content. */
export function takeVector(count: u32): usize {
  return take((<usize>count) << 3);
}

/** A vector of `count` i64, all 0. */
export function takeZeros(count: u32): usize {
  const at = takeVector(count);
  clear(at, count);
  return at;
}

/** A list of `count` u32 with any content. */
export function takeList(count: u32): usize {
  return take((<usize>count) << 2);
}

export function clear(vector: usize, count: u32): void {
  memory.fill(vector, 0, (<usize>count) << 3);
}

export function at(vector: usize, i: u32): i64 {
  return load<i64>(vector + ((<usize>i) << 3));
}

export function put(vector: usize, i: u32, value: i64): void {
  store<i64>(vector + ((<usize>i) << 3), value);
}

export function listAt(list: usize, i: u32): u32 {
  return load<u32>(list + ((<usize>i) << 2));
}

export function putList(list: usize, i: u32, value: u32): void {
  store<u32>(list + ((<usize>i) << 2), value);
}
