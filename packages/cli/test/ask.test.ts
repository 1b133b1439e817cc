import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { run } from "./command-line.ts";

let server: Server;
let gateway: string;
let folder: string;
const heard: { path: string; body: string; accept?: string | undefined }[] = [];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "ganglion-ask-"));
  // Stands in for a gateway: what `ask` makes of its answers is tested here, the gateway has its own tests.
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk));
    request.on("end", () => {
      const path = request.url!;
      heard.push({ path, body, accept: request.headers.accept });
      const send = (status: number, type: string, content: string | Buffer) =>
        response
          .writeHead(status, { "content-type": type, "x-ganglion-query-id": "a1" })
          .end(content);
      if (path === "/v1/chat/completions")
        send(200, "application/json", '{"choices":[{"message":{"content":"42"}}]}');
      else if (path === "/v1/subnets/mesh") send(200, "model/gltf-binary", Buffer.from([1, 2, 3]));
      else if (path === "/v1/subnets/code") send(200, "application/json", '{"passed":2}');
      else if (path === "/v1/queries/a1") send(200, "application/json", '{"id":"a1"}');
      else
        send(
          404,
          "application/json",
          '{"error":{"message":"no such subnet","code":"subnet_not_found","hint":"look"}}',
        );
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  gateway = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  writeFileSync(join(folder, "task.json"), '{"prompt":"a bridge"}');
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

test("a question in words goes to the subnet as a chat", async () => {
  const { code, json } = await run(
    "ask",
    "6 * 7?",
    "--subnet",
    "code",
    "--gateway",
    gateway,
    "--json",
  );
  expect([code, json()]).toMatchObject([0, { id: "a1", answer: "42" }]);
  expect(JSON.parse(heard.find(({ path }) => path.endsWith("completions"))!.body)).toEqual({
    model: "code",
    messages: [{ role: "user", content: "6 * 7?" }],
  });
});

test("a task in JSON goes to the subnet's own path, and its answer may be a file", async () => {
  const body = join(folder, "task.json");
  const out = join(folder, "bridge.glb");
  const common = ["--body", body, "--gateway", gateway];
  const mesh = await run("ask", "--subnet", "mesh", ...common, "--out", out, "--json");
  expect(mesh.json()).toMatchObject({ id: "a1", file: out, bytes: 3 });
  expect(readFileSync(out)).toEqual(Buffer.from([1, 2, 3]));
  const code = await run("ask", "--subnet", "code", ...common);
  expect(JSON.parse(code.out)).toEqual({ passed: 2 });
  const noPlace = await run("ask", "--subnet", "mesh", ...common, "--json");
  expect([noPlace.code, noPlace.json().error.code]).toEqual([2, "NEEDS_OUT"]);
});

test("words become the task of a subnet that answers with a file; its ending chooses the form", async () => {
  const ask = (subnet: string, file: string, question = "a stone bridge") =>
    run(
      "ask",
      question,
      "--subnet",
      subnet,
      "--out",
      join(folder, file),
      "--gateway",
      gateway,
      "--json",
    );
  heard.length = 0;
  for (const file of ["b.glb", "b.obj", "b.PNG", "b"])
    expect((await ask("mesh", file)).code).toBe(0);
  const asked = heard.filter(({ path }) => path === "/v1/subnets/mesh");
  expect(asked.map(({ accept }) => accept)).toEqual([
    "model/gltf-binary",
    "model/obj",
    "image/png",
    "*/*",
  ]);
  expect(JSON.parse(asked[0]!.body)).toMatchObject({ prompt: "a stone bridge" });
  // Prompting has words only, and nobody knows the other one.
  const refused = [await ask("prompting", "b.txt"), await ask("nothing", "b.txt")];
  expect(refused.map(({ code, json }) => [code, json().error.code])).toEqual([
    [2, "NO_FILE"],
    [2, "UNKNOWN_SUBNET"],
  ]);
  const empty = await ask("mesh", "b.glb", "x".repeat(700));
  expect([empty.code, empty.json().error.code]).toEqual([2, "BAD_QUESTION"]);
});

test("a refusal keeps the gateway's words; nothing to ask is wrong usage", async () => {
  const body = join(folder, "task.json");
  const unknown = await run("ask", "--subnet", "x", "--body", body, "--gateway", gateway, "--json");
  expect([unknown.code, unknown.json().error]).toEqual([
    1,
    { code: "SUBNET_NOT_FOUND", message: "no such subnet", hint: "look" },
  ]);
  expect((await run("ask", "--gateway", gateway)).code).toBe(2);
  expect((await run("ask", "--body", join(folder, "none"), "--gateway", gateway)).code).toBe(2);
  expect((await run("ask", "hi", "--gateway", "http://127.0.0.1:1")).code).toBe(3);
});
