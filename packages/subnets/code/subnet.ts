import { numberBetween, outside, questionSubnet, weightsFromRewards } from "@ganglion/sdk";
import { fromChat } from "./asking.ts";
import { askedShape, type CodeAnswer, logicSynapse, readAnswer, wireOf } from "./protocol.ts";
import { streamRoute } from "./stream-route.ts";

/**
 * Rounds until a miner's average counts whole. A hotkey's first reward is its average, and one bug may be easy: whoever
 * came back with a fresh hotkey would stand above a miner that has shown for long what it can do.
 */
const PROVEN_ROUNDS = 10;

const declared = questionSubnet({
  name: "code",
  title: "Code",
  summary: "Miners repair JavaScript functions; hidden tests tell who did.",
  synapse: logicSynapse,
  answers: "commit-reveal",
  deadlineMs: 4_000,
  tasksPerRound: 1,
  // The corpus, the parser and the sandbox are loaded where bugs are made, not where the door is.
  makeTask: async (seed, index, secret) =>
    (await import("./tasks/make-task.ts")).makeTask(seed, index, secret),
  readAnswer,
  async score({ request, truth }, answers, { env }) {
    const { judgeAll } = await outside(env, import("./scoring/judge.ts"));
    const tests = [...request.tests, ...truth.hidden];
    const { entry, source } = request;
    return outside(env, judgeAll({ entry, source, tests }, answers));
  },
  async scoreUser(request, answers, { env }) {
    const { judgeAll, runTests } = await outside(env, import("./scoring/judge.ts"));
    const { entry, source, tests } = request;
    const task = { entry, source, tests, countAll: true };
    const judged = await outside(env, judgeAll(task, answers));
    // A source that passes already, or tests that nobody passes, say nothing about a miner.
    const settled =
      judged.some(({ score }) => score === 1) &&
      (await outside(env, runTests(source, task))).failed !== undefined;
    return { judged, settled };
  },
  choose(answers, judged) {
    const ahead = (a: number, b: number): number =>
      passedOf(judged[b]!) - passedOf(judged[a]!) || answers[a]!.order - answers[b]!.order;
    return answers.map((_, i) => i).sort(ahead)[0];
  },
  tell({ source, explanation }: CodeAnswer, { tests }, { data = {} }) {
    const passed = Number(data["passed"] ?? 0);
    const total = Number(data["total"] ?? tests.length);
    return {
      text: `\`\`\`js\n${source}\n\`\`\`\n${passed} of ${total} tests pass.`,
      data: { source, passed, total, ...(explanation ? { explanation } : {}) },
    };
  },
  shares: (standings) =>
    new Map(
      weightsFromRewards(
        standings.map(({ uid, average, rounds }) => [
          uid,
          average * Math.min(1, rounds / PROVEN_ROUNDS),
        ]),
      ),
    ),
  minerOptions: [
    {
      name: "budget",
      what: "builtin: programs that it may try for a bug",
      default: "400",
      parse: numberBetween(1, 100_000),
    },
  ],
  backends: {
    builtin: async (setup) =>
      (await outside(setup.env, import("./miner/builtin.ts"))).builtinEngine(setup),
    openai: async (model, { env }) =>
      (await outside(env, import("./miner/chat-engine.ts"))).chatEngine(model),
  },
  attackers: {
    random(below, { source }) {
      const lines = source.split("\n");
      lines.splice(below(lines.length), 1);
      return wireOf(lines.join("\n"));
    },
    lazy: ({ source }) => wireOf(source),
  },
  door: {
    request: askedShape,
    toRequest: (asked) => ({ ...asked, logic: {} }),
    fromChat,
    asked: ({ entry, source, tests }) => ({
      question: `Repair ${entry} (${tests.length} tests):\n${source}`.slice(0, 1_000),
    }),
    present: ({ data }) => ({ type: "application/json", body: JSON.stringify(data ?? {}) }),
    example: {
      language: "javascript",
      entry: "add",
      source: "function add(a, b) { return a - b; }",
      tests: [{ args: [1, 2], expected: 3 }],
    },
  },
  demo: {
    miners: [
      { name: "thorough", options: { budget: "400" } },
      { name: "quick", options: { budget: "60" } },
    ],
  },
});

const passedOf = ({ data }: { readonly data?: Readonly<Record<string, unknown>> }): number =>
  Number(data?.["passed"] ?? 0);

/** Miners repair bugs; validators make them by mutation, so they know a right answer. */
export const code: typeof declared = {
  ...declared,
  miner: {
    ...declared.miner,
    async start(place) {
      const parts = await declared.miner.start(place);
      const streamed = streamRoute(parts);
      return streamed ? { ...parts, routes: [...parts.routes, streamed] } : parts;
    },
  },
};
