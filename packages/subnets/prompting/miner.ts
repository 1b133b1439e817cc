import type { Answer, AnswerOptions, Backend } from "./backends/backend.ts";
import {
  type PromptingRequest,
  type PromptingSynapse,
  parseRequest,
  type Reason,
} from "./protocol.ts";

export type { Answer, AnswerOptions, Backend } from "./backends/backend.ts";
export { type BuiltinOptions, builtinBackend, GRADES, type Grade } from "./backends/builtin.ts";
export { type ChatBackendOptions, chatBackend, openaiBackend } from "./backends/openai.ts";
export { DocumentIndex } from "./solver/documents.ts";

/** What goes back over the wire: the synapse with its completion, or a refusal with the HTTP status for it. */
export type MinerReply =
  | { ok: true; synapse: PromptingSynapse }
  | { ok: false; status: 400; reason: Reason; detail: string };

/** The miner's part of a request: checked in, answered, and made into the synapse that goes back. */
export type PromptingMiner = {
  readonly backend: string;
  /** @param body parsed JSON as it arrived, unchecked */
  forward(body: unknown, options?: AnswerOptions): Promise<MinerReply>;
  /** The same with the completion in pieces; a refusal yields nothing. */
  forwardStream(body: unknown, options?: AnswerOptions): AsyncGenerator<string, MinerReply>;
};

export function promptingMiner({ backend }: { backend: Backend }): PromptingMiner {
  return {
    backend: backend.name,
    async forward(body, options) {
      const request = parseRequest(body);
      if (!request.ok) return { ...request, status: 400 };
      return reply(request.value, await backend.answer(request.value, options));
    },
    async *forwardStream(body, options) {
      const request = parseRequest(body);
      if (!request.ok) return { ...request, status: 400 };
      return reply(request.value, yield* backend.stream(request.value, options));
    },
  };
}

/** Roles and messages are echoed, since a Python synapse wants them back; documents are not: they may be long. */
function reply({ roles, messages }: PromptingRequest, answer: Answer): MinerReply {
  return {
    ok: true,
    synapse: {
      roles,
      messages,
      completion: answer.completion,
      citations: answer.citations,
      confidence: answer.confidence,
      backend: answer.backend,
    },
  };
}
