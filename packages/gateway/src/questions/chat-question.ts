import {
  type Doc,
  LIMITS,
  parseRequest,
  REASONS,
  type Role,
} from "@ganglion/subnets/prompting/protocol";
import { ApiError, invalid } from "../http/api-error.ts";

/** A chat as prompting takes it. */
export interface ChatQuestion {
  readonly messages: { readonly role: Role; readonly content: string }[];
  readonly docs?: Doc[];
}

/** The validator puts the answer convention before the chat. */
const MAX_MESSAGES = LIMITS.messages - 1;

/**
 * Messages and documents of a request, checked as the miners will check them.
 * @throws ApiError 400 that names the field
 */
export function chatQuestion(
  body: { readonly messages?: unknown; readonly docs?: unknown },
  options: { readonly withDocs: boolean },
): ChatQuestion {
  const { messages, docs } = body;
  if (messages === undefined)
    throw new ApiError("messages is missing: a list of {role, content}", {
      status: 400,
      code: "missing_required_parameter",
      param: "messages",
    });
  if (!Array.isArray(messages))
    throw invalid("messages", "messages must be a list of {role, content}");
  if (messages.length === 0) throw invalid("messages", "messages is empty");
  if (messages.length > MAX_MESSAGES)
    throw invalid("messages", `there are more than ${MAX_MESSAGES} messages`);
  const chat = messages.map((message, i) => readMessage(message, `messages[${i}]`));
  if (chat.at(-1)!.role !== "user")
    throw invalid(`messages[${chat.length - 1}].role`, "the last message must be the user's");
  if (chat.at(-1)!.content.trim() === "")
    throw invalid(`messages[${chat.length - 1}].content`, "the last message has no text");
  if (docs !== undefined && docs !== null && !options.withDocs)
    throw invalid("docs", "documents go to POST /v1/subnets/prompting; a chat has none");
  const checked = parseRequest({
    roles: chat.map(({ role }) => role),
    messages: chat.map(({ content }) => content),
    ...(docs === undefined ? {} : { docs }),
  });
  if (!checked.ok) {
    const param = /^docs|^doc_|^too_many_docs/.test(checked.reason) ? "docs" : "messages";
    throw invalid(param, REASONS[checked.reason]);
  }
  return { messages: chat, ...(checked.value.docs ? { docs: checked.value.docs } : {}) };
}

function readMessage(message: unknown, where: string): { role: Role; content: string } {
  if (typeof message !== "object" || message === null || Array.isArray(message))
    throw invalid(where, `${where} must be {role, content}`);
  const { role, content } = message as { role?: unknown; content?: unknown };
  return { role: readRole(role, where), content: readContent(content, where) };
}

function readRole(role: unknown, where: string): Role {
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
