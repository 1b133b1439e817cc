import type { QueryRecord } from "../records/query-record.ts";
import type { ChatOptions } from "./chat-options.ts";
import { countTokens, firstTokens, streamPieces } from "./tokens.ts";

/** A source of an answer: OpenAI's annotation of that kind, with the document's own words beside it. */
export interface Annotation {
  readonly type: "url_citation";
  /** Indexes into the content; all of it where the quote does not stand in it word by word. */
  readonly url_citation: {
    readonly start_index: number;
    readonly end_index: number;
    readonly title: string;
    readonly url: string;
  };
  readonly file: string;
  readonly quote: string;
}

export interface Usage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens: number;
}

/** An answer, ready to be told at once or piece by piece. */
export interface Completion {
  readonly id: string;
  readonly model: string;
  /** Seconds since 1970. */
  readonly created: number;
  readonly content: string;
  readonly finishReason: "stop" | "length";
  readonly annotations: readonly Annotation[];
  readonly usage: Usage;
}

/** @param base where this gateway is reached, for the links of citations */
export function completionOf(
  record: QueryRecord,
  { options, base }: { readonly options: ChatOptions; readonly base: string },
): Completion {
  const { content, finishReason } = cut(record.answer, options);
  const prompt = [...record.history.map(({ content: said }) => said), record.question];
  const promptTokens = prompt.reduce((sum, text) => sum + countTokens(text), 0);
  const completionTokens = countTokens(content);
  const chosen = record.answers.find(({ uid }) => uid === record.chosenUid);
  return {
    id: `chatcmpl-${record.id}`,
    model: record.subnet,
    created: Math.floor(record.askedAtMs / 1_000),
    content,
    finishReason,
    annotations: (chosen?.citations ?? []).map(({ file, quote }, i) => ({
      type: "url_citation",
      url_citation: {
        ...spanOf(quote, content),
        title: file,
        url: `${base}/v1/queries/${record.id}/citations/${i}`,
      },
      file,
      quote,
    })),
    usage: {
      prompt_tokens: promptTokens,
      completion_tokens: completionTokens,
      total_tokens: promptTokens + completionTokens,
    },
  };
}

function cut(
  answer: string,
  { stop, maxTokens }: ChatOptions,
): Pick<Completion, "content" | "finishReason"> {
  const ends = stop.map((text) => answer.indexOf(text)).filter((index) => index >= 0);
  const stopped = ends.length > 0 ? answer.slice(0, Math.min(...ends)) : answer;
  const content = maxTokens === undefined ? stopped : firstTokens(stopped, maxTokens);
  return { content, finishReason: content === stopped ? "stop" : "length" };
}

function spanOf(quote: string, content: string): { start_index: number; end_index: number } {
  const at = content.indexOf(quote);
  if (at < 0 || quote === "") return { start_index: 0, end_index: content.length };
  return { start_index: at, end_index: at + quote.length };
}

/** The answer as one JSON object. */
export function completionObject(completion: Completion): object {
  const { content, finishReason, annotations, usage } = completion;
  return {
    ...common(completion, "chat.completion"),
    choices: [
      {
        index: 0,
        message: { role: "assistant", content, refusal: null, annotations },
        logprobs: null,
        finish_reason: finishReason,
      },
    ],
    usage,
  };
}

/** The same as the data of server-sent events: role, words, end with the citations, usage if wanted, `[DONE]`. */
export function* completionChunks(
  completion: Completion,
  { includeUsage }: ChatOptions,
): Generator<string, void, undefined> {
  const { content, finishReason, annotations, usage } = completion;
  const chunk = (delta: object, finish: Completion["finishReason"] | null = null): string =>
    JSON.stringify({
      ...common(completion, "chat.completion.chunk"),
      choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
      ...(includeUsage ? { usage: null } : {}),
    });
  yield chunk({ role: "assistant", content: "", refusal: null });
  for (const piece of streamPieces(content)) yield chunk({ content: piece });
  yield chunk(annotations.length > 0 ? { annotations } : {}, finishReason);
  if (includeUsage)
    yield JSON.stringify({ ...common(completion, "chat.completion.chunk"), choices: [], usage });
  yield "[DONE]";
}

const common = ({ id, created, model }: Completion, object: string): object => ({
  id,
  object,
  created,
  model,
  system_fingerprint: null,
});
