import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { GatewayCore } from "../src/gateway.ts";
import { Fixture, get } from "./fixture.ts";

const fixture = new Fixture();
let core: GatewayCore;
let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "ganglion-web-"));
  await mkdir(join(root, "web/fonts"), { recursive: true });
  await mkdir(join(root, "web-secret"));
  await writeFile(join(root, "web/index.html"), "<p>page</p>");
  await writeFile(join(root, "web/app.js"), "// script");
  await writeFile(join(root, "web/notes.exe"), "no");
  await writeFile(join(root, "secret.json"), "{}");
  await writeFile(join(root, "web-secret/a.js"), "secret");
  core = await fixture.core({ webDir: join(root, "web") });
});
afterAll(async () => {
  await fixture.end();
  await rm(root, { recursive: true, force: true });
});

describe("the page", () => {
  test("is served with its type, for this origin alone, and is asked for anew", async () => {
    const response = await core.fetch(get("/"));
    expect(await response.text()).toBe("<p>page</p>");
    expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(response.headers.get("content-security-policy")).toContain("connect-src 'self'");
    const etag = response.headers.get("etag")!;
    const again = await core.fetch(get("/", { "if-none-match": etag }));
    expect([again.status, await again.text()]).toEqual([304, ""]);
    const script = await core.fetch(get("/app.js"));
    expect(script.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
  });

  test("answers HEAD without a body", async () => {
    const head = new Request("http://gateway.test/app.js", { method: "HEAD" });
    const response = await core.fetch(head);
    expect([response.status, await response.text()]).toEqual([200, ""]);
  });

  test.each([
    "/../secret.json",
    "/%2e%2e/secret.json",
    "/..%2fsecret.json",
    "/..%5csecret.json",
    "/fonts/../../secret.json",
    "/../web-secret/a.js",
    "/..%2fweb-secret%2fa.js",
    "/app.js%00.html",
    "/%ff",
    "/fonts",
    "/notes.exe",
    "/missing.js",
    "/index.html/x.js",
  ])("gives nothing for %s", async (path) => {
    const response = await core.fetch(get(path));
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: { code: "not_found" } });
  });

  test("that is not built, or switched off, says so at the root", async () => {
    const hint = async (options: { webDir?: string }) => {
      const bare = await new Fixture().core(options);
      const response = await bare.fetch(get("/"));
      await bare.close();
      return ((await response.json()) as { error: { hint: string } }).error.hint;
    };
    expect(await hint({ webDir: join(root, "nothing") })).toContain("scripts/build.mjs");
    expect(await hint({})).toContain("switched off");
  });

  test("that is a link out of its folder is the owner's own doing and is served", async () => {
    await symlink(join(root, "secret.json"), join(root, "web/linked.json"));
    expect((await core.fetch(get("/linked.json"))).status).toBe(200);
  });
});

describe("pages of other origins", () => {
  const asked = async (origin: string, method = "GET") => {
    const request = new Request("http://gateway.test/v1/models", {
      method,
      headers: { origin, "access-control-request-headers": "authorization,content-type" },
    });
    return core.fetch(request);
  };
  test.each([
    "http://localhost:5173",
    "http://127.0.0.1:8080",
    "http://[::1]:80",
    "https://app.localhost",
  ])("%s may read answers", async (origin) => {
    const response = await asked(origin);
    expect(response.headers.get("access-control-allow-origin")).toBe(origin);
    expect(response.headers.get("access-control-expose-headers")).toContain("x-ganglion-query-id");
    const preflight = await asked(origin, "OPTIONS");
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("access-control-allow-headers")).toContain("authorization");
  });
  test.each([
    "https://example.com",
    "http://localhost.example.com",
    "http://127.0.0.1.example.com",
    "null",
    "file://",
  ])("%s may not", async (origin) => {
    for (const method of ["GET", "OPTIONS"]) {
      const { headers } = await asked(origin, method);
      expect(headers.get("access-control-allow-origin")).toBeNull();
    }
  });
});
