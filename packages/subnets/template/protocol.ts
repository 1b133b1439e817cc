import { defineSynapse, type ReadAnswer } from "@ganglion/sdk";
import { z } from "zod";

/** Bounds of what is asked and answered. */
export const LIMITS = { numbers: 64, largest: 1_000_000 } as const;

const request = z.object({
  numbers: z.array(z.number().int().min(1).max(LIMITS.largest)).min(1).max(LIMITS.numbers),
  target: z
    .number()
    .int()
    .min(1)
    .max(LIMITS.numbers * LIMITS.largest),
});

/** What a validator asks: which of these numbers add up to the target? */
export type TemplateRequest = z.infer<typeof request>;
/** What a miner answers, as it travels: places in the list, from 0. */
export interface TemplateAnswer {
  readonly chosen: readonly number[];
}

/** What users send; here the same as what miners get. */
export const askedShape = request;

/** The name is the route of miners' axons and the class in Python: `class Template(bt.Synapse)`. */
export const templateSynapse = defineSynapse<TemplateRequest, Record<string, unknown>>({
  name: "Template",
  request,
  answer: z.record(z.string(), z.unknown()),
  hashFields: ["numbers", "target"],
});

/** Checks an answer before anything is done with it. Its size was checked by the kit; this never throws. */
export function readAnswer(
  body: Readonly<Record<string, unknown>>,
  { numbers }: TemplateRequest,
): ReadAnswer<TemplateAnswer> {
  const { chosen } = body;
  const refused = (reason: string, detail: string) => ({ ok: false as const, reason, detail });
  if (!Array.isArray(chosen)) return refused("chosen_not_a_list", "chosen must be a list");
  if (chosen.length > numbers.length)
    return refused("chosen_too_long", "chosen has more places than there are numbers");
  const fits = (place: unknown): boolean =>
    Number.isInteger(place) && (place as number) >= 0 && (place as number) < numbers.length;
  if (!chosen.every(fits)) return refused("place_out_of_range", "a place is none of the list");
  if (new Set(chosen).size !== chosen.length)
    return refused("place_twice", "a number may be chosen once");
  return { ok: true, value: { chosen: (chosen as number[]).slice().sort((a, b) => a - b) } };
}
