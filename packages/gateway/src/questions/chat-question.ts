import type { ChatMessage } from "@ganglion/sdk";
import { ApiError, invalid } from "../http/api-error.ts";

/** The most that any subnet takes; each has a bound of its own below it. */
const MOST_MESSAGES = 1_024;

/**
 * Messages of a request as OpenAI's API has them, in plain roles and texts.
 * @throws ApiError 400 that names the field
 */
export function readChat(messages: unknown): ChatMessage[] {
  if (messages === undefined)
    throw new ApiError("messages is missing: a list of {role, content}", {
      status: 400,
      code: "missing_required_parameter",
      param: "messages",
    });
  if (!Array.isArray(messages))
    throw invalid("messages", "messages must be a list of {role, content}");
  if (messages.length === 0) throw invalid("messages", "messages is empty");
  if (messages.length > MOST_MESSAGES)
    throw invalid("messages", `there are more than ${MOST_MESSAGES} messages`);
  return messages.map((message, i) => readMessage(message, `messages[${i}]`));
}

function readMessage(message: unknown, where: string): ChatMessage {
  if (typeof message !== "object" || message === null || Array.isArray(message))
    throw invalid(where, `${where} must be {role, content}`);
  const { role, content } = message as { role?: unknown; content?: unknown };
  return { role: readRole(role, where), content: readContent(content, where) };
}

function readRole(role: unknown, where: string): ChatMessage["role"] {
  if (role === "user" || role === "assistant" || role === "system") return role;
  // OpenAI's newer name for it.
  if (role === "developer") return "system";
  const why =
    role === "tool" || role === "function"
      ? "no tools are called here, so there are no results of any"
      : "is none of system, developer, user, assistant";
  throw invalid(`${where}.role`, `${where}.role: ${why}`);
}

function readContent(content: unknown, where: string): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content))
    throw invalid(`${where}.content`, `${where}.content must be a text or a list of text parts`);
  return content
    .map((part: unknown, i) => {
      const { type, text } = (part ?? {}) as { type?: unknown; text?: unknown };
      if (type === "text" && typeof text === "string") return text;
      throw invalid(
        `${where}.content[${i}]`,
        `${where}.content[${i}]: this subnet takes text only ({"type":"text","text":…})`,
      );
    })
    .join("\n");
}
