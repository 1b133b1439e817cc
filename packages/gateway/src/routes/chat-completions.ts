import type { DoorChecked } from "@ganglion/sdk";
import type { Hono } from "hono";
import { chatOptions } from "../chat/chat-options.ts";
import { completionChunks, completionObject, completionOf } from "../chat/completion.ts";
import { ApiError, invalid } from "../http/api-error.ts";
import { EVENT_STREAM_HEADERS, eventBody } from "../http/event-stream.ts";
import { readJsonBody } from "../http/read-body.ts";
import { readChat } from "../questions/chat-question.ts";
import type { QueryRecord } from "../records/query-record.ts";
import type { OpenSubnet } from "../served-subnet.ts";
import type { RouteContext } from "./route-context.ts";

/** A question's own limit is a mebibyte of text; JSON may write some of it six times as long. */
export const MAX_BODY_BYTES = 4 * 1024 * 1024;

export type Fields = Readonly<Record<string, unknown>>;

/** `POST /v1/chat/completions`, as OpenAI's API has it. */
export function chatCompletions(app: Hono, context: RouteContext): void {
  app.post("/v1/chat/completions", async ({ req }) => {
    const body = await readFields(req.raw);
    const subnet = modelOf(body, context);
    const { door, name } = subnet;
    const options = chatOptions(body);
    if (!door.chat)
      throw new ApiError(`${name} can't be asked by chat`, {
        status: 400,
        code: "not_a_chat_model",
        param: "model",
        hint: `POST /v1/subnets/${name}; GET shows an example.`,
      });
    const messages = readChat(body.messages);
    if (body.docs !== undefined && body.docs !== null)
      throw invalid("docs", "documents go to POST /v1/subnets/prompting; a chat has none");
    const request = checked(door.chat(messages));
    return answerChat(context, { request: req.raw, asked: request, subnet, options });
  });
}

/** What a door made of a body. @throws ApiError 400 that names the field */
export function checked(asked: DoorChecked<object>): object {
  if (asked.ok) return asked.value;
  throw invalid(asked.param ?? "", asked.detail);
}

/** @throws ApiError 400, 413 */
export async function readFields(request: Request): Promise<Fields> {
  const body = await readJsonBody(request, { maxBytes: MAX_BODY_BYTES });
  if (typeof body !== "object" || body === null || Array.isArray(body))
    throw new ApiError("the request's body is not a JSON object", {
      status: 400,
      code: "invalid_json",
    });
  return body as Fields;
}

function modelOf({ model }: Fields, { subnets }: RouteContext): OpenSubnet {
  if (model === undefined)
    throw new ApiError(`model is missing: one of ${subnets.names}`, {
      status: 400,
      code: "missing_required_parameter",
      param: "model",
    });
  if (typeof model !== "string") throw invalid("model", "model must be a text");
  const subnet = subnets.find(model);
  if (!subnet) throw modelNotFound(model, subnets.names);
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

/** A question's record and the headers that go with it; a failure as its response. */
export async function askSubnet(
  { questions }: RouteContext,
  {
    request,
    asked,
    subnet,
  }: {
    readonly request: Request;
    readonly asked: object;
    readonly subnet: OpenSubnet;
  },
): Promise<{ readonly record: QueryRecord; readonly headers: Record<string, string> } | Response> {
  const id = questions.newId();
  const about = { "x-ganglion-query-id": id, "x-ganglion-netuid": String(subnet.netuid) };
  try {
    const record = await questions.ask(subnet, asked, { id, signal: request.signal });
    return { record, headers: { ...about, ...given(record) } };
  } catch (error) {
    if (error instanceof ApiError) return error.toResponse(about);
    throw error;
  }
}

/** The answer as a chat completion; `withRecord` puts the question's record beside it. */
export async function answerChat(
  context: RouteContext,
  call: {
    readonly request: Request;
    readonly asked: object;
    readonly subnet: OpenSubnet;
    readonly options: ReturnType<typeof chatOptions>;
    readonly withRecord?: boolean;
  },
): Promise<Response> {
  const { request, options, withRecord } = call;
  const answered = await askSubnet(context, call);
  if (answered instanceof Response) return answered;
  const { record, headers } = answered;
  const completion = completionOf(record, { options, base: new URL(request.url).origin });
  if (options.stream)
    return new Response(eventBody(completionChunks(completion, options)), {
      headers: { ...headers, ...EVENT_STREAM_HEADERS },
    });
  const object = completionObject(completion);
  return Response.json(withRecord ? { ...object, query: record } : object, { headers });
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
