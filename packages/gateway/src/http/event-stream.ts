const encoder = new TextEncoder();

export const EVENT_STREAM_HEADERS: Readonly<Record<string, string>> = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-cache, no-transform",
  // Proxies that buffer would hold back live events.
  "x-accel-buffering": "no",
};

/** One server-sent event. `data` holds no line break: it is JSON. */
export const eventText = (data: string, name?: string): Uint8Array =>
  encoder.encode(`${name === undefined ? "" : `event: ${name}\n`}data: ${data}\n\n`);

/** Does nothing, but shows both ends that the other one is still there. */
export const KEEP_ALIVE: Uint8Array = encoder.encode(": still here\n\n");

/** The events of a finite source, one at a time as they are read. */
export function eventBody(source: Iterable<string>): ReadableStream<Uint8Array> {
  const iterator = source[Symbol.iterator]();
  return new ReadableStream({
    pull(controller) {
      const next = iterator.next();
      if (next.done) controller.close();
      else controller.enqueue(eventText(next.value));
    },
    cancel() {
      iterator.return?.();
    },
  });
}
