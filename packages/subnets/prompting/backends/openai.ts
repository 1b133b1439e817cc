import { type Citation, LIMITS, type PromptingRequest, utf8Length } from "../protocol.ts";
import { DocumentIndex } from "../solver/documents.ts";
import { type Answer, type AnswerOptions, type Backend, decline } from "./backend.ts";
import { readEvents } from "./event-stream.ts";

export type OpenaiOptions = {
  /** With or without a slash at its end, up to and including `/v1`. */
  baseUrl: string;
  model: string;
  /** Sent as a bearer token; never in a message, log or answer. */
  apiKey?: string;
  fetch: typeof fetch;
  /** Until the whole answer is there. 20,000 unless given. */
  timeoutMs?: number;
  /** Calls back after so many milliseconds; returns what takes it back. The host's timers unless given. */
  setTimer?: (ms: number, call: () => void) => () => void;
  /** A model does not say how sure it is; this stands for it. 0.7 unless given. */
  confidence?: number;
  maxTokens?: number;
  temperature?: number;
  /** Documents from which passages are put before the model. */
  index?: DocumentIndex;
};

type Reason = "timeout" | "stopped" | "unreachable" | "refused" | "garbled" | "too_long";
class ServerTrouble extends Error {
  readonly reason: Reason;
  readonly status: number | undefined;
  constructor(reason: Reason, detail: { status?: number; cause?: unknown } = {}) {
    super(`the model server: ${reason}`, { cause: detail.cause });
    this.reason = reason;
    this.status = detail.status;
  }
}
const PLAIN: Record<Reason, string> = {
  timeout: "the model server took too long.",
  stopped: "the question was withdrawn.",
  unreachable: "the model server cannot be reached.",
  refused: "the model server refused",
  garbled: "the model server sent something that is no answer.",
  too_long: "the model's answer was too long.",
};

const MAX_BODY_BYTES = 4 * LIMITS.completionBytes;
const PASSAGES = 8;

/** Any server that speaks OpenAI's chat completions. Its failures become plain answers with confidence 0. */
export function openaiBackend(options: OpenaiOptions): Backend {
  const name = `openai:${options.model}`.slice(0, LIMITS.backendBytes / 2);
  const failed = (error: unknown): Answer => {
    if (!(error instanceof ServerTrouble)) throw error;
    const status = error.reason === "refused" ? ` (HTTP ${error.status}).` : "";
    return decline(PLAIN[error.reason] + status, name);
  };
  const finish = (text: string, sources: readonly Citation[]): Answer => {
    const { completion, citations } = takeSources(wellFormed(text), sources);
    if (completion.trim() === "") return decline("the model gave no answer.", name);
    return { completion, citations, confidence: options.confidence ?? 0.7, backend: name };
  };
  return {
    name,
    async answer(request, { signal } = {}) {
      const { messages, sources } = prepare(request, options.index);
      try {
        const text = await guarded(options, signal, async (inside) => {
          const response = await post(options, { messages, stream: false, signal: inside });
          return readWhole(response);
        });
        return finish(text, sources);
      } catch (error) {
        return failed(error);
      }
    },
    async *stream(request, { signal }: AnswerOptions = {}) {
      const { messages, sources } = prepare(request, options.index);
      const guard = openGuard(options, signal);
      let sent = "";
      try {
        const response = await guard.run(
          post(options, { messages, stream: true, signal: guard.signal }),
        );
        if (!response.body) throw new ServerTrouble("garbled");
        let size = 0;
        for await (const event of readEvents(response.body, MAX_BODY_BYTES * 8)) {
          if (event === "[DONE]") break;
          const piece = deltaOf(event);
          size += utf8Length(piece, LIMITS.completionBytes);
          if (size > LIMITS.completionBytes) throw new ServerTrouble("too_long");
          sent += piece;
          if (piece) yield piece;
        }
        const answer = finish(sent, sources);
        // What has been sent can't be taken back, so the line of sources stays in the text here.
        return sent.trim() ? { ...answer, completion: wellFormed(sent) } : answer;
      } catch (error) {
        const answer = failed(guard.explain(error));
        if (!sent) yield answer.completion;
        return sent ? { ...answer, completion: wellFormed(sent) } : answer;
      } finally {
        guard.close();
      }
    },
  };
}

type Message = { role: string; content: string };

/** The chat for the model, with passages of the documents before it, numbered so that it can name them. */
function prepare(
  request: PromptingRequest,
  own?: DocumentIndex,
): { messages: Message[]; sources: Citation[] } {
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

async function post(
  options: OpenaiOptions,
  { messages, stream, signal }: { messages: Message[]; stream: boolean; signal: AbortSignal },
): Promise<Response> {
  const base = options.baseUrl.endsWith("/") ? options.baseUrl.slice(0, -1) : options.baseUrl;
  let response: Response;
  try {
    response = await options.fetch(`${base}/chat/completions`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(options.apiKey ? { authorization: `Bearer ${options.apiKey}` } : {}),
      },
      body: JSON.stringify({
        model: options.model,
        messages,
        stream,
        temperature: options.temperature ?? 0,
        ...(options.maxTokens ? { max_tokens: options.maxTokens } : {}),
      }),
      signal,
    });
  } catch (cause) {
    throw new ServerTrouble("unreachable", { cause });
  }
  if (!response.ok) {
    await response.body?.cancel();
    throw new ServerTrouble("refused", { status: response.status });
  }
  return response;
}

async function readWhole(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new ServerTrouble("too_long");
    text += decoder.decode(chunk, { stream: true });
  }
  let body: { choices?: { message?: { content?: unknown } }[] };
  try {
    body = JSON.parse(text) as typeof body;
  } catch (cause) {
    throw new ServerTrouble("garbled", { cause });
  }
  const content = body?.choices?.[0]?.message?.content;
  if (typeof content !== "string") throw new ServerTrouble("garbled");
  if (utf8Length(content, LIMITS.completionBytes) > LIMITS.completionBytes)
    throw new ServerTrouble("too_long");
  return content;
}

function deltaOf(event: string): string {
  try {
    const body = JSON.parse(event) as { choices?: { delta?: { content?: unknown } }[] };
    const content = body?.choices?.[0]?.delta?.content;
    return typeof content === "string" ? content : "";
  } catch (cause) {
    throw new ServerTrouble("garbled", { cause });
  }
}

type Guard = {
  signal: AbortSignal;
  run<T>(work: Promise<T>): Promise<T>;
  /** The error that really happened: an abort shows as whatever the network made of it. */
  explain(error: unknown): unknown;
  close(): void;
};

function openGuard(options: OpenaiOptions, outer: AbortSignal | undefined): Guard {
  const controller = new AbortController();
  let reason: Reason | undefined;
  const stop = (why: Reason) => (): void => {
    reason ??= why;
    controller.abort();
  };
  const setTimer =
    options.setTimer ??
    ((ms: number, call: () => void) => {
      const timer = setTimeout(call, ms);
      return () => clearTimeout(timer);
    });
  const cancel = setTimer(options.timeoutMs ?? 20_000, stop("timeout"));
  const withdrawn = stop("stopped");
  if (outer?.aborted) withdrawn();
  outer?.addEventListener("abort", withdrawn, { once: true });
  const explain = (error: unknown): unknown => {
    if (reason) return new ServerTrouble(reason, { cause: error });
    // A connection that broke in the middle shows as a TypeError of fetch.
    return error instanceof ServerTrouble
      ? error
      : new ServerTrouble("unreachable", { cause: error });
  };
  return {
    signal: controller.signal,
    explain,
    run: async (work) => {
      try {
        return await work;
      } catch (error) {
        throw explain(error);
      }
    },
    close: () => {
      cancel();
      outer?.removeEventListener("abort", withdrawn);
      controller.abort(); // Frees a connection that nobody reads to its end.
    },
  };
}

async function guarded<T>(
  options: OpenaiOptions,
  outer: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const guard = openGuard(options, outer);
  try {
    return await guard.run(work(guard.signal));
  } finally {
    guard.close();
  }
}
