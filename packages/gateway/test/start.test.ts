import { createConnection, type Socket } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { MAX_BODY_BYTES } from "../src/routes/chat-completions.ts";
import { listen } from "../src/start.ts";
import { chat, Fixture, until } from "./fixture.ts";

let fixture = new Fixture();
afterEach(async () => {
  await fixture.end();
  fixture = new Fixture();
});

/** Sends bytes, and collects what comes back until the connection ends. */
function speak(port: number, text: string): { socket: Socket; heard: () => string } {
  let heard = "";
  const socket = createConnection(port, "127.0.0.1");
  socket.on("data", (bytes) => (heard += bytes.toString()));
  socket.on("error", () => undefined);
  socket.write(text);
  return { socket, heard: () => heard };
}

describe("a gateway's port", () => {
  test("that is taken is an error that names the flag, and leaves nothing running", async () => {
    const { port } = await fixture.listening();
    const core = await fixture.core();
    const watchers = fixture.chain.watchers;
    await expect(listen(core, { port })).rejects.toMatchObject({
      name: "GatewayError",
      code: "PORT_IN_USE",
      message: `port ${port} on 127.0.0.1 is taken`,
      hint: expect.stringContaining("--web-port"),
    });
    expect(fixture.chain.watchers).toBe(watchers - 1);
  });

  test("on an address that this machine has not is an error too", async () => {
    const core = await fixture.core();
    await expect(listen(core, { port: 0, host: "192.0.2.1" })).rejects.toMatchObject({
      code: "CANNOT_LISTEN",
    });
  });

  // Once more where another program took the port in between: it takes any that is free.
  test("is free again after closing, and the same chain goes on", { retry: 3 }, async () => {
    const first = await fixture.listening();
    await first.close();
    const second = await listen(await fixture.core(), { port: first.port });
    expect((await fetch(`${second.url}/v1/models`)).status).toBe(200);
    await second.close();
  });
});

describe("closing", () => {
  test("waits for no live stream, no idle connection and no question that is never answered", async () => {
    let asked = false;
    await fixture.validator("Charlie", () => {
      asked = true;
      return new Promise(() => undefined);
    });
    const gateway = await fixture.listening();
    const live = await fetch(`${gateway.url}/v1/chain/events`);
    const idle = speak(gateway.port, "");
    const waiting = fetch(`${gateway.url}/v1/chat/completions`, chat("17 * 23?")).then(
      (response) => response.status,
      () => "cut off",
    );
    await until(() => asked);
    // It would never end otherwise.
    await gateway.close();
    expect([503, "cut off"]).toContain(await waiting);
    await live.text().catch(() => undefined);
    idle.socket.destroy();
    expect(fixture.chain.watchers).toBe(0);
  });

  test("lets an answer finish that comes soon", async () => {
    let answer = () => {};
    const gate = new Promise<void>((resolve) => (answer = resolve));
    const { outcome } = await import("./fixture.ts");
    let asked = false;
    await fixture.validator("Charlie", async () => {
      asked = true;
      await gate;
      return outcome();
    });
    const gateway = await fixture.listening({ graceMs: 60_000 });
    const waiting = fetch(`${gateway.url}/v1/chat/completions`, chat("17 * 23?"));
    await until(() => asked);
    const closed = gateway.close();
    answer();
    expect((await waiting).status).toBe(200);
    await closed;
  });

  test("twice is closing once", async () => {
    const gateway = await fixture.listening();
    await Promise.all([gateway.close(), gateway.close()]);
  });
});

describe("peers that do not behave", () => {
  test("bytes that are no HTTP get a 400 and cost nothing", async () => {
    const { port, url } = await fixture.listening();
    const { heard } = speak(port, "\x16\x03\x01 hello\r\n\r\n");
    await until(() => heard().startsWith("HTTP/1.1 400"));
    expect((await fetch(`${url}/v1/models`)).status).toBe(200);
  });

  test("a body over the limit is refused in words that arrive, also while it is being sent", async () => {
    const { url } = await fixture.listening();
    const response = await fetch(`${url}/v1/chat/completions`, {
      method: "POST",
      body: new Uint8Array(MAX_BODY_BYTES + 1).fill(32),
    });
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ error: { code: "request_too_large" } });
    expect((await fetch(`${url}/v1/models`)).status).toBe(200);
  });

  test("a client that goes away in the middle of its body leaves no trouble behind", async () => {
    const { port, url } = await fixture.listening();
    const head = "POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n{";
    const { socket } = speak(port, head);
    await new Promise((resolve) => setTimeout(resolve, 50));
    socket.destroy();
    expect((await fetch(`${url}/v1/models`)).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(fixture.log.join()).not.toContain("TROUBLE");
  });

  test("a host header that is none gets an answer", async () => {
    const { port } = await fixture.listening();
    const { heard } = speak(port, "GET /v1/models HTTP/1.1\r\nhost: a b\r\n\r\n");
    await until(() => heard().startsWith("HTTP/1.1 400"));
  });
});
