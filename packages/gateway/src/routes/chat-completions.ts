import type { Hono } from "hono";
import { chatOptions } from "../chat/chat-options.ts";
import { completionChunks, completionObject, completionOf } from "../chat/completion.ts";
import { ApiError, invalid } from "../http/api-error.ts";
import { EVENT_STREAM_HEADERS, eventBody } from "../http/event-stream.ts";
import { readJsonBody } from "../http/read-body.ts";
import { chatQuestion } from "../questions/chat-question.ts";
import type { QueryRecord } from "../records/query-record.ts";
import type { ServedSubnet } from "../served-subnet.ts";
import type { RouteContext } from "./route-context.ts";

/** A question's own limit is a mebibyte of text; JSON may write some of it six times as long. */
export const MAX_BODY_BYTES = 4 * 1024 * 1024;

type Fields = Readonly<Record<string, unknown>>;

/** `POST /v1/chat/completions`, as OpenAI's API has it. */
export function chatCompletions(app: Hono, context: RouteContext): void {
  app.post("/v1/chat/completions", async ({ req }) => {
    const body = await readFields(req.raw);
    return answer(context, { request: req.raw, body, subnet: modelOf(body, context), docs: false });
  });
}

/** `POST /v1/subnets/prompting`: the same with documents; the answer carries its query record. */
export function promptingTask(app: Hono, context: RouteContext, subnet: ServedSubnet): void {
  app.post(`/v1/subnets/${subnet.name}`, async ({ req }) => {
    const body = await readFields(req.raw);
    return answer(context, { request: req.raw, body, subnet, docs: true });
  });
}

async function readFields(request: Request): Promise<Fields> {
  const body = await readJsonBody(request, { maxBytes: MAX_BODY_BYTES });
  if (typeof body !== "object" || body === null || Array.isArray(body))
    throw new ApiError("the request's body is not a JSON object", {
      status: 400,
      code: "invalid_json",
    });
  return body as Fields;
}

function modelOf({ model }: Fields, { subnets }: RouteContext): ServedSubnet {
  const known = subnets.map(({ name }) => name).join(", ");
  if (model === undefined)
    throw new ApiError(`model is missing: one of ${known}`, {
      status: 400,
      code: "missing_required_parameter",
      param: "model",
    });
  if (typeof model !== "string") throw invalid("model", "model must be a text");
  const subnet = subnets.find(({ name }) => name === model);
  if (!subnet) throw modelNotFound(model, known);
  return subnet;
}

/** @param known the models that there are */
export const modelNotFound = (model: string, known: string): ApiError =>
  new ApiError(`the model ${JSON.stringify(model.slice(0, 100))} does not exist`, {
    status: 404,
    code: "model_not_found",
    param: "model",
    hint: `A model is a subnet of this network: ${known}.`,
  });

async function answer(
  { questions }: RouteContext,
  asked: {
    readonly request: Request;
    readonly body: Fields;
    readonly subnet: ServedSubnet;
    readonly docs: boolean;
  },
): Promise<Response> {
  const { request, body, subnet, docs } = asked;
  const options = chatOptions(body);
  const question = chatQuestion(body, { withDocs: docs });
  const id = questions.newId();
  const about = { "x-ganglion-query-id": id, "x-ganglion-netuid": String(subnet.netuid) };
  let record: QueryRecord;
  try {
    record = await questions.ask(subnet, question, { id, signal: request.signal });
  } catch (error) {
    if (error instanceof ApiError) return error.toResponse(about);
    throw error;
  }
  const headers = { ...about, ...given(record) };
  const completion = completionOf(record, { options, base: new URL(request.url).origin });
  if (options.stream)
    return new Response(eventBody(completionChunks(completion, options)), {
      headers: { ...headers, ...EVENT_STREAM_HEADERS },
    });
  const object = completionObject(completion);
  return Response.json(docs ? { ...object, query: record } : object, { headers });
}

/** Who gave the answer, and who chose it. Without an answer there is no giver. */
function given({ answers, chosenUid, validator }: QueryRecord): Record<string, string> {
  const chosen = answers.find(({ uid }) => uid === chosenUid);
  return {
    ...(chosen ? { "x-ganglion-uid": String(chosen.uid), "x-ganglion-hotkey": chosen.hotkey } : {}),
    "x-ganglion-validator-uid": String(validator.uid),
    "x-ganglion-validator-hotkey": validator.hotkey,
  };
}
