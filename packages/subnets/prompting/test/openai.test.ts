import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { platformNetEnv } from "@ganglion/sdk";
import { afterEach, describe, expect, test } from "vitest";
import { isDecline } from "../judge/read-answer.ts";
import { openaiBackend, promptingMiner } from "../miner.ts";

type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void;
const servers: Server[] = [];
const KEY = "sk-very-secret";

/** A real HTTP server on a free port, standing in for a model server. */
async function serve(handler: Handler): Promise<string> {
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk));
    request.on("end", () => handler(request, response, body));
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
}
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const backend = (baseUrl: string, extra: object = {}) =>
  openaiBackend({ baseUrl, model: "tiny", apiKey: KEY, fetch, timeoutMs: 60_000, ...extra });
const request = {
  roles: ["system" as const, "user" as const],
  messages: ["Be short.", "What is the capital of France?"],
};
const chat = (content: unknown): string =>
  JSON.stringify({ choices: [{ message: { role: "assistant", content } }] });

async function drain<T>(
  stream: AsyncGenerator<string, T>,
): Promise<{ pieces: string[]; value: T }> {
  const pieces: string[] = [];
  for (;;) {
    const step = await stream.next();
    if (step.done) return { pieces, value: step.value };
    pieces.push(step.value);
  }
}

test("a model's answer comes back with its name, and the server saw model, key and chat", async () => {
  let seen: { url: string | undefined; key: string | undefined; body: unknown } | undefined;
  const url = await serve((incoming, response, body) => {
    seen = { url: incoming.url, key: incoming.headers.authorization, body: JSON.parse(body) };
    response.setHeader("content-type", "application/json").end(chat("Paris"));
  });
  expect(await backend(`${url}/`).answer(request)).toEqual({
    completion: "Paris",
    citations: [],
    confidence: 0.7,
    backend: "openai:tiny",
  });
  expect(seen).toEqual({
    url: "/v1/chat/completions",
    key: `Bearer ${KEY}`,
    body: {
      model: "tiny",
      stream: false,
      temperature: 0,
      messages: [
        { role: "system", content: "Be short." },
        { role: "user", content: "What is the capital of France?" },
      ],
    },
  });
});

test("passages go before the model, and those it names come back as verbatim citations", async () => {
  const docs = [{ name: "tower.txt", text: "The tower was built by Oda Krenn. It is red." }];
  let system = "";
  const url = await serve((_, response, body) => {
    system = (JSON.parse(body) as { messages: { content: string }[] }).messages[0]!.content;
    response.end(chat("Oda Krenn\nSources: [1], [9]"));
  });
  const answer = await backend(url).answer({
    ...request,
    messages: ["", "Who built the tower?"],
    docs,
  });
  expect(system).toContain("[1] tower.txt: The tower was built by Oda Krenn.");
  expect(answer).toMatchObject({
    completion: "Oda Krenn",
    citations: [{ file: "tower.txt", quote: "The tower was built by Oda Krenn." }],
  });
});

test("a stream is passed on piece by piece", async () => {
  const url = await serve((_, response, body) => {
    expect(JSON.parse(body)).toMatchObject({ stream: true });
    for (const piece of ["Pa", "r", "is"])
      response.write(`data: ${JSON.stringify({ choices: [{ delta: { content: piece } }] })}\n\n`);
    response.end("data: [DONE]\n\n");
  });
  const { pieces, value } = await drain(backend(url).stream(request));
  expect(pieces).toEqual(["Pa", "r", "is"]);
  expect(value).toMatchObject({ completion: "Paris", confidence: 0.7 });
});

describe("a model server in trouble becomes a plain answer with confidence 0, never an exception:", () => {
  const troubles: [string, Handler, RegExp][] = [
    [
      "refuses",
      (_, response) => response.writeHead(401).end(`bad key ${KEY}`),
      /refused \(HTTP 401\)/,
    ],
    ["fails", (_, response) => response.writeHead(500).end("boom"), /refused \(HTTP 500\)/],
    ["sends no JSON", (_, response) => response.end("<html>"), /no answer/],
    ["sends JSON of another kind", (_, response) => response.end('{"choices":[]}'), /no answer/],
    ["sends null", (_, response) => response.end("null"), /no answer/],
    ["sends a number as text", (_, response) => response.end(chat(7)), /no answer/],
    ["sends nothing", (_, response) => response.end(chat("")), /gave no answer/],
    ["sends 100 kB", (_, response) => response.end(chat("x".repeat(100_000))), /too long/],
    ["sends without end", (_, response) => flood(response), /too long/],
    ["hangs", () => undefined, /took too long/],
    [
      "breaks off",
      (_, response) => {
        response.writeHead(200, { "content-length": "1000" }).write('{"choi');
        setImmediate(() => response.destroy());
      },
      /cannot be reached|no answer/,
    ],
  ];
  function flood(response: ServerResponse): void {
    const pump = (): void => {
      while (!response.destroyed && response.write("x".repeat(65_536))) {}
      if (!response.destroyed) response.once("drain", pump);
    };
    response.on("error", () => undefined);
    pump();
  }
  test.each(troubles)("%s", async (name, handler, expected) => {
    const url = await serve(handler);
    const answer = await backend(url, name === "hangs" ? { timeoutMs: 50 } : {}).answer(request);
    expect(answer.completion).toMatch(expected);
    expect(isDecline(answer.completion)).toBe(true);
    expect(answer.confidence).toBe(0);
    expect(JSON.stringify(answer)).not.toContain(KEY);
  });

  test("isn't there", async () => {
    const url = await serve(() => undefined);
    const server = servers.pop()!;
    await new Promise((done) => server.close(done));
    const answer = await backend(url).answer(request);
    expect(answer.completion).toMatch(/cannot be reached/);
    expect(answer.completion).not.toContain("127.0.0.1");
  });

  test("hangs in the middle of a stream: what came stays, the confidence falls to 0", async () => {
    const url = await serve((_, response) => {
      response.write(`data: ${JSON.stringify({ choices: [{ delta: { content: "Par" } }] })}\n\n`);
    });
    let fire = (): void => undefined;
    const after = (_: number, call: () => void) => {
      fire = call;
      return { cancel: () => undefined };
    };
    const stream = backend(url, { env: { ...platformNetEnv, after } }).stream(request);
    expect(await stream.next()).toEqual({ done: false, value: "Par" });
    const rest = stream.next();
    fire();
    expect(await rest).toMatchObject({ done: true, value: { completion: "Par", confidence: 0 } });
  });

  test("streams garbage", async () => {
    const url = await serve((_, response) => response.end("data: {nonsense\n\n"));
    const { pieces, value } = await drain(backend(url).stream(request));
    expect(value.completion).toMatch(/^I can't answer that/);
    expect(pieces.join("")).toBe(value.completion);
  });
});

test("a question that is withdrawn stops the call", async () => {
  const controller = new AbortController();
  const url = await serve(() => controller.abort());
  expect((await backend(url).answer(request, { signal: controller.signal })).completion).toMatch(
    /withdrawn/,
  );
});

test("time comes from the timer that was handed in", async () => {
  let fire = (): void => undefined;
  const url = await serve(() => fire());
  const after = (ms: number, call: () => void) => {
    expect(ms).toBe(1_000_000);
    fire = call;
    return { cancel: () => undefined };
  };
  const env = { ...platformNetEnv, after };
  expect((await backend(url, { timeoutMs: 1_000_000, env }).answer(request)).completion).toMatch(
    /took too long/,
  );
});

test("lone surrogates from a server don't reach the wire", async () => {
  const url = await serve((_, response) =>
    response.end('{"choices":[{"message":{"content":"a\\ud800b"}}]}'),
  );
  const reply = await promptingMiner({ backend: backend(url) }).forward({
    roles: ["user"],
    messages: ["x"],
  });
  expect(reply.ok && reply.synapse.completion).toBe("a\ufffdb");
});
