import { createServer, type RequestListener, type Server } from "node:http";
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from "node:net";
import { accountOf, devKeypair } from "@ganglion/crypto";
import { afterEach, describe, expect, test } from "vitest";
import {
  Axon,
  type AxonTarget,
  type CallOptions,
  Dendrite,
  httpTransport,
  type NetEnv,
  platformNetEnv,
  TransportError,
} from "../../src/index.ts";
import { Prompting, StreamPrompting } from "./synapses.ts";

const alice = devKeypair("Alice");
const bob = devKeypair("Bob");
const hotkey = accountOf(bob);
const QUESTION = { roles: ["user"], messages: ["hello"] };
const MIB = 1024 * 1024;

const ends: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** A miner that does as it likes. */
async function miner(listener: RequestListener): Promise<AxonTarget> {
  const server: Server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ends.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { ip: "127.0.0.1", port: (server.address() as AddressInfo).port, hotkey };
}
/** A peer that does not even speak HTTP. */
async function peer(listener: (socket: Socket) => void): Promise<AxonTarget> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    listener(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ends.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { ip: "127.0.0.1", port: (server.address() as AddressInfo).port, hotkey };
}
const ask = (target: AxonTarget, options: CallOptions = {}) =>
  new Dendrite({ keypair: alice }).call(target, Prompting, QUESTION, {
    timeoutMs: 60_000,
    ...options,
  });

const JSON_TYPE = { "content-type": "application/json" };

describe("what a miner may send instead of an answer", () => {
  const good = '{"completion":"x"}';
  const cases: [title: string, RequestListener, code: string, status: number, message: RegExp][] = [
    ["text", (_, res) => res.writeHead(200, JSON_TYPE).end("hello"), "BAD_ANSWER", 422, /not JSON/],
    ["nothing", (_, res) => res.writeHead(200, JSON_TYPE).end(), "BAD_ANSWER", 422, /not JSON/],
    [
      "a web page",
      (_, res) => res.writeHead(200, { "content-type": "text/html" }).end(good),
      "BAD_ANSWER",
      422,
      /text\/html instead of/,
    ],
    [
      "no content type",
      (_, res) => res.writeHead(200).end(good),
      "BAD_ANSWER",
      422,
      /none instead of/,
    ],
    [
      "a list",
      (_, res) => res.writeHead(200, JSON_TYPE).end("[]"),
      "BAD_ANSWER",
      422,
      /Failed to parse response/,
    ],
    [
      "another shape",
      (_, res) => res.writeHead(200, JSON_TYPE).end('{"completion":5}'),
      "BAD_ANSWER",
      422,
      /completion/,
    ],
    [
      "bytes that are no UTF-8",
      (_, res) => res.writeHead(200, JSON_TYPE).end(Buffer.from([34, 255, 34])),
      "BAD_ANSWER",
      422,
      /UTF-8/,
    ],
    [
      "a hundred thousand brackets",
      (_, res) => res.writeHead(200, JSON_TYPE).end("[".repeat(100_000)),
      "BAD_ANSWER",
      422,
      /not JSON/,
    ],
    [
      "gzip",
      (_, res) =>
        res
          .writeHead(200, { ...JSON_TYPE, "content-encoding": "gzip" })
          .end(Buffer.from([31, 139, 8, 0])),
      "BAD_ANSWER",
      422,
      /not JSON/,
    ],
    [
      "a redirect",
      (_, res) => res.writeHead(307, { location: "http://127.0.0.1:1/" }).end(),
      "REDIRECT",
      422,
      /307/,
    ],
    [
      "a refusal in JSON",
      (_, res) => res.writeHead(403, JSON_TYPE).end('{"message":"go away"}'),
      "REFUSED",
      403,
      /^go away$/,
    ],
    [
      "a refusal without words",
      (_, res) => res.writeHead(502).end("<html>"),
      "REFUSED",
      502,
      /^status 502$/,
    ],
    [
      "a refusal with endless words",
      (_, res) => res.writeHead(500, JSON_TYPE).end(`{"message":"${"x".repeat(60_000)}"}`),
      "REFUSED",
      500,
      /^x{1000}$/,
    ],
    [
      "a created instead of an ok",
      (_, res) => res.writeHead(201, JSON_TYPE).end(good),
      "REFUSED",
      201,
      /201/,
    ],
    [
      "a cut answer",
      (_, res) => {
        res.writeHead(200, { ...JSON_TYPE, "content-length": "100" });
        res.write(good);
        setTimeout(() => res.destroy(), 20);
      },
      "BROKEN",
      503,
      /broke off/,
    ],
    [
      "an empty line and silence",
      (_, res) => void res.socket?.destroy(),
      "BROKEN",
      503,
      /Service unavailable/,
    ],
  ];
  test.each(cases)("%s is a failure with a reason", async (_, listener, code, status, message) => {
    const result = await ask(await miner(listener));
    expect(result).toMatchObject({ ok: false, code, status });
    if (!result.ok) expect(result.message).toMatch(message);
  });
  test("bad numbers in the record of the call do not spoil a good answer", async () => {
    const headers = { ...JSON_TYPE, bt_header_axon_status_code: "fine", bt_header_axon_nonce: "x" };
    const result = await ask(await miner((_, res) => res.writeHead(200, headers).end(good)));
    expect(result).toMatchObject({ ok: true, answer: { completion: "x" }, axon: {} });
  });
  test("unknown fields of an answer are dropped", async () => {
    const target = await miner((_, res) =>
      res.writeHead(200, JSON_TYPE).end('{"completion":"x","a":1}'),
    );
    expect(await ask(target)).toMatchObject({ ok: true, answer: { completion: "x" } });
  });
  test("random bytes are a failure", async () => {
    const target = await peer((socket) => socket.end(Buffer.from("\x00\x01\x02garbage\r\n\r\n")));
    expect(await ask(target)).toMatchObject({ ok: false, code: "BROKEN" });
  });
  test("headers without end are a failure", async () => {
    const target = await peer((socket) => {
      socket.write("HTTP/1.1 200 OK\r\n");
      const more = () => socket.writable && socket.write(`x: ${"y".repeat(60_000)}\r\n`, more);
      more();
    });
    expect(await ask(target)).toMatchObject({ ok: false, code: "BROKEN" });
  });
});

describe("size", () => {
  test("a hundred megabytes that are announced are not read", async () => {
    let sent = 0;
    const target = await miner((_, res) => {
      res.writeHead(200, { ...JSON_TYPE, "content-length": String(100 * MIB) });
      const more = () => {
        for (let i = 0; i < 16 && !res.destroyed; i++) {
          sent += 65_536;
          if (!res.write(Buffer.alloc(65_536, 32))) return res.once("drain", more);
        }
        if (!res.destroyed) setImmediate(more);
      };
      more();
    });
    expect(await ask(target, { maxAnswerBytes: MIB })).toMatchObject({
      ok: false,
      code: "TOO_LARGE",
      message: "the answer has more than 1048576 bytes",
    });
    expect(sent).toBeLessThan(20 * MIB);
  });
  test("a hundred megabytes that are not announced are read up to the limit", async () => {
    let sent = 0;
    const target = await miner((_, res) => {
      res.writeHead(200, JSON_TYPE);
      const more = () => {
        if (res.destroyed || sent > 100 * MIB) return;
        sent += 65_536;
        if (res.write(Buffer.alloc(65_536, 32))) setImmediate(more);
        else res.once("drain", more);
      };
      more();
    });
    expect(await ask(target, { maxAnswerBytes: MIB })).toMatchObject({
      ok: false,
      code: "TOO_LARGE",
    });
    expect(sent).toBeLessThan(20 * MIB);
  });
  test("a stream is held to the same limit", async () => {
    const axon = new Axon({ keypair: bob }).attach(StreamPrompting, async function* () {
      for (;;) yield "x".repeat(10_000);
    });
    const { port } = await axon.start({ host: "127.0.0.1", port: 0 });
    ends.push(() => axon.stop());
    const stream = new Dendrite({ keypair: alice, maxAnswerBytes: 100_000 }).stream(
      { ip: "127.0.0.1", port, hotkey },
      StreamPrompting,
      { messages: ["x"] },
    );
    let length = 0;
    for await (const piece of stream) length += piece.length;
    expect(length).toBeLessThanOrEqual(100_000);
    expect(await stream.outcome).toMatchObject({ ok: false, code: "TOO_LARGE" });
  });
  test("an upload of a hundred megabytes is refused with 413 after a fraction of it", async () => {
    const axon = new Axon({ keypair: bob, maxBodyBytes: MIB }).attach(
      Prompting,
      () => ({ completion: "" }),
      { verify: () => undefined },
    );
    const { port } = await axon.start({ host: "127.0.0.1", port: 0 });
    ends.push(() => axon.stop());
    for (const announced of [true, false]) {
      const socket = connect(port, "127.0.0.1");
      let answer = "";
      socket.on("data", (chunk) => (answer += chunk.toString()));
      socket.on("error", () => undefined);
      const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
      const length = announced ? `content-length: ${100 * MIB}` : "transfer-encoding: chunked";
      socket.write(`POST /Prompting HTTP/1.1\r\nhost: x\r\n${length}\r\n\r\n`);
      const piece = Buffer.alloc(65_536, 32);
      const chunk = announced
        ? piece
        : Buffer.concat([Buffer.from("10000\r\n"), piece, Buffer.from("\r\n")]);
      const more = () => {
        if (socket.destroyed || socket.bytesWritten > 100 * MIB) return;
        if (socket.write(chunk)) setImmediate(more);
        else socket.once("drain", more);
      };
      more();
      await closed;
      expect(answer).toMatch(/^HTTP\/1\.1 413 /);
      expect(answer).toContain("more than 1048576 bytes");
      expect(socket.bytesWritten).toBeLessThan(30 * MIB);
    }
  });
});

describe("time", () => {
  test("a miner that takes the question and says nothing is a timeout", async () => {
    const result = await ask(await miner(() => undefined), { timeoutMs: 200 });
    expect(result).toMatchObject({
      ok: false,
      code: "TIMEOUT",
      status: 408,
      message: "Request timeout after 0.2 seconds",
    });
  });
  test("a miner that drips a byte now and then is a timeout", async () => {
    const target = await miner((_, res) => {
      res.writeHead(200, JSON_TYPE);
      const drip = setInterval(() => res.write(" "), 20);
      res.once("close", () => clearInterval(drip));
    });
    expect(await ask(target, { timeoutMs: 300 })).toMatchObject({ ok: false, code: "TIMEOUT" });
  });
  test("a caller who gives up is answered at once", async () => {
    const controller = new AbortController();
    const asked = ask(await miner(() => undefined), { signal: controller.signal });
    setTimeout(() => controller.abort(), 50);
    expect(await asked).toMatchObject({ ok: false, code: "ABORTED", status: 499 });
    expect(await ask(await miner(() => undefined), { signal: controller.signal })).toMatchObject({
      ok: false,
      code: "ABORTED",
    });
  });
  test("the axon hears that the caller has gone", async () => {
    let heard!: (reason: unknown) => void;
    const gone = new Promise<unknown>((resolve) => (heard = resolve));
    let call!: () => void;
    const called = new Promise<void>((resolve) => (call = resolve));
    const axon = new Axon({ keypair: bob }).attach(Prompting, (_, { signal }) => {
      signal.addEventListener("abort", () => heard(signal.reason));
      call();
      return new Promise(() => undefined);
    });
    const { port } = await axon.start({ host: "127.0.0.1", port: 0 });
    ends.push(() => axon.stop());
    const controller = new AbortController();
    // The axon's own deadline, which it takes from the caller's, must not come first.
    const asked = ask(
      { ip: "127.0.0.1", port, hotkey },
      { timeoutMs: 30_000, signal: controller.signal },
    );
    await called;
    controller.abort();
    await asked;
    expect(await gone).toBeInstanceOf(TransportError);
  });
});

describe("places", () => {
  test.each([
    ["nobody listens", { ip: "127.0.0.1", port: 1, hotkey }],
    ["no axon was announced", { ip: "0.0.0.0", port: 0, hotkey }],
    ["the address is none", { ip: "not an address/", port: 80, hotkey }],
  ])("where %s a call is a failure and does not throw", async (_, target) => {
    expect(await ask(target)).toMatchObject({ ok: false, code: "UNREACHABLE", status: 503 });
  });
  test("one bad miner among good ones costs nothing but its own answer", async () => {
    const axon = new Axon({ keypair: bob }).attach(Prompting, () => ({ completion: "good" }));
    const { port } = await axon.start({ host: "127.0.0.1", port: 0 });
    ends.push(() => axon.stop());
    const good = { ip: "127.0.0.1", port, hotkey };
    const hanging = await miner(() => undefined);
    // The deadline comes when the three others are through, however slow the machine is.
    const deadlines = new Set<() => void>();
    const env: NetEnv = {
      ...platformNetEnv,
      after(_, work) {
        const due = () => {
          cancel();
          work();
        };
        const cancel = () => {
          deadlines.delete(due);
          if (deadlines.size === 1) for (const last of deadlines) setImmediate(last);
        };
        deadlines.add(due);
        return { cancel };
      },
    };
    const results = await new Dendrite({ keypair: alice, env }).forward(
      [good, hanging, { ...good, port: 1 }, good],
      Prompting,
      QUESTION,
      { timeoutMs: 1_000 },
    );
    expect(results.map((it) => (it.ok ? "ok" : it.code))).toEqual([
      "ok",
      "TIMEOUT",
      "UNREACHABLE",
      "ok",
    ]);
    expect(results[1]?.target).toBe(hanging);
  });
  test("over IPv6 an axon is asked and answers", async (context) => {
    const axon = new Axon({ keypair: bob }).attach(Prompting, () => ({ completion: "six" }));
    let port: number;
    try {
      ({ port } = await axon.start({ host: "::1", port: 0 }));
    } catch {
      return context.skip("this machine has no IPv6 loopback");
    }
    ends.push(() => axon.stop());
    expect(await ask({ ip: "::1", port, hotkey })).toMatchObject({ ok: true });
  });
  test("a taken port is an error that says which", async () => {
    const first = await httpTransport.serve(
      async () => ({ status: 200, headers: {}, body: new Uint8Array() }),
      { host: "127.0.0.1", port: 0 },
    );
    ends.push(() => first.close());
    const axon = new Axon({ keypair: bob });
    await expect(axon.start({ host: "127.0.0.1", port: first.port })).rejects.toMatchObject({
      code: "PORT_TAKEN",
      message: expect.stringContaining(String(first.port)),
    });
    await expect(axon.start({ host: "203.0.113.9", port: 0 })).rejects.toMatchObject({
      code: "CANNOT_LISTEN",
    });
  });
  // Once more where another program took the port in between: it takes any that is free.
  test("a stopped axon frees its port and cuts what hangs", { retry: 3 }, async () => {
    let call!: () => void;
    const called = new Promise<void>((resolve) => (call = resolve));
    const axon = new Axon({ keypair: bob }).attach(Prompting, () => {
      call();
      return new Promise(() => undefined);
    });
    const { port } = await axon.start({ host: "127.0.0.1", port: 0 });
    const asked = ask({ ip: "127.0.0.1", port, hotkey });
    await called;
    await axon.stop();
    expect(await asked).toMatchObject({ ok: false, code: "BROKEN" });
    await axon.start({ host: "127.0.0.1", port });
    await axon.stop();
  });
});
