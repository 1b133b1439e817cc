import { Agent, request } from "node:http";
import type { AddressInfo } from "node:net";
import { connect } from "node:net";
import { afterEach, expect, test } from "vitest";
import { httpTransport, type Listening, type ServerHandler } from "../../src/index.ts";

const agents: Agent[] = [];
const servers: Listening[] = [];
afterEach(async () => {
  for (const agent of agents.splice(0)) agent.destroy();
  for (const server of servers.splice(0)) await server.close();
});

const refuse: ServerHandler = async () => ({
  status: 401,
  headers: { "content-type": "text/plain" },
  body: new TextEncoder().encode("no"),
});

async function listen(handler: ServerHandler): Promise<number> {
  const server = await httpTransport.serve(handler, { host: "127.0.0.1", port: 0 });
  servers.push(server);
  return server.port;
}

/** A question over a connection that is kept, as Python's dendrite keeps it. */
function ask(agent: Agent, port: number, body: string): Promise<{ status: number; local: number }> {
  return new Promise((resolve, reject) => {
    const call = request({ agent, host: "127.0.0.1", port, method: "POST" }, (response) => {
      const { port: local } = response.socket.address() as AddressInfo;
      response.resume();
      response.once("end", () => resolve({ status: response.statusCode!, local }));
    });
    call.once("error", reject);
    call.end(body);
  });
}

test("a peer whose question was refused unread asks again on the same connection", async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  agents.push(agent);
  const port = await listen(refuse);
  const first = await ask(agent, port, "x".repeat(200));
  for (let i = 0; i < 20; i++)
    expect(await ask(agent, port, "x".repeat(20_000))).toEqual({ status: 401, local: first.local });
});

test("an idle connection is left open for longer than Python's client keeps it", async () => {
  const port = await listen(refuse);
  const { headers } = await fetch(`http://127.0.0.1:${port}/`, { method: "POST", body: "x" });
  const seconds = /timeout=(\d+)/.exec(headers.get("keep-alive") ?? "")?.[1];
  expect(Number(seconds)).toBeGreaterThan(15);
});

test("a peer that goes on sending what was refused sees the answer, and then the end", async () => {
  const port = await listen(refuse);
  const socket = connect(port, "127.0.0.1");
  socket.write("POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 999999999\r\n\r\n");
  let heard = "";
  socket.on("data", (chunk: Buffer) => {
    heard += chunk.toString();
  });
  socket.on("error", () => undefined);
  const chunk = Buffer.alloc(65_536);
  for (let i = 0; i < 16 && !socket.destroyed; i++) socket.write(chunk);
  await new Promise((resolve) => socket.once("close", resolve));
  expect(heard).toMatch(/^HTTP\/1.1 401 /);
});
