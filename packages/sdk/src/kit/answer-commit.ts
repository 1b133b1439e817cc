import { utf8Bytes } from "@ganglion/primitives";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { z } from "zod";
import { defineSynapse, type Synapse } from "../net/synapse.ts";

/**
 * What a miner commits to: SHA-256 of `salt.answer` in hex, where `answer` is the answer's JSON text exactly as it will
 * be revealed. In Python: `hashlib.sha256(f"{salt}.{answer}".encode()).hexdigest()`.
 */
export const answerHash = (salt: string, answer: string): string =>
  bytesToHex(sha256(utf8Bytes(`${salt}.${answer}`)));

export interface AnswerCommit {
  readonly hash: string;
}
export interface AnswerReveal {
  /** JSON text of the answer's fields. */
  readonly answer: string;
  readonly salt: string;
}
export interface RevealRequest {
  readonly hash: string;
  /** The validator's secret of this window, in hex without 0x; absent for a user's question. */
  readonly secret?: string | undefined;
}

const HASH = z.string().regex(/^[0-9a-f]{64}$/, "a SHA-256 in hex, lower case");

/** `NAMECommit`: the question, answered by the hash of the answer. */
export const commitSynapse = <Request extends object>(
  synapse: Synapse<Request, Record<string, unknown>>,
): Synapse<Request, AnswerCommit> => ({
  ...defineSynapse<object, AnswerCommit>({
    name: `${synapse.name}Commit`,
    request: z.object({}),
    answer: z.object({ hash: HASH }),
  }),
  hashFields: synapse.hashFields,
  floatFields: synapse.floatFields,
  requiredFields: synapse.requiredFields,
  parseRequest: synapse.parseRequest,
});

/** `NAMEReveal`: the hash, answered by what it was made of. */
export const revealSynapse = (name: string): Synapse<RevealRequest, AnswerReveal> =>
  defineSynapse<RevealRequest, AnswerReveal>({
    name: `${name}Reveal`,
    request: z.object({
      hash: HASH,
      secret: z
        .string()
        .regex(/^([0-9a-f]{2}){0,64}$/)
        .nullish()
        .transform((text) => text ?? undefined),
    }) as unknown as z.ZodType<RevealRequest>,
    answer: z.object({ answer: z.string(), salt: z.string().max(128) }),
    hashFields: ["hash"],
  });
