import { accountOf } from "@ganglion/crypto";
import { utf8Bytes } from "@ganglion/primitives";
import { beforeEach, describe, expect, test } from "vitest";
import { AxonError, type AxonTarget, type Body } from "../../src/index.ts";
import { AxonFixture, bob, QUESTION, raw, refusal } from "./axon-fixture.ts";
import { Prompting, Slow, StreamPrompting } from "./synapses.ts";
import { settled } from "./virtual-env.ts";

let fixture: AxonFixture;
beforeEach(() => {
  fixture = new AxonFixture();
});

describe("work", () => {
  test("a forward that throws is 500 without its words, one with a status of its own keeps them", async () => {
    const { axon, target } = await fixture.startAxon();
    axon.attach(Prompting, () => {
      throw new Error("secret");
    });
    expect(refusal(await fixture.dendrite().call(target, Prompting, QUESTION))).toMatch(
      /^500 Internal Server Error #/,
    );
    axon.attach(Prompting, async () => {
      throw new AxonError(422, "no such topic");
    });
    expect(refusal(await fixture.dendrite().call(target, Prompting, QUESTION))).toBe(
      "422 no such topic",
    );
  });
  test("an answer that is no JSON value is a 500, not a hanging peer", async () => {
    const { axon, target } = await fixture.startAxon();
    axon.attach(Prompting, () => ({ completion: 1n as unknown as string }));
    expect(refusal(await fixture.dendrite().call(target, Prompting, QUESTION))).toMatch(/^500/);
  });
  test("a hanging forward is 408 after the question's timeout and is told to stop", async () => {
    const { axon } = await fixture.startAxon();
    let stopped: unknown;
    axon.attach(
      Slow,
      (_, { signal }) =>
        new Promise(() => {
          signal.addEventListener("abort", () => (stopped = signal.reason));
        }),
      { verify: () => undefined },
    );
    const hash = "a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a";
    const response = raw(axon, {
      path: "/Slow",
      headers: { timeout: "3.0", computed_body_hash: hash },
    });
    await fixture.env.advance(3_001);
    expect(await response).toMatchObject({ status: 408 });
    expect((await response).text).toContain("Response timeout after: 3s");
    expect(stopped).toBeInstanceOf(Error);
  });
  test("a caller cannot hold a worker for longer than the axon allows", async () => {
    const { axon, target } = await fixture.startAxon({ maxTimeoutMs: 2_000 });
    axon.attach(Slow, () => new Promise(() => undefined));
    const asked = fixture.dendrite().call(target, Slow, { seconds: 1 }, { timeoutMs: 900_000 });
    await fixture.env.advance(2_001);
    expect(refusal(await asked)).toMatch(/^408 Response timeout/);
  });
  test("a body that never ends is cut off by the same clock", async () => {
    const { axon } = await fixture.startAxon();
    axon.attach(Slow, () => ({}), { verify: () => undefined });
    const body: Body = (async function* () {
      yield utf8Bytes("{");
      await new Promise(() => undefined);
    })();
    const response = raw(axon, { path: "/Slow", headers: { timeout: "5" }, body });
    await fixture.env.advance(5_001);
    expect(await response).toMatchObject({ status: 408 });
  });
  test("no more than the workers answer at a time; the important go first, the surplus is 503", async () => {
    const { axon, target } = await fixture.startAxon({ maxWorkers: 1, maxWaiting: 3 });
    const order: string[] = [];
    const gates: (() => void)[] = [];
    const priorities: Record<string, number> = { low: 1, high: 9, middle: 5 };
    const names: Record<string, string> = {};
    axon.attach(
      Prompting,
      async ({ messages }) => {
        order.push(messages[0]!);
        await new Promise<void>((resolve) => gates.push(resolve));
        return { completion: messages[0]! };
      },
      { priority: ({ dendrite: { uuid } }) => priorities[names[uuid!]!] ?? 0 },
    );
    const ask = async (text: string) => {
      const result = fixture
        .tampering(({ headers }) => (names[headers["bt_header_dendrite_uuid"]!] = text))
        .call(target, Prompting, { roles: ["user"], messages: [text] });
      await settled();
      return { result };
    };
    const asked = [await ask("first"), await ask("low"), await ask("high"), await ask("middle")];
    expect(refusal(await (await ask("surplus")).result)).toMatch(/^503 Too busy/);
    for (let i = 0; i < 4; i++) {
      gates[i]!();
      await settled();
    }
    for (const { result } of asked) expect((await result).ok).toBe(true);
    expect(order).toEqual(["first", "high", "middle", "low"]);
    expect(fixture.env.pending).toBe(0);
  });
  test("who waits too long for a worker is told so and leaves the queue", async () => {
    const { axon, target } = await fixture.startAxon({ maxWorkers: 1 });
    let running = 0;
    axon.attach(Prompting, ({ messages }) => {
      running++;
      return messages[0] === "hang" ? new Promise(() => undefined) : { completion: "done" };
    });
    const ask = (text: string, timeoutMs: number) =>
      fixture
        .dendrite()
        .call(target, Prompting, { roles: ["user"], messages: [text] }, { timeoutMs });
    const hanging = ask("hang", 10_000);
    await settled();
    const waiting = ask("wait", 1_000);
    await fixture.env.advance(1_001);
    expect((await waiting).ok).toBe(false);
    await fixture.env.advance(10_000);
    await hanging;
    expect(running).toBe(1);
    expect(await ask("next", 1_000)).toMatchObject({ ok: true, answer: { completion: "done" } });
  });
});

describe("answers in pieces", () => {
  const ask = (target: AxonTarget, timeoutMs = 12_000) =>
    fixture.dendrite().stream(target, StreamPrompting, { messages: ["x"] }, { timeoutMs });
  async function all(stream: AsyncIterable<string>): Promise<string[]> {
    const pieces: string[] = [];
    for await (const piece of stream) pieces.push(piece);
    return pieces;
  }
  test("arrive as they are made, and the whole at the end", async () => {
    const { axon, target } = await fixture.startAxon();
    axon.attach(StreamPrompting, async function* () {
      yield "grü";
      yield utf8Bytes("ße 漢").subarray(0, 5); // in the middle of a character
      yield utf8Bytes("ße 漢").subarray(5);
    });
    const stream = ask(target);
    expect((await all(stream)).join("")).toBe("grüße 漢");
    expect(await stream.outcome).toMatchObject({
      ok: true,
      answer: "grüße 漢",
      axon: { statusCode: 200 },
    });
    expect(fixture.env.pending).toBe(0);
  });
  test("a failure before the first piece has a status", async () => {
    const { axon, target } = await fixture.startAxon();
    // biome-ignore lint/correctness/useYield: it fails before it can
    axon.attach(StreamPrompting, async function* () {
      throw new AxonError(429, "come back later");
    });
    const stream = ask(target);
    expect(await all(stream)).toEqual([]);
    expect(await stream.outcome).toMatchObject({
      ok: false,
      status: 429,
      message: "come back later",
    });
    expect(fixture.env.pending).toBe(0);
  });
  test("a failure after it is not taken for the end", async () => {
    const { axon, target } = await fixture.startAxon();
    axon.attach(StreamPrompting, async function* () {
      yield "half";
      throw new Error("out of memory");
    });
    const stream = ask(target);
    expect(await all(stream)).toEqual(["half"]);
    expect((await stream.outcome).ok).toBe(false);
  });
  test("a stream that stops coming is cut off on both sides", async () => {
    const { axon, target } = await fixture.startAxon({ maxWorkers: 1 });
    axon.attach(StreamPrompting, async function* () {
      yield "one";
      await new Promise(() => undefined);
    });
    const stream = ask(target, 2_000);
    const pieces = all(stream);
    await fixture.env.advance(2_001);
    expect(await pieces).toEqual(["one"]);
    expect(await stream.outcome).toMatchObject({ ok: false, code: "TIMEOUT" });
    expect((await fixture.dendrite().call(target, Prompting, QUESTION)).ok).toBe(true);
  });
  test("a reader who leaves frees the worker", async () => {
    const { axon, target } = await fixture.startAxon({ maxWorkers: 1 });
    let ended = false;
    axon.attach(StreamPrompting, async function* () {
      try {
        for (;;) yield "more";
      } finally {
        ended = true;
      }
    });
    const stream = ask(target);
    for await (const _ of stream) break;
    expect(await stream.outcome).toMatchObject({ ok: false, code: "ABORTED" });
    await settled();
    expect(ended).toBe(true);
    expect((await fixture.dendrite().call(target, Prompting, QUESTION)).ok).toBe(true);
    expect(fixture.env.pending).toBe(0);
  });
});

test("an axon tells the chain what the chain asks for", async () => {
  const { axon } = await fixture.startAxon();
  expect(axon.info({ ip: "10.0.0.2", port: 8091 })).toEqual({
    version: 10_005_000,
    ip: "10.0.0.2",
    port: 8091,
    ipType: 4,
    protocol: 4,
    hotkey: accountOf(bob),
  });
  expect(axon.info({ ip: "2001:db8::1", port: 1 }).ipType).toBe(6);
});
