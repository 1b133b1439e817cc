import { type DoorChecked, type JudgeContext, type Judged, questionSubnet } from "@ganglion/sdk";
import { builtinBackend, GRADES, type Grade } from "./backends/builtin.ts";
import { chatBackend } from "./backends/openai.ts";
import { LIMITS, type PromptingAnswer, parseRequest, parseResponse, REASONS } from "./protocol.ts";
import { chooseBest, type MinerResponse, type Scored } from "./scoring.ts";
import { DocumentIndex } from "./solver/documents.ts";
import { chatShape, type PromptingQuestion, promptingSynapse } from "./synapses.ts";
import {
  honestValidator,
  makeTask,
  type PromptingValidator,
  requestForQuestion,
  requestForTask,
} from "./validator.ts";

/** The validator puts the answer convention before the chat. */
const MAX_MESSAGES = LIMITS.messages - 1;

/** Documents are read into an index once per validator, not once per question. */
const validators = new WeakMap<JudgeContext["documents"], PromptingValidator>();
function validatorWith({ documents }: JudgeContext): PromptingValidator {
  const known = validators.get(documents);
  if (known) return known;
  const made = honestValidator(documents.length > 0 ? { docs: documents } : {});
  validators.set(documents, made);
  return made;
}

type Given = { readonly uid: number; readonly value: PromptingAnswer; readonly order: number };

const responseOf = ({ uid, value, order }: Given): MinerResponse => ({
  uid,
  status: "ok",
  body: value,
  arrival: order,
});
const judgedOf = ({ score, reward, reason }: Scored): Judged => ({ score, reward, reason });

function checkChat(asked: PromptingQuestion): DoorChecked<PromptingQuestion> {
  const { messages, docs } = asked;
  const refused = (param: string, detail: string) => ({ ok: false as const, param, detail });
  if (messages.length === 0) return refused("messages", "messages is empty");
  if (messages.length > MAX_MESSAGES)
    return refused("messages", `there are more than ${MAX_MESSAGES} messages`);
  const { role, content } = messages.at(-1)!;
  const last = `messages[${messages.length - 1}]`;
  if (role !== "user") return refused(`${last}.role`, "the last message must be the user's");
  if (content.trim() === "") return refused(`${last}.content`, "the last message has no text");
  const request = parseRequest(requestForQuestion(messages, docs ?? undefined));
  if (request.ok) return { ok: true, value: { messages, ...(docs ? { docs } : {}) } };
  const { reason } = request;
  const param = /^docs|^doc_|^too_many_docs/.test(reason) ? "docs" : "messages";
  return { ok: false, param, reason, detail: REASONS[reason] };
}

/** Text prompting: miners answer questions, validators make questions whose answers they know. */
export const prompting = questionSubnet({
  name: "prompting",
  title: "Text prompting",
  summary: "Questions answered by miners that compete for them.",
  synapse: promptingSynapse,
  answers: "plain",
  deadlineMs: 5_000,
  tasksPerRound: 3,
  makeTask(seed, index, secret) {
    const task = makeTask(seed, index, { secret });
    return { id: task.id, request: requestForTask(task), truth: task };
  },
  readAnswer: (body) => parseResponse(body),
  score: ({ truth }, answers, context) =>
    validatorWith(context).scoreTask(truth, answers.map(responseOf)).map(judgedOf),
  scoreUser(request, answers, context) {
    const { scores, settled } = validatorWith(context).scoreQuestion(
      request,
      answers.map(responseOf),
    );
    return { judged: scores.map(judgedOf), settled };
  },
  choose(answers, judged) {
    const best = chooseBest(
      answers.map(({ uid, value }, i) => {
        const { score, reward = score, reason } = judged[i]!;
        return { uid, status: "ok", score, reward, reason, answer: value };
      }),
    );
    const at = answers.findIndex(({ uid }) => uid === best);
    return at < 0 ? undefined : at;
  },
  tell: ({ completion, citations, backend }) => ({ text: completion, citations, backend }),
  minerOptions: [
    {
      name: "grade",
      what: "builtin: what it can do",
      choices: GRADES,
      default: "full",
    },
  ],
  backends: {
    builtin: ({ options, documents }) =>
      builtinBackend(options["grade"] as Grade, { index: new DocumentIndex(documents) }),
    openai: (model, { documents }) => chatBackend(model, { index: new DocumentIndex(documents) }),
  },
  attackers: {
    random: (below) => ({ completion: String(below(1_000)), citations: [], confidence: 1 }),
    lazy: () => ({ completion: "I don't know.", citations: [], confidence: 0 }),
  },
  door: {
    request: chatShape,
    deadlineMs: 10_000,
    check: checkChat,
    toRequest: ({ messages, docs }) => requestForQuestion(messages, docs ?? undefined),
    fromChat: (messages) => checkChat({ messages: [...messages] }),
    asked: ({ messages, docs }) => ({
      question: messages.at(-1)!.content,
      history: messages.slice(0, -1),
      docs: (docs ?? []).map(({ name }) => name),
    }),
    example: { messages: [{ role: "user", content: "What is 17 * 23?" }] },
  },
  demo: { miners: GRADES.map((grade) => ({ name: grade, options: { grade } })) },
});
