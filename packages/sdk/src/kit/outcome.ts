import { z } from "zod";

const answerRecord = z.object({
  uid: z.number().int(),
  hotkey: z.string(),
  /** Which engine the miner says it has; null if it says nothing. */
  backend: z.string().nullable(),
  text: z.string(),
  citations: z.array(z.object({ file: z.string(), quote: z.string() })),
  /** What this subnet presents besides text: its door knows the shape. */
  data: z.record(z.string(), z.unknown()).optional(),
  latencyMs: z.number(),
  status: z.enum(["ok", "timeout", "invalid", "error"]),
  score: z.number(),
  reason: z.string(),
});

/** What became of a user's question. `chosenUid` is null if nobody had an answer. */
export const outcomeShape = z.object({
  netuid: z.number().int(),
  askedAtBlock: z.number().int(),
  validator: z.object({ uid: z.number().int(), hotkey: z.string() }),
  answers: z.array(answerRecord),
  chosenUid: z.number().int().nullable(),
});

/** One miner's answer with the validator's verdict on it. `reason` says to machines why it got its score. */
export type AnswerRecord = z.infer<typeof answerRecord>;
export type AnswerStatus = AnswerRecord["status"];
export type Outcome = z.infer<typeof outcomeShape>;
