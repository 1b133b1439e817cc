import { utf8Bytes } from "@ganglion/primitives";
import { type Checked, defineSynapse } from "@ganglion/sdk";
import { parametersFromBytes, parametersToBytes } from "@ganglion/training";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { z } from "zod";

const HASH = z.string().regex(/^[0-9a-f]{64}$/, "a SHA-256 in hex, lower case");
const WINDOW = z.number().int().min(0).max(0xffff_ffff);
const BASE64 = z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/, "base64");
/** Of an update; the largest honest one of the large shape has a tenth of it. */
export const MOST_UPDATE_TEXT = 400_000;

export interface TrainWindowRequest {
  readonly window: number;
  /** SHA-256 of the parameters that the validator has. */
  readonly thetaHash: string;
  readonly shard: number;
  readonly seed: string;
}
export interface TrainWindowAnswer {
  readonly lane: "reference" | "free";
  /** SHA-256 of the parameters that the miner trains from. */
  readonly thetaHash: string;
}

/** Validator to miner, at the start of a window: train on this. It is answered at once. */
export const trainWindow = defineSynapse<TrainWindowRequest, TrainWindowAnswer>({
  name: "TrainWindow",
  request: z.object({
    window: WINDOW,
    thetaHash: HASH,
    shard: z.number().int().min(0).max(1_000_000),
    seed: HASH,
  }),
  answer: z.object({ lane: z.enum(["reference", "free"]), thetaHash: HASH }),
  hashFields: ["window", "thetaHash", "shard", "seed"],
});

/** Answered when the update is made: with its hash. */
export const gradientCommit = defineSynapse<{ readonly window: number }, { readonly hash: string }>(
  {
    name: "GradientCommit",
    request: z.object({ window: WINDOW }),
    answer: z.object({ hash: HASH }),
    hashFields: ["window"],
  },
);

export interface Reveal {
  /** The encoded update, base64. */
  readonly update: string;
  readonly salt: string;
  /** SHA-256 of the error feedback before and after the window, as little-endian floats. */
  readonly errorBefore: string;
  readonly errorAfter: string;
}

/** What a commit was made of; not before everybody's deadline is over. */
export const gradientReveal = defineSynapse<
  { readonly window: number; readonly hash: string },
  Reveal
>({
  name: "GradientReveal",
  request: z.object({ window: WINDOW, hash: HASH }),
  answer: z.object({
    update: BASE64.max(MOST_UPDATE_TEXT),
    salt: z.string().max(128),
    errorBefore: HASH,
    errorAfter: HASH,
  }),
  hashFields: ["window", "hash"],
});

/**
 * What a miner commits to. Its hotkey is in it: otherwise a copier could take another's hash as its own, and its
 * opening later.
 */
export const commitHash = (hotkey: string, reveal: Reveal): string =>
  bytesToHex(
    sha256(
      utf8Bytes(
        [hotkey, reveal.salt, reveal.update, reveal.errorBefore, reveal.errorAfter].join("."),
      ),
    ),
  );

/** The error feedback that a window began with: a validator replays the window with it. Reference lane only. */
export const gradientAudit = defineSynapse<
  { readonly window: number },
  { readonly errorFeedback: string }
>({
  name: "GradientAudit",
  request: z.object({ window: WINDOW }),
  answer: z.object({ errorFeedback: BASE64 }),
  hashFields: ["window"],
});

/** One step of the model: which updates, with which factors. Everyone works out the rest. */
export interface StepRecord {
  readonly window: number;
  readonly before: string;
  readonly after: string;
  /** By uid. */
  readonly parts: readonly { readonly uid: number; readonly update: string }[];
}
const stepRecord: z.ZodType<StepRecord> = z.object({
  window: WINDOW,
  before: HASH,
  after: HASH,
  parts: z
    .array(
      z.object({ uid: z.number().int().min(0).max(65_535), update: BASE64.max(MOST_UPDATE_TEXT) }),
    )
    .max(64),
});

/** The step that a validator made of a window; it waits for it if it is under way. */
export const modelStep = defineSynapse<
  { readonly window: number },
  { readonly step: StepRecord | null }
>({
  name: "ModelStep",
  request: z.object({ window: WINDOW }),
  answer: z.object({ step: stepRecord.nullable() }),
  hashFields: ["window"],
});

/** Where a validator's model stands. */
export interface ModelHead {
  readonly window: number;
  readonly thetaHash: string;
  readonly checkpoint: { readonly window: number; readonly hash: string } | null;
}
export const modelHead = defineSynapse<object, ModelHead>({
  name: "ModelHead",
  request: z.object({}),
  answer: z.object({
    window: z.number().int().min(-1),
    thetaHash: HASH,
    checkpoint: z.object({ window: WINDOW, hash: HASH }).nullable(),
  }),
});

/** Steps after the one that ended with these parameters, the oldest first; empty if it isn't known. */
export const modelSteps = defineSynapse<
  { readonly after: string },
  { readonly steps: readonly StepRecord[] }
>({
  name: "ModelSteps",
  request: z.object({ after: HASH }),
  answer: z.object({ steps: z.array(stepRecord).max(32) }),
  hashFields: ["after"],
});

/** A block of a checkpoint by its SHA-256. */
export const checkpointBlock = defineSynapse<{ readonly hash: string }, { readonly data: string }>({
  name: "CheckpointBlock",
  request: z.object({ hash: HASH }),
  answer: z.object({ data: BASE64 }),
  hashFields: ["hash"],
});

export const toBase64 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
export const fromBase64 = (text: string): Uint8Array =>
  Uint8Array.from(Buffer.from(text, "base64"));

/** Parameters out of the bytes that hashes and checkpoints are made of; `length` is their number. */
export function bytesToFloats(bytes: Uint8Array, length: number): Checked<Float32Array> {
  if (bytes.length !== 4 * length)
    return {
      ok: false,
      detail: `expected ${4 * length} bytes, got ${bytes.length}`,
      reason: "wrong_length",
    };
  return { ok: true, value: parametersFromBytes(bytes) };
}
export const floatsHash = (floats: Float32Array): string =>
  bytesToHex(sha256(parametersToBytes(floats)));
