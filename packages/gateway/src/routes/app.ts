import type { NeuronLog } from "@ganglion/sdk";
import { Hono } from "hono";
import { ApiError } from "../http/api-error.ts";
import { cors } from "../http/cors.ts";
import { webFile } from "../http/web-files.ts";
import { chain } from "./chain.ts";
import { chatCompletions } from "./chat-completions.ts";
import { health } from "./health.ts";
import { models } from "./models.ts";
import { queries } from "./queries.ts";
import type { RouteContext } from "./route-context.ts";
import { subnetTask } from "./subnet-task.ts";
import { subnets } from "./subnets.ts";

/** All routes, one application. */
export function gatewayApp(
  context: RouteContext,
  options: { readonly webDir: string | undefined; readonly log: NeuronLog },
): { fetch(request: Request): Promise<Response>; endStreams(): void } {
  const { webDir, log } = options;
  const app = new Hono();
  app.use(cors);
  app.onError((error) => {
    if (error instanceof ApiError) return error.toResponse();
    log.trouble("a request failed", error);
    return new ApiError("the gateway failed at this request; its log says why", {
      status: 500,
      code: "internal_error",
    }).toResponse();
  });
  models(app, context);
  chatCompletions(app, context);
  subnetTask(app, context);
  subnets(app, context);
  queries(app, context);
  const live = chain(app, context);
  health(app, context);
  app.notFound(async ({ req }) => {
    const readable = req.method === "GET" || req.method === "HEAD";
    const file = webDir !== undefined && readable ? await webFile(webDir, req.raw) : undefined;
    return file ?? unknownPath(req.method, req.path, webDir).toResponse();
  });
  return { fetch: async (request) => app.fetch(request), endStreams: live.endStreams };
}

function unknownPath(method: string, path: string, webDir: string | undefined): ApiError {
  const hint =
    path !== "/"
      ? "GET /v1/models lists the models, GET /v1/subnets the subnets."
      : webDir === undefined
        ? "The page is switched off here; the API is under /v1."
        : "The page has not been built: node scripts/build.mjs builds it. The API is under /v1.";
  return new ApiError(`there is no ${method} ${path.slice(0, 200)}`, {
    status: 404,
    code: "not_found",
    hint,
  });
}
