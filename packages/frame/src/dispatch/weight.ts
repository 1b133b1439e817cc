import { compact, literals, struct, u64 } from "@ganglion/scale";

/** Time in picoseconds and proof size in bytes. */
export interface Weight {
  readonly refTime: bigint;
  readonly proofSize: bigint;
}
export const weightCodec = struct("sp_weights::weight_v2::Weight", {
  refTime: compact(u64),
  proofSize: compact(u64),
});
export const dispatchClass = literals("frame_support::dispatch::DispatchClass", [
  "Normal",
  "Operational",
  "Mandatory",
]);
export type DispatchClass = "Normal" | "Operational" | "Mandatory";
export const pays = literals("frame_support::dispatch::Pays", ["Yes", "No"]);
export type Pays = "Yes" | "No";

/** RocksDb's cost of one read and one write, ps. Source: frame_support weights RocksDbWeight. */
export const READ_PS = 25_000_000n;
export const WRITE_PS = 100_000_000n;

export const ZERO_WEIGHT: Weight = { refTime: 0n, proofSize: 0n };

/** A call's measured weight plus its storage accesses. */
export function weigh(
  refTime: bigint,
  proofSize = 0n,
  db: { readonly reads?: bigint; readonly writes?: bigint } = {},
): Weight {
  return {
    refTime: refTime + (db.reads ?? 0n) * READ_PS + (db.writes ?? 0n) * WRITE_PS,
    proofSize,
  };
}

const U64_MAX = (1n << 64n) - 1n;
const capped = (value: bigint): bigint => (value > U64_MAX ? U64_MAX : value);

/** Sum, saturating at u64. */
export function addWeight(a: Weight, b: Weight): Weight {
  return { refTime: capped(a.refTime + b.refTime), proofSize: capped(a.proofSize + b.proofSize) };
}
/** The smaller of each part. */
export function minWeight(a: Weight, b: Weight): Weight {
  return {
    refTime: a.refTime < b.refTime ? a.refTime : b.refTime,
    proofSize: a.proofSize < b.proofSize ? a.proofSize : b.proofSize,
  };
}
