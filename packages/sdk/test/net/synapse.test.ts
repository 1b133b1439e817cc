import { describe, expect, expectTypeOf, test } from "vitest";
import { z } from "zod";
import { type AnswerOf, bodyHash, defineSynapse, type RequestOf } from "../../src/index.ts";
import { Missing, Prompting } from "./synapses.ts";

describe("the body hash", () => {
  // Worked out with Python's hashlib and str.
  test("of no fields is the hash of nothing, as Python's axon sends it", () => {
    expect(bodyHash(Missing, {})).toBe(
      "a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a",
    );
  });
  test("of a list is the hash of its Python text", () => {
    expect(bodyHash(Prompting, { messages: ["it's"], roles: ["ignored"] })).toBe(
      "031d2bb853fdbce3697e62bcb945464e07823eecc94c6e14de5e8f5957128ed9",
    );
  });
  test("of several fields goes in the declared order, floats as floats, what is missing as None", () => {
    const synapse = defineSynapse({
      name: "S",
      request: z.object({ b: z.number(), a: z.string(), c: z.string().nullish() }),
      answer: z.object({}),
      hashFields: ["a", "b", "c"],
      floatFields: ["b"],
    });
    expect(bodyHash(synapse, { b: 1, a: "hello" })).toBe(
      "f719b6d196ac9cc73a0cc0982db8ded857bab6619ced8297a013dba8bd88b413",
    );
  });
});

describe("a definition", () => {
  test.each(["", "a b", "a/b", "1a", "a".repeat(101)])("%j is no name", (name) => {
    const shape = z.object({});
    expect(() => defineSynapse({ name, request: shape, answer: shape })).toThrow(RangeError);
  });
  test("takes a checking function in place of a schema", () => {
    const synapse = defineSynapse({
      name: "Even",
      request: (body: unknown) =>
        Number(body) % 2 === 0
          ? { ok: true as const, value: { half: Number(body) / 2 } }
          : { ok: false as const, reason: "odd", detail: "an even number is wanted" },
      answer: z.object({ done: z.boolean() }),
    });
    expect(synapse.parseRequest(4)).toEqual({ ok: true, value: { half: 2 } });
    expect(synapse.parseRequest(5)).toMatchObject({
      ok: false,
      detail: "an even number is wanted",
    });
    expectTypeOf<RequestOf<typeof synapse>>().toEqualTypeOf<{ half: number }>();
    expectTypeOf<AnswerOf<typeof synapse>>().toEqualTypeOf<{ done: boolean }>();
  });
  test("gives question and answer their types", () => {
    expectTypeOf<RequestOf<typeof Prompting>>().toEqualTypeOf<{
      roles: string[];
      messages: string[];
    }>();
    expectTypeOf<AnswerOf<typeof Prompting>>().toEqualTypeOf<{ completion: string }>();
    const shape = z.object({ a: z.string() });
    // @ts-expect-error: b is no field of the question
    defineSynapse({ name: "S", request: shape, answer: shape, hashFields: ["b"] });
  });
  test("tells where a wrong question is wrong", () => {
    expect(Prompting.parseRequest({ roles: ["user", 5], messages: ["x"] })).toMatchObject({
      ok: false,
      detail: expect.stringMatching(/^roles\.1: /),
    });
  });
});
