import type { Hono } from "hono";
import { chatOptions } from "../chat/chat-options.ts";
import { ApiError } from "../http/api-error.ts";
import { readChat } from "../questions/chat-question.ts";
import { answerChat, askSubnet, checked, readFields } from "./chat-completions.ts";
import type { RouteContext } from "./route-context.ts";
import { subnetCalled } from "./subnets.ts";

/**
 * `POST /v1/subnets/NAME`: a task of this subnet, in the words of its declaration. A subnet that presents nothing of its
 * own answers with a chat completion and the question's record.
 */
export function subnetTask(app: Hono, context: RouteContext): void {
  app.post("/v1/subnets/:name", async ({ req }) => {
    const subnet = subnetCalled(req.param("name"), context);
    const { door } = subnet;
    const body = await readFields(req.raw);
    if (!door.present) {
      const options = chatOptions(body);
      // OpenAI's clients write messages in several forms.
      const plain = door.chat ? { ...body, messages: readChat(body.messages) } : body;
      const asked = checked(door.parse(plain));
      return answerChat(context, { request: req.raw, asked, subnet, options, withRecord: true });
    }
    const asked = checked(door.parse(body));
    const answered = await askSubnet(context, { request: req.raw, asked, subnet });
    if (answered instanceof Response) return answered;
    const { record, headers } = answered;
    const chosen = record.answers.find(({ uid }) => uid === record.chosenUid);
    if (!chosen)
      return new ApiError(record.answer, {
        status: 503,
        code: "no_answer",
        hint: `GET /v1/queries/${record.id} shows what each miner did.`,
      }).toResponse(headers);
    const accept = req.header("accept") ?? "*/*";
    const { type, body: shown } = await door.present(chosen, { accept, request: asked });
    return new Response(shown as BodyInit, { headers: { ...headers, "content-type": type } });
  });
}
