import type { Chain } from "../chain/chain.ts";
import type { RawJson } from "./json.ts";

/** Characters of answers to keep. */
const BUDGET = 16 << 20;
const ENTRY_OVERHEAD = 100;

/**
 * Answers that hold as long as the head stays: the state there is one and the same for all who ask.
 * Dropped whole when the head or its storage changes.
 */
export class HeadCache {
  #answers = new Map<unknown, RawJson>();
  #size = 0;

  constructor(chain: Chain) {
    chain.subscribe(() => {
      if (this.#answers.size === 0) return;
      this.#answers = new Map();
      this.#size = 0;
    });
  }

  get(question: unknown): RawJson | undefined {
    return this.#answers.get(question);
  }

  keep(question: string, answer: RawJson): RawJson {
    this.#size += question.length + answer.text.length + ENTRY_OVERHEAD;
    if (this.#size <= BUDGET) this.#answers.set(question, answer);
    return answer;
  }
}
