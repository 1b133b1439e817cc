import { readFileSync, writeFileSync } from "node:fs";
import type { Command } from "commander";
import pc from "picocolors";
import { CliError, EXIT, print } from "../output.ts";

interface AskFlags {
  readonly subnet: string;
  readonly gateway: string;
  readonly body?: string;
  readonly out?: string;
  readonly json?: boolean;
}

interface Completion {
  readonly choices?: readonly {
    readonly message?: {
      readonly content?: string;
      readonly annotations?: readonly { readonly file?: string; readonly quote?: string }[];
    };
  }[];
}
interface Failure {
  readonly message?: string;
  readonly code?: string;
  readonly hint?: string;
}

/** What came back: its type, its bytes, and the record's id. */
interface Reply {
  readonly type: string;
  readonly bytes: Uint8Array;
  readonly id: string | null;
}

/** @throws CliError UNREACHABLE, or what the gateway refuses with */
async function request(url: string, init?: RequestInit): Promise<Reply> {
  let response: Response;
  try {
    response = await fetch(url, init);
  } catch (cause) {
    throw new CliError("UNREACHABLE", `no gateway answers at ${url}`, {
      exit: EXIT.cannotStart,
      hint: "Is the network up? `npm start` (or `ganglion up`) starts it; --gateway names another.",
      cause,
    });
  }
  const reply: Reply = {
    type: response.headers.get("content-type") ?? "",
    bytes: new Uint8Array(await response.arrayBuffer()),
    id: response.headers.get("x-ganglion-query-id"),
  };
  if (response.ok) return reply;
  const { error = {} } = jsonOf<{ error?: Failure }>(reply);
  throw new CliError(
    String(error.code ?? "REFUSED").toUpperCase(),
    error.message ?? `status ${response.status}`,
    {
      exit: response.status === 503 || response.status === 504 ? EXIT.cannotStart : EXIT.refused,
      ...(error.hint ? { hint: error.hint } : {}),
    },
  );
}

function jsonOf<T>({ bytes }: Reply): T {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as T;
  } catch (cause) {
    throw new CliError("BAD_ANSWER", "the gateway's answer is no JSON", {
      exit: EXIT.refused,
      cause,
    });
  }
}

const post = (body: string): RequestInit => ({
  method: "POST",
  headers: { "content-type": "application/json" },
  body,
});

/** The record of a question, for `--json`. */
const recordOf = async (base: string, { id }: Reply): Promise<object> =>
  id ? jsonOf<object>(await request(`${base}/v1/queries/${id}`)) : {};

/** A question in words. */
async function askInWords(question: string, base: string, flags: AskFlags): Promise<void> {
  const started = Date.now();
  const chat = { model: flags.subnet, messages: [{ role: "user", content: question }] };
  const reply = await request(`${base}/v1/chat/completions`, post(JSON.stringify(chat)));
  const message = jsonOf<Completion>(reply).choices?.[0]?.message;
  const answer = message?.content ?? "";
  const record = flags.json ? await recordOf(base, reply) : {};
  print(
    { ...record, answer, latencyMs: Date.now() - started },
    {
      json: flags.json ?? false,
      text: () => {
        const citations = (message?.annotations ?? []).filter(({ file }) => file);
        const sources = citations
          .map(({ file, quote }) => pc.dim(`  ${file}: “${quote}”`))
          .join("\n");
        return sources ? `${answer}\n${sources}` : answer;
      },
    },
  );
}

/** A task in JSON, as `POST /v1/subnets/NAME` takes it; the answer may be a file. */
async function askWithBody(base: string, flags: AskFlags): Promise<void> {
  const started = Date.now();
  let body: string;
  try {
    body = readFileSync(flags.body === "-" ? 0 : flags.body!, "utf8");
  } catch (cause) {
    throw new CliError("NO_BODY", `${flags.body} can't be read`, { exit: EXIT.usage, cause });
  }
  const reply = await request(`${base}/v1/subnets/${encodeURIComponent(flags.subnet)}`, post(body));
  const isJson = /^application\/json\b/.test(reply.type);
  if (flags.out) writeFileSync(flags.out, reply.bytes);
  else if (!isJson)
    throw new CliError("NEEDS_OUT", `the answer is a file (${reply.type})`, {
      exit: EXIT.usage,
      hint: "Name one with --out.",
    });
  const record = flags.json ? await recordOf(base, reply) : {};
  const answer = isJson ? jsonOf<unknown>(reply) : undefined;
  print(
    {
      ...record,
      ...(isJson ? { answer } : {}),
      ...(flags.out ? { file: flags.out, bytes: reply.bytes.length } : {}),
      latencyMs: Date.now() - started,
    },
    {
      json: flags.json ?? false,
      text: () =>
        flags.out ? `${flags.out}: ${reply.bytes.length} bytes` : JSON.stringify(answer, null, 2),
    },
  );
}

export function addAsk(program: Command): void {
  program
    .command("ask")
    .description("One question to the network; the answer on stdout.")
    .argument("[question]", "what to ask")
    .option("--subnet <name>", "who is asked", "prompting")
    .option(
      "--body <file>",
      "a task of the subnet as JSON instead of words, - reads it from stdin; GET /v1/subnets/NAME shows an example",
    )
    .option("--out <file>", "with --body: where the answer goes, e.g. a model of the mesh subnet")
    .option(
      "--gateway <url>",
      "where the gateway answers",
      process.env["GANGLION_GATEWAY"] ?? "http://127.0.0.1:8080",
    )
    .option("--json", "the whole record of the question")
    .action(async (question: string | undefined, flags: AskFlags) => {
      const base = flags.gateway.replace(/\/+$/, "").replace(/\/v1$/, "");
      if (flags.body !== undefined) return askWithBody(base, flags);
      if (question === undefined || question.trim() === "")
        throw new CliError("EMPTY_QUESTION", "there is no question", { exit: EXIT.usage });
      return askInWords(question, base, flags);
    });
}
