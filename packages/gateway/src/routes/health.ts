import type { Hono } from "hono";
import type { RouteContext } from "./route-context.ts";

/** Blocks come every 12 seconds at most on a chain of this kind; five missing ones are no accident. */
const SILENT_MS = 60_000;

/** `GET /health`: 200 while the chain can be followed, 503 else. */
export function health(app: Hono, { feed, env, questions, store }: RouteContext): void {
  app.get("/health", () => {
    const silentMs = feed.heardAtMs === undefined ? null : Math.round(env.now() - feed.heardAtMs);
    const ok = feed.connected && silentMs !== null && silentMs < SILENT_MS;
    return Response.json(
      {
        ok,
        chain: { connected: feed.connected, best: feed.head?.number ?? null, silentMs },
        questions: { open: questions.open, kept: store.size },
      },
      { status: ok ? 200 : 503, headers: { "cache-control": "no-store" } },
    );
  });
}
