import type { ChatMessage, DoorChecked } from "@ganglion/sdk";
import { askedShape, type CodeAsked, type CodeTest, type StreamCodeRequest } from "./protocol.ts";

const HOW =
  "write the function in a ```js block, and below it at least one line such as add(1, 2) -> 3; arguments and results are JSON";

/**
 * A bug in words: a code block, and lines `name(arguments) -> result` before or after it. The last message that has a
 * block counts; lines may follow in later ones.
 */
export function fromChat(messages: readonly ChatMessage[]): DoorChecked<CodeAsked> {
  const said = messages.filter(({ role }) => role === "user").map(({ content }) => content);
  const at = said.findLastIndex((content) => BLOCK.test(content));
  const refused = { ok: false as const, param: "messages", detail: HOW };
  if (at < 0) return refused;
  const [, source = ""] = BLOCK.exec(said[at]!)!;
  const rest = [said[at]!.replace(BLOCK, "\n"), ...said.slice(at + 1)].join("\n");
  return fromParts(source.trim(), rest) ?? refused;
}

/** Upstream's form: the script beside the words. */
export function fromStream({ query, script, messages }: StreamCodeRequest): DoorChecked<CodeAsked> {
  const words = [query, ...messages.map(({ content }) => content)].join("\n");
  if (script.trim() === "") return fromChat([{ role: "user", content: words }]);
  return fromParts(script, words) ?? { ok: false, param: "query", detail: HOW };
}

const BLOCK = /```[^\n`]*\n(.*?)```/s;
const LINE = /^[\s>*-]*([A-Za-z_$][\w$]*)\((.*)\)\s*(?:->|=>|→|===?)\s*(.+?)\s*$/;

function fromParts(source: string, words: string): DoorChecked<CodeAsked> | undefined {
  const tests: CodeTest[] = [];
  let entry: string | undefined;
  for (const line of words.split("\n")) {
    const [, name, args, expected] = LINE.exec(line) ?? [];
    if (name === undefined || (entry !== undefined && name !== entry)) continue;
    const test = testOf(args!, expected!);
    if (!test) continue;
    entry = name;
    tests.push(test);
  }
  if (entry === undefined) return undefined;
  const checked = askedShape.safeParse({ language: "javascript", entry, source, tests });
  if (checked.success) return { ok: true, value: checked.data };
  const [issue] = checked.error.issues;
  return { ok: false, param: "messages", detail: `${issue?.path.join(".")}: ${issue?.message}` };
}

function testOf(args: string, expected: string): CodeTest | undefined {
  try {
    return {
      args: JSON.parse(`[${args}]`) as unknown[],
      expected: JSON.parse(expected) as unknown,
    };
  } catch {
    return undefined; // Words that look like a call.
  }
}
