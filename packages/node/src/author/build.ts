import { blake2_256Hex } from "@ganglion/hash";
import type { Hash } from "@ganglion/primitives";
import { StoreError } from "@ganglion/store";
import type { Chain, ChainBlock } from "../chain/chain.ts";
import { u64Bytes } from "../chain/header.ts";
import { NodeError } from "../error.ts";
import type { Pool } from "../pool/pool.ts";
import type { PoolTransaction } from "../pool/transaction.ts";
import type { ApplyResult, BlockBuilder, DigestItem } from "../runtime-port.ts";
import { AURA, type SlotTime } from "./slots.ts";

export interface BuildParts {
  readonly chain: Chain;
  readonly pool: Pool;
  readonly time: SlotTime;
  readonly seal: (preHash: Hash) => DigestItem;
  /** Extrinsics that go in before those of the pool. */
  readonly requested: readonly Uint8Array[];
  /** Says that no more of the pool shall go in. */
  readonly isEnough: () => boolean;
  /** Transactions of the pool to pass over. */
  readonly without: ReadonlySet<Hash>;
}

/** A transaction threw something that is no refusal: it must go, and the block be begun again. */
export class TransactionCrash extends Error {
  override readonly name = "TransactionCrash";
  readonly hash: Hash;
  readonly raw: Uint8Array;
  constructor(transaction: { readonly hash: Hash; readonly raw: Uint8Array }, cause: unknown) {
    super(`extrinsic ${transaction.hash} crashed the runtime`, { cause });
    this.hash = transaction.hash;
    this.raw = transaction.raw;
  }
}

// A transaction that does not fit may be followed by smaller ones, but not for ever.
const SKIPPED_AT_MOST = 8;

/**
 * Builds the next block and appends it. On any error nothing has changed.
 * @throws TransactionCrash; NodeError BLOCK_NOT_BUILT; StoreError when it can't be written
 */
export function buildBlock(parts: BuildParts): ChainBlock {
  const { chain, pool, time } = parts;
  const { state } = chain;
  const number = chain.head.number + 1;
  const mark = state.mark();
  try {
    const pre: DigestItem = { type: "PreRuntime", engine: AURA, data: u64Bytes(time.slot) };
    const builder = chain.runtime.initializeBlock(state, {
      number,
      parentHash: chain.head.hash,
      digest: [pre],
    });
    const extrinsics = [...builder.applyInherents({ timestampMs: BigInt(time.timestampMs) })];
    for (const raw of parts.requested) extrinsics.push(applyRequested(builder, raw));
    const filled = fill(builder, parts);
    extrinsics.push(...filled.extrinsics);
    const { digest } = builder.finalize();
    const block = chain.append({ extrinsics, digest, seal: parts.seal });
    for (const hash of filled.invalid) pool.discard(hash, "invalid");
    return block;
  } catch (error) {
    state.rollback(mark);
    if (
      error instanceof NodeError ||
      error instanceof StoreError ||
      error instanceof TransactionCrash
    )
      throw error;
    throw new NodeError("BLOCK_NOT_BUILT", {
      message: `building block ${number} failed: ${error instanceof Error ? error.message : error}`,
      hint: "this is a bug of the runtime; the state is unchanged",
      cause: error,
    });
  }
}

function applyRequested(builder: BlockBuilder, raw: Uint8Array): Uint8Array {
  const hash = blake2_256Hex(raw) as Hash;
  const result = applyOrCrash(builder, { hash, raw });
  if (result.ok) return raw;
  const { type, value } = result.error.value;
  throw new NodeError("BLOCK_NOT_BUILT", {
    message: `the transaction ${hash} is refused: ${type}${value === undefined ? "" : ` ${value}`}`,
    hint: "check its nonce, era and signature against the head",
    cause: result.error,
  });
}

function applyOrCrash(
  builder: BlockBuilder,
  transaction: { readonly hash: Hash; readonly raw: Uint8Array },
): ApplyResult {
  try {
    return builder.apply(transaction.raw);
  } catch (error) {
    // The builder may have noted half of it, so going on with this one is not safe.
    throw new TransactionCrash(transaction, error);
  }
}

/** Applies what the pool has, in its order; says what went in and what turned out invalid. */
function fill(
  builder: BlockBuilder,
  { chain, pool, requested, isEnough, without }: BuildParts,
): { extrinsics: Uint8Array[]; invalid: Hash[] } {
  const extrinsics: Uint8Array[] = [];
  const invalid: Hash[] = [];
  const inAlready = new Set(requested.map((raw) => blake2_256Hex(raw) as Hash));
  const order = pool.order();
  let skipped = 0;
  const next = (): PoolTransaction | undefined =>
    skipped > SKIPPED_AT_MOST || isEnough() ? undefined : order.next();
  for (let tx = next(); tx; tx = next()) {
    if (without.has(tx.hash)) continue;
    if (inAlready.has(tx.hash)) {
      order.accept(tx);
      continue;
    }
    const mark = chain.state.mark();
    const result = applyOrCrash(builder, tx);
    if (result.ok) {
      extrinsics.push(tx.raw);
      order.accept(tx);
      continue;
    }
    chain.state.rollback(mark);
    if (result.error.value.type === "ExhaustsResources") skipped++;
    else invalid.push(tx.hash);
  }
  return { extrinsics, invalid };
}
