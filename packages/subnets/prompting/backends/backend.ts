import type { Citation, PromptingRequest } from "../protocol.ts";

/**
 * What a miner has to say. `backend`: which engine said it; `confidence` in [0, 1]: its own probability of being
 * right, 0 when it says that it can't answer.
 */
export type Answer = {
  completion: string;
  citations: Citation[];
  confidence: number;
  backend: string;
};

export type AnswerOptions = {
  /** Stops the work; the answer then says that it was stopped. */
  signal?: AbortSignal;
};

/** An engine that answers. It reports its own failures as plain answers: a model server that is down is no bug. */
export interface Backend {
  readonly name: string;
  answer(request: PromptingRequest, options?: AnswerOptions): Promise<Answer>;
  /** Yields the completion piece by piece and returns the whole; the pieces joined are `completion`. */
  stream(request: PromptingRequest, options?: AnswerOptions): AsyncGenerator<string, Answer>;
}

/** The plain words for having no answer. Validators know them by their beginning. */
export const decline = (why: string, backend: string): Answer => ({
  completion: `I can't answer that: ${why}`,
  citations: [],
  confidence: 0,
  backend,
});
