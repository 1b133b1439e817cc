import { accountOf, devKeypair, ss58Of } from "@ganglion/crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Axon, type AxonTarget, Dendrite } from "../../src/index.ts";
import { PYTHON, runPython, startPython, withPython } from "../python.ts";
import { Broken, Closed, Missing, Prompting, Slow, StreamPrompting, Typed } from "./synapses.ts";

const alice = devKeypair("Alice");
const bob = devKeypair("Bob");
const TEXTS = [
  "plain",
  "it's",
  'say "hi"',
  "both ' and \"",
  "line\nbreak\\",
  "grüße 漢字 😀 \u200b\u00a0",
];

describe.skipIf(!PYTHON)(withPython("our dendrite asks a Python axon"), () => {
  const miner = PYTHON ? startPython("axon_server.py", ["//Bob"]) : undefined;
  let target: AxonTarget;
  beforeAll(async () => {
    const line = await new Promise<string>((resolve, reject) => {
      let out = "";
      let err = "";
      miner?.stdout?.on("data", (chunk: Buffer) => {
        out += chunk.toString();
        const ready = out.split("\n").find((each) => each.startsWith("{"));
        if (ready && out.endsWith("\n")) resolve(ready);
      });
      miner?.stderr?.on("data", (chunk: Buffer) => (err += chunk.toString()));
      miner?.once("close", (code) =>
        reject(new Error(`axon_server.py ended with ${code}: ${err}`)),
      );
    });
    const { port } = JSON.parse(line) as { port: number };
    target = { ip: "127.0.0.1", port, hotkey: accountOf(bob) };
  });
  afterAll(() => {
    miner?.kill();
  });
  const dendrite = new Dendrite({ keypair: alice });

  test("it answers, whatever the text that is hashed looks like", async () => {
    const result = await dendrite.call(target, Prompting, { roles: ["user"], messages: TEXTS });
    expect(result).toMatchObject({
      ok: true,
      answer: { completion: `user said ${TEXTS.at(-1)}` },
      axon: { statusCode: 200, statusMessage: "Success" },
    });
  });
  test("every JSON type is hashed as Python hashes it", async () => {
    const request = {
      text: "it's",
      whole: -3,
      real: 1,
      flag: true,
      reals: [0.1, 1e-7, 1e16, 123456789, 2.5e-5, 0],
      table: { a: [1, null, true], "b'": { c: "d" } },
    };
    const result = await dendrite.call(target, Typed, request);
    expect(result).toMatchObject({ ok: true, answer: { ...request, nothing: null } });
  });
  test("many questions at once all come through", async () => {
    const asked = Array.from({ length: 12 }, (_, i) =>
      dendrite.call(target, Prompting, { roles: ["user"], messages: [`number ${i}`] }),
    );
    for (const [i, result] of (await Promise.all(asked)).entries())
      expect(result).toMatchObject({ ok: true, answer: { completion: `user said number ${i}` } });
  });
  test("an answer in pieces arrives in pieces", async () => {
    const stream = dendrite.stream(target, StreamPrompting, { messages: ["one two three ü"] });
    const pieces: string[] = [];
    for await (const piece of stream) pieces.push(piece);
    expect(pieces.length).toBeGreaterThan(1);
    expect(await stream.outcome).toMatchObject({ ok: true, answer: "one two three ü " });
  });
  test.each([
    ["a synapse that it does not know", Missing, 404, /'Missing' not found/],
    ["a caller that it blacklists", Closed, 403, /nobody may ask/],
    ["its own failure", Broken, 500, /Internal Server Error/],
  ])("it refuses %s and we say so", async (_, synapse, status, message) => {
    const result = await dendrite.call(target, synapse, {});
    expect(result).toMatchObject({ ok: false, code: "REFUSED", status });
    if (!result.ok) expect(result.message).toMatch(message);
  });
  test("a question for another hotkey is refused", async () => {
    const wrong = { ...target, hotkey: accountOf(alice) };
    const result = await dendrite.call(wrong, Prompting, { roles: ["user"], messages: ["x"] });
    expect(result).toMatchObject({ ok: false, code: "REFUSED", status: 401 });
  });
  test("it may take too long, but not longer than we wait", async () => {
    const result = await dendrite.call(target, Slow, { seconds: 20 }, { timeoutMs: 500 });
    // Its own words after twenty seconds would be another failure, or an answer.
    expect(result).toMatchObject({ ok: false, code: "TIMEOUT", status: 408 });
  });
});

test.skipIf(!PYTHON)(withPython("a Python dendrite asks our axon"), async () => {
  const seen: string[] = [];
  const axon = new Axon({
    keypair: bob,
    onEvent: (event) => seen.push(`${event.name} ${event.status}`),
  })
    .attach(Prompting, ({ roles, messages }) => ({
      completion: `${roles[0]} said ${messages.at(-1)}`,
    }))
    .attach(Typed, (request) => request)
    .attach(Slow, () => new Promise(() => undefined))
    .attach(Closed, () => ({}), { blacklist: () => "nobody may ask" })
    .attach(Broken, () => {
      throw new Error("the miner is broken");
    })
    .attach(StreamPrompting, async function* ({ messages }) {
      for (const word of messages[0]!.split(" ")) {
        yield `${word} `;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    });
  const { port } = await axon.start({ host: "127.0.0.1", port: 0 });
  try {
    const args = ["127.0.0.1", String(port), ss58Of(bob), "//Alice"];
    const out = (await runPython("dendrite_client.py", args)) as Record<string, unknown>;
    expect(out).toMatchObject({
      prompting: {
        status: 200,
        message: "Success",
        axon_version: 10_005_000,
        messages_kept: true,
        completion: "user said \u200b zero width, \u00a0 no-break, \x7f",
      },
      typed: { status: 200, reals: [0.1, 1e-7, 1e16, 123456789, 0, 2.5e-5] },
      closed: { status: 403, message: "Forbidden. Key is blacklisted: nobody may ask." },
      broken: { status: 500, message: expect.stringMatching(/^Internal Server Error #/) },
      missing: {
        status: 404,
        message: expect.stringMatching(/^Synapse name 'Missing' not found/),
      },
      ping: { status: 200 },
      wrong_hotkey: {
        status: 401,
        message: expect.stringMatching(/^Not Verified with error: Signature mismatch/),
      },
      stream: { status: 200, text: "one two three ü " },
    });
    expect(out["slow"]).toMatchObject({ status: 408 });
    expect((out["stream"] as { pieces: number }).pieces).toBeGreaterThan(1);
    expect(seen).toContain("Prompting 200");
  } finally {
    await axon.stop();
  }
});
