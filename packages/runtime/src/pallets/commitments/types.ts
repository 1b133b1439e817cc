import { type Codec, fixedBytes, type Of, rao, struct, u32, u64, variant } from "@ganglion/scale";
import { boundedBytesUpTo, boundedVec } from "../../bounded.ts";

const MAX_RAW_BYTES = 128;
const MAX_TIMELOCK_BYTES = 1024;
const MAX_BIG_RAW_BYTES = 512;
export const MAX_FIELDS = 3;

type Raw = { readonly [name: `Raw${number}`]: Codec<Uint8Array> };
type RawData = { readonly type: keyof Raw; readonly value: Uint8Array };
/** Up to 128 bytes stand in a variant of their own for each length: the index tells it. */
const raw: Raw = Object.fromEntries(
  Array.from({ length: MAX_RAW_BYTES + 1 }, (_, length) => [`Raw${length}`, fixedBytes(length)]),
);

const data = variant("pallet_commitments::types::Data", {
  None: null,
  ...raw,
  BlakeTwo256: fixedBytes(32),
  Sha256: fixedBytes(32),
  Keccak256: fixedBytes(32),
  ShaThree256: fixedBytes(32),
  /** Opened by the chain when the beacon's round is known. */
  TimelockEncrypted: { encrypted: boundedBytesUpTo(MAX_TIMELOCK_BYTES), revealRound: u64 },
  /** Takes all bonds in the miner away. */
  ResetBondsFlag: null,
  BigRaw: boundedBytesUpTo(MAX_BIG_RAW_BYTES),
});
export type CommitmentData = Of<typeof data> | RawData;
/** One thing that a neuron publishes. Source: pallets/commitments/src/types.rs */
// The type of a variant loses names that are no literals.
export const commitmentData = data as unknown as Codec<CommitmentData>;

/** More than three fields can't be decoded. */
const fields = boundedVec(commitmentData, MAX_FIELDS, "fields");
export const commitmentInfo = struct(
  "pallet_commitments::types::CommitmentInfo",
  { fields },
  { FieldLimit: undefined },
);
/** What a neuron published last. */
export const registration = struct(
  "pallet_commitments::types::Registration<u64, u32>",
  { deposit: rao, block: u32, info: commitmentInfo },
  { Balance: rao, MaxFields: undefined, BlockNumber: u32 },
);
/** Bytes that a neuron published in an epoch. */
export const usageTracker = struct("pallet_commitments::types::UsageTracker", {
  lastEpoch: u64,
  usedSpace: u64,
});

/** Bytes that count against the space of an epoch. */
export function spaceOf(data: CommitmentData): number {
  if (data.type === "None" || data.type === "ResetBondsFlag") return 0;
  return data.type === "TimelockEncrypted" ? data.value.encrypted.length : data.value.length;
}
