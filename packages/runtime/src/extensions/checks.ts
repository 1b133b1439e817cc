import { type Era, era, eraBirth, eraDeath, weigh } from "@ganglion/frame";
import { saturatingSubUnsigned, U64_MAX } from "@ganglion/math";
import { type AccountId, type Hash, ZERO_ACCOUNT } from "@ganglion/primitives";
import {
  accountId,
  compact,
  encode,
  fixedBytes,
  h256,
  literals,
  newtype,
  option,
  struct,
  tuple,
  u32,
  unit,
} from "@ganglion/scale";
import { submitEncrypted } from "../pallets/shield/calls.ts";
import { Account, BlockHash } from "../pallets/system/storage.ts";
import { version } from "../pallets/system/version.ts";
import { invalid, unknownLookup } from "../validity.ts";
import { extension } from "./extension.ts";

// Weights: frame_system extensions, figures of crate version 41.

/** An extension that adds no bytes is an empty struct of that name. */
export const marker = (name: string) => struct(name, {});
const GENESIS = 0;

export const checkNonZeroSender = extension({
  identifier: "CheckNonZeroSender",
  extra: marker("frame_system::extensions::check_non_zero_sender::CheckNonZeroSender"),
  additional: unit,
  additionalOf: () => undefined,
  weight: () => weigh(570_000n),
  validate(_ctx, { who }) {
    if (who === ZERO_ACCOUNT) throw invalid("BadSigner");
    return undefined;
  },
});

export const checkSpecVersion = extension({
  identifier: "CheckSpecVersion",
  extra: marker("frame_system::extensions::check_spec_version::CheckSpecVersion"),
  additional: u32,
  additionalOf: () => version().specVersion,
  weight: () => weigh(430_000n),
});

export const checkTxVersion = extension({
  identifier: "CheckTxVersion",
  extra: marker("frame_system::extensions::check_tx_version::CheckTxVersion"),
  additional: u32,
  additionalOf: () => version().transactionVersion,
  weight: () => weigh(455_000n),
});

export const checkGenesis = extension({
  identifier: "CheckGenesis",
  extra: marker("frame_system::extensions::check_genesis::CheckGenesis"),
  additional: h256,
  additionalOf: (ctx): Hash => BlockHash.get(ctx, GENESIS),
  weight: () => weigh(3_577_000n, 3509n, { reads: 1n }),
});

/** Longest era of an encrypted transaction, blocks: nobody can open it later. */
const MAX_SHIELD_ERA = 8;

/**
 * How long the extrinsic may wait; the hash of its first block is signed too.
 * Source: frame_system, runtime/src/check_mortality.rs
 */
export const checkMortality = extension<Era, Hash>({
  identifier: "CheckMortality",
  extra: newtype<Era>("node_subtensor_runtime::check_mortality::CheckMortality", era),
  additional: h256,
  additionalOf(ctx, extra) {
    const birth = eraBirth(extra, Number(ctx.block));
    if (!BlockHash.has(ctx, birth)) throw invalid("AncientBirthBlock");
    return BlockHash.get(ctx, birth);
  },
  weight: (_ctx, _call, extra) =>
    weigh(extra.type === "Mortal" ? 6_703_000n : 6_605_000n, 3509n, { reads: 1n }),
  validate(ctx, { call }, extra) {
    if (
      call.call === submitEncrypted &&
      !(extra.type === "Mortal" && extra.period <= MAX_SHIELD_ERA)
    )
      throw invalid("Stale");
    if (extra.type === "Immortal") return { longevity: saturatingSubUnsigned(U64_MAX, ctx.block) };
    const current = Number(ctx.block);
    return { longevity: BigInt(Math.max(eraDeath(extra, current) - current, 0)) };
  },
});

const nonceTag = tuple(accountId, u32);
const tag = (who: AccountId, nonce: number): Uint8Array => encode(nonceTag, [who, nonce]);

/** Extrinsics of an account come in the order of their nonces, each once. */
export const checkNonce = extension<number, undefined>({
  identifier: "CheckNonce",
  extra: newtype<number>("node_subtensor_runtime::check_nonce::CheckNonce", compact(u32)),
  additional: unit,
  additionalOf: () => undefined,
  validate(ctx, { who, pays }, nonce) {
    const account = Account.get(ctx, who);
    // An account that nobody pays for may send what is free, and nothing else.
    if (pays === "Yes" && account.providers === 0 && account.sufficients === 0)
      throw invalid("Payment");
    if (nonce < account.nonce) throw invalid("Stale");
    return {
      provides: [tag(who, nonce)],
      requires: account.nonce < nonce ? [tag(who, Math.max(nonce - 1, 0))] : [],
    };
  },
  prepare(ctx, { who }, nonce) {
    const account = Account.get(ctx, who);
    if (nonce > account.nonce) throw invalid("Future");
    Account.set(ctx, who, { ...account, nonce: account.nonce + 1 });
    return undefined;
  },
});

const mode = literals("frame_metadata_hash_extension::Mode", ["Disabled", "Enabled"]);
/** Signers may bind their signature to the metadata they saw; this chain computes no such hash. */
export const checkMetadataHash = extension<
  { readonly mode: "Disabled" | "Enabled" },
  Uint8Array | undefined
>({
  identifier: "CheckMetadataHash",
  extra: struct("frame_metadata_hash_extension::CheckMetadataHash", { mode }),
  additional: option(fixedBytes(32)),
  additionalOf(_ctx, extra) {
    if (extra.mode === "Enabled") throw unknownLookup;
    return undefined;
  },
});
