import { accountOf, sign, verify } from "@ganglion/crypto";
import { concatBytes, fromHex, fromSs58, toHex, toSs58, utf8Bytes } from "@ganglion/primitives";
import { BadHeaderError, readTerminal, type TerminalInfo } from "./terminal.ts";
import type { Headers } from "./transport.ts";
import { v10Message } from "./v10-message.ts";
import {
  BodyMismatchError,
  type Claims,
  NotVerifiedError,
  type OutgoingCall,
  type SignedCall,
  type Verifier,
  type WireFormat,
} from "./wire-format.ts";

/** The version that this wire speaks as, bittensor's 10.5.0: base 1000. */
export const V10_VERSION = 10_005_000;

const FIRST_WITH_TIME_NONCE = 7_002_000; // 7.2.0
const ALLOWED_DELTA_NS = 4_000_000_000n;
// The timeout widens the window and is not signed: whoever replays an old question could write anything there.
// DEVIATION(0007): the reference adds any timeout to the window.
const MAX_WINDOW_TIMEOUT_MS = 600_000;
const WRAP_OPEN = utf8Bytes("<Bytes>");
const WRAP_CLOSE = utf8Bytes("</Bytes>");

/**
 * The wire of the Python SDK 10: `bt_header_*` headers, a JSON body with the record of the call, a
 * hotkey's sr25519 signature over `nonce.dendrite.axon.uuid.bodyHash`.
 * Source: bittensor core/axon.py, core/dendrite.py, core/synapse.py.
 */
export const v10: WireFormat = {
  name: "v10",
  // The reference takes every request for one of its own and refuses it by what is missing.
  recognizes: () => true,
  sign: signCall,
  claims,
  verify: verifyCaller,
  verifyBody(claims, { bodyHash }) {
    if (claims.bodyHash !== bodyHash)
      throw new BodyMismatchError(
        `Hash mismatch between header body hash ${claims.bodyHash} and parsed body hash ${bodyHash}`,
      );
  },
};

function signCall(call: OutgoingCall): SignedCall {
  const { keypair, target, bodyHash, nonce, uuid, name } = call;
  const hotkey = toSs58(accountOf(keypair));
  const message = signedText({ nonce, dendrite: hotkey, axon: target.hotkey, uuid, bodyHash });
  const signature = sign(keypair, message);
  const dendrite: TerminalInfo = {
    ip: call.ip,
    version: V10_VERSION,
    nonce,
    uuid,
    hotkey,
    signature: toHex(signature),
  };
  const axon: TerminalInfo = { ip: target.ip, port: target.port, hotkey: target.hotkey };
  const { fields, requiredFields, timeoutMs } = call;
  return v10Message({ name, timeoutMs, dendrite, axon, bodyHash, fields, requiredFields });
}

function claims(headers: Headers, remote: { ip: string; port: number }): Claims {
  const timeout = headers["timeout"];
  const timeoutMs = timeout === undefined ? undefined : Number(timeout) * 1000;
  if (timeoutMs !== undefined && !(timeout?.trim() && Number.isFinite(timeoutMs)))
    throw new BadHeaderError("timeout", "a number of seconds");
  return {
    name: headers["name"],
    timeoutMs,
    bodyHash: headers["computed_body_hash"] ?? "",
    // Where the caller really is, not where it says.
    dendrite: { ...readTerminal("dendrite", headers), ip: remote.ip, port: remote.port },
    axon: readTerminal("axon", headers),
  };
}

/**
 * Refuses what the reference's `default_verify` refuses, in its order. A nonce from the future is
 * taken, as there; from then on the caller's earlier ones are too old.
 */
function verifyCaller({ dendrite, timeoutMs, bodyHash }: Claims, verifier: Verifier): void {
  const { hotkey = "", nonce, uuid = "None", signature } = dendrite;
  let caller: Uint8Array;
  try {
    caller = fromHex(fromSs58(hotkey));
  } catch (cause) {
    throw new NotVerifiedError("the dendrite's hotkey is missing or no SS58 address", { cause });
  }
  if (nonce === undefined) throw new NotVerifiedError("Missing Nonce");
  const endpoint = `${hotkey}:${uuid}`;
  const last = verifier.nonces.last(endpoint);
  if (last === undefined && (dendrite.version ?? 0) >= FIRST_WITH_TIME_NONCE)
    refuseOld(nonce, verifier.nowNs, timeoutMs ?? 0);
  if (last !== undefined && nonce <= last)
    throw new NotVerifiedError("Nonce is too old, a newer one was last processed");
  if (!signature) throw new NotVerifiedError("Missing Signature");
  const axon = verifier.hotkey;
  const message = signedText({ nonce, dendrite: hotkey, axon, uuid, bodyHash });
  if (!signed(caller, message, signature))
    throw new NotVerifiedError(
      `Signature mismatch with ${new TextDecoder().decode(message)} and ${signature}`,
    );
  verifier.nonces.remember(endpoint, nonce);
}

function refuseOld(nonce: bigint, nowNs: bigint, timeoutMs: number): void {
  const allowedNs =
    ALLOWED_DELTA_NS + BigInt(Math.round(Math.min(timeoutMs, MAX_WINDOW_TIMEOUT_MS) * 1e6));
  if (nonce > nowNs - allowedNs) return;
  const shown = (ns: bigint) => (Number(ns) / 1e9).toFixed(2);
  throw new NotVerifiedError(
    `Nonce is too old: acceptable delta is ${shown(allowedNs)} seconds but request was ${shown(nowNs - nonce)} seconds old`,
  );
}

/** Browser wallets sign wrapped bytes only, so the reference's keypair takes both; hotkeys are sr25519. */
function signed(publicKey: Uint8Array, message: Uint8Array, hex: string): boolean {
  let signature: Uint8Array;
  try {
    signature = fromHex(hex);
  } catch {
    return false;
  }
  const wrapped = concatBytes(WRAP_OPEN, message, WRAP_CLOSE);
  return [message, wrapped].some((text) =>
    verify({ type: "sr25519", publicKey, message: text, signature }),
  );
}

const signedText = (parts: {
  nonce: bigint;
  dendrite: string;
  axon: string;
  uuid: string;
  bodyHash: string;
}): Uint8Array =>
  utf8Bytes(`${parts.nonce}.${parts.dendrite}.${parts.axon}.${parts.uuid}.${parts.bodyHash}`);
