/** Counts storage accesses of a call whose weight is only known afterwards. */
export class AccessCount {
  reads = 0n;
  writes = 0n;

  add(reads: number, writes: number): void {
    this.reads += BigInt(reads);
    this.writes += BigInt(writes);
  }
  addAll(other: { readonly reads: bigint; readonly writes: bigint }): void {
    this.reads += other.reads;
    this.writes += other.writes;
  }
}
