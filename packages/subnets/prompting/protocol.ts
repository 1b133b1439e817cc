import { utf8Length } from "@ganglion/sdk";
import { z } from "zod";

export { utf8Length };

/** Name of the synapse class, which on this wire is also its route: `POST /Prompting`. */
export const PROMPTING = "Prompting";

/**
 * The fields that the body hash in the headers covers, in this order.
 * Source: macrocosm-os/prompting prompting/protocol.py. `roles` and `docs` are not covered there, so not here.
 */
export const REQUIRED_HASH_FIELDS: readonly string[] = ["messages"];

/** Every bound of the wire form. Texts count in UTF-8 bytes, `depth` in nested arrays and objects. */
export const LIMITS = {
  bodyBytes: 1_048_576,
  depth: 8,
  nodes: 20_000,
  messages: 64,
  messageBytes: 65_536,
  docs: 64,
  docNameBytes: 512,
  docBytes: 524_288,
  completionBytes: 65_536,
  citations: 16,
  quoteBytes: 4_096,
  backendBytes: 128,
} as const;

/** Why a body is refused, as machines read it, with the sentence that people read. */
export const REASONS = {
  not_json: "the body is not JSON",
  not_an_object: "the body is not a JSON object",
  too_large: `the body is over ${LIMITS.bodyBytes} bytes`,
  too_deep: `the body is nested deeper than ${LIMITS.depth}`,
  too_many_values: `the body holds more than ${LIMITS.nodes} values`,
  invalid_unicode: "a text holds a lone surrogate, which UTF-8 cannot carry",
  roles_not_texts: "roles must be a list of texts",
  unknown_role: "a role is none of system, user, assistant",
  messages_not_texts: "messages must be a list of texts",
  no_messages: "there is no message",
  too_many_messages: `there are more than ${LIMITS.messages} messages`,
  message_too_long: `a message is over ${LIMITS.messageBytes} bytes`,
  roles_messages_length_mismatch: "roles and messages differ in length",
  last_message_not_from_user: "the last message is not the user's",
  docs_malformed: "docs must be a list of {name, text}",
  too_many_docs: `there are more than ${LIMITS.docs} docs`,
  doc_name_too_long: `a doc's name is over ${LIMITS.docNameBytes} bytes`,
  doc_too_long: `a doc is over ${LIMITS.docBytes} bytes`,
  completion_not_text: "completion must be a text",
  completion_too_long: `the completion is over ${LIMITS.completionBytes} bytes`,
  citations_malformed: "citations must be a list of {file, quote}",
  too_many_citations: `there are more than ${LIMITS.citations} citations`,
  quote_too_long: `a quote is over ${LIMITS.quoteBytes} bytes`,
  confidence_not_a_number: "confidence must be a finite number",
  confidence_out_of_range: "confidence must lie in [0, 1]",
  backend_not_text: "backend must be a text",
  backend_too_long: `backend is over ${LIMITS.backendBytes} bytes`,
  malformed: "the body does not have the shape of a Prompting synapse",
} as const;
export type Reason = keyof typeof REASONS;

/** A checked value, or the reason why there is none. */
export type Parsed<T> = { ok: true; value: T } | { ok: false; reason: Reason; detail: string };

const text = (limit: number, type: Reason, long: Reason) =>
  z
    .string({ error: type })
    .refine((value) => utf8Length(value, limit) <= limit, { error: long, abort: true });

const list = <T extends z.ZodType>(item: T, limit: number, type: Reason, many: Reason) =>
  z.preprocess(
    // Checked before the items are, so that a list of a million items costs nothing.
    (value, context) => {
      if (Array.isArray(value) && value.length > limit) {
        context.addIssue({ code: "custom", message: many });
        return z.NEVER;
      }
      return value;
    },
    z.array(item, { error: type }),
  );

const role = z.enum(["system", "user", "assistant"], {
  error: (issue) => (typeof issue.input === "string" ? "unknown_role" : "roles_not_texts"),
});

const doc = z.object(
  {
    name: text(LIMITS.docNameBytes, "docs_malformed", "doc_name_too_long"),
    text: text(LIMITS.docBytes, "docs_malformed", "doc_too_long"),
  },
  { error: "docs_malformed" },
);

const citation = z.object(
  {
    file: text(LIMITS.docNameBytes, "citations_malformed", "quote_too_long"),
    quote: text(LIMITS.quoteBytes, "citations_malformed", "quote_too_long"),
  },
  { error: "citations_malformed" },
);

const answerFields = {
  completion: text(LIMITS.completionBytes, "completion_not_text", "completion_too_long"),
  citations: list(
    citation,
    LIMITS.citations,
    "citations_malformed",
    "too_many_citations",
  ).nullish(),
  confidence: z
    .number({ error: "confidence_not_a_number" })
    .min(0, { error: "confidence_out_of_range" })
    .max(1, { error: "confidence_out_of_range" })
    .nullish(),
  backend: text(LIMITS.backendBytes, "backend_not_text", "backend_too_long").nullish(),
};

// Keys that are not ours are dropped: a Python synapse also sends name, timeout, axon, dendrite and so on.
const request = z
  .object(
    {
      roles: list(role, LIMITS.messages, "roles_not_texts", "too_many_messages"),
      messages: list(
        text(LIMITS.messageBytes, "messages_not_texts", "message_too_long"),
        LIMITS.messages,
        "messages_not_texts",
        "too_many_messages",
      ),
      docs: list(doc, LIMITS.docs, "docs_malformed", "too_many_docs").nullish(),
    },
    { error: "not_an_object" },
  )
  .refine((body) => body.messages.length > 0 || body.roles.length > 0, { error: "no_messages" })
  .refine((body) => body.messages.length === body.roles.length, {
    error: "roles_messages_length_mismatch",
  })
  .refine((body) => body.roles.length === 0 || body.roles.at(-1) === "user", {
    error: "last_message_not_from_user",
  });

const response = z.object(answerFields, { error: "not_an_object" });

export type Doc = z.infer<typeof doc>;
export type Citation = z.infer<typeof citation>;
export type Role = z.infer<typeof role>;

/** What a validator asks. */
export type PromptingRequest = { roles: Role[]; messages: string[]; docs?: Doc[] };

/**
 * What a miner answers.
 * `confidence`: the miner's own probability in [0, 1] that the answer is right; absent counts as 1.
 */
export type PromptingAnswer = {
  completion: string;
  citations: Citation[];
  confidence?: number;
  backend?: string;
};

/** The whole synapse as it goes over the wire, in both directions, upstream's fields first. */
export type PromptingSynapse = PromptingRequest & {
  completion: string;
  citations?: Citation[];
  confidence?: number;
  backend?: string;
};

/** Checks what came in at an axon. Never throws. */
export function parseRequest(body: unknown): Parsed<PromptingRequest> {
  const checked = parse(request, body);
  if (!checked.ok) return checked;
  const { roles, messages, docs } = checked.value;
  return { ok: true, value: { roles, messages, ...(docs ? { docs } : {}) } };
}

/** Checks what a miner sent back. Only the answer's fields are read: the echo of the request is not trusted. Never throws. */
export function parseResponse(body: unknown): Parsed<PromptingAnswer> {
  const checked = parse(response, body);
  if (!checked.ok) return checked;
  const { completion, citations, confidence, backend } = checked.value;
  return {
    ok: true,
    value: {
      completion,
      citations: citations ?? [],
      ...(confidence === null || confidence === undefined ? {} : { confidence }),
      ...(backend === null || backend === undefined ? {} : { backend }),
    },
  };
}

/** JSON of a text whose size and depth are checked before the parser sees it. Never throws. */
export function readJson(source: string): Parsed<unknown> {
  if (utf8Length(source, LIMITS.bodyBytes) > LIMITS.bodyBytes) return refuse("too_large");
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < source.length; i++) {
    const char = source[i];
    if (quoted) {
      if (char === "\\") i++;
      else if (char === '"') quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === "[" || char === "{") {
      if (++depth > LIMITS.depth) return refuse("too_deep");
    } else if (char === "]" || char === "}") depth--;
  }
  try {
    return { ok: true, value: JSON.parse(source) as unknown };
  } catch {
    return refuse("not_json"); // The parser's words would repeat the peer's bytes; the reason says enough.
  }
}

const refuse = (reason: Reason): { ok: false; reason: Reason; detail: string } => ({
  ok: false,
  reason,
  detail: REASONS[reason],
});

function parse<T>(schema: z.ZodType<T>, body: unknown): Parsed<T> {
  const size = measure(body);
  if (size) return refuse(size);
  const result = schema.safeParse(body);
  if (result.success) return { ok: true, value: result.data };
  const message = result.error.issues[0]?.message ?? "malformed";
  return refuse(message in REASONS ? (message as Reason) : "malformed");
}

/** Size, depth and Unicode of a value that JSON.parse could have made; a walk without recursion. */
function measure(body: unknown): Reason | undefined {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return "not_an_object";
  const stack: { value: unknown; depth: number }[] = [{ value: body, depth: 1 }];
  let bytes = 0;
  let nodes = 0;
  for (let entry = stack.pop(); entry; entry = stack.pop()) {
    const { value, depth } = entry;
    if (++nodes > LIMITS.nodes) return "too_many_values";
    if (typeof value === "string") {
      bytes += utf8Length(value, LIMITS.bodyBytes);
      if (bytes > LIMITS.bodyBytes) return "too_large";
      if (/\p{Surrogate}/u.test(value)) return "invalid_unicode";
    } else if (typeof value === "object" && value !== null) {
      if (depth > LIMITS.depth) return "too_deep";
      const children: unknown[] = Array.isArray(value) ? value : Object.values(value);
      if (nodes + children.length > LIMITS.nodes) return "too_many_values";
      for (const child of children) stack.push({ value: child, depth: depth + 1 });
    }
  }
  return undefined;
}
