import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  CALIBRATION,
  chooseBest,
  type MinerResponse,
  readEvidence,
  rewardOf,
  type Scored,
  scoreQuestion,
  scoreTask,
} from "../scoring.ts";
import type { Task, Truth } from "../tasks/make-tasks.ts";

const task = (truth: Truth, docs?: Task["docs"]): Task => ({
  id: "t",
  kind: "arithmetic",
  prompt: "?",
  truth,
  ...(docs ? { docs } : {}),
});
const says = (completion: unknown, extra: object = {}): MinerResponse => ({
  uid: 1,
  status: "ok",
  body: { completion, ...extra },
});
const graded = (truth: Truth, completion: string): Scored =>
  scoreTask(task(truth), [says(completion)])[0]!;
const number = (value: string): Truth => ({ type: "number", value });
const text = (value: string, partial = false): Truth => ({
  type: "text",
  value,
  also: [],
  partial,
});

describe("a number is read from the first line", () => {
  test.each([
    ["362", 1],
    ["362.", 1],
    ["**362**", 1],
    ["The answer is 362.", 1],
    ["Answer: 362", 1],
    ["17 * 23 - 29 = 362", 1],
    ["362 days\n17 × 23 = 391", 1],
    ["\n\n  362", 1],
    ["+362", 1],
    ["362.0", 1],
    ["3.62e2", 1],
    ["724/2", 1],
    ["361", 0],
    ["-362", 0],
    ["36 2", 0],
    ["362 or 363", 0],
    ["1, 2, 3, 362", 0],
    ["three hundred and sixty-two", 0],
    ["Let me think.\n362", 0],
    ["1,23,362", 0],
    ["", 0],
  ])("%j scores %d", (completion, score) => {
    expect(graded(number("362"), completion).score).toBe(score);
  });

  test("thousands may be grouped, minus may be typographic", () => {
    expect(graded(number("1234567"), "1,234,567").score).toBe(1);
    expect(graded(number("-5"), "−5").score).toBe(1);
    expect(graded(number("1/4"), "0.25 km").score).toBe(1);
  });

  test("a long whole number must be right to the last digit", () => {
    const truth = "999999999999999998000000000000000001";
    expect(graded(number(truth), truth).score).toBe(1);
    expect(graded(number(truth), truth.replace(/1$/, "2")).score).toBe(0);
    expect(graded(number(truth), "1e36").score).toBe(0);
  });

  test("decimals may stop after the ninth significant place, not before", () => {
    expect(graded(number("2/3"), "0.6666666667").score).toBe(1);
    expect(graded(number("2/3"), "0.6667").score).toBe(0);
  });
});

test("the reason tells why a number scored nothing", () => {
  expect(graded(number("1"), "two").reason).toBe("no_number");
  expect(graded(number("1"), "1 or 2").reason).toBe("ambiguous_answer");
  expect(graded(number("1"), "2").reason).toBe("wrong");
});

describe("a text is compared without case, articles and punctuation", () => {
  test.each([
    ["Oda Krenn", 1],
    ["oda krenn.", 1],
    ["The answer is Oda Krenn", 1],
    ["Oda Krenn, since she designed it", 1],
    ["Oda", 0],
    ["Krenn Oda", 0],
    ["It was surely Oda Krenn or Bo", 0],
  ])("%j scores %d", (completion, score) => {
    expect(graded(text("Oda Krenn"), completion).score).toBe(score);
  });

  test("where part of an answer counts, it counts by token F1", () => {
    // One of two truth tokens, one token said: precision 1, recall 1/2.
    expect(graded(text("Oda Krenn", true), "Oda").score).toBeCloseTo(2 / 3, 12);
    expect(graded(text("Oda Krenn", true), "Oda").reason).toBe("partly_correct");
  });

  test("composed and decomposed letters are the same", () => {
    expect(graded(text("café"), "cafe\u0301").score).toBe(1);
  });

  test("dates and times stay whole", () => {
    expect(graded(text("2024-03-01"), "2024-03-01").score).toBe(1);
    expect(graded(text("2024-03-01"), "2024-03-02").score).toBe(0);
    expect(graded(text("17:30"), "17:45").score).toBe(0);
  });
});

describe("a demanded form", () => {
  test("verbatim means every character, outer white space and quotes aside", () => {
    const truth: Truth = { type: "verbatim", value: "a,a,a" };
    expect(graded(truth, " a,a,a\n").score).toBe(1);
    expect(graded(truth, '"a,a,a"').score).toBe(1);
    expect(graded(truth, "a, a, a").reason).toBe("format_violated");
    expect(graded(truth, "a,a,a\nas you wished").score).toBe(0);
  });
  test("JSON is compared by content, in any order of keys, without extras", () => {
    const truth: Truth = { type: "json", value: { name: "Mira", age: 34 } };
    expect(graded(truth, '{"age": 34, "name": "Mira"}').score).toBe(1);
    expect(graded(truth, '```json\n{"age":34,"name":"Mira"}\n```').score).toBe(1);
    expect(graded(truth, '{"age":"34","name":"Mira"}').score).toBe(0);
    expect(graded(truth, '{"age":34,"name":"Mira","x":1}').score).toBe(0);
    expect(graded(truth, 'Sure: {"age":34,"name":"Mira"}').reason).toBe("format_violated");
    expect(graded(truth, '{"__proto__":{"age":34},"name":"Mira"}').score).toBe(0);
    expect(graded(truth, "[".repeat(16_000)).score).toBe(0);
  });
  test("words are counted and must come from the sentence", () => {
    const truth: Truth = { type: "words", count: 2, from: ["The", "red", "apple"] };
    expect(graded(truth, "red apple").score).toBe(1);
    expect(graded(truth, "The red").score).toBe(1);
    expect(graded(truth, "red apple apple").score).toBe(0);
    expect(graded(truth, "red pear").score).toBe(0);
  });
});

describe("bad answers score 0 with a reason and throw nothing", () => {
  const one = (response: Partial<MinerResponse>): Scored =>
    scoreTask(task(number("1")), [{ uid: 7, status: "ok", ...response }])[0]!;
  test.each([
    ["no body", { body: undefined }, "not_an_object"],
    ["a body of text", { body: "1" }, "not_an_object"],
    ["no completion", { body: {} }, "completion_not_text"],
    ["10 MB", { body: { completion: "1".repeat(10_000_000) } }, "too_large"],
    ["100 kB", { body: { completion: "1".repeat(100_000) } }, "completion_too_long"],
    [
      "NaN as confidence",
      { body: { completion: "1", confidence: Number.NaN } },
      "confidence_not_a_number",
    ],
    ["a confidence of 2", { body: { completion: "1", confidence: 2 } }, "confidence_out_of_range"],
    ["a lone surrogate", { body: { completion: "1\udc00" } }, "invalid_unicode"],
  ])("%s", (_, response, reason) => {
    expect(one(response)).toEqual({ uid: 7, status: "invalid", score: 0, reward: 0, reason });
  });
  test.each(["timeout", "error", "invalid"] as const)(
    "a %s from the network is its own reason",
    (status) => {
      expect(one({ status })).toEqual({ uid: 7, status, score: 0, reward: 0, reason: status });
    },
  );
  test("silence and plain ignorance earn nothing and cost nothing, whatever confidence stands beside them", () => {
    expect(one({ body: { completion: "  ", confidence: 1 } })).toMatchObject({
      score: 0,
      reward: 0,
      reason: "empty_answer",
    });
    expect(one({ body: { completion: "I don’t know.", confidence: 1 } })).toMatchObject({
      score: 0,
      reward: 0,
      reason: "declined",
    });
  });
  test("anything at all as a body", () => {
    const docs = [{ name: "a", text: "b" }];
    fc.assert(
      fc.property(fc.anything(), fc.string({ unit: "binary" }), (body, completion) => {
        for (const truth of [
          number("1"),
          text("x", true),
          { type: "json", value: { a: 1 } },
          { type: "words", count: 1, from: ["a"] },
        ] as Truth[]) {
          const scores = scoreTask(task(truth, docs), [
            { uid: 1, status: "ok", body },
            says(completion),
          ]);
          for (const { score, reward } of scores) {
            expect(score).toBeGreaterThanOrEqual(0);
            expect(score).toBeLessThanOrEqual(1);
            expect(reward).toBeLessThanOrEqual(score);
            expect(reward).toBeGreaterThanOrEqual(-CALIBRATION);
          }
        }
        scoreQuestion({ roles: ["user"], messages: [completion] }, [
          { uid: 1, status: "ok", body },
          says(completion),
        ]);
      }),
      { numRuns: 300 },
    );
  });
});

describe("a quote that doesn't stand in the document makes a right answer worthless", () => {
  const docs = [{ name: "a.txt", text: "The tower is 40 metres tall." }];
  const cited = (file: string, quote: string): Scored =>
    scoreTask(task(number("40"), docs), [says("40", { citations: [{ file, quote }] })])[0]!;
  test("verbatim passes", () => expect(cited("a.txt", "is 40 metres").score).toBe(1));
  test("altered fails", () =>
    expect(cited("a.txt", "is 41 metres")).toMatchObject({
      score: 0,
      reason: "citation_not_verbatim",
    }));
  test("another file fails", () => expect(cited("b.txt", "is 40 metres").score).toBe(0));
  test("a quote of nothing fails", () => expect(cited("a.txt", " ").score).toBe(0));
});

describe("confidence", () => {
  test("whoever states what it believes earns most: the rule is proper", () => {
    const grid = Array.from({ length: 101 }, (_, i) => i / 100);
    for (const belief of [0, 0.2, 0.5, 0.73, 1]) {
      const expected = (stated: number): number =>
        belief * rewardOf(1, stated) + (1 - belief) * rewardOf(0, stated);
      const best = grid.reduce((a, b) => (expected(b) > expected(a) ? b : a));
      expect(best).toBeCloseTo(belief, 2);
    }
  });
  test("right and sure earns 1, wrong and sure loses a tenth, wrong and humble nothing", () => {
    expect(rewardOf(1, 1)).toBe(1);
    expect(rewardOf(0, 1)).toBeCloseTo(-0.1, 12);
    expect(rewardOf(0, 0)).toBe(0);
  });
  test("to state nothing is to be sure", () => {
    expect(scoreTask(task(number("1")), [says("2")])[0]?.reward).toBeCloseTo(-0.1, 12);
  });
});

describe("a user's question", () => {
  const ask = (
    question: string,
    completions: (string | object)[],
    docs: { name: string; text: string }[] = [],
  ) =>
    scoreQuestion(
      { roles: ["user"], messages: [question] },
      completions.map(
        (each, uid): MinerResponse => ({
          uid,
          status: "ok",
          body: typeof each === "string" ? { completion: each } : each,
        }),
      ),
      readEvidence(docs),
    );
  const docs = [
    {
      name: "guide.md",
      text: "# Ports\n\nThe gateway listens on port 8080.\n\nThe chain answers on port 9944 over HTTP and WebSocket.",
    },
    { name: "other.md", text: "A tempo is twenty blocks on the demo chain." },
  ];

  test("that can be calculated is settled by the validator's own calculation", () => {
    const { scores, settled } = ask("What is 17 * 23, minus the number of days in February 2024?", [
      "362",
      "363",
      "I can't answer that.",
    ]);
    expect(settled).toBe(true);
    expect(scores.map(({ score, reason }) => [score, reason])).toEqual([
      [1, "verified_by_checker"],
      [0, "contradicts_checker"],
      [0, "declined"],
    ]);
  });

  test("about the documents prefers a bearing, verbatim quote; then text without one; never a made-up one", () => {
    const sentence = "The gateway listens on port 8080.";
    const { scores, settled } = ask(
      "Which port does the gateway listen on?",
      [
        { completion: "8080", citations: [{ file: "guide.md", quote: sentence }] },
        sentence,
        {
          completion: "8080",
          citations: [{ file: "guide.md", quote: "The gateway listens on port 8081." }],
        },
        {
          completion: "A tempo is twenty blocks on the demo chain.",
          citations: [{ file: "other.md", quote: docs[1]!.text }],
        },
        "I don't know.",
      ],
      docs,
    );
    const [cited, uncited, forged, beside, ignorant] = scores.map(({ score }) => score) as [
      number,
      number,
      number,
      number,
      number,
    ];
    expect(settled).toBe(true);
    expect(cited).toBeGreaterThan(0.6);
    expect(uncited).toBeLessThan(cited);
    expect(uncited).toBeGreaterThan(0);
    expect(beside).toBeLessThan(uncited);
    expect(forged).toBe(0);
    expect(ignorant).toBe(0);
    expect(chooseBest(scores)).toBe(0);
  });

  test("an answer that its quotes don't support gains nothing from them", () => {
    const quote = "The gateway listens on port 8080.";
    const { scores } = ask(
      "Which port does the gateway listen on?",
      [{ completion: "Eleven purple elephants", citations: [{ file: "guide.md", quote }] }],
      docs,
    );
    expect(scores[0]?.score).toBe(0);
  });

  test("a quote out of a file that the validator doesn't have proves nothing and costs nothing", () => {
    const { scores } = ask(
      "Who is Ada?",
      [{ completion: "Ada is a dog", citations: [{ file: "mine.txt", quote: "Ada is a dog" }] }],
      docs,
    );
    expect(scores[0]).toMatchObject({ score: 0, reward: 0, reason: "unverified" });
  });

  test("agreement of short answers counts for at most a half", () => {
    const { scores } = ask("What is the capital of France?", ["Paris", "paris.", "Lyon"]);
    expect(scores.map(({ score }) => score)).toEqual([0.25, 0.25, 0]);
    expect(ask("What is the capital of France?", ["Paris", "Paris"]).scores[0]?.score).toBe(0.5);
  });

  test("that nobody can judge is unsettled and rewards no length", () => {
    const { scores, settled } = ask("Write a poem about the sea.", [
      "Waves.",
      "Waves ".repeat(500),
    ]);
    expect(settled).toBe(false);
    expect(scores.map(({ score, reward }) => [score, reward])).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(chooseBest(scores)).toBe(0);
  });

  test("of near-equal free texts all but the earliest are duplicates", () => {
    const poem = Array.from({ length: 40 }, (_, i) => `wave${i}`).join(" ");
    const responses: MinerResponse[] = [
      { uid: 3, status: "ok", arrival: 2, body: { completion: `${poem} indeed` } },
      { uid: 4, status: "ok", arrival: 1, body: { completion: poem } },
      {
        uid: 5,
        status: "ok",
        arrival: 3,
        body: { completion: "something else entirely ".repeat(10) },
      },
    ];
    const { scores } = scoreQuestion({ roles: ["user"], messages: ["Write a poem."] }, responses);
    expect(scores.map(({ reason }) => reason)).toEqual([
      "duplicate_of_4",
      "unverified",
      "unverified",
    ]);
  });

  test("equal short answers are no duplicates", () => {
    const { scores } = ask("What is 2 + 2?", ["4", "4", "4"]);
    expect(scores.map(({ score }) => score)).toEqual([1, 1, 1]);
  });
});

describe("the best answer", () => {
  const scored = (uid: number, score: number, extra: Partial<Scored> = {}): Scored => ({
    uid,
    status: "ok",
    score,
    reward: score,
    reason: "correct",
    answer: { completion: "x", citations: [] },
    ...extra,
  });
  test("is the highest score", () =>
    expect(chooseBest([scored(1, 0.2), scored(2, 0.9), scored(3, 0.5)])).toBe(2));
  test("with equal scores goes to the surer, then to the lower uid", () => {
    const sure = { answer: { completion: "x", citations: [], confidence: 0.9 } };
    expect(chooseBest([scored(1, 1), scored(2, 1, sure)])).toBe(2);
    expect(chooseBest([scored(5, 1), scored(2, 1)])).toBe(2);
  });
  test("is a plain decline when nobody has more, and none when nothing can be read", () => {
    const declined = scored(4, 0, {
      reason: "declined",
      answer: { completion: "I don't know.", citations: [] },
    });
    expect(
      chooseBest([{ uid: 1, status: "timeout", score: 0, reward: 0, reason: "timeout" }, declined]),
    ).toBe(4);
    expect(
      chooseBest([{ uid: 1, status: "timeout", score: 0, reward: 0, reason: "timeout" }]),
    ).toBeUndefined();
    expect(chooseBest([])).toBeUndefined();
  });
  test("an unverified answer comes before a decline", () => {
    const declined = scored(1, 0, { reason: "declined" });
    expect(chooseBest([declined, scored(2, 0, { reason: "unverified" })])).toBe(2);
  });
});
