import type { Keypair, Shield, ShieldKey } from "@ganglion/crypto";
import { blake2_512 } from "@ganglion/hash";
import { concatBytes, utf8Bytes } from "@ganglion/primitives";
import { DecodeError, Reader, readLength } from "@ganglion/scale";
import type { ShieldedTransaction } from "../runtime-port.ts";

/** Separates this use of an authority's secret from all others. */
const LABEL = utf8Bytes("ganglion MevShield key");

/** What an author needs of a key for encrypted transactions. */
export type ShieldOpener = Pick<ShieldKeystore, "publicKey" | "open">;

/**
 * The key to which transactions for this node's blocks are sealed: one for good, as the reference's development nodes
 * have it. Theirs is made anew at every start; this one follows from the secret of the node's first authority, so that
 * what was sealed before a restart still opens, and the same keys make the same blocks.
 */
export class ShieldKeystore {
  readonly #shield: Shield;
  readonly #author: Keypair;
  #made: ShieldKey | undefined;

  constructor(shield: Shield, author: Keypair) {
    this.#shield = shield;
    this.#author = author;
  }

  /** Made when it is asked for first: that takes longer than many a block. */
  get #key(): ShieldKey {
    this.#made ??= this.#shield.shieldKeyFromSeed(
      blake2_512(concatBytes(LABEL, this.#author.secretKey)),
    );
    return this.#made;
  }

  /** What authors announce: 1184 bytes. */
  get publicKey(): Uint8Array {
    return this.#key.publicKey;
  }

  /** The extrinsic that was sealed, whatever it is worth; undefined if nothing opens, or no extrinsic comes out. */
  open(sealed: ShieldedTransaction): Uint8Array | undefined {
    const plain = this.#shield.openShielded(sealed, this.#key);
    return plain && firstExtrinsic(plain);
  }
}

/** The bytes up to where their length in front says; what comes after them is nothing, as in the reference. */
function firstExtrinsic(plain: Uint8Array): Uint8Array | undefined {
  try {
    const r = new Reader(plain);
    const length = readLength(r);
    return length > 0 && length <= r.left() ? plain.slice(0, r.at + length) : undefined;
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}
