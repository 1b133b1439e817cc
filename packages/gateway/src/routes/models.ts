import type { Hono } from "hono";
import { modelNotFound } from "./chat-completions.ts";
import type { RouteContext } from "./route-context.ts";

/** `GET /v1/models` and `/v1/models/ID`: a model is a subnet. */
export function models(app: Hono, { subnets, startedAtMs }: RouteContext): void {
  const data = () =>
    subnets.list.map(({ name, netuid }) => ({
      id: name,
      object: "model",
      created: Math.floor(startedAtMs / 1_000),
      owned_by: `subnet-${netuid}`,
      netuid,
    }));
  app.get("/v1/models", () => Response.json({ object: "list", data: data() }));
  app.get("/v1/models/:id", ({ req }) => {
    const model = data().find(({ id }) => id === req.param("id"));
    if (!model) throw modelNotFound(req.param("id"), subnets.names);
    return Response.json(model);
  });
}
