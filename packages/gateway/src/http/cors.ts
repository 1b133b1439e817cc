import type { MiddlewareHandler } from "hono";

const OUR_HEADERS = [
  "x-ganglion-query-id",
  "x-ganglion-netuid",
  "x-ganglion-uid",
  "x-ganglion-hotkey",
  "x-ganglion-validator-uid",
  "x-ganglion-validator-hotkey",
].join(", ");

/** True for pages that this machine serves to itself. */
export function isLocalOrigin(origin: string): boolean {
  try {
    const { hostname, protocol } = new URL(origin);
    return (
      /^https?:$/.test(protocol) &&
      (/^(localhost|\[::1\])$/.test(hostname) ||
        hostname.endsWith(".localhost") ||
        /^127\.\d+\.\d+\.\d+$/.test(hostname))
    );
  } catch {
    return false;
  }
}

/** Lets pages of this machine read answers; other sites' pages get no permission from us. */
export const cors: MiddlewareHandler = async (c, next) => {
  const origin = c.req.header("origin");
  const local = origin !== undefined && isLocalOrigin(origin);
  if (c.req.method === "OPTIONS") {
    c.res = new Response(null, { status: 204 });
    if (local) {
      c.header("access-control-allow-methods", "GET, POST, OPTIONS");
      // The clients of OpenAI's API send a handful of headers of their own.
      c.header(
        "access-control-allow-headers",
        c.req.header("access-control-request-headers") ?? "content-type",
      );
      c.header("access-control-max-age", "600");
    }
  } else await next();
  c.header("vary", "origin");
  if (!local) return;
  c.header("access-control-allow-origin", origin);
  c.header("access-control-expose-headers", OUR_HEADERS);
};
