import fc from "fast-check";
import { expect, test } from "vitest";
import { LIMITS, parseRequest, parseResponse, REASONS, readJson, utf8Length } from "../protocol.ts";

const good = { roles: ["system", "user"], messages: ["Be short.", "What is 2 + 2?"] };
const refusal = (body: unknown) => {
  const parsed = parseRequest(body);
  return parsed.ok ? "accepted" : parsed.reason;
};
const answerRefusal = (body: unknown) => {
  const parsed = parseResponse(body);
  return parsed.ok ? "accepted" : parsed.reason;
};

test("a request of upstream's fields is accepted and carries them unchanged", () => {
  expect(parseRequest({ ...good, completion: "" })).toEqual({ ok: true, value: good });
});

test("fields that a Python synapse adds are dropped, null docs too", () => {
  const body = { ...good, completion: "", name: "Prompting", timeout: 12, axon: {}, docs: null };
  expect(parseRequest(body)).toEqual({ ok: true, value: good });
});

test.each([
  ["a text", "hello", "not_an_object"],
  ["a list", [1], "not_an_object"],
  ["null", null, "not_an_object"],
  ["roles missing", { messages: ["hi"] }, "roles_not_texts"],
  ["roles of numbers", { ...good, roles: [1, 2] }, "roles_not_texts"],
  ["an unknown role", { ...good, roles: ["wizard", "user"] }, "unknown_role"],
  ["messages missing", { roles: ["user"] }, "messages_not_texts"],
  ["a message that is null", { roles: ["user"], messages: [null] }, "messages_not_texts"],
  ["no messages", { roles: [], messages: [] }, "no_messages"],
  ["too few roles", { ...good, roles: ["user"] }, "roles_messages_length_mismatch"],
  ["too many roles", { ...good, messages: ["hi"] }, "roles_messages_length_mismatch"],
  [
    "the last message by the assistant",
    { roles: ["assistant"], messages: ["hi"] },
    "last_message_not_from_user",
  ],
  [
    "65 messages",
    { roles: Array(65).fill("user"), messages: Array(65).fill("x") },
    "too_many_messages",
  ],
  [
    "a message over the limit",
    { roles: ["user"], messages: ["x".repeat(LIMITS.messageBytes + 1)] },
    "message_too_long",
  ],
  ["a body of 10 MB", { roles: ["user"], messages: ["x".repeat(10_000_000)] }, "too_large"],
  ["a lone surrogate", { roles: ["user"], messages: ["a\ud800b"] }, "invalid_unicode"],
  ["docs that are texts", { ...good, docs: ["x"] }, "docs_malformed"],
  ["65 docs", { ...good, docs: Array(65).fill({ name: "a", text: "b" }) }, "too_many_docs"],
  [
    "a doc over the limit",
    { ...good, docs: [{ name: "a", text: "x".repeat(LIMITS.docBytes + 1) }] },
    "doc_too_long",
  ],
  ["a million values", { ...good, docs: Array(1_000_000).fill(0) }, "too_many_values"],
])("a request with %s is refused with its reason", (_, body, reason) => {
  expect(refusal(body)).toBe(reason);
});

test("a request nested too deep is refused before its fields are looked at", () => {
  let deep: unknown = 1;
  for (let i = 0; i < 5_000; i++) deep = [deep];
  expect(refusal({ ...good, extra: deep })).toBe("too_deep");
});

test.each([
  ["no completion", {}, "completion_not_text"],
  ["a completion that is a number", { completion: 362 }, "completion_not_text"],
  [
    "a completion over the limit",
    { completion: "x".repeat(LIMITS.completionBytes + 1) },
    "completion_too_long",
  ],
  ["a completion of 10 MB", { completion: "x".repeat(10_000_000) }, "too_large"],
  ["a confidence of NaN", { completion: "", confidence: Number.NaN }, "confidence_not_a_number"],
  [
    "an infinite confidence",
    { completion: "", confidence: Number.POSITIVE_INFINITY },
    "confidence_not_a_number",
  ],
  ["a confidence as text", { completion: "", confidence: "high" }, "confidence_not_a_number"],
  ["a negative confidence", { completion: "", confidence: -0.01 }, "confidence_out_of_range"],
  ["a confidence over 1", { completion: "", confidence: 1.01 }, "confidence_out_of_range"],
  [
    "a citation without quote",
    { completion: "", citations: [{ file: "a" }] },
    "citations_malformed",
  ],
  [
    "17 citations",
    { completion: "", citations: Array(17).fill({ file: "a", quote: "b" }) },
    "too_many_citations",
  ],
  ["a backend that is a number", { completion: "", backend: 1 }, "backend_not_text"],
])("an answer with %s is refused with its reason", (_, body, reason) => {
  expect(answerRefusal(body)).toBe(reason);
});

test("an upstream answer without our optional fields is accepted", () => {
  expect(parseResponse({ ...good, completion: "4" })).toEqual({
    ok: true,
    value: { completion: "4", citations: [] },
  });
});

test("an answer's confidence of exactly 0 and exactly 1 is accepted", () => {
  expect(answerRefusal({ completion: "a", confidence: 0 })).toBe("accepted");
  expect(answerRefusal({ completion: "a", confidence: 1 })).toBe("accepted");
});

test("any value at all is either accepted or refused with a listed reason, never thrown", () => {
  fc.assert(
    fc.property(fc.anything({ withBigInt: true, withDate: true, withMap: true }), (value) => {
      for (const parsed of [parseRequest(value), parseResponse(value)])
        if (!parsed.ok) expect(REASONS).toHaveProperty(parsed.reason);
    }),
  );
});

test("any request of the right types is refused or read back equal", () => {
  const messages = fc.array(fc.string({ unit: "binary" }), { maxLength: 5 });
  fc.assert(
    fc.property(messages, (texts) => {
      const body = { roles: texts.map(() => "user"), messages: texts };
      const parsed = parseRequest(body);
      if (parsed.ok) expect(parsed.value.messages).toEqual(texts);
      else expect(["no_messages", "invalid_unicode"]).toContain(parsed.reason);
    }),
  );
});

test("readJson refuses size and depth before parsing, and broken JSON after", () => {
  expect(readJson('{"a":[1,2]}')).toEqual({ ok: true, value: { a: [1, 2] } });
  expect(readJson("[".repeat(500_000))).toMatchObject({ ok: false, reason: "too_deep" });
  expect(readJson(`"${"x".repeat(LIMITS.bodyBytes)}"`)).toMatchObject({ reason: "too_large" });
  expect(readJson('{"a":')).toMatchObject({ ok: false, reason: "not_json" });
  expect(readJson('{"a":"[[[[[[[[[[[[ \\" [["}')).toMatchObject({ ok: true });
});

test("utf8Length counts as TextEncoder does", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (value) => {
      expect(utf8Length(value, 1e9)).toBe(new TextEncoder().encode(value).length);
    }),
  );
});
