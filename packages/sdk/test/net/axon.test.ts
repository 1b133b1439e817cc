import { accountOf, devKeypair, sign, ss58Of } from "@ganglion/crypto";
import { utf8Bytes } from "@ganglion/primitives";
import { beforeEach, describe, expect, test } from "vitest";
import { type Headers, NotVerifiedError, ping } from "../../src/index.ts";
import { AxonFixture, alice, bob, type Change, QUESTION, raw, refusal } from "./axon-fixture.ts";
import { Prompting } from "./synapses.ts";

let fixture: AxonFixture;
beforeEach(() => {
  fixture = new AxonFixture();
});

describe("a question that is in order", () => {
  test("is answered, and the answer says who answered and how", async () => {
    const { target } = await fixture.startAxon();
    const result = await fixture.dendrite().call(target, Prompting, QUESTION);
    expect(result).toMatchObject({
      ok: true,
      answer: { completion: "heard hello" },
      axon: { statusCode: 200, statusMessage: "Success", version: 10_005_000, hotkey: ss58Of(bob) },
    });
    expect(fixture.events).toMatchObject([
      { name: "Prompting", status: 200, hotkey: ss58Of(alice) },
    ]);
  });
  test("tells forward who asks, where from and for how long", async () => {
    const { axon, target } = await fixture.startAxon();
    let told: unknown;
    axon.attach(Prompting, (_, { hotkey, dendrite: { ip }, timeoutMs }) => {
      told = { hotkey, ip, timeoutMs };
      return { completion: "" };
    });
    await fixture.dendrite().call(target, Prompting, QUESTION, { timeoutMs: 5_000 });
    expect(told).toEqual({ hotkey: accountOf(alice), ip: "10.0.0.1", timeoutMs: 5_000 });
  });
  test("leaves no timer behind", async () => {
    const { target } = await fixture.startAxon();
    await fixture.dendrite().call(target, Prompting, QUESTION);
    expect(fixture.env.pending).toBe(0);
  });
  test("many at the same time do not take each other for replays", async () => {
    const { target } = await fixture.startAxon();
    const asker = fixture.dendrite();
    const results = await Promise.all(
      Array.from({ length: 20 }, () => asker.call(target, Prompting, QUESTION)),
    );
    expect(results.every((it) => it.ok)).toBe(true);
    expect((await asker.call(target, Prompting, QUESTION)).ok).toBe(true);
  });
  test("a ping is answered without anything attached", async () => {
    const { target } = await fixture.startAxon();
    expect(await fixture.dendrite().call(target, ping, {})).toMatchObject({ ok: true, answer: {} });
  });
  test("wrapped as browser wallets do it, a signature counts as well", async () => {
    const { target } = await fixture.startAxon();
    const wrapping = fixture.tampering(({ headers }) => {
      const h = (name: string) => headers[`bt_header_${name}`];
      const text = `${h("dendrite_nonce")}.${h("dendrite_hotkey")}.${h("axon_hotkey")}.${h("dendrite_uuid")}.${headers["computed_body_hash"]}`;
      const signature = sign(alice, utf8Bytes(`<Bytes>${text}</Bytes>`));
      headers["bt_header_dendrite_signature"] = `0x${Buffer.from(signature).toString("hex")}`;
    });
    expect(await wrapping.call(target, Prompting, QUESTION)).toMatchObject({ ok: true });
  });
});

describe("signature and time", () => {
  const cases: [title: string, change: Change, refused: RegExp][] = [
    [
      "a signature of someone else",
      ({ headers }) => (headers["bt_header_dendrite_hotkey"] = ss58Of(devKeypair("Charlie"))),
      /^401 Not Verified with error: Signature mismatch with /,
    ],
    [
      "a signature that is none",
      ({ headers }) => (headers["bt_header_dendrite_signature"] = "0xzz"),
      /^401 Not Verified with error: Signature mismatch with /,
    ],
    [
      "no signature",
      ({ headers }) => delete headers["bt_header_dendrite_signature"],
      /^401 Not Verified with error: Missing Signature$/,
    ],
    [
      "no nonce",
      ({ headers }) => delete headers["bt_header_dendrite_nonce"],
      /^401 Not Verified with error: Missing Nonce$/,
    ],
    [
      "a nonce that is no number",
      ({ headers }) => (headers["bt_header_dendrite_nonce"] = "soon"),
      /^400 .*bt_header_dendrite_nonce is not an integer/,
    ],
    [
      "another nonce than the signed one",
      ({ headers }) =>
        (headers["bt_header_dendrite_nonce"] =
          `${BigInt(headers["bt_header_dendrite_nonce"]!) + 1n}`),
      /^401 .*Signature mismatch/,
    ],
    [
      "another name of the dendrite than the signed one",
      ({ headers }) => (headers["bt_header_dendrite_uuid"] = "other"),
      /^401 .*Signature mismatch/,
    ],
    [
      "a hotkey that is no address",
      ({ headers }) => (headers["bt_header_dendrite_hotkey"] = "5Grw"),
      /^401 .*no SS58 address/,
    ],
    [
      "a timeout that is no number",
      ({ headers }) => (headers["timeout"] = "None"),
      /^400 .*timeout is not a number/,
    ],
    [
      "another body than the signed one",
      (message) => (message.body = message.body.replace("hello", "pay me")),
      /^400 Hash mismatch between header body hash [0-9a-f]{64} and parsed body hash [0-9a-f]{64}$/,
    ],
    [
      "another body with its own hash",
      (message) => {
        message.body = message.body.replace("hello", "pay me");
        message.headers["computed_body_hash"] = "00".repeat(32);
      },
      /^401 .*Signature mismatch/,
    ],
  ];
  test.each(cases)("%s is refused", async (_, change, refused) => {
    const { axon, target } = await fixture.startAxon();
    let forwarded = false;
    axon.attach(Prompting, () => {
      forwarded = true;
      return { completion: "" };
    });
    expect(refusal(await fixture.tampering(change).call(target, Prompting, QUESTION))).toMatch(
      refused,
    );
    expect(forwarded).toBe(false);
    expect(fixture.env.pending).toBe(0);
  });
  test("a question for another axon is refused", async () => {
    const { target } = await fixture.startAxon();
    const wrong = { ...target, hotkey: accountOf(alice) };
    expect(refusal(await fixture.dendrite().call(wrong, Prompting, QUESTION))).toMatch(
      /^401 .*Signature mismatch/,
    );
  });
  test("a replayed question is refused, at once and later", async () => {
    const { target } = await fixture.startAxon();
    let kept: { headers: Headers; body: string } | undefined;
    const keeping = fixture.tampering(
      (message) => (kept = { ...message, headers: { ...message.headers } }),
    );
    expect((await keeping.call(target, Prompting, QUESTION)).ok).toBe(true);
    const replaying = fixture.tampering((message) => Object.assign(message, kept));
    const replayed = () => replaying.call(target, Prompting, QUESTION);
    expect(refusal(await replayed())).toMatch(/^401 .*a newer one was last processed/);
    await fixture.env.advance(3_600_000);
    expect(refusal(await replayed())).toMatch(/^401 .*a newer one was last processed/);
  });
  test("after a restart an old question is refused by its age, even under a longer timeout", async () => {
    const { axon, target } = await fixture.startAxon();
    let kept: { headers: Headers; body: string } | undefined;
    await fixture.tampering((message) => (kept = message)).call(target, Prompting, QUESTION);
    await axon.stop();
    await fixture.startAxon();
    await fixture.env.advance(3_600_000);
    kept!.headers["timeout"] = "1000000.0";
    const replaying = fixture.tampering((message) => Object.assign(message, kept));
    expect(refusal(await replaying.call(target, Prompting, QUESTION))).toMatch(
      /^401 .*Nonce is too old/,
    );
  });
  test("a nonce may be as old as four seconds and the timeout, and no older", async () => {
    const { target } = await fixture.startAxon();
    const ask = (ms: number) =>
      fixture.ahead(-ms).call(target, Prompting, QUESTION, { timeoutMs: 1_000 });
    expect(refusal(await ask(4_999))).toBe("answered");
    expect(refusal(await ask(5_001))).toBe(
      "401 Not Verified with error: Nonce is too old: acceptable delta is 5.00 seconds but request was 5.00 seconds old",
    );
  });
  test("a validator whose clock is ten minutes late is refused with both numbers", async () => {
    const { target } = await fixture.startAxon();
    const asker = fixture.ahead(-600_000);
    expect(refusal(await asker.call(target, Prompting, QUESTION))).toBe(
      "401 Not Verified with error: Nonce is too old: acceptable delta is 16.00 seconds but request was 600.00 seconds old",
    );
  });
  test("a validator whose clock is ten minutes early is heard, as by the reference, and goes on being heard", async () => {
    const { target } = await fixture.startAxon();
    const asker = fixture.ahead(600_000);
    for (let i = 0; i < 3; i++)
      expect((await asker.call(target, Prompting, QUESTION)).ok).toBe(true);
  });
  test("a caller from before 7.2, whose nonces are no times, is held to growing ones only", async () => {
    const { target } = await fixture.startAxon();
    const legacy = (nonce: number) =>
      fixture
        .tampering(({ headers }) => {
          delete headers["bt_header_dendrite_version"];
          headers["bt_header_dendrite_nonce"] = String(nonce);
          headers["bt_header_dendrite_uuid"] = "u";
          const text = `${nonce}.${ss58Of(alice)}.${ss58Of(bob)}.u.${headers["computed_body_hash"]}`;
          headers["bt_header_dendrite_signature"] =
            `0x${Buffer.from(sign(alice, utf8Bytes(text))).toString("hex")}`;
        })
        .call(target, Prompting, QUESTION);
    expect(refusal(await legacy(100))).toBe("answered");
    expect(refusal(await legacy(100))).toMatch(/a newer one was last processed/);
    expect(refusal(await legacy(101))).toBe("answered");
  });
});

describe("malformed questions", () => {
  test.each([
    ["no JSON", "hello", /the body is not JSON/],
    ["a cut body", '{"roles":["user"],"mess', /the body is not JSON/],
    ["a list", "[1]", /not a JSON object/],
    ["null", "null", /not a JSON object/],
    ["a missing field", '{"messages":["hello"]}', /malformed: roles/],
    ["a wrong type", '{"roles":["user"],"messages":"hello"}', /malformed: messages/],
    [
      "an empty list where the shape wants one item",
      '{"roles":[],"messages":[]}',
      /malformed: messages/,
    ],
    ["a hundred thousand brackets", "[".repeat(100_000), /not JSON/],
  ])("%s is a clear 400", async (_, body, why) => {
    const { target } = await fixture.startAxon();
    const result = await fixture
      .tampering((message) => (message.body = body))
      .call(target, Prompting, QUESTION);
    expect(refusal(result)).toMatch(/^400 /);
    expect(refusal(result)).toMatch(why);
  });
  test("a deeply nested object in a field is a clear error and not the end", async () => {
    const { target } = await fixture.startAxon();
    const deep = `{"roles":["user"],"messages":["hello"],"x":${"[".repeat(200_000)}${"]".repeat(200_000)}}`;
    const result = await fixture
      .tampering((message) => (message.body = deep))
      .call(target, Prompting, QUESTION);
    expect(refusal(result)).toMatch(/^(answered|400|500)/);
    expect((await fixture.dendrite().call(target, Prompting, QUESTION)).ok).toBe(true);
  });
  test("bytes that are no UTF-8 are a clear 400", async () => {
    const { axon } = await fixture.startAxon();
    axon.attach(Prompting, () => ({ completion: "" }), { verify: () => undefined });
    const body = (async function* () {
      yield Uint8Array.of(0x22, 0xff, 0x22);
    })();
    expect(await raw(axon, { body })).toMatchObject({ status: 400 });
  });
  test("unknown fields are ignored, and no field can stand in for the record of the call", async () => {
    const { axon, target } = await fixture.startAxon();
    let asked: unknown;
    axon.attach(Prompting, (question) => {
      asked = question;
      return { completion: "x" };
    });
    const result = await fixture
      .tampering((message) => {
        message.body = message.body.replace(/}$/, ',"extra":1,"__proto__":{"roles":["system"]}}');
      })
      .call(target, Prompting, QUESTION);
    expect(result.ok).toBe(true);
    expect(asked).toEqual(QUESTION);
  });
  test("an unknown synapse is 404 with those that there are", async () => {
    const { axon } = await fixture.startAxon();
    const response = await raw(axon, { path: "/Nope" });
    expect(response.status).toBe(404);
    expect(JSON.parse(response.text)).toEqual({
      message: "Synapse name 'Nope' not found. Available synapses ['Synapse', 'Prompting']",
    });
    expect(response.headers).toMatchObject({
      name: "Synapse",
      timeout: "12.0",
      bt_header_axon_status_code: "404",
    });
    for (const path of ["/", "", "//", "/constructor", "/__proto__", "/Prompting%20"])
      expect((await raw(axon, { path })).status).toBe(404);
  });
  test("a path with line breaks cannot write headers of its own", async () => {
    const { axon } = await fixture.startAxon();
    const { headers } = await raw(axon, { path: "/a\r\nset-cookie: x=1\u4e00" });
    expect(headers["bt_header_axon_status_message"]).toMatch(/^[\x20-\x7e]+$/);
  });
  test("GET is 405", async () => {
    const { axon } = await fixture.startAxon();
    expect(await raw(axon, { method: "GET" })).toMatchObject({ status: 405 });
  });
  test("no headers at all are 401", async () => {
    const { axon } = await fixture.startAxon();
    expect(await raw(axon, {})).toMatchObject({ status: 401 });
  });
  test("a question over the limit is 413 and is read no further than that", async () => {
    const { axon, target } = await fixture.startAxon({ maxBodyBytes: 1_000 });
    const long = { roles: ["user"], messages: ["x".repeat(2_000)] };
    expect(refusal(await fixture.dendrite().call(target, Prompting, long))).toMatch(
      /^413 .*more than 1000 bytes/,
    );
    axon.attach(Prompting, () => ({ completion: "" }), { verify: () => undefined });
    let sent = 0;
    const endless = (async function* () {
      for (;;) {
        sent += 500;
        yield new Uint8Array(500);
      }
    })();
    expect(await raw(axon, { body: endless })).toMatchObject({ status: 413 });
    expect(sent).toBeLessThan(3_000);
  });
  test("a refused caller's body is not read at all", async () => {
    const { axon } = await fixture.startAxon();
    let read = false;
    const body = (async function* () {
      read = true;
      yield new Uint8Array(1);
    })();
    expect(await raw(axon, { body })).toMatchObject({ status: 401 });
    expect(read).toBe(false);
  });
});

describe("who may ask", () => {
  test("a blacklisted caller is 403 with the reason, before its signature is looked at", async () => {
    const { axon, target } = await fixture.startAxon();
    axon.attach(Prompting, () => ({ completion: "" }), {
      blacklist: ({ hotkey }) => (hotkey === accountOf(alice) ? "not on the list" : undefined),
    });
    const unsigned = fixture.tampering(
      ({ headers }) => delete headers["bt_header_dendrite_signature"],
    );
    for (const asker of [fixture.dendrite(), unsigned])
      expect(refusal(await asker.call(target, Prompting, QUESTION))).toBe(
        "403 Forbidden. Key is blacklisted: not on the list.",
      );
  });
  test("a verify of one's own takes the place of the format's", async () => {
    const { axon, target } = await fixture.startAxon();
    const verify = () => {
      throw new NotVerifiedError("no one today");
    };
    axon.attach(Prompting, () => ({ completion: "" }), { verify });
    expect(refusal(await fixture.dendrite().call(target, Prompting, QUESTION))).toBe(
      "401 Not Verified with error: no one today",
    );
  });
  test("a blacklist that fails is a 500 for the caller and an error for the log", async () => {
    const { axon, target } = await fixture.startAxon();
    axon.attach(Prompting, () => ({ completion: "" }), {
      blacklist: () => Promise.reject(new Error("chain is away, password hunter2")),
    });
    const result = await fixture.dendrite().call(target, Prompting, QUESTION);
    expect(refusal(result)).toMatch(/^500 Internal Server Error #[0-9a-f-]{36}$/);
    expect(fixture.events[0]?.error).toMatchObject({ message: "chain is away, password hunter2" });
    expect(refusal(result)).toContain(fixture.events[0]?.errorId);
  });
});
