import type { Hono } from "hono";
import type { SeenBlock } from "../chain/block-feed.ts";
import { ApiError } from "../http/api-error.ts";
import { EVENT_STREAM_HEADERS, eventText, KEEP_ALIVE } from "../http/event-stream.ts";
import type { RouteContext } from "./route-context.ts";

const KEEP_ALIVE_MS = 15_000;
/** Pages that may listen at the same time. */
const MAX_LISTENERS = 100;
/** A listener that is so many blocks behind reads no more; it is let go and may come again. */
const MAX_BEHIND = 100;

/** A block as it goes over the wire. */
function blockJson({ number, hash, content }: SeenBlock): object {
  return {
    number,
    hash,
    timeMs: content?.timeMs ?? null,
    extrinsics: content?.extrinsics.length ?? null,
    signed: content?.signed ?? null,
    extrinsicHashes: content?.extrinsics ?? null,
    events: content?.events ?? null,
  };
}

/** `GET /v1/chain`: head and recent blocks; `GET /v1/chain/events`: blocks as they come. */
export function chain(app: Hono, context: RouteContext): { endStreams(): void } {
  const { feed, env, genesis, rpcUrl } = context;
  const listeners = new Set<() => void>();
  app.get("/v1/chain", () =>
    Response.json(
      {
        genesis,
        rpc: rpcUrl ?? null,
        head: feed.head ?? null,
        connected: feed.connected,
        // Since the chain was last heard of.
        silentMs: feed.heardAtMs === undefined ? null : Math.round(env.now() - feed.heardAtMs),
        blocks: feed.recent.map(blockJson),
      },
      { headers: { "cache-control": "no-store" } },
    ),
  );
  app.get("/v1/chain/events", ({ req }) => {
    if (listeners.size >= MAX_LISTENERS)
      throw new ApiError("too many listen already", { status: 503, code: "too_many_listeners" });
    let leave = () => {};
    let gone = false;
    const body = new ReadableStream<Uint8Array>(
      {
        start(controller) {
          const send = (bytes: Uint8Array) => {
            if ((controller.desiredSize ?? 0) <= 0) leave();
            else controller.enqueue(bytes);
          };
          const unlisten = feed.listen((block) =>
            send(eventText(JSON.stringify(blockJson(block)), "block")),
          );
          let timer = env.after(KEEP_ALIVE_MS, function again() {
            timer = env.after(KEEP_ALIVE_MS, again);
            send(KEEP_ALIVE);
          });
          leave = () => {
            if (!listeners.delete(leave)) return;
            unlisten();
            timer.cancel();
            // A reader that left has closed it already.
            if (!gone) controller.close();
          };
          listeners.add(leave);
          const [newest] = feed.recent;
          send(newest ? eventText(JSON.stringify(blockJson(newest)), "block") : KEEP_ALIVE);
          req.raw.signal.addEventListener("abort", leave, { once: true });
        },
        cancel() {
          gone = true;
          leave();
        },
      },
      { highWaterMark: MAX_BEHIND },
    );
    return new Response(body, { headers: EVENT_STREAM_HEADERS });
  });
  return {
    endStreams() {
      for (const leave of [...listeners]) leave();
    },
  };
}
