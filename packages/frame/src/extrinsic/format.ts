import { blake2_256 } from "@ganglion/hash";
import { type AccountId, accountId as asAccountId, concatBytes, toHex } from "@ganglion/primitives";
import {
  type AnyCodec,
  accountId,
  bytes,
  type Codec,
  DecodeError,
  encode,
  fixedBytes,
  newtype,
  type OfVariants,
  Reader,
  readLength,
  unit,
  variant,
  Writer,
  writeLength,
} from "@ganglion/scale";
import { type RuntimeCall, runtimeCall } from "../declare/outer.ts";
import { CannotLookup } from "../dispatch/refusal.ts";

const addressVariants = {
  Id: accountId,
  Index: compactUnit(),
  Raw: bytes,
  Address32: fixedBytes(32),
  Address20: fixedBytes(20),
} as const;

/** `Compact<()>`: the index form of an address carries nothing here. */
function compactUnit(): Codec<undefined> {
  return {
    type: {
      name: "Compact<()>",
      path: [],
      params: [],
      shape: () => ({ kind: "compact", of: unit }),
    },
    write() {},
    read: () => undefined,
  };
}

/** Who signs or receives. */
export const multiAddress = variant(
  "sp_runtime::multiaddress::MultiAddress<sp_core::crypto::AccountId32, ()>",
  addressVariants,
  { params: { AccountId: accountId, AccountIndex: unit } },
);
export type MultiAddress = OfVariants<typeof addressVariants>;

/** The account behind an address, where there is one. Source: AccountIdLookup. */
export function lookup(address: MultiAddress): AccountId | undefined {
  if (address.type === "Id") return address.value;
  return address.type === "Address32" ? asAccountId(toHex(address.value)) : undefined;
}
/** The same where a call names an account. @throws Refusal CannotLookup */
export function ensureLookup(address: MultiAddress): AccountId {
  const account = lookup(address);
  if (account === undefined) throw CannotLookup;
  return account;
}

const signatureVariants = {
  Ed25519: fixedBytes(64),
  Sr25519: fixedBytes(64),
  Ecdsa: fixedBytes(65),
} as const;
export const multiSignature = variant("sp_runtime::MultiSignature", signatureVariants);
export type MultiSignature = OfVariants<typeof signatureVariants>;

/** A transaction extension: what it adds to the bytes, and to what is signed. */
export interface Extension {
  readonly identifier: string;
  /** What travels in the extrinsic. */
  readonly extra: AnyCodec;
  /** What both sides know and is only signed. */
  readonly additional: AnyCodec;
}

/** A decoded extrinsic. Unsigned ones have no signer. */
export interface Extrinsic {
  readonly signer?: {
    readonly address: MultiAddress;
    readonly signature: MultiSignature;
    /** By extension identifier, in the extensions' order. */
    readonly extra: readonly unknown[];
  };
  readonly call: RuntimeCall;
  /** The call's own bytes, as signed. */
  readonly callBytes: Uint8Array;
  /** Length of all bytes with the length prefix: what the fee counts. */
  readonly length: number;
}

const SIGNED = 0x84;
const BARE = 0x04;
const BARE_V5 = 0x05;

/**
 * Decodes the bytes of an extrinsic with their length in front.
 * @throws DecodeError on anything but one whole extrinsic of version 4 (or a bare one of version 5)
 */
export function decodeExtrinsic(raw: Uint8Array, extensions: readonly Extension[]): Extrinsic {
  const r = new Reader(raw);
  const length = readLength(r);
  if (length !== r.left())
    throw new DecodeError(`length prefix says ${length}, there are ${r.left()} bytes`, r.at);
  const version = r.bytes[r.take(1)]!;
  if (version === BARE || version === BARE_V5) {
    const from = r.at;
    const call = runtimeCall.read(r);
    r.end();
    return { call, callBytes: raw.slice(from), length: raw.length };
  }
  if (version !== SIGNED) throw new DecodeError(`extrinsic version byte ${version}`, r.at - 1);
  const address = multiAddress.read(r);
  const signature = multiSignature.read(r);
  const extra = extensions.map((each) => each.extra.read(r) as unknown);
  const from = r.at;
  const call = runtimeCall.read(r);
  r.end();
  return {
    signer: { address, signature, extra },
    call,
    callBytes: raw.slice(from),
    length: raw.length,
  };
}

/** Whether nobody signed it, told by its first bytes alone. @throws DecodeError if there are none */
export function isBareExtrinsic(raw: Uint8Array): boolean {
  const r = new Reader(raw);
  readLength(r);
  const version = r.bytes[r.take(1)]!;
  return version === BARE || version === BARE_V5;
}

/** Bytes of an extrinsic with their length in front. */
export function encodeExtrinsic(
  parts: { readonly signer?: Extrinsic["signer"]; readonly callBytes: Uint8Array },
  extensions: readonly Extension[],
): Uint8Array {
  const body = new Writer(256);
  if (parts.signer) {
    const { address, signature, extra } = parts.signer;
    body.byte(SIGNED);
    multiAddress.write(body, address);
    multiSignature.write(body, signature);
    for (let i = 0; i < extensions.length; i++) extensions[i]!.extra.write(body, extra[i]);
  } else {
    body.byte(BARE);
  }
  body.put(parts.callBytes);
  const out = new Writer(body.at + 5);
  writeLength(out, body.at);
  out.put(body.bytes.subarray(0, body.at));
  return out.bytes.slice(0, out.at);
}

/** What is signed: call, extras, additional data; beyond 256 bytes the blake2-256 of it. */
export function signingPayload(
  callBytes: Uint8Array,
  options: {
    readonly extensions: readonly Extension[];
    readonly extra: readonly unknown[];
    readonly additional: readonly unknown[];
  },
): Uint8Array {
  const { extensions, extra, additional } = options;
  const payload = concatBytes(
    callBytes,
    ...extensions.map((each, i) => encode(each.extra, extra[i])),
    ...extensions.map((each, i) => encode(each.additional, additional[i])),
  );
  return payload.length > 256 ? blake2_256(payload) : payload;
}

/**
 * The type that metadata gives to extrinsics; its parameters tell clients address, call, signature and extras.
 * Frontier's type wraps Substrate's, and the Python clients look the inner one up by its path.
 * Source: fp-self-contained, unchecked_extrinsic.rs
 */
export function uncheckedExtrinsic(extra: AnyCodec): AnyCodec {
  const params = {
    Address: multiAddress,
    Call: runtimeCall,
    Signature: multiSignature,
    Extra: extra,
  };
  return newtype(
    "fp_self_contained::unchecked_extrinsic::UncheckedExtrinsic",
    newtype("sp_runtime::generic::unchecked_extrinsic::UncheckedExtrinsic", bytes, params),
    params,
  );
}
