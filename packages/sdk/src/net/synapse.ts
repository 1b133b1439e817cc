import { utf8Bytes } from "@ganglion/primitives";
import { sha3_256 } from "@noble/hashes/sha3.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import type * as z from "zod";
import { pythonStr } from "./python-text.ts";

/** A checked value, or why there is none. */
export type Checked<T> = { ok: true; value: T } | { ok: false; detail: string; reason?: string };

/** What a part of a synapse looks like: a zod schema, or a function that checks and never throws. */
export type Shape<T> = z.ZodType<T> | ((body: unknown) => Checked<T>);

type Common<Request extends object> = {
  /** Class name in Python, and the route: `POST /<name>`. */
  readonly name: string;
  /** Fields that the signature covers, in this order. Python: `required_hash_fields`. */
  readonly hashFields: readonly string[];
  /** Those of them whose numbers are Python floats: 1 is hashed as 1.0. */
  readonly floatFields: readonly string[];
  /** Fields that the Python class requires; it looks for them in the headers too. */
  readonly requiredFields: readonly string[];
  readonly parseRequest: (body: unknown) => Checked<Request>;
};

/** A question with one answer. */
export type Synapse<Request extends object, Answer extends object> = Common<Request> & {
  readonly stream: false;
  readonly parseAnswer: (body: unknown) => Checked<Answer>;
};
/** A question whose answer comes in pieces of text. */
export type StreamSynapse<Request extends object> = Common<Request> & { readonly stream: true };

// biome-ignore lint/suspicious/noExplicitAny: any synapse, whatever it carries; the two types below take it apart
export type AnySynapse = Synapse<any, any> | StreamSynapse<any>;
export type RequestOf<S> = S extends Common<infer Request> ? Request : never;
export type AnswerOf<S> = S extends Synapse<infer _, infer Answer> ? Answer : never;

type Definition<Request extends object> = {
  name: string;
  request: Shape<Request>;
  hashFields?: readonly (string & keyof Request)[];
  floatFields?: readonly (string & keyof Request)[];
  /** By default the hashed fields. */
  requiredFields?: readonly (string & keyof Request)[];
};

/**
 * Declares a synapse; the types of question and answer follow from the shapes. Unknown fields are
 * ignored on both sides, since a Python synapse sends its own record of the call along.
 * @throws RangeError if the name cannot be a route
 */
export function defineSynapse<Request extends object, Answer extends object>(
  definition: Definition<Request> & { answer: Shape<Answer>; stream?: false },
): Synapse<Request, Answer>;
export function defineSynapse<Request extends object>(
  definition: Definition<Request> & { stream: true },
): StreamSynapse<Request>;
export function defineSynapse<Request extends object, Answer extends object>(
  definition: Definition<Request> & { answer?: Shape<Answer>; stream?: boolean },
): Synapse<Request, Answer> | StreamSynapse<Request> {
  const { name, request, answer, hashFields = [], floatFields = [] } = definition;
  if (!/^[A-Za-z_]\w{0,99}$/.test(name))
    throw new RangeError(`a synapse's name is a Python class name, got ${JSON.stringify(name)}`);
  const common = {
    name,
    hashFields,
    floatFields,
    requiredFields: definition.requiredFields ?? hashFields,
    parseRequest: checker(request),
  };
  return answer
    ? { ...common, stream: false, parseAnswer: checker(answer) }
    : { ...common, stream: true };
}

/**
 * Hash over the signed fields: SHA3-256 of the joined SHA3-256s of their texts, as hex without 0x.
 * Source: bittensor core/synapse.py, `body_hash`.
 */
export function bodyHash(synapse: AnySynapse, body: Record<string, unknown>): string {
  const hashes = synapse.hashFields.map((field) =>
    sha3(pythonStr(body[field], { floats: synapse.floatFields.includes(field) })),
  );
  return sha3(hashes.join(""));
}

const sha3 = (text: string): string => bytesToHex(sha3_256(utf8Bytes(text)));

function checker<T>(shape: Shape<T>): (body: unknown) => Checked<T> {
  if (typeof shape === "function") return shape;
  return (body) => {
    const result = shape.safeParse(body);
    if (result.success) return { ok: true, value: result.data };
    const [first] = result.error.issues;
    const where = first?.path.join(".") || "the body";
    return { ok: false, detail: `${where}: ${first?.message ?? "not as declared"}` };
  };
}
