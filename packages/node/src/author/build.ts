import { blake2_256Hex } from "@ganglion/hash";
import { type Hash, type Hex, toHex } from "@ganglion/primitives";
import { StoreError } from "@ganglion/store";
import type { Chain, ChainBlock } from "../chain/chain.ts";
import { u64Bytes } from "../chain/header.ts";
import { NodeError } from "../error.ts";
import type { Pool } from "../pool/pool.ts";
import type { PoolTransaction } from "../pool/transaction.ts";
import type {
  ApplyResult,
  BlockBuilder,
  DigestItem,
  ShieldedTransaction,
} from "../runtime-port.ts";
import type { ShieldOpener } from "../shield/shield-keystore.ts";
import { AURA, type SlotTime } from "./slots.ts";

export interface BuildParts {
  readonly chain: Chain;
  readonly pool: Pool;
  readonly time: SlotTime;
  readonly seal: (preHash: Hash) => DigestItem;
  /** Extrinsics of the node's own, which go in first; one that is refused is left out. */
  readonly brought: readonly Uint8Array[];
  /** Extrinsics that go in before those of the pool. */
  readonly requested: readonly Uint8Array[];
  /** Opens encrypted transactions; without it none gets in. */
  readonly shield: ShieldOpener | undefined;
  /** An encrypted transaction is in the block, but what it hides is not. */
  readonly onUnrun: (hash: Hash, why: string) => void;
  /** How many of the pool may go in. */
  readonly limit: number;
  /** Says that it is too late for more. */
  readonly isLate: () => boolean;
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

/** A block failed as a whole that had transactions of the pool in it: one of them may be the reason. */
export class FilledBlockFailure extends Error {
  override readonly name = "FilledBlockFailure";
  /** Of the pool, in their order. */
  readonly transactions: readonly PoolTransaction[];
  constructor(transactions: readonly PoolTransaction[], cause: NodeError | StoreError) {
    super(cause.message, { cause });
    this.transactions = transactions;
  }
}

// A transaction that does not fit may be followed by smaller ones, but not for ever.
const SKIPPED_AT_MOST = 8;

/**
 * Builds the next block and appends it. On any error nothing has changed.
 * @throws TransactionCrash, FilledBlockFailure; NodeError BLOCK_NOT_BUILT; StoreError when it can't
 * be written
 */
export function buildBlock(parts: BuildParts): ChainBlock {
  const { chain, pool, time } = parts;
  const { state } = chain;
  const number = chain.head.number + 1;
  const { shield, requested } = parts;
  // As the state is before the block: its own inherent moves the keys on.
  const opening: Opening | undefined = shield && {
    shield,
    keyHash: chain.runtime.shieldKeyHash(state),
  };
  const hidden = opening ? requested.map((raw) => shieldedIn(chain, raw)) : [];
  const mark = state.mark();
  let filled: Filled = { transactions: [], extrinsics: [], invalid: [] };
  try {
    const pre: DigestItem = { type: "PreRuntime", engine: AURA, data: u64Bytes(time.slot) };
    const builder = chain.runtime.initializeBlock(state, {
      number,
      parentHash: chain.head.hash,
      digest: [pre],
    });
    const extrinsics = builder.applyInherents({
      timestampMs: BigInt(time.timestampMs),
      ...(shield && { shieldKey: shield.publicKey }),
    });
    for (const raw of parts.brought) if (applyIfValid(builder, parts, raw)) extrinsics.push(raw);
    for (const [i, raw] of requested.entries()) {
      extrinsics.push(applyRequested(builder, raw));
      const shielded = hidden[i];
      if (!shielded || !opening || !isFor(shielded, opening)) continue;
      const tx = { hash: blake2_256Hex(raw) as Hash, shielded };
      const opened = applyHidden(builder, parts, { tx, shield: opening.shield });
      if (opened.raw) extrinsics.push(opened.raw);
    }
    filled = fill(builder, parts, opening);
    extrinsics.push(...filled.extrinsics);
    const { digest } = builder.finalize();
    const block = chain.append({ extrinsics, digest, seal: parts.seal });
    for (const hash of filled.invalid) pool.discard(hash, "invalid");
    return block;
  } catch (error) {
    state.rollback(mark);
    if (error instanceof TransactionCrash) throw error;
    const failure = asFailure(error, number);
    const { transactions } = filled;
    if (transactions.length > 0 && mayBeOfTransactions(failure))
      throw new FilledBlockFailure(transactions, failure);
    throw failure;
  }
}

function asFailure(error: unknown, number: number): NodeError | StoreError {
  if (error instanceof NodeError || error instanceof StoreError) return error;
  return new NodeError("BLOCK_NOT_BUILT", {
    message: `building block ${number} failed: ${error instanceof Error ? error.message : error}`,
    hint: "this is a bug of the runtime; the state is unchanged",
    cause: error,
  });
}

/** A full disk is nobody's fault; a key that can't be stored, or a hook that then fails, may be. */
const mayBeOfTransactions = (failure: NodeError | StoreError): boolean =>
  failure.code === "BLOCK_NOT_BUILT" || failure.code === "BAD_KEY";

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

function applyIfValid(builder: BlockBuilder, { chain }: BuildParts, raw: Uint8Array): boolean {
  const mark = chain.state.mark();
  const { ok } = applyOrCrash(builder, { hash: blake2_256Hex(raw) as Hash, raw });
  if (!ok) chain.state.rollback(mark);
  return ok;
}

interface Opening {
  readonly shield: ShieldOpener;
  readonly keyHash: Hex | undefined;
}

const isFor = ({ keyHash }: ShieldedTransaction, opening: Opening): boolean =>
  toHex(keyHash) === opening.keyHash;

function shieldedIn(chain: Chain, raw: Uint8Array): ShieldedTransaction | undefined {
  const asked = { source: "Local", parentHash: chain.head.hash } as const;
  try {
    const validity = chain.peek((state) => chain.runtime.validateTransaction(state, raw, asked));
    return validity.ok ? validity.shielded : undefined;
  } catch {
    // What is wrong with it, its turn in the block will tell.
    return undefined;
  }
}

/** A transaction that is in the block, and what it is made of. */
interface Hiding {
  readonly hash: Hash;
  readonly shielded: ShieldedTransaction;
}

/**
 * Puts what an encrypted transaction hides behind it. If that is nothing, or can't be in the block, then only the one
 * who paid for it has lost something.
 * Source: sc-basic-authorship of the reference's Substrate, unshield_and_push_inner_tx
 */
function applyHidden(
  builder: BlockBuilder,
  { chain, onUnrun }: BuildParts,
  { tx, shield }: { readonly tx: Hiding; readonly shield: ShieldOpener },
): { readonly raw?: Uint8Array; readonly isFull?: true } {
  const raw = shield.open(tx.shielded);
  if (!raw) {
    onUnrun(tx.hash, "no extrinsic opens out of it");
    return {};
  }
  // The reference would let it in, and nobody who imports the block would take that: inherents come first.
  if (chain.runtime.isInherent(raw)) {
    onUnrun(tx.hash, "only a block's author may bring what it hides");
    return {};
  }
  const mark = chain.state.mark();
  // Whoever hid what crashes is the one to go.
  const result = applyOrCrash(builder, { hash: tx.hash, raw });
  if (result.ok) return { raw };
  chain.state.rollback(mark);
  const { type, value } = result.error.value;
  onUnrun(tx.hash, `what it hides is refused: ${type}${value === undefined ? "" : ` ${value}`}`);
  return type === "ExhaustsResources" ? { isFull: true } : {};
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

interface Filled {
  /** Of the pool. */
  readonly transactions: readonly PoolTransaction[];
  /** Those, and what encrypted ones of them hide. */
  readonly extrinsics: readonly Uint8Array[];
  readonly invalid: readonly Hash[];
}

/** Applies what the pool has, in its order; says what went in and what turned out invalid. */
function fill(builder: BlockBuilder, parts: BuildParts, opening: Opening | undefined): Filled {
  const { chain, pool, requested, limit, isLate, without } = parts;
  const transactions: PoolTransaction[] = [];
  const extrinsics: Uint8Array[] = [];
  const invalid: Hash[] = [];
  const inAlready = new Set(requested.map((raw) => blake2_256Hex(raw) as Hash));
  const order = pool.order();
  let skipped = 0;
  const next = (): PoolTransaction | undefined =>
    skipped > SKIPPED_AT_MOST || transactions.length >= limit || isLate()
      ? undefined
      : order.next();
  for (let tx = next(); tx; tx = next()) {
    if (without.has(tx.hash)) continue;
    if (inAlready.has(tx.hash)) {
      order.accept(tx);
      continue;
    }
    const { shielded } = tx;
    // It stays in the pool: another author may open it.
    if (shielded && !(opening && isFor(shielded, opening))) continue;
    const mark = chain.state.mark();
    const result = applyOrCrash(builder, tx);
    if (result.ok) {
      transactions.push(tx);
      extrinsics.push(tx.raw);
      order.accept(tx);
      if (!shielded || !opening) continue;
      const hiding = { hash: tx.hash, shielded };
      const opened = applyHidden(builder, parts, { tx: hiding, shield: opening.shield });
      if (opened.raw) extrinsics.push(opened.raw);
      if (opened.isFull) skipped++;
      continue;
    }
    chain.state.rollback(mark);
    if (result.error.value.type === "ExhaustsResources") skipped++;
    else invalid.push(tx.hash);
  }
  return { transactions, extrinsics, invalid };
}
