import { z } from "zod";
import { defineSynapse, questionSubnet } from "../../src/index.ts";

type Request = { a: number; b: number };

/** The smallest subnet that there can be: miners add. Equal answers count as copies only where a test wants it. */
export const sums = (answers: "plain" | "commit-reveal", options: { copies?: boolean } = {}) =>
  questionSubnet({
    name: "sums",
    title: "Sums",
    summary: "Miners add numbers.",
    synapse: defineSynapse<Request, Record<string, unknown>>({
      name: "Sum",
      request: z.object({ a: z.number().int(), b: z.number().int() }),
      answer: z.record(z.string(), z.unknown()),
      hashFields: ["a", "b"],
    }),
    answers,
    deadlineMs: 3_000,
    tasksPerRound: 2,
    makeTask(seed, index, secret) {
      const request = { a: seed[index]!, b: secret[index] ?? 0 };
      return { id: `sum-${index}`, request, truth: request.a + request.b };
    },
    readAnswer({ sum }) {
      return typeof sum === "number"
        ? { ok: true, value: sum }
        : { ok: false, reason: "sum_not_a_number", detail: "sum must be a number" };
    },
    score: ({ truth }, given) =>
      given.map(({ value }) =>
        value === truth ? { score: 1, reason: "correct" } : { score: 0, reason: "wrong" },
      ),
    scoreUser: ({ a, b }, given) => ({
      judged: given.map(({ value }) =>
        value === a + b ? { score: 1, reason: "correct" } : { score: 0, reason: "wrong" },
      ),
      settled: true,
    }),
    ...(options.copies ? { duplicate: (a: number, b: number) => a === b } : {}),
    tell: (sum, _request, _judged, { chosen }) => ({
      text: String(sum),
      ...(chosen ? { data: { large: sum } } : {}),
    }),
    minerOptions: [{ name: "off-by", what: "added to every sum", default: "0", parse: Number }],
    backends: {
      builtin: ({ options }) => ({
        name: "builtin:adder",
        answer: ({ a, b }) => ({ sum: a + b + (options["off-by"] as number) }),
      }),
    },
    attackers: { random: (below) => ({ sum: below(1_000_000) }), lazy: () => ({ sum: 0 }) },
    door: {
      request: z.object({ a: z.number().int(), b: z.number().int() }),
      toRequest: (asked) => asked,
      fromChat: (messages) => {
        const found = /(\d+)\s*\+\s*(\d+)/.exec(messages.at(-1)?.content ?? "");
        return found
          ? { ok: true, value: { a: Number(found[1]), b: Number(found[2]) } }
          : { ok: false, detail: "a sum looks like 1 + 2", param: "messages" };
      },
      asked: ({ a, b }) => ({ question: `${a} + ${b}` }),
    },
  });
