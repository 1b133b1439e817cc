import { type NetEnv, platformNetEnv } from "../../net/env.ts";
import type { BackendConfig } from "../backend.ts";
import { utf8Length } from "../body-limits.ts";
import type { ChatMessage } from "../door.ts";
import { readEvents } from "./event-stream.ts";

export interface ChatModelOptions extends Omit<BackendConfig & { kind: "openai" }, "kind"> {
  /** The platform's unless given. */
  readonly fetch?: typeof fetch;
  /** Whose timers count; the platform's unless given. */
  readonly env?: NetEnv;
  /** Until the whole answer is there; 20,000 unless given. */
  readonly timeoutMs?: number;
  readonly maxTokens?: number;
  readonly temperature?: number;
  /** The longest answer, 65,536 unless given. */
  readonly maxAnswerBytes?: number;
}

export interface ChatCall {
  readonly signal?: AbortSignal;
}

/** Any server that speaks OpenAI's chat completions. */
export interface ChatModel {
  /** `openai:` and the model's name. */
  readonly name: string;
  /** The whole answer. @throws ChatModelError */
  complete(messages: readonly ChatMessage[], call?: ChatCall): Promise<string>;
  /** Piece by piece. @throws ChatModelError */
  stream(messages: readonly ChatMessage[], call?: ChatCall): AsyncGenerator<string, void>;
}

export type ChatTrouble =
  | "timeout"
  | "stopped"
  | "unreachable"
  | "refused"
  | "garbled"
  | "too_long";

/** Why there is no answer. `status`: the server's own, where it refused. The key never stands in it. */
export class ChatModelError extends Error {
  readonly reason: ChatTrouble;
  readonly status: number | undefined;
  constructor(reason: ChatTrouble, detail: { status?: number; cause?: unknown } = {}) {
    super(`the model server: ${reason}`, { cause: detail.cause });
    this.name = "ChatModelError";
    this.reason = reason;
    this.status = detail.status;
  }
}

const MAX_NAME = 64;

export function chatModel(options: ChatModelOptions): ChatModel {
  const maxBytes = options.maxAnswerBytes ?? 65_536;
  return {
    name: `openai:${options.model}`.slice(0, MAX_NAME),
    async complete(messages, { signal } = {}) {
      const guard = openGuard(options, signal);
      try {
        const response = await post(options, { messages, stream: false, signal: guard.signal });
        return await readWhole(response, maxBytes);
      } catch (error) {
        throw guard.explain(error);
      } finally {
        guard.close();
      }
    },
    async *stream(messages, { signal } = {}) {
      const guard = openGuard(options, signal);
      try {
        const response = await post(options, { messages, stream: true, signal: guard.signal });
        if (!response.body) throw new ChatModelError("garbled");
        let size = 0;
        // Each piece comes in an envelope many times its size.
        for await (const event of readEvents(response.body, maxBytes * 32)) {
          if (event === "[DONE]") break;
          const piece = deltaOf(event);
          size += utf8Length(piece, maxBytes);
          if (size > maxBytes) throw new ChatModelError("too_long");
          if (piece) yield piece;
        }
      } catch (error) {
        throw guard.explain(error);
      } finally {
        guard.close();
      }
    },
  };
}

async function post(
  options: ChatModelOptions,
  call: {
    readonly messages: readonly ChatMessage[];
    readonly stream: boolean;
    readonly signal: AbortSignal;
  },
): Promise<Response> {
  const { baseUrl, model, apiKey, maxTokens, temperature = 0, fetch = globalThis.fetch } = options;
  const base = baseUrl.endsWith("/") ? baseUrl.slice(0, -1) : baseUrl;
  let response: Response;
  try {
    response = await fetch(`${base}/chat/completions`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(apiKey ? { authorization: `Bearer ${apiKey}` } : {}),
      },
      body: JSON.stringify({
        model,
        messages: call.messages,
        stream: call.stream,
        temperature,
        ...(maxTokens ? { max_tokens: maxTokens } : {}),
      }),
      signal: call.signal,
    });
  } catch (cause) {
    throw new ChatModelError("unreachable", { cause });
  }
  if (!response.ok) {
    await response.body?.cancel();
    throw new ChatModelError("refused", { status: response.status });
  }
  return response;
}

async function readWhole(response: Response, maxBytes: number): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > 4 * maxBytes) throw new ChatModelError("too_long");
    text += decoder.decode(chunk, { stream: true });
  }
  let body: { choices?: { message?: { content?: unknown } }[] };
  try {
    body = JSON.parse(text) as typeof body;
  } catch (cause) {
    throw new ChatModelError("garbled", { cause });
  }
  const content = body?.choices?.[0]?.message?.content;
  if (typeof content !== "string") throw new ChatModelError("garbled");
  if (utf8Length(content, maxBytes) > maxBytes) throw new ChatModelError("too_long");
  return content;
}

function deltaOf(event: string): string {
  try {
    const body = JSON.parse(event) as { choices?: { delta?: { content?: unknown } }[] };
    const content = body?.choices?.[0]?.delta?.content;
    return typeof content === "string" ? content : "";
  } catch (cause) {
    throw new ChatModelError("garbled", { cause });
  }
}

type Guard = {
  readonly signal: AbortSignal;
  /** The error that really happened: an abort shows as whatever the network made of it. */
  explain(error: unknown): unknown;
  close(): void;
};

function openGuard(options: ChatModelOptions, outer: AbortSignal | undefined): Guard {
  const { env = platformNetEnv, timeoutMs = 20_000 } = options;
  const controller = new AbortController();
  let reason: ChatTrouble | undefined;
  const stop = (why: ChatTrouble) => (): void => {
    reason ??= why;
    controller.abort();
  };
  const timer = env.after(timeoutMs, stop("timeout"));
  const withdrawn = stop("stopped");
  if (outer?.aborted) withdrawn();
  outer?.addEventListener("abort", withdrawn, { once: true });
  return {
    signal: controller.signal,
    explain: (error) => {
      if (reason) return new ChatModelError(reason, { cause: error });
      // A connection that broke in the middle shows as a TypeError of fetch.
      return error instanceof ChatModelError
        ? error
        : new ChatModelError("unreachable", { cause: error });
    },
    close: () => {
      timer.cancel();
      outer?.removeEventListener("abort", withdrawn);
      controller.abort(); // Frees a connection that nobody reads to its end.
    },
  };
}
