import { type Claim, devKeypair, type Keypair, sign, verify } from "@ganglion/crypto";
import type { State } from "@ganglion/frame";
import { blake2_128, blake2_256, blake2_256Hex, twox128 } from "@ganglion/hash";
import {
  type AccountId,
  accountId,
  concatBytes,
  fromHex,
  type Hash,
  type Hex,
  hash,
  toHex,
  utf8Bytes,
} from "@ganglion/primitives";
import {
  compact,
  DecodeError,
  encode,
  Reader,
  readLength,
  u32,
  u64,
  Writer,
  writeLength,
} from "@ganglion/scale";
import type {
  ApplyResult,
  BlockBuilder,
  ChainRuntime,
  DigestItem,
  NodeChainSpec,
  Validity,
  ValidityError,
} from "../src/runtime-port.ts";

// A runtime with a ledger of nonces and raw storage, for tests of the shell alone: what it may do
// (crash, refuse, fill a block) can be asked for, which the chain's real rules do not offer.

const prefix = (pallet: string, item: string): Hex =>
  `${toHex(twox128(utf8Bytes(pallet)))}${toHex(twox128(utf8Bytes(item))).slice(2)}` as Hex;
export const TIMESTAMP = prefix("Timestamp", "Now");
const SLOT = prefix("Aura", "CurrentSlot");
const NUMBER = prefix("System", "Number");
const ACCOUNT = prefix("System", "Account");
export const EVENTS = prefix("System", "Events");

export const accountKey = (who: Hex): Hex =>
  `${ACCOUNT}${toHex(blake2_128(fromHex(who))).slice(2)}${who.slice(2)}` as Hex;

export const SLOT_MS = 250;
const AUTHORITY = devKeypair("One");

/** What an extrinsic of the fake does. */
export type Op =
  | { readonly type: "remark"; readonly text?: string }
  | { readonly type: "set"; readonly key: Hex; readonly value: Hex }
  | { readonly type: "crash" }
  /** Lets the block's end throw. */
  | { readonly type: "crash-finalizing" }
  | { readonly type: "crash-validating" }
  | { readonly type: "refuse-applying" }
  | { readonly type: "custom"; readonly code: number }
  | { readonly type: "heavy" };

export interface Draft {
  readonly who?: Keypair;
  readonly nonce: number;
  readonly op?: Op;
  readonly tip?: number;
  /** Last block in which it may stand. */
  readonly until?: number;
  readonly genesis?: Hex;
}

const GENESIS_PLACE = "0x00";
export const alice = devKeypair("Alice");
export const bob = devKeypair("Bob");
export const accountOf = (who: Keypair): AccountId => accountId(toHex(who.publicKey));

/** A signed extrinsic of the fake. */
export function extrinsic(draft: Draft): Uint8Array {
  const who = draft.who ?? alice;
  const body = utf8Bytes(
    JSON.stringify({
      nonce: draft.nonce,
      op: draft.op ?? { type: "remark" },
      tip: draft.tip ?? 0,
      until: draft.until ?? null,
      genesis: draft.genesis ?? GENESIS_PLACE,
    }),
  );
  const signature = sign(who, body);
  const w = new Writer(256);
  const parts = concatBytes(Uint8Array.of(0x84, 0), who.publicKey, signature, body);
  writeLength(w, parts.length);
  w.put(parts);
  return w.bytes.slice(0, w.at);
}

interface Decoded {
  readonly who: AccountId;
  readonly nonce: number;
  readonly op: Op;
  readonly tip: number;
  readonly until: number | null;
  readonly claim: Claim;
  readonly genesis: Hex;
}

function decodeDraft(raw: Uint8Array): Decoded {
  const r = new Reader(raw);
  readLength(r);
  if (r.left() < 98 || raw[r.at] !== 0x84) throw new DecodeError("no signed extrinsic", r.at);
  r.take(2);
  const publicKey = r.slice(32);
  const signature = r.slice(64);
  const message = r.slice(r.left());
  try {
    const rest = JSON.parse(new TextDecoder().decode(message)) as Omit<Decoded, "who" | "claim">;
    const claim: Claim = { type: "sr25519", publicKey, message, signature };
    return { ...rest, who: accountId(toHex(publicKey)), claim };
  } catch {
    throw new DecodeError("no draft", 98);
  }
}

const invalid = (type: string, value?: unknown): ValidityError => ({
  type: "Invalid",
  value: value === undefined ? { type } : { type, value },
});

const metadata = utf8Bytes("meta: of the fake runtime, long enough to be a hash in the trie");

export class FakeRuntime implements ChainRuntime {
  readonly version = {
    specName: "fake",
    implName: "fake",
    authoringVersion: 1,
    specVersion: 425,
    implVersion: 1,
    apis: [["0xdf6acb689907609b", 5]] as [Hex, number][],
    transactionVersion: 1,
    systemVersion: 1,
  };
  /** How many signatures were really checked. */
  verified = 0;
  /** Heavy extrinsics that fit into a block. */
  heavyPerBlock = 2;
  /** Thrown at the start of the next blocks, as a broken hook would. */
  brokenHook: Error | undefined;
  readonly #verify: (claim: Claim) => boolean;

  constructor(verifier: (claim: Claim) => boolean = verify) {
    this.#verify = (claim) => {
      this.verified++;
      return verifier(claim);
    };
  }

  metadata(): Uint8Array {
    return metadata;
  }

  genesis(): [Hex, Uint8Array][] {
    return [
      [NUMBER, encode(u32, 0)],
      [accountKey(accountOf(alice)), encode(u32, 0)],
      [accountKey(accountOf(bob)), encode(u32, 0)],
      ...Array.from({ length: 30 }, (_, i): [Hex, Uint8Array] => [
        `${prefix("Many", "Items")}${i.toString(16).padStart(4, "0")}` as Hex,
        Uint8Array.of(i),
      ]),
    ];
  }

  initializeBlock(
    state: State,
    header: { readonly number: number; readonly parentHash: Hash; readonly digest: DigestItem[] },
  ): BlockBuilder {
    if (this.brokenHook) throw this.brokenHook;
    const { digest } = header;
    state.write(NUMBER, u32, header.number);
    state.writeRaw(SLOT, digest[0]!.data);
    const events: string[] = [];
    let heavy = 0;
    let poisoned = false;
    const apply = (raw: Uint8Array): ApplyResult => {
      const r = new Reader(raw);
      readLength(r);
      if (raw[r.at] === 0x04) {
        r.take(1);
        state.write(TIMESTAMP, u64, u64.read(r));
        return { ok: true, dispatched: { ok: true, info: {} } };
      }
      const decoded = decodeDraft(raw);
      const checked = this.#check(state, decoded, header.number);
      if (!checked.ok) return checked;
      if (this.#nonce(state, decoded.who) !== decoded.nonce)
        return { ok: false, error: invalid("Future") };
      const { op } = decoded;
      if (op.type === "heavy" && ++heavy > this.heavyPerBlock)
        return { ok: false, error: invalid("ExhaustsResources") };
      state.write(accountKey(decoded.who), u32, decoded.nonce + 1);
      // After the write, as a real crash may come: the author must undo it.
      if (op.type === "crash") throw new Error("the fake crashed");
      if (op.type === "refuse-applying") return { ok: false, error: invalid("Payment") };
      if (op.type === "crash-finalizing") poisoned = true;
      if (op.type === "set")
        state.writeRaw(op.key, op.value === "0x" ? undefined : fromHex(op.value));
      events.push(toHex(blake2_256(raw)));
      return { ok: true, dispatched: { ok: true, info: {} } };
    };
    return {
      applyInherents({ timestampMs }) {
        const raw = concatBytes(Uint8Array.of(9 << 2, 0x04), encode(u64, timestampMs));
        apply(raw);
        return [raw];
      },
      apply,
      finalize() {
        if (poisoned) throw new Error("the fake crashed while finalizing");
        state.writeRaw(EVENTS, utf8Bytes(JSON.stringify(events)));
        return { digest };
      },
    };
  }

  validateTransaction(state: State, raw: Uint8Array): Validity {
    const decoded = decodeDraft(raw);
    const number = state.read(NUMBER, u32)! + 1;
    if (decoded.op.type === "crash-validating")
      throw new Error("the fake crashed while validating");
    const checked = this.#check(state, decoded, number);
    if (!checked.ok) return checked;
    const { who, nonce, until, tip } = decoded;
    const tag = (n: number): string => toHex(concatBytes(fromHex(who), encode(u32, n)));
    return {
      ok: true,
      priority: BigInt(tip),
      requires: nonce > this.#nonce(state, who) ? [tag(nonce - 1)] : [],
      provides: [tag(nonce)],
      longevity: until === null ? Number.MAX_SAFE_INTEGER : until - number + 1,
      propagate: true,
    };
  }

  call(state: State, method: string, input: Uint8Array): Uint8Array {
    const u64le = (n: bigint): Uint8Array => encode(u64, n);
    switch (method) {
      case "AuraApi_slot_duration":
        return u64le(BigInt(SLOT_MS));
      case "AuraApi_authorities":
        return concatBytes(Uint8Array.of(4), AUTHORITY.publicKey);
      case "AccountNonceApi_account_nonce":
        return encode(u32, this.#nonce(state, toHex(input)));
      case "Metadata_metadata_at_version":
        return concatBytes(Uint8Array.of(1, metadata.length << 2), metadata);
      case "TransactionPaymentApi_query_info":
        return concatBytes(
          encode(compact(u64), 10n ** 16n),
          encode(compact(u64), 7n),
          Uint8Array.of(1),
          u64le(BigInt(input.length)),
        );
      case "TransactionPaymentApi_query_fee_details":
        return concatBytes(Uint8Array.of(1), u64le(1n), u64le(2n), u64le(255n), u64le(0n));
      case "SwapRuntimeApi_current_alpha_price":
        return u64le((1n << 63n) + BigInt(input[0]!));
      case "SwapRuntimeApi_current_alpha_price_all":
        return concatBytes(Uint8Array.of(4, 1, 0), u64le(9n));
      case "SubnetInfoRuntimeApi_get_subnet_to_prune":
        return Uint8Array.of(0);
      case "SubnetInfoRuntimeApi_get_selective_mechagraph":
      case "DelegateInfoRuntimeApi_get_delegate":
        return input;
      case "SubnetInfoRuntimeApi_get_next_epoch_start_block":
        return input[0] === 1
          ? concatBytes(
              Uint8Array.of(1),
              u64le(BigInt(10 * (Math.floor(state.read(NUMBER, u32)! / 10) + 1))),
            )
          : Uint8Array.of(0);
      case "Test_write":
        state.writeRaw("0xaa", input);
        return state.readRaw("0xaa")!;
      case "Test_bug":
        throw new Error("a bug in an API");
      default: {
        const error = new Error(`Exported method ${method} is not found`);
        error.name = "RuntimeApiError";
        throw error;
      }
    }
  }

  shieldKeyHash(): Hex | undefined {
    return undefined;
  }

  isInherent(raw: Uint8Array): boolean {
    const r = new Reader(raw);
    readLength(r);
    return raw[r.at] === 0x04;
  }

  extrinsicHash(raw: Uint8Array): Hash {
    return hash(blake2_256Hex(raw));
  }

  #nonce(state: State, who: Hex): number {
    return state.read(accountKey(who), u32) ?? 0;
  }

  #check(
    state: State,
    decoded: Decoded,
    number: number,
  ): { readonly ok: true; readonly dispatched: never } | { ok: false; error: ValidityError } {
    const no = (error: ValidityError) => ({ ok: false, error }) as const;
    // A wrong genesis makes another payload: in the real runtime too it shows as a bad signature.
    if (decoded.genesis !== GENESIS_PLACE || !this.#verify(decoded.claim))
      return no(invalid("BadProof"));
    if (decoded.until !== null && number > decoded.until) return no(invalid("AncientBirthBlock"));
    if (decoded.nonce < this.#nonce(state, decoded.who)) return no(invalid("Stale"));
    if (decoded.op.type === "custom") return no(invalid("Custom", decoded.op.code));
    return { ok: true, dispatched: undefined as never };
  }
}

export const SPEC: NodeChainSpec = {
  name: "Fake",
  id: "fake",
  chainType: "Development",
  properties: { tokenSymbol: "TAO", tokenDecimals: 9, ss58Format: 42 },
  chain: { fast: true, faucet: false },
};
