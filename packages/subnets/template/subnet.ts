import { type ChatMessage, type DoorChecked, numberBetween, questionSubnet } from "@ganglion/sdk";
import { solve } from "./miner.ts";
import {
  askedShape,
  readAnswer,
  type TemplateAnswer,
  type TemplateRequest,
  templateSynapse,
} from "./protocol.ts";
import { judge, sameChoice, sumOf } from "./scoring.ts";
import { makeTask } from "./tasks.ts";

/** "3 5 9 -> 12": the numbers, then the target. */
function fromChat(messages: readonly ChatMessage[]): DoorChecked<TemplateRequest> {
  const [list = "", goal = ""] = (messages.at(-1)?.content ?? "").split("->");
  const numbers = (list.match(/\d+/g) ?? []).map(Number);
  const checked = askedShape.safeParse({ numbers, target: Number(goal) });
  return checked.success
    ? { ok: true, value: checked.data }
    : { ok: false, param: "messages", detail: "write numbers and a target: 3 5 9 -> 12" };
}

/** Miners choose numbers that add up to a target; validators know that it can be done. */
export const template = questionSubnet({
  name: "template",
  title: "Template",
  summary: "Miners choose numbers that add up to a target.",
  synapse: templateSynapse,
  answers: "commit-reveal",
  deadlineMs: 3_000,
  tasksPerRound: 3,
  makeTask,
  readAnswer,
  score: ({ request }, answers) => answers.map(({ value }) => judge(request, value)),
  // A user's question is as easy to check as a task: nobody has to have planted anything.
  scoreUser: (request, answers) => ({
    judged: answers.map(({ value }) => judge(request, value)),
    settled: true,
  }),
  duplicate: sameChoice,
  tell(answer: TemplateAnswer, request: TemplateRequest) {
    const picked = answer.chosen.map((place) => request.numbers[place]!);
    return {
      text: `${picked.join(" + ")} = ${sumOf(request, answer)}`,
      data: { chosen: answer.chosen, sum: sumOf(request, answer) },
    };
  },
  minerOptions: [
    { name: "seed", what: "where the builtin miner begins to look", default: "1" },
    {
      name: "effort",
      what: "beginnings that it tries",
      default: "200",
      parse: numberBetween(1, 100_000),
    },
  ],
  backends: {
    builtin: ({ options }) => ({
      name: "builtin:search",
      answer: (request) =>
        solve(request, {
          seed: options["seed"] as string,
          effort: options["effort"] as number,
        }),
    }),
  },
  attackers: {
    random: (below, { numbers }) => ({
      chosen: numbers.flatMap((_, place) => (below(2) === 0 ? [place] : [])),
    }),
    lazy: () => ({ chosen: [] }),
  },
  door: {
    request: askedShape,
    toRequest: (asked) => asked,
    fromChat,
    asked: ({ numbers, target }) => ({ question: `${numbers.join(" ")} -> ${target}` }),
    present: ({ data }) => ({ type: "application/json", body: JSON.stringify(data ?? {}) }),
    example: { numbers: [3, 5, 9, 14], target: 17 },
  },
  demo: {
    miners: [
      { name: "patient", options: { seed: "patient" } },
      { name: "hasty", options: { seed: "hasty", effort: "1" } },
    ],
  },
});
