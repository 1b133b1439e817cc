import { type Checked, defineSynapse } from "@ganglion/sdk";
import { z } from "zod";
import { type Parsed, PROMPTING, type PromptingRequest, parseRequest } from "./protocol.ts";

/** The subnet's own checks, as the wire asks for them. */
function checked<T extends object>(parsed: Parsed<T>): Checked<T> {
  return parsed.ok ? parsed : { ok: false, detail: parsed.detail, reason: parsed.reason };
}

/** What a validator asks a miner. The answer stays unchecked here: judging it is the validator's part. */
export const promptingSynapse = defineSynapse<PromptingRequest, Record<string, unknown>>({
  name: PROMPTING,
  hashFields: ["messages"],
  requiredFields: ["roles", "messages"],
  request: (body) => checked(parseRequest(body)),
  answer: (body) =>
    typeof body === "object" && body !== null && !Array.isArray(body)
      ? { ok: true, value: body as Record<string, unknown> }
      : { ok: false, detail: "the answer is not a JSON object", reason: "not_an_object" },
});

const chat = z.object({
  messages: z
    .array(z.object({ role: z.string().max(32), content: z.string().max(65_536) }))
    .min(1)
    .max(64),
  docs: z
    .array(z.object({ name: z.string().max(512), text: z.string().max(524_288) }))
    .max(64)
    .optional(),
  /** How long miners may take. */
  timeoutMs: z.number().int().min(100).max(120_000).optional(),
});
const answered = z.object({
  uid: z.number().int(),
  hotkey: z.string(),
  backend: z.string().nullable(),
  text: z.string(),
  citations: z.array(z.object({ file: z.string(), quote: z.string() })),
  latencyMs: z.number(),
  status: z.enum(["ok", "timeout", "invalid", "error"]),
  score: z.number(),
  reason: z.string(),
});
const outcome = z.object({
  netuid: z.number().int(),
  askedAtBlock: z.number().int(),
  validator: z.object({ uid: z.number().int(), hotkey: z.string() }),
  answers: z.array(answered),
  chosenUid: z.number().int().nullable(),
});

/** A user's chat, as the gateway hands it to a validator. */
export type PromptingQuestion = z.infer<typeof chat>;
/** One miner's answer to it with the validator's verdict. */
export type PromptingAnswered = z.infer<typeof answered>;
/** What became of it. `chosenUid` is null if nobody had an answer. */
export type PromptingOutcome = z.infer<typeof outcome>;

/** A user's question to a validator: it asks several miners, scores all of them and says which is best. */
export const promptingQuery = defineSynapse({
  name: "PromptingQuery",
  request: chat,
  answer: outcome,
});
