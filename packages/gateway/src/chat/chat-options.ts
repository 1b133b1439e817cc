import { invalid } from "../http/api-error.ts";

/** What a request asks of the form of its answer. */
export interface ChatOptions {
  readonly stream: boolean;
  /** A last chunk with the usage, in a stream. */
  readonly includeUsage: boolean;
  /** In the tokens of `countTokens`. */
  readonly maxTokens: number | undefined;
  /** The answer ends before the first of these. */
  readonly stop: readonly string[];
}

/**
 * The options of a chat. What would change how a language model draws its words (temperature, seed
 * and the like) has no meaning here and is ignored; what promises a form that can't be kept is refused.
 * @throws ApiError 400 that names the field
 */
export function chatOptions(body: Readonly<Record<string, unknown>>): ChatOptions {
  const { stream, stream_options: streamOptions, stop } = body;
  if (!isNullish(stream) && typeof stream !== "boolean")
    throw invalid("stream", "stream must be true or false");
  if (!isNullish(streamOptions) && (typeof streamOptions !== "object" || stream !== true))
    throw invalid("stream_options", "stream_options must be an object, beside stream: true");
  if (!isNullish(body.n) && body.n !== 1)
    throw invalid("n", "n: a question has one best answer; GET /v1/queries/ID shows all of them");
  if (body.logprobs === true) throw invalid("logprobs", "logprobs: answers have none");
  const format = (body.response_format as { type?: unknown } | null | undefined)?.type;
  if (!isNullish(format) && format !== "text")
    throw invalid(
      "response_format",
      "response_format: the only form is text; ask for another in words",
    );
  const choice = body.tool_choice;
  if (choice === "required" || (typeof choice === "object" && choice !== null))
    throw invalid("tool_choice", "tool_choice: no tools are called here");
  return {
    stream: stream === true,
    includeUsage:
      (streamOptions as { include_usage?: unknown } | null | undefined)?.include_usage === true,
    maxTokens: maxTokens(body),
    stop: stopTexts(stop),
  };
}

const isNullish = (value: unknown): value is null | undefined =>
  value === null || value === undefined;

function maxTokens(body: Readonly<Record<string, unknown>>): number | undefined {
  for (const param of ["max_completion_tokens", "max_tokens"]) {
    const value = body[param];
    if (isNullish(value)) continue;
    if (typeof value !== "number" || !Number.isInteger(value) || value < 1)
      throw invalid(param, `${param} must be a whole number of at least 1`);
    return value;
  }
  return undefined;
}

function stopTexts(stop: unknown): readonly string[] {
  if (isNullish(stop)) return [];
  const texts: unknown[] = Array.isArray(stop) ? stop : [stop];
  if (texts.length > 4 || texts.some((text) => typeof text !== "string" || text === ""))
    throw invalid("stop", "stop must be a text or up to four texts, none empty");
  return texts as string[];
}
