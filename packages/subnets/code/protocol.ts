import { BODY_LIMITS, checkBody, defineSynapse, type ReadAnswer } from "@ganglion/sdk";
import { z } from "zod";

/** Bounds of what is asked and answered. Texts in signs. */
export const LIMITS = {
  source: 32_768,
  tests: 50,
  /** All tests together, as JSON. */
  testsLength: 65_536,
  testsDepth: 16,
  explanation: 2_000,
} as const;

/** The file of an answer. */
export const SOLUTION = "solution.js";

/** One call with its right result; all JSON. */
export interface CodeTest {
  readonly args: readonly unknown[];
  readonly expected: unknown;
}

/** A name that can stand in a script as it is. */
const ENTRY = /^[A-Za-z_$][\w$]{0,63}$/;
const RESERVED = new Set(
  "await break case catch class const continue debugger default delete do else enum eval export extends false finally for function if import in instanceof let new null return static super switch this throw true try typeof undefined var void while with yield arguments".split(
    " ",
  ),
);

const test = z.object({ args: z.array(z.unknown()).max(32), expected: z.unknown() });

const asked = z.object({
  language: z.literal("javascript"),
  entry: z
    .string()
    .regex(ENTRY, "is the name of a function")
    .refine((name) => !RESERVED.has(name), "is a word of the language"),
  source: z.string().min(1).max(LIMITS.source),
  tests: z
    .array(test)
    .min(1)
    .max(LIMITS.tests)
    .refine(testsFit, `are at most ${LIMITS.testsLength} signs of JSON, ${LIMITS.testsDepth} deep`)
    .refine((tests) => tests.every((each) => each.expected !== undefined), "each has an expected"),
});

/** A user's bug: a function, and tests that it should pass. */
export interface CodeAsked {
  readonly language: "javascript";
  /** Name of the function. */
  readonly entry: string;
  readonly source: string;
  readonly tests: readonly CodeTest[];
}

/** What users send. */
export const askedShape: z.ZodType<CodeAsked> = asked;

/** `logic` is where upstream's miners put their files; it comes empty and goes back filled. */
const requestShape = asked.extend({
  logic: z.record(z.string(), z.unknown()).default({}),
});

/** What a validator asks: which source does what this one should? */
export interface CodeRequest extends CodeAsked {
  readonly logic: Readonly<Record<string, unknown>>;
}

function testsFit(tests: unknown): boolean {
  const limits = { ...BODY_LIMITS, bytes: LIMITS.testsLength, depth: LIMITS.testsDepth + 3 };
  return (
    checkBody({ tests }, limits) === undefined && JSON.stringify(tests).length <= LIMITS.testsLength
  );
}

/** An answer as it was checked. */
export interface CodeAnswer {
  readonly source: string;
  readonly explanation?: string;
}

/** An answer as it travels. */
export interface CodeWire {
  readonly logic: Readonly<Record<string, string>>;
  readonly explanation?: string;
}

export const wireOf = (source: string, explanation?: string): CodeWire => ({
  logic: { [SOLUTION]: source },
  ...(explanation ? { explanation: explanation.slice(0, LIMITS.explanation) } : {}),
});

/**
 * Upstream's `LogicSynapse` (brokespace/code, coding/protocol.py): `logic` maps names of files to texts. The bug's own
 * fields stand beside it. `class LogicSynapse(bt.Synapse)` with `required_hash_fields = ("entry", "source")`.
 */
export const logicSynapse = defineSynapse<CodeRequest, Record<string, unknown>>({
  name: "LogicSynapse",
  request: requestShape,
  answer: z.record(z.string(), z.unknown()),
  hashFields: ["entry", "source"],
  requiredFields: [],
});

const streamShape = z.object({
  query: z.string().max(LIMITS.source).default(""),
  script: z.string().max(LIMITS.source).default(""),
  messages: z
    .array(z.object({ role: z.string().max(32), content: z.string().max(LIMITS.source) }))
    .max(64)
    .default([]),
  attachments: z.array(z.unknown()).max(64).default([]),
  files: z.array(z.unknown()).max(64).default([]),
});

export type StreamCodeRequest = z.infer<typeof streamShape>;

/** Upstream's `StreamCodeSynapse`: a question in words about a script, answered piece by piece. */
export const streamCodeSynapse = defineSynapse<StreamCodeRequest>({
  name: "StreamCodeSynapse",
  request: streamShape,
  stream: true,
});

/** Checks an answer before anything runs. Its size as a whole was checked by the kit; this never throws. */
export function readAnswer(body: Readonly<Record<string, unknown>>): ReadAnswer<CodeAnswer> {
  const { logic, explanation } = body;
  const refused = (reason: string, detail: string) => ({ ok: false as const, reason, detail });
  if (typeof logic !== "object" || logic === null || Array.isArray(logic))
    return refused("no_logic", "logic must map the name of a file to its text");
  const files = Object.keys(logic);
  if (files.length === 0) return refused("no_source", `logic has no ${SOLUTION}`);
  if (files.length > 1 || files[0] !== SOLUTION)
    return refused("other_files", `logic may have ${SOLUTION} and nothing else`);
  const source: unknown = (logic as Record<string, unknown>)[SOLUTION];
  if (typeof source !== "string" || source.trim() === "")
    return refused("no_source", `${SOLUTION} must be a text`);
  if (source.length > LIMITS.source)
    return refused("too_large", `${SOLUTION} is longer than ${LIMITS.source} signs`);
  const said = typeof explanation === "string" ? explanation.slice(0, LIMITS.explanation) : "";
  return { ok: true, value: { source, ...(said ? { explanation: said } : {}) } };
}
