import type { Ctx, MultiSignature, RuntimeCall } from "@ganglion/frame";
import { blake2_256 } from "@ganglion/hash";
import { saturatingAddU64, saturatingSubUnsigned, U64_MAX } from "@ganglion/math";
import { concatBytes, utf8Bytes } from "@ganglion/primitives";
import { bytes, encode, str, u32, u64 } from "@ganglion/scale";
import { invalid, type ValidTransaction } from "../../validity.ts";
import { argsOf } from "../subtensor/guards/guard.ts";
import { setBeaconConfig, writePulse } from "./calls.ts";
import { LastStoredRound, NextUnsignedAt } from "./storage.ts";
import {
  type ConfigPayload,
  configPayload,
  type MultiSigner,
  multiSigner,
  type PulsesPayload,
  pulsesPayload,
} from "./types.ts";

export const UNSIGNED_PRIORITY = 1n << 20n;
const TAG_PREFIX = encode(str, "DrandOffchainWorker");
const tag = (content: Uint8Array): Uint8Array => concatBytes(TAG_PREFIX, blake2_256(content));

interface Signed {
  readonly public: MultiSigner;
  readonly signature: MultiSignature | undefined;
  readonly message: Uint8Array;
}

/** Any sr25519 key will do, as long as it signed the payload. @throws Invalid */
function ensureSignedPayload(ctx: Ctx, { public: signer, signature, message }: Signed): void {
  if (signature === undefined) throw invalid("BadSigner");
  const holds =
    signer.type === "Sr25519" &&
    signature.type === "Sr25519" &&
    ctx.host.verify({
      type: "sr25519",
      publicKey: signer.value,
      message,
      signature: signature.value,
    });
  if (!holds) throw invalid("BadProof");
}

/** One pulse at a time, newer than the last, the lowest round first. */
function validatePulses(ctx: Ctx, { blockNumber, pulses }: PulsesPayload): ValidTransaction {
  if (ctx.block < BigInt(blockNumber)) throw invalid("Future");
  const [pulse, second] = pulses;
  if (pulse === undefined || second !== undefined) throw invalid("Call");
  if (BigInt(NextUnsignedAt.get(ctx)) > ctx.block) throw invalid("Stale");
  if (pulse.round <= LastStoredRound.get(ctx)) throw invalid("Stale");
  return {
    priority: saturatingAddU64(UNSIGNED_PRIORITY, saturatingSubUnsigned(U64_MAX, pulse.round)),
    requires: [],
    provides: [tag(concatBytes(utf8Bytes("drand"), encode(u64, pulse.round)))],
    longevity: 3n,
    propagate: false,
  };
}

/** Gets into blocks, where it is refused: only root may call it. */
function validateConfig(
  ctx: Ctx,
  { blockNumber, public: signer }: ConfigPayload,
): ValidTransaction {
  if (ctx.block < BigInt(blockNumber)) throw invalid("Future");
  const next = NextUnsignedAt.get(ctx);
  if (next > blockNumber) throw invalid("Stale");
  const content = concatBytes(encode(u32, next), encode(bytes, encode(multiSigner, signer)));
  return {
    priority: UNSIGNED_PRIORITY,
    requires: [],
    provides: [tag(content)],
    longevity: 1n,
    propagate: true,
  };
}

/**
 * Whether an unsigned call of this pallet may be in a block.
 * @throws Invalid
 * Source: pallets/drand/src/lib.rs, ValidateUnsigned
 */
export function validateUnsigned(ctx: Ctx, call: RuntimeCall): ValidTransaction {
  const pulses = argsOf(call, writePulse);
  if (pulses) {
    const { pulsesPayload: payload, signature } = pulses;
    const message = encode(pulsesPayload, payload);
    ensureSignedPayload(ctx, { public: payload.public, signature, message });
    return validatePulses(ctx, payload);
  }
  const config = argsOf(call, setBeaconConfig);
  if (!config) throw invalid("Call");
  const { configPayload: payload, signature } = config;
  const message = encode(configPayload, payload);
  ensureSignedPayload(ctx, { public: payload.public, signature, message });
  return validateConfig(ctx, payload);
}
