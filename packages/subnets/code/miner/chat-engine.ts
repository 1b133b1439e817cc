import type { ChatMessage, ChatModel, Engine } from "@ganglion/sdk";
import { type CodeRequest, type CodeWire, wireOf } from "../protocol.ts";

const SYSTEM =
  "You repair small JavaScript functions. Answer with one ```js block that has the whole corrected source, and one sentence before it that says what was wrong. Keep the function's name. Use no imports and print nothing. Fix the cause: other tests than those shown will be run.";

/** Tests that are shown; more cost more than they tell. */
const SHOWN = 20;

/** A language model as the miner. What it can't do, the tests will tell. */
export const chatEngine = (model: ChatModel): Engine<CodeRequest, CodeWire> => ({
  name: model.name,
  async answer(request, { signal }) {
    const said = await model.complete(promptOf(request), { signal });
    const { source, words } = blockOf(said);
    return wireOf(
      source ?? request.source,
      source === undefined ? "the model gave no code" : words,
    );
  },
});

export function promptOf({ entry, source, tests }: CodeRequest): readonly ChatMessage[] {
  const lines = tests
    .slice(0, SHOWN)
    .map(
      ({ args, expected }) =>
        `${entry}(${args.map((arg) => JSON.stringify(arg)).join(", ")}) must give ${JSON.stringify(expected)}`,
    );
  return [
    { role: "system", content: SYSTEM },
    {
      role: "user",
      content: `This function has one or two bugs:\n\n\`\`\`js\n${source}\n\`\`\`\n\nTests, some of which fail:\n${lines.join("\n")}`,
    },
  ];
}

/** The code of an answer, and its words. A model that thinks aloud has its last word at the end. */
export function blockOf(said: string): { readonly source?: string; readonly words: string } {
  const blocks = [...said.matchAll(/```[^\n`]*\n(.*?)```/gs)];
  const last = blocks.at(-1);
  if (last) {
    const words = said.replace(/```[^\n`]*\n.*?```/gs, "").trim();
    return { source: last[1]!.trimEnd(), words };
  }
  return /\bfunction\b|=>/.test(said) ? { source: said.trim(), words: "" } : { words: said.trim() };
}
