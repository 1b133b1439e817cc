import type { AnswerRecord } from "@ganglion/sdk";

/** One miner's answer and what the validator made of it. `miner`: its name on this network, null if it has none. */
export interface QueryAnswer extends AnswerRecord {
  readonly miner: string | null;
}

/** The first weights of the validator after the question. */
export interface QueryWeights {
  readonly block: number;
  /** Hash of the extrinsic; null if the chain itself set them, on the reveal of a commit. */
  readonly extrinsic: string | null;
  /** 65535 for the largest. */
  readonly values: readonly (readonly [uid: number, value: number])[];
}

/** The first epoch of the subnet after those weights. */
export interface QueryEpoch {
  readonly block: number;
  /** 65535 = 100 %. */
  readonly incentive: readonly (readonly [uid: number, value: number])[];
  /** Alpha of this subnet in rao, as decimal text: it may be larger than a JSON number is exact. */
  readonly emission: readonly (readonly [uid: number, rao: string])[];
}

/** A question's whole path, from the user to the pay. Null is what does not exist yet. */
export interface QueryRecord {
  readonly id: string;
  readonly netuid: number;
  readonly subnet: string;
  /** In words: of a chat its last message. */
  readonly question: string;
  /** Messages before it. */
  readonly history: readonly { readonly role: string; readonly content: string }[];
  /** Names of the documents that came with it; their text is not kept. */
  readonly docs: readonly string[];
  /** Milliseconds since 1970. */
  readonly askedAtMs: number;
  readonly askedAtBlock: number;
  readonly validator: { readonly uid: number; readonly hotkey: string };
  readonly answers: readonly QueryAnswer[];
  readonly chosenUid: number | null;
  /** What the user was told. */
  readonly answer: string;
  /** From the question's arrival to its answer. */
  readonly latencyMs: number;
  readonly weights: QueryWeights | null;
  readonly epoch: QueryEpoch | null;
}
