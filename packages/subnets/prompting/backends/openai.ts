import {
  type ChatMessage,
  type ChatModel,
  ChatModelError,
  type ChatModelOptions,
  type ChatTrouble,
  chatModel,
} from "@ganglion/sdk";
import { type Citation, LIMITS, type PromptingRequest, utf8Length } from "../protocol.ts";
import { DocumentIndex } from "../solver/documents.ts";
import { type Answer, type AnswerOptions, type Backend, decline } from "./backend.ts";

export interface ChatBackendOptions {
  /** A model does not say how sure it is; this stands for it. 0.7 unless given. */
  readonly confidence?: number;
  /** Documents from which passages are put before the model. */
  readonly index?: DocumentIndex;
}

const PLAIN: Record<ChatTrouble, string> = {
  timeout: "the model server took too long.",
  stopped: "the question was withdrawn.",
  unreachable: "the model server cannot be reached.",
  refused: "the model server refused",
  garbled: "the model server sent something that is no answer.",
  too_long: "the model's answer was too long.",
};

const PASSAGES = 8;

/** A model behind OpenAI's chat completions. Its failures become plain answers with confidence 0. */
export const openaiBackend = (options: ChatModelOptions & ChatBackendOptions): Backend =>
  chatBackend(chatModel({ maxAnswerBytes: LIMITS.completionBytes, ...options }), options);

/** The same over a model that is there already. */
export function chatBackend(model: ChatModel, options: ChatBackendOptions = {}): Backend {
  const { name } = model;
  const failed = (error: unknown): Answer => {
    if (!(error instanceof ChatModelError)) throw error;
    const status = error.reason === "refused" ? ` (HTTP ${error.status}).` : "";
    return decline(PLAIN[error.reason] + status, name);
  };
  const finish = (text: string, sources: readonly Citation[]): Answer => {
    if (utf8Length(text, LIMITS.completionBytes) > LIMITS.completionBytes)
      return decline(PLAIN.too_long, name);
    const { completion, citations } = takeSources(wellFormed(text), sources);
    if (completion.trim() === "") return decline("the model gave no answer.", name);
    return { completion, citations, confidence: options.confidence ?? 0.7, backend: name };
  };
  return {
    name,
    async answer(request, { signal } = {}) {
      const { messages, sources } = prepare(request, options.index);
      try {
        return finish(await model.complete(messages, signal ? { signal } : {}), sources);
      } catch (error) {
        return failed(error);
      }
    },
    async *stream(request, { signal }: AnswerOptions = {}) {
      const { messages, sources } = prepare(request, options.index);
      let sent = "";
      try {
        for await (const piece of model.stream(messages, signal ? { signal } : {})) {
          sent += piece;
          yield piece;
        }
        const answer = finish(sent, sources);
        // What has been sent can't be taken back, so the line of sources stays in the text here.
        return sent.trim() ? { ...answer, completion: wellFormed(sent) } : answer;
      } catch (error) {
        const answer = failed(error);
        if (!sent) yield answer.completion;
        return sent ? { ...answer, completion: wellFormed(sent) } : answer;
      }
    },
  };
}

/** The chat for the model, with passages of the documents before it, numbered so that it can name them. */
function prepare(
  request: PromptingRequest,
  own?: DocumentIndex,
): { messages: ChatMessage[]; sources: Citation[] } {
  const question = request.messages.at(-1) ?? "";
  const indexes = [
    ...(request.docs ? [new DocumentIndex(request.docs)] : []),
    ...(own ? [own] : []),
  ];
  const sources = indexes
    .flatMap((index) => index.search(question, PASSAGES))
    .slice(0, PASSAGES)
    .map(({ passage }) => ({ file: passage.file, quote: passage.text }));
  const chat = request.messages.map((content, i) => ({
    role: request.roles[i] ?? "user",
    content,
  }));
  if (sources.length === 0) return { messages: chat, sources };
  const list = sources.map(({ file, quote }, i) => `[${i + 1}] ${file}: ${quote}`).join("\n");
  const content = `Passages that may help:\n${list}\nIf you use some, end with a line such as: Sources: [1], [3]`;
  return { messages: [{ role: "system", content }, ...chat], sources };
}

/** Lone surrogates, which a server may send escaped, become the replacement character. */
const wellFormed = (text: string): string =>
  new TextDecoder().decode(new TextEncoder().encode(text));

/** Takes the line "Sources: [1], [3]" off the end and turns it into quotes. */
function takeSources(
  text: string,
  sources: readonly Citation[],
): { completion: string; citations: Citation[] } {
  const at = text.trimEnd().lastIndexOf("\n");
  const last = text.trimEnd().slice(at + 1);
  if (sources.length === 0 || !/^\W{0,4}sources?\b/i.test(last) || at < 0)
    return { completion: text.trim(), citations: [] };
  const numbers = [...last.matchAll(/\[(\d{1,2})\]/g)].map((match) => Number(match[1]));
  const citations = [...new Set(numbers)].flatMap((number) => sources[number - 1] ?? []);
  return { completion: text.slice(0, at).trim(), citations };
}
