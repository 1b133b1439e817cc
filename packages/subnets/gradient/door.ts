import {
  type DoorChecked,
  type DoorQuery,
  defineSynapse,
  type Outcome,
  outcomeShape,
  type UserDoor,
} from "@ganglion/sdk";
import { z } from "zod";

const asked = z.object({
  prompt: z.string().max(8_192),
  maxBytes: z.number().int().min(1).max(2_048).default(200),
  temperature: z.number().min(0).max(4).default(0.8),
  seed: z.number().int().min(0).max(0xffff_ffff).default(1),
});
export type Written = z.infer<typeof asked>;

/** How the gateway asks a validator to write. */
export const gradientQuery = defineSynapse<DoorQuery & Partial<Written>, Outcome>({
  name: "GradientQuery",
  request: asked as unknown as z.ZodType<DoorQuery & Partial<Written>>,
  answer: outcomeShape,
  hashFields: ["prompt", "seed"],
});

export const readAsked = (body: unknown): Written => asked.parse(body);

/** What stands before the text wherever no field can say it. */
export const label = (checkpoint: { readonly hash: string; readonly window: number }): string =>
  `[text of the gradient market's model, checkpoint ${checkpoint.hash.slice(0, 12)} of window ${checkpoint.window}: it continues what it reads and knows no answers]`;

function readDoor(body: unknown): DoorChecked<Written> {
  const result = asked.safeParse(body);
  if (result.success) return { ok: true, value: result.data };
  const [first] = result.error.issues;
  const param = first?.path[0];
  return {
    ok: false,
    detail: `${first?.path.join(".") || "the body"}: ${first?.message ?? "not as declared"}`,
    ...(param === undefined ? {} : { param: String(param) }),
  };
}

/** What users may have: the newest checkpoint continues their text. */
export const gradientDoor: UserDoor = {
  query: gradientQuery,
  timeoutMs: 20_000,
  parse: readDoor,
  chat(messages) {
    const last = messages.findLast(({ role }) => role === "user");
    return readDoor({ prompt: last?.content.slice(-8_192) ?? "" });
  },
  asked: (request) => ({ question: (request as Written).prompt }),
  present: ({ data }) => ({
    type: "application/json",
    body: JSON.stringify({
      text: data?.["text"] ?? "",
      checkpoint: data?.["checkpoint"] ?? null,
      label: data?.["label"] ?? "",
    }),
  }),
  example: {
    prompt: "The people of the United States ",
    maxBytes: 200,
    temperature: 0.8,
    seed: 1,
  },
};
