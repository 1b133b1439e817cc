import { z } from "zod";
import { type Checked, defineSynapse, type Synapse } from "../../net/synapse.ts";
import type { DoorChecked, DoorQuery, UserDoor } from "../door.ts";
import { type Outcome, outcomeShape } from "../outcome.ts";
import { REVEAL_MS } from "./asking.ts";
import type { QuestionDoor } from "./declaration.ts";
import type { AnyQuestionSubnet } from "./question-miner.ts";

const timeout = z.object({ timeoutMs: z.number().int().min(100).max(120_000).nullish() });

/** `NameQuery`: how the gateway brings a user's question to a validator. */
export function querySynapse(subnet: AnyQuestionSubnet): Synapse<DoorQuery, Outcome> {
  const door = subnet.door!;
  return defineSynapse<DoorQuery, Outcome>({
    name: `${className(subnet.name)}Query`,
    request: (body): Checked<DoorQuery> => {
      const asked = parseAsked(door, body);
      if (!asked.ok) return asked;
      const limit = timeout.safeParse(body);
      if (!limit.success)
        return { ok: false, detail: "timeoutMs is a whole number from 100 to 120000" };
      const { timeoutMs } = limit.data;
      return { ok: true, value: { ...asked.value, ...(timeoutMs ? { timeoutMs } : {}) } };
    },
    answer: outcomeShape,
  });
}

/** `my-subnet` as Python names a class: `MySubnet`. */
const className = (name: string): string =>
  name
    .split("-")
    .map((part) => part.slice(0, 1).toUpperCase() + part.slice(1))
    .join("");

/** What of a question subnet the gateway sees. */
export function questionDoor(subnet: AnyQuestionSubnet): UserDoor {
  const door = subnet.door as QuestionDoor<object, object>;
  const deadlineMs = door.deadlineMs ?? subnet.deadlineMs;
  const { present, fromChat, asked } = door;
  return {
    query: querySynapse(subnet),
    timeoutMs:
      (subnet.answers === "plain" ? deadlineMs : deadlineMs + REVEAL_MS) + (subnet.judgeMs ?? 0),
    parse: (body) => parseAsked(door, body),
    asked: asked ?? ((request) => ({ question: JSON.stringify(request).slice(0, 1_000) })),
    ...(fromChat ? { chat: fromChat } : {}),
    ...(present ? { present: (chosen, context) => present(chosen, context) } : {}),
    ...(door.example === undefined ? {} : { example: door.example }),
  };
}

function parseAsked(door: QuestionDoor<object, object>, body: unknown): DoorChecked<object> {
  const result = door.request.safeParse(body);
  if (!result.success) {
    const [first] = result.error.issues;
    const [param] = first?.path ?? [];
    const where = first?.path.map(String).join(".") || "the body";
    const detail = `${where}: ${first?.message ?? "not as declared"}`;
    return { ok: false, detail, ...(param === undefined ? {} : { param: String(param) }) };
  }
  return door.check?.(result.data) ?? { ok: true, value: result.data };
}
