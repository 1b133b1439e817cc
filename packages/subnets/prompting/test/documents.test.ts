import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DocumentIndex } from "../solver/documents.ts";
import { solveFull } from "../solver/full.ts";
import { passagesOf } from "../solver/passages.ts";

const GUIDE = `# Ganglion guide

Ganglion runs a whole network on one machine. It needs Node 20.19 or newer.

## Ports and addresses

The JSON-RPC port is 9944; the web page and the gateway share port 8080. Axons listen from port 8091 upwards.
A taken port is an error that names the flag.

## Commands

| command | does |
|---|---|
| \`ganglion up\` | starts the chain, the neurons and the gateway |
| \`ganglion ask\` | sends one question through the gateway |
| \`ganglion node --dev\` | starts the chain alone, with its state in memory |

## Stopping

- SIGTERM stops everything within five seconds.
- A second start with the same data folder goes on where the first stopped.

\`\`\`sh
npm start -- --no-web
\`\`\`
`;
const GLOSSARY = `# Glossary

**Tempo** is the number of blocks between two epochs of a subnet. On the demo chain it is 20.

**Dividends** are what validators earn, e.g. for weights that agree with the consensus.

Yuma consensus turns the weights of all validators into incentives and dividends.
`;
const docs = [
  { name: "docs/guide.md", text: GUIDE },
  { name: "docs/glossary.md", text: GLOSSARY },
];
const ask = (question: string, index = new DocumentIndex(docs)) =>
  solveFull({ roles: ["user"], messages: [question] }, index);

describe("a question about the folder is answered with a short answer and a verbatim citation:", () => {
  test.each([
    ["Which Node version does Ganglion need?", /20\.19/, "docs/guide.md"],
    ["What is the JSON-RPC port?", /9944/, "docs/guide.md"],
    ["Which port do the web page and the gateway share?", /8080/, "docs/guide.md"],
    ["What does `ganglion ask` do?", /^sends one question through the gateway$/, "docs/guide.md"],
    ["What does ganglion node --dev do?", /chain alone/, "docs/guide.md"],
    ["What happens on SIGTERM?", /within five seconds/, "docs/guide.md"],
    ["What is the tempo?", /number of blocks between two epochs/, "docs/glossary.md"],
    ["What is Yuma consensus?", /turns the weights of all validators/, "docs/glossary.md"],
    ["Who earns dividends?", /validators/, "docs/glossary.md"],
    [
      "What does a second start with the same data folder do?",
      /goes on where the first stopped/,
      "docs/guide.md",
    ],
  ])("%s", (question, expected, file) => {
    const solved = ask(question);
    expect(solved?.answer).toMatch(expected);
    expect(solved?.answer.length).toBeLessThan(330);
    expect(solved?.citations?.[0]?.file).toBe(file);
    const text = docs.find(({ name }) => name === file)?.text;
    expect(text).toContain(solved?.citations?.[0]?.quote);
  });
});

test.each([
  "What is the capital of France?",
  "Who wrote Hamlet?",
  "How does photosynthesis work?",
  "Which licence does it have?",
  "the of and?",
])("what the folder doesn't say is left unanswered: %s", (question) => {
  expect(ask(question)).toBeUndefined();
});

test("an index without documents answers nothing", () => {
  expect(ask("What is the tempo?", new DocumentIndex())).toBeUndefined();
});

test("a document that changes is found anew and its old text is gone", () => {
  const index = new DocumentIndex(docs);
  expect(index.add({ name: "docs/glossary.md", text: "**Tempo** is a town in Ireland." })).toBe(
    true,
  );
  expect(ask("What is the tempo?", index)?.answer).toBe("Tempo is a town in Ireland.");
  expect(index.add({ name: "docs/glossary.md", text: "**Tempo** is a town in Ireland." })).toBe(
    false,
  );
  expect(index.remove("docs/glossary.md")).toBe(true);
  expect(ask("What is the tempo?", index)).toBeUndefined();
  expect(index.remove("docs/glossary.md")).toBe(false);
  expect(index.names).toEqual(["docs/guide.md"]);
});

test("adding and removing in any order leaves the index as one built anew", () => {
  const name = fc.constantFrom("a", "b", "c");
  const text = fc.constantFrom(
    "Red fox runs.",
    "The fox sleeps. The hen wakes.",
    "A hen and a fox meet a hare.",
    "",
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(name, fc.option(text)), { maxLength: 12 }), (steps) => {
      const index = new DocumentIndex();
      const now = new Map<string, string>();
      for (const [key, value] of steps) {
        if (value === null) {
          index.remove(key);
          now.delete(key);
        } else {
          index.add({ name: key, text: value });
          now.set(key, value);
        }
      }
      const fresh = new DocumentIndex([...now].map(([key, value]) => ({ name: key, text: value })));
      expect(index.passageCount).toBe(fresh.passageCount);
      const scores = (each: DocumentIndex) =>
        each
          .search("Where does the fox meet the hare?", 20)
          .map(({ score, passage }) => `${score.toFixed(9)} ${passage.file} ${passage.text}`)
          .sort();
      expect(scores(index)).toEqual(scores(fresh));
    }),
  );
});

describe("passages", () => {
  test("stand verbatim at the place they name", () => {
    for (const doc of docs)
      for (const { text, start } of passagesOf(doc))
        expect(doc.text.slice(start, start + text.length)).toBe(text);
  });
  test("of any text are verbatim too", () => {
    const pieces = fc.constantFrom(
      "# h",
      "a. B",
      "| x | y |",
      "|--|--|",
      "\n",
      "\n\n",
      "- item",
      "k: v",
      "```",
      "Dr. No",
      "\r\n",
      "; ",
      " ",
      "é😀",
      "e.g. x",
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => {
        const text = parts.join("");
        for (const passage of passagesOf({ name: "x", text }))
          expect(text.slice(passage.start, passage.start + passage.text.length)).toBe(passage.text);
      }),
      { numRuns: 500 },
    );
  });
  test("don't end at abbreviations and do know their heading", () => {
    const [first] = passagesOf({
      name: "x",
      text: "# One\n\n## Two\n\nSome things, e.g. this one, belong to Dr. No. Others do not.",
    });
    expect(first).toMatchObject({
      text: "Some things, e.g. this one, belong to Dr. No.",
      heading: "One > Two",
    });
  });
});
