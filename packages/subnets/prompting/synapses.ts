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

/** A user's chat. Its bounds are those of the request that it becomes, and are checked with that. */
export const chatShape = z.object({
  messages: z.array(z.object({ role: z.string().max(32), content: z.string() })),
  docs: z.array(z.object({ name: z.string(), text: z.string() })).nullish(),
});

/** A user's chat, as the gateway hands it to a validator. */
export type PromptingQuestion = z.infer<typeof chatShape>;
