import type { AccountId } from "@ganglion/primitives";
import { bytesToHex } from "@noble/hashes/utils.js";
import { AxonError } from "../../net/axon-error.ts";
import { orAbort } from "../../net/deadline.ts";
import { type NetEnv, sleep } from "../../net/env.ts";
import { type AnswerCommit, type AnswerReveal, answerHash } from "../answer-commit.ts";

export interface CommitmentOptions {
  readonly env: NetEnv;
  /** How long after the question came its answer stays locked: as long as others may still commit. */
  readonly lockMs: number;
  /** Answers that are kept, 512 unless given. */
  readonly most?: number;
}

type Kept = AnswerReveal & { readonly asker: AccountId | undefined; readonly openMs: number };

/**
 * Answers that a miner has committed to. Nobody gets one before its time: whoever copies has to ask like a validator,
 * and then its own deadline is over.
 */
export class Commitments {
  readonly #options: CommitmentOptions;
  readonly #kept = new Map<string, Kept>();

  constructor(options: CommitmentOptions) {
    this.#options = options;
  }

  commit(
    asker: AccountId | undefined,
    answer: object,
    { receivedMs }: { readonly receivedMs: number },
  ): AnswerCommit {
    const { env, lockMs, most = 512 } = this.#options;
    const salt = bytesToHex(env.random(16));
    const text = JSON.stringify(answer);
    const hash = answerHash(salt, text);
    // The oldest go first: a map keeps the order in which things came.
    for (const old of this.#kept.keys()) {
      if (this.#kept.size < most) break;
      this.#kept.delete(old);
    }
    this.#kept.set(hash, { asker, answer: text, salt, openMs: receivedMs + lockMs });
    return { hash };
  }

  /** @throws AxonError 404 if there is no such commitment of this asker */
  async reveal(
    asker: AccountId | undefined,
    hash: string,
    signal: AbortSignal,
  ): Promise<AnswerReveal> {
    const kept = this.#kept.get(hash);
    if (!kept || kept.asker !== asker)
      throw new AxonError(404, "nothing with this hash was committed to you");
    await this.untilOpen(kept.openMs, signal);
    return { answer: kept.answer, salt: kept.salt };
  }

  /** Waits until an answer may be told. */
  async untilOpen(openMs: number, signal: AbortSignal): Promise<void> {
    const { env } = this.#options;
    const leftMs = openMs - env.now();
    if (leftMs > 0) await orAbort(sleep(env, leftMs), signal);
  }
}
