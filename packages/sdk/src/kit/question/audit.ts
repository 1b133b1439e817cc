import { blake2_256 } from "@ganglion/hash";
import {
  type AccountId,
  fromHex,
  type Hash,
  type NetUid,
  toHex,
  utf8Bytes,
} from "@ganglion/primitives";
import { z } from "zod";
import { defineSynapse } from "../../net/synapse.ts";
import { seedOf } from "../../neuron/seed.ts";
import { secretHash } from "../challenge.ts";
import type { AnyQuestionSubnet } from "./question-miner.ts";

const HEX = z.string().regex(/^0x([0-9a-f]{2})*$/);

const windowShape = z.object({
  window: z.number().int().nonnegative(),
  block: z.object({ number: z.number().int().nonnegative(), hash: HEX }),
  /** blake2-256 of the secret, as it went out with the questions. */
  secretHash: HEX,
  secret: HEX,
  /** blake2-256 of each task's request as JSON, in their order. */
  requests: z.array(HEX).max(1_024),
});

/** What a validator tells about a past window, so that anyone can make its tasks again. */
export type WindowRecord = z.infer<typeof windowShape>;

/** Asks a validator for its past windows; without a number for all that it still has. */
export const windowsSynapse = defineSynapse({
  name: "SubnetWindows",
  request: z.object({ window: z.number().int().nonnegative().optional() }),
  answer: z.object({ windows: z.array(windowShape).max(256) }),
});

export const requestHash = (request: object): `0x${string}` =>
  toHex(blake2_256(utf8Bytes(JSON.stringify(request))));

export type AuditFinding =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly reason: "wrong_block" | "wrong_secret" | "wrong_task";
      /** Which task, where it is one. */
      readonly index?: number;
    };

/**
 * Makes the tasks of a past window again and compares: the block must be the chain's, the secret the committed one,
 * each task the one that was asked.
 * @param committed the hash that came with the question, if the auditor was asked itself
 */
export async function auditWindow(
  subnet: AnyQuestionSubnet,
  record: WindowRecord,
  about: {
    readonly netuid: NetUid;
    readonly validator: AccountId;
    /** The hash of that block, as the chain has it. */
    readonly blockHash: Hash;
    readonly committed?: string;
  },
): Promise<AuditFinding> {
  const { block, window } = record;
  if (block.hash !== about.blockHash) return { ok: false, reason: "wrong_block" };
  const secret = fromHex(record.secret);
  const hash = secretHash(secret);
  if (hash !== record.secretHash || (about.committed ?? hash) !== hash)
    return { ok: false, reason: "wrong_secret" };
  const seed = seedOf({
    block: { number: block.number, hash: block.hash as Hash },
    netuid: about.netuid,
    self: about.validator,
    window,
  });
  for (const [index, asked] of record.requests.entries()) {
    const task = await subnet.makeTask(seed, index, secret);
    if (requestHash(task.request) !== asked) return { ok: false, reason: "wrong_task", index };
  }
  return { ok: true };
}
