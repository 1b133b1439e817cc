import type { Keypair } from "@ganglion/crypto";
import type { TerminalInfo } from "./terminal.ts";
import type { Headers } from "./transport.ts";

/** A question before it goes out. */
export type OutgoingCall = {
  keypair: Keypair;
  /** The axon that is meant: where it listens, and its hotkey as SS58. */
  target: { ip: string; port: number; hotkey: string };
  name: string;
  fields: Record<string, unknown>;
  bodyHash: string;
  requiredFields: readonly string[];
  timeoutMs: number;
  /** Nanoseconds since 1970, larger than any before with the same uuid. */
  nonce: bigint;
  uuid: string;
  /** What this end calls its own address. */
  ip: string;
};
export type SignedCall = { headers: Headers; body: Uint8Array };

/** What the headers of a question claim, before anything of it is checked. */
export type Claims = {
  name: string | undefined;
  timeoutMs: number | undefined;
  bodyHash: string;
  dendrite: TerminalInfo;
  axon: TerminalInfo;
};

/** The axon's side of a check. */
export type Verifier = {
  /** The axon's own hotkey, SS58. */
  hotkey: string;
  nowNs: bigint;
  nonces: NonceMemory;
};

/** The last nonce of every caller. */
export interface NonceMemory {
  last(endpoint: string): bigint | undefined;
  remember(endpoint: string, nonce: bigint): void;
}

/**
 * How a question is signed and a signature is checked. v10 is the first one; btauth/1 is to be another.
 * An axon takes the first of its formats that recognizes the headers, a dendrite speaks one.
 */
export interface WireFormat {
  readonly name: string;
  recognizes(headers: Headers): boolean;
  sign(call: OutgoingCall): SignedCall;
  /** @throws BadHeaderError */
  claims(headers: Headers, remote: { ip: string; port: number }): Claims;
  /** Caller and time. @throws NotVerifiedError */
  verify(claims: Claims, verifier: Verifier): void;
  /** What arrived against what was signed. `bodyHash` is the synapse's. @throws BodyMismatchError */
  verifyBody(claims: Claims, body: { bytes: Uint8Array; bodyHash: string }): void;
}

/** A question that is not from whom it claims to be, not fresh, or not for this axon. */
export class NotVerifiedError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "NotVerifiedError";
  }
}

/** A body that is not the one that was signed. */
export class BodyMismatchError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "BodyMismatchError";
  }
}
