import OpenAI, { APIConnectionError, APIUserAbortError } from "openai";
import { afterEach, describe, expect, test } from "vitest";
import { Fixture, outcome, until } from "./fixture.ts";
import { ss58 } from "./memory-chain.ts";

let fixture = new Fixture();
afterEach(async () => {
  await fixture.end();
  fixture = new Fixture();
});

async function client(): Promise<OpenAI> {
  const { url } = await fixture.listening();
  return new OpenAI({ baseURL: `${url}/v1`, apiKey: "not needed", maxRetries: 0 });
}
const QUESTION = { model: "prompting", messages: [{ role: "user" as const, content: "17 * 23?" }] };
const CITED = outcome({
  answers: [
    {
      ...outcome().answers[0]!,
      text: 'Rao.\n"TAO is counted in rao." [docs/units.md]',
      citations: [{ file: "docs/units.md", quote: "TAO is counted in rao." }],
    },
  ],
});

describe("the unmodified openai client", () => {
  test("lists the subnets as models", async () => {
    const openai = await client();
    const models = await openai.models.list();
    expect(models.data.map(({ id, object }) => [id, object])).toEqual([["prompting", "model"]]);
    expect((await openai.models.retrieve("prompting")).id).toBe("prompting");
  });

  test("gets the best miner's answer with honest counts and headers that say who gave it", async () => {
    await fixture.validator("Charlie");
    const openai = await client();
    const { data, response } = await openai.chat.completions.create(QUESTION).withResponse();
    const [choice] = data.choices;
    expect(choice!.message).toMatchObject({
      role: "assistant",
      content: "362\n17 * 23 = 391",
      annotations: [],
    });
    expect(choice!.finish_reason).toBe("stop");
    // 17 * 23 ? are four tokens; 362, 17, *, 23, =, 391 are six.
    expect(data.usage).toEqual({ prompt_tokens: 4, completion_tokens: 6, total_tokens: 10 });
    expect(data.object).toBe("chat.completion");
    const header = (name: string) => response.headers.get(`x-ganglion-${name}`);
    expect([header("netuid"), header("uid"), header("hotkey")]).toEqual(["2", "2", ss58("Dave")]);
    expect(data.id).toBe(`chatcmpl-${header("query-id")}`);
  });

  test("gets citations as annotations whose link leads to the quote", async () => {
    await fixture.validator("Charlie", () => CITED);
    const openai = await client();
    const { choices } = await openai.chat.completions.create(QUESTION);
    const { content, annotations } = choices[0]!.message;
    const [annotation] = annotations!;
    const { start_index, end_index, title, url } = annotation!.url_citation;
    expect(title).toBe("docs/units.md");
    expect(content!.slice(start_index, end_index)).toBe("TAO is counted in rao.");
    expect(annotation).toMatchObject({ file: "docs/units.md", quote: "TAO is counted in rao." });
    const linked = (await (await fetch(url)).json()) as object;
    expect(linked).toMatchObject({
      file: "docs/units.md",
      quote: "TAO is counted in rao.",
      uid: 2,
    });
  });

  test("streams role, words and end, and the words make up the same answer", async () => {
    await fixture.validator("Charlie", () => CITED);
    const openai = await client();
    const stream = await openai.chat.completions.create({
      ...QUESTION,
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks = [];
    for await (const chunk of stream) chunks.push(chunk);
    expect(chunks[0]!.choices[0]!.delta).toMatchObject({ role: "assistant" });
    const words = chunks.slice(1, -2).map(({ choices }) => choices[0]!.delta.content);
    expect(words.length).toBeGreaterThan(5);
    expect(words.join("")).toBe(CITED.answers[0]!.text);
    const end = chunks.at(-2)!.choices[0]!;
    expect(end.finish_reason).toBe("stop");
    expect(end.delta).toMatchObject({ annotations: [{ file: "docs/units.md" }] });
    expect(chunks.at(-1)!.choices).toEqual([]);
    expect(chunks.at(-1)!.usage).toEqual({
      prompt_tokens: 4,
      completion_tokens: 17,
      total_tokens: 21,
    });
  });

  test("collects a stream into a completion with its own accumulator", async () => {
    await fixture.validator("Charlie");
    const openai = await client();
    const final = await openai.chat.completions.stream(QUESTION).finalChatCompletion();
    expect(final.choices[0]!.message.content).toBe("362\n17 * 23 = 391");
    expect(final.choices[0]!.finish_reason).toBe("stop");
  });

  test("knows an unknown model and a missing field by status, code and field", async () => {
    const openai = await client();
    const unknown = openai.chat.completions.create({ ...QUESTION, model: "gpt-5" });
    await expect(unknown).rejects.toMatchObject({
      status: 404,
      code: "model_not_found",
      param: "model",
      type: "invalid_request_error",
    });
    const empty = openai.chat.completions.create({ ...QUESTION, messages: [] });
    await expect(empty).rejects.toMatchObject({ status: 400, param: "messages" });
    await expect(openai.models.retrieve("gpt-5")).rejects.toMatchObject({ status: 404 });
  });

  test("is told with status 503 and a hint when no validator runs", async () => {
    const openai = await client();
    const failure = openai.chat.completions.create({ ...QUESTION, stream: true });
    await expect(failure).rejects.toMatchObject({ status: 503, code: "no_validator" });
    await expect(failure).rejects.toHaveProperty("error.hint", expect.stringMatching(/running/));
  });

  test("may give up while it waits, and then the validator is left alone and nothing is kept", async () => {
    const abort = new AbortController();
    let asked = false;
    let left = false;
    await fixture.validator("Charlie", (_question, signal) => {
      asked = true;
      signal.addEventListener("abort", () => (left = true));
      return new Promise(() => undefined);
    });
    const openai = await client();
    const answer = openai.chat.completions.create(QUESTION, { signal: abort.signal });
    answer.catch(() => undefined);
    await until(() => asked);
    abort.abort();
    await expect(answer).rejects.toBeInstanceOf(APIUserAbortError);
    await until(() => left);
    const queries = (await (await fetch(`${openai.baseURL}/queries`)).json()) as { total: number };
    expect(queries.total).toBe(0);
    expect(fixture.log.join()).not.toContain("TROUBLE");
  });

  test("may leave a stream in its middle without harm to the next question", async () => {
    const long = "word ".repeat(50_000);
    const answers = [{ ...outcome().answers[0]!, text: long.slice(0, 60_000) }];
    await fixture.validator("Charlie", () => outcome({ answers }));
    const openai = await client();
    const stream = await openai.chat.completions.create({ ...QUESTION, stream: true });
    for await (const _ of stream) break;
    const again = await openai.chat.completions.create(QUESTION);
    expect(again.choices[0]!.message.content).toHaveLength(60_000);
    expect(fixture.log.join()).not.toContain("TROUBLE");
  });

  test("fails to connect once the gateway is closed", async () => {
    const openai = await client();
    await fixture.end();
    await expect(openai.models.list()).rejects.toBeInstanceOf(APIConnectionError);
  });
});
