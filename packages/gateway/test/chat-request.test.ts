import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { GatewayCore } from "../src/gateway.ts";
import { MAX_BODY_BYTES } from "../src/routes/chat-completions.ts";
import { Fixture, outcome, post } from "./fixture.ts";

const fixture = new Fixture();
let core: GatewayCore;
let heard: unknown;
beforeAll(async () => {
  await fixture.validator("Charlie", (question) => {
    heard = question;
    return outcome();
  });
  core = await fixture.core();
});
afterAll(() => fixture.end());

interface Failure {
  readonly error: { message: string; type: string; param: string | null; code: string };
}
const user = (content: unknown) => ({ role: "user", content });
const ask = (body: unknown, path = "/v1/chat/completions") => core.fetch(post(path, body));
const chat = (fields: object) => ask({ model: "prompting", messages: [user("2+2?")], ...fields });
async function refused(response: Promise<Response>) {
  const { status } = await response;
  const { error } = (await (await response).json()) as Failure;
  return { status, ...error };
}

describe("a request that cannot be understood is refused in OpenAI's shape", () => {
  test.each([
    ["no JSON", '{"model": "prompting"', 400, "invalid_json", null],
    ["not UTF-8", new Uint8Array([0x22, 0xff, 0x22]), 400, "invalid_json", null],
    ["an empty body", "", 400, "invalid_json", null],
    ["a list", "[]", 400, "invalid_json", null],
    ["null", "null", 400, "invalid_json", null],
    ["no model", { messages: [user("hi")] }, 400, "missing_required_parameter", "model"],
    ["a model of another type", { model: 7 }, 400, "invalid_value", "model"],
    ["no messages", { model: "prompting" }, 400, "missing_required_parameter", "messages"],
  ])("%s", async (_name, body, status, code, param) => {
    const found = await refused(ask(body));
    expect(found).toMatchObject({ status, code, param, type: "invalid_request_error" });
  });

  test.each([
    ["messages as a text", { messages: "hi" }, "messages"],
    ["no message at all", { messages: [] }, "messages"],
    ["a message that is a text", { messages: ["hi"] }, "messages[0]"],
    ["an unknown role", { messages: [{ role: "robot", content: "hi" }] }, "messages[0].role"],
    ["a tool's result", { messages: [{ role: "tool", content: "4" }] }, "messages[0].role"],
    ["a number as content", { messages: [user(4)] }, "messages[0].content"],
    ["an empty question", { messages: [user(" \n")] }, "messages[0].content"],
    [
      "a picture",
      { messages: [user([{ type: "image_url", image_url: { url: "x" } }])] },
      "messages[0].content[0]",
    ],
    [
      "the assistant's word last",
      { messages: [{ role: "assistant", content: "hi" }] },
      "messages[0].role",
    ],
    ["64 messages", { messages: Array(64).fill(user("hi")) }, "messages"],
    ["a message of 65,537 bytes", { messages: [user("x".repeat(65_537))] }, "messages"],
    ["half a surrogate pair", { messages: [user("\ud83d")] }, "messages"],
    ["documents beside a chat", { docs: [] }, "docs"],
    ["two answers", { n: 2 }, "n"],
    ["a form that can't be kept", { response_format: { type: "json_object" } }, "response_format"],
    ["a tool that must be called", { tool_choice: "required" }, "tool_choice"],
    ["logprobs", { logprobs: true }, "logprobs"],
    ["stream as a text", { stream: "yes" }, "stream"],
    ["stream_options without a stream", { stream_options: {} }, "stream_options"],
    ["no tokens at all", { max_tokens: 0 }, "max_tokens"],
    ["half a token", { max_completion_tokens: 0.5 }, "max_completion_tokens"],
    ["an empty stop", { stop: [""] }, "stop"],
    ["five stops", { stop: ["a", "b", "c", "d", "e"] }, "stop"],
  ])("%s names its field", async (_name, fields, param) => {
    expect(await refused(chat(fields))).toMatchObject({ status: 400, param });
  });

  test("a body over the limit is 413, whatever its length claims", async () => {
    const big = `"${"x".repeat(MAX_BODY_BYTES)}"`;
    expect(await refused(ask(big))).toMatchObject({ status: 413, code: "request_too_large" });
    const endless = new Request("http://gateway.test/v1/chat/completions", {
      method: "POST",
      body: new ReadableStream({
        pull: (controller) => controller.enqueue(new Uint8Array(1 << 20)),
      }),
      duplex: "half",
    } as RequestInit);
    expect(await refused(core.fetch(endless))).toMatchObject({ status: 413 });
  });

  test("an unknown path and method are 404", async () => {
    expect(await refused(ask({}, "/v1/embeddings"))).toMatchObject({
      status: 404,
      code: "not_found",
    });
    const request = new Request("http://gateway.test/v1/models", { method: "DELETE" });
    expect(await refused(core.fetch(request))).toMatchObject({ status: 404 });
  });
});

describe("a request that is understood", () => {
  test("may send text in parts and the developer's role; the validator hears both plainly", async () => {
    const messages = [
      { role: "developer", content: "Be brief." },
      user([
        { type: "text", text: "What is" },
        { type: "text", text: "17 * 23?" },
      ]),
    ];
    expect((await chat({ messages })).status).toBe(200);
    expect(heard).toEqual({
      messages: [
        { role: "system", content: "Be brief." },
        { role: "user", content: "What is\n17 * 23?" },
      ],
      timeoutMs: 10_000,
    });
  });

  test("may carry what only a language model would heed", async () => {
    const fields = { temperature: 0.2, seed: 4, top_p: 1, user: "me", tools: [], n: 1, stop: null };
    expect((await chat(fields)).status).toBe(200);
  });

  test("ends at its stop text, or after its tokens with finish_reason length", async () => {
    const said = async (fields: object) => {
      const { choices } = (await (await chat(fields)).json()) as {
        choices: { message: { content: string }; finish_reason: string }[];
      };
      return [choices[0]!.message.content, choices[0]!.finish_reason];
    };
    expect(await said({ stop: ["\n"] })).toEqual(["362", "stop"]);
    expect(await said({ max_tokens: 3 })).toEqual(["362\n17 *", "length"]);
    expect(await said({ max_tokens: 600 })).toEqual(["362\n17 * 23 = 391", "stop"]);
  });

  test("may bring documents to the subnet's own path, and gets the record with its answer", async () => {
    const docs = [{ name: "a.md", text: "The port is 8080." }];
    const response = await ask({ messages: [user("Which port?")], docs }, "/v1/subnets/prompting");
    const { query, choices } = (await response.json()) as {
      query: object;
      choices: unknown[];
    };
    expect(heard).toMatchObject({ docs });
    expect(query).toMatchObject({ question: "Which port?", docs: ["a.md"], chosenUid: 2 });
    expect(choices).toHaveLength(1);
  });

  test.each([
    ["docs that are no list", "x"],
    ["a doc without text", [{ name: "a" }]],
    ["65 docs", Array(65).fill({ name: "a", text: "b" })],
    ["a doc over its limit", [{ name: "a", text: "x".repeat(524_289) }]],
  ])("%s are refused at docs", async (_name, docs) => {
    const response = ask({ messages: [user("hi")], docs }, "/v1/subnets/prompting");
    expect(await refused(response)).toMatchObject({ status: 400, param: "docs" });
  });
});
