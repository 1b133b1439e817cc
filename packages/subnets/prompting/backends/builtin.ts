import { LIMITS, type PromptingRequest, utf8Length } from "../protocol.ts";
import type { DocumentIndex } from "../solver/documents.ts";
import { solveFull } from "../solver/full.ts";
import type { Solved } from "../solver/solved.ts";
import { solveWeak } from "../solver/weak.ts";
import { type Answer, type Backend, decline } from "./backend.ts";

/**
 * Three honest grades: `full` does all that the solver can, `weak` little of it, `lazy` nothing, and says so.
 * None of them is a language model.
 */
export const GRADES = ["full", "weak", "lazy"] as const;
export type Grade = (typeof GRADES)[number];

export type BuiltinOptions = {
  /** The miner's own documents. The caller may go on adding to it and taking from it. */
  index?: DocumentIndex;
};

const ABILITIES =
  "I can calculate, convert units, reckon with dates, solve puzzles of order and truth, and answer from documents.";

const GREETING =
  /^\s*(?:hi|hello|hey|good (?:morning|evening)|help|who are you|what are you|what can you do)(?: there| you| please)?\s*[.!?]?\s*$/i;

/** The engine that needs nothing: no model, no network. */
export function builtinBackend(grade: Grade, options: BuiltinOptions = {}): Backend {
  const name = `builtin:${grade}`;
  const say = (request: PromptingRequest): Answer => {
    const question = request.messages.at(-1) ?? "";
    if (grade === "lazy")
      return { completion: "I don't know.", citations: [], confidence: 0, backend: name };
    if (question.trim() === "")
      return { completion: "", citations: [], confidence: 0, backend: name };
    const solved =
      grade === "full" ? solveFull(request, options.index) : solveWeak(request, options.index);
    if (solved) return present(solved, name);
    if (GREETING.test(question.slice(0, 100)))
      return {
        completion: `I am a builtin miner, not a language model. ${ABILITIES}`,
        citations: [],
        confidence: 0.9,
        backend: name,
      };
    const documents =
      request.docs || options.index?.documentCount ? ", and no document here settles it" : "";
    return decline(
      `no model is configured${documents}.${grade === "full" ? `\n${ABILITIES}` : ""}`,
      name,
    );
  };
  return {
    name,
    answer: async (request) => say(request),
    async *stream(request) {
      const answer = say(request);
      // Line by line: the answer first, its working after.
      for (const piece of answer.completion.split(/(?<=\n)/)) if (piece) yield piece;
      return answer;
    },
  };
}

function present({ answer, working, confidence, citations = [] }: Solved, backend: string): Answer {
  const whole = working ? `${answer}\n${working}` : answer;
  const fits = utf8Length(whole, LIMITS.completionBytes) <= LIMITS.completionBytes;
  return {
    completion: fits ? whole : answer.slice(0, LIMITS.completionBytes / 4),
    citations: citations
      .filter(({ quote }) => utf8Length(quote, LIMITS.quoteBytes) <= LIMITS.quoteBytes)
      .slice(0, LIMITS.citations),
    confidence,
    backend,
  };
}
