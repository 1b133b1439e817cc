import { describe, expect, test } from "vitest";
import { builtinBackend, DocumentIndex, GRADES, promptingMiner } from "../miner.ts";
import { parseResponse } from "../protocol.ts";
import { scoreTask } from "../scoring.ts";

const miner = (grade: (typeof GRADES)[number], index?: DocumentIndex) =>
  promptingMiner({ backend: builtinBackend(grade, index ? { index } : {}) });
const body = (question: string) => ({ roles: ["user"], messages: [question], completion: "" });
const completion = async (grade: (typeof GRADES)[number], question: string): Promise<string> => {
  const reply = await miner(grade).forward(body(question));
  return reply.ok ? reply.synapse.completion : reply.reason;
};

test("the issue's question is answered 362 with one line of working, its backend and its confidence", async () => {
  const reply = await miner("full").forward(
    body("What is 17 * 23, minus the number of days in February 2024?"),
  );
  expect(reply).toEqual({
    ok: true,
    synapse: {
      roles: ["user"],
      messages: ["What is 17 * 23, minus the number of days in February 2024?"],
      completion: "362\n17 × 23 = 391; days in February 2024 = 29; 391 − 29 = 362",
      citations: [],
      confidence: 0.99,
      backend: "builtin:full",
    },
  });
});

test("the weak grade ignores precedence and knows no calendar; the lazy one does nothing and says so", async () => {
  expect(await completion("weak", "What is 2 + 3 * 4?")).toBe("20");
  expect(await completion("full", "What is 2 + 3 * 4?")).toMatch(/^14\n/);
  expect(await completion("weak", "What day of the week was 20 July 1969?")).toMatch(
    /^I can't answer that: no model is configured/,
  );
  expect(await completion("lazy", "What is 2 + 2?")).toBe("I don't know.");
});

test("what no grade can do is said plainly, with confidence 0", async () => {
  for (const grade of GRADES) {
    const reply = await miner(grade).forward(body("Write a sonnet about subtensors."));
    if (!reply.ok) throw new Error(reply.reason);
    expect(reply.synapse.completion).toMatch(/^I (?:can't answer that|don't know)/);
    expect(reply.synapse.confidence).toBe(0);
    expect(
      scoreTask(
        {
          id: "",
          kind: "dates",
          prompt: "",
          truth: { type: "text", value: "x", also: [], partial: true },
        },
        [{ uid: 0, status: "ok", body: reply.synapse }],
      )[0],
    ).toMatchObject({ score: 0, reward: 0, reason: "declined" });
  }
});

test("an empty prompt gets an empty answer, not an error", async () => {
  expect(await completion("full", "")).toBe("");
  expect(await completion("weak", " \n ")).toBe("");
});

test.each([
  [
    "roles and messages of different length",
    { roles: ["user"], messages: [] },
    "roles_messages_length_mismatch",
  ],
  ["no object", 7, "not_an_object"],
  ["a wrong role", { roles: ["root"], messages: ["x"] }, "unknown_role"],
])("%s is refused as 400 with its reason", async (_, bad, reason) => {
  expect(await miner("full").forward(bad)).toMatchObject({ ok: false, status: 400, reason });
});

test("documents of the request are cited, documents of the miner are cited, the echo leaves documents out", async () => {
  const index = new DocumentIndex([
    { name: "guide.md", text: "The gateway listens on port 8080." },
  ]);
  const own = await miner("full", index).forward(body("Which port does the gateway listen on?"));
  expect(own).toMatchObject({
    ok: true,
    synapse: { citations: [{ file: "guide.md", quote: "The gateway listens on port 8080." }] },
  });
  const docs = [{ name: "a.txt", text: "The tower was built by Oda Krenn." }];
  const given = await miner("full").forward({ ...body("Who built the tower?"), docs });
  expect(given).toMatchObject({
    ok: true,
    synapse: { completion: "Oda Krenn", citations: [{ file: "a.txt", quote: docs[0]!.text }] },
  });
  expect(given).not.toHaveProperty("synapse.docs");
});

test("the weak grade finds the sentence too, without citing it", async () => {
  const index = new DocumentIndex([
    { name: "guide.md", text: "The gateway listens on port 8080. Other things are elsewhere." },
  ]);
  const reply = await miner("weak", index).forward(body("Which port does the gateway listen on?"));
  expect(reply).toMatchObject({
    ok: true,
    synapse: { completion: "The gateway listens on port 8080.", citations: [] },
  });
});

test("a stream's pieces joined are the completion, and a refusal streams nothing", async () => {
  const collect = async (input: unknown) => {
    const stream = miner("full").forwardStream(input);
    let text = "";
    let step = await stream.next();
    while (!step.done) {
      text += step.value;
      step = await stream.next();
    }
    return { text, reply: step.value };
  };
  const good = await collect(body("What is 2 + 2, times 3?"));
  expect(good.reply.ok && good.reply.synapse.completion).toBe(good.text);
  expect(good.text).toMatch(/^12\n/);
  expect(await collect({ roles: [] })).toMatchObject({
    text: "",
    reply: { ok: false, status: 400 },
  });
});

describe("whatever comes in, the answer fits the protocol and comes in time", () => {
  // Each of these once could have made a backtracking pattern or a nested parser explode.
  const units = [
    "(",
    "((1+",
    "9^",
    "1/",
    "1,",
    "- ",
    "what is ",
    '"',
    "| ",
    "[a](",
    "a: b\n",
    "twenty ",
    "the sum of ",
    "½",
    "√",
    "5!",
    "1e9999 ",
    "% of ",
    "A. ",
    "_",
    "Ana is taller than Ben. ",
    'Ana says: "Ben is a knave." ',
    "All wugs are zims. ",
    'JSON keys "a" ',
    "in ",
    "Question: ",
    "😀",
    "\u0301",
    "round to two decimal places ",
    "2024-01-01 ",
  ];
  test.each(units)("64 kB of %j", async (unit) => {
    const text = unit.repeat(Math.ceil(60_000 / new TextEncoder().encode(unit).length));
    for (const grade of GRADES) {
      for (const request of [
        body(text),
        body(`What is 1 + ${text}?`),
        { ...body("Who designed the Velmar Bridge?"), docs: [{ name: "a", text }] },
      ]) {
        const reply = await miner(grade).forward(request);
        expect(reply.ok && parseResponse(reply.synapse).ok).toBe(true);
      }
    }
    // Nine answers; about 0.2 s on an idle machine, so the runner's patience finds explosions, not slowness.
  });
});
