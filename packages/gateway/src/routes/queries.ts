import type { Hono } from "hono";
import { ApiError, invalid } from "../http/api-error.ts";
import type { QueryRecord } from "../records/query-record.ts";
import type { RouteContext } from "./route-context.ts";

const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 200;

/** `GET /v1/queries`, `/v1/queries/ID` and `/v1/queries/ID/citations/N`: what became of questions. */
export function queries(app: Hono, { store }: RouteContext): void {
  const find = (id: string): QueryRecord => {
    const record = store.get(id);
    if (record) return record;
    throw new ApiError(`there is no query ${JSON.stringify(id.slice(0, 64))}`, {
      status: 404,
      code: "query_not_found",
      hint: "Its id stands in the header x-ganglion-query-id of the answer; the oldest records are dropped.",
    });
  };
  app.get("/v1/queries", ({ req }) => {
    const data = store.recent(readLimit(req.query("limit")));
    return Response.json({ object: "list", total: store.size, data });
  });
  app.get("/v1/queries/:id", ({ req }) =>
    Response.json(find(req.param("id")), { headers: { "cache-control": "no-store" } }),
  );
  app.get("/v1/queries/:id/citations/:n", ({ req }) => {
    const { answers, chosenUid, id } = find(req.param("id"));
    const chosen = answers.find(({ uid }) => uid === chosenUid);
    const citation = chosen?.citations[Number(req.param("n"))];
    if (!chosen || !citation)
      throw new ApiError("the answer has no such citation", {
        status: 404,
        code: "citation_not_found",
      });
    const { uid, hotkey, miner } = chosen;
    return Response.json({ query: id, ...citation, uid, hotkey, miner });
  });
}

function readLimit(text: string | undefined): number {
  if (text === undefined) return DEFAULT_LIMIT;
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT)
    throw invalid("limit", `limit must be a whole number from 1 to ${MAX_LIMIT}`);
  return limit;
}
